import { withField } from '../change'
import { expressionOf } from '../condition'
import type { Compile } from '../step'
import { inField } from '../unfit'

/** Sets a field to what an expression makes of the row. */
export const expression: Compile = (settings, context) => {
  const field = settings.text('field')
  const made = expressionOf(settings, 'expression', context)
  if (field === null || made === null) return null
  return {
    each: (row, effort) =>
      withField(
        row,
        field,
        inField(field, () => made.value(row, effort)),
      ),
  }
}
