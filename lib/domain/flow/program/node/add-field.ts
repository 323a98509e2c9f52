import type { Cell } from '../../row'
import { withField } from '../change'
import type { Compile } from '../step'

/** Sets a field to a value, the same for each row; without one to null. What the field held is gone. */
export const addField: Compile = (settings) => {
  const field = settings.text('field')
  const value = settings.any('value') as Cell
  if (field === null) return null
  return { each: (row) => withField(row, field, value) }
}
