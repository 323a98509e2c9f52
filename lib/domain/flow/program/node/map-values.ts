import type { Cell } from '../../row'
import { isEmpty, textOf } from '../cell'
import { withEach, withField } from '../change'
import type { Compile } from '../step'
import { inField } from '../unfit'

/**
 * Puts one value in the place of another. A value is found by its text, an empty one under the empty text; with
 * `otherwise`, every value that is not found becomes that, also in a row that lacks the field.
 */
export const mapValues: Compile = (settings) => {
  const field = settings.text('field')
  const values = settings.object('values')
  if (field === null || values === null) return null
  const others = settings.has('otherwise') ? { value: settings.any('otherwise') as Cell } : null
  const known = new Map(Object.entries(values) as [string, Cell][])
  const mapped = (cell: Cell): Cell => {
    const text = cell === null || isEmpty(cell) ? '' : textOf(cell)
    const found = known.get(text)
    return found !== undefined ? found : others ? others.value : cell
  }
  const names = [field]
  const change = (cell: Cell) => inField(field, () => mapped(cell))
  return {
    each: (row) =>
      row[field] === undefined && others ? withField(row, field, change(null)) : withEach(row, names, change),
  }
}
