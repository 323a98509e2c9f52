import type { Cell } from '../row'
import { Unfit } from './unfit'

/** Whether a cell says nothing: null, an empty text and an empty list do not. */
export const isEmpty = (cell: Cell | undefined): boolean =>
  cell === undefined || cell === null || cell === '' || (Array.isArray(cell) && cell.length === 0)

/** A value as text: a list and an object as JSON. Unfit when it is nested too deeply. */
export function textOf(cell: Exclude<Cell, null>): string {
  if (typeof cell === 'string') return cell
  if (typeof cell !== 'object') return String(cell)
  try {
    return JSON.stringify(cell)
  } catch (error) {
    // The stack, or the longest text there can be.
    if (error instanceof RangeError) throw new Unfit(`${Array.isArray(cell) ? 'a list' : 'an object'} is too big`)
    throw error
  }
}
