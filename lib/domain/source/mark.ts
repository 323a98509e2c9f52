import type { Cell, Resume } from '../flow/row'
import { instantOf } from '../instant'

/** How far a source was read by one of its fields: the highest value that was there. */
export interface Mark {
  value: string | number
}

export const markOf = (since: Resume | null): Mark | null => since as Mark | null

/** The higher of a mark and a cell: numbers by size, instants by time, any other text by its characters. */
export function higher(mark: Mark | null, cell: Cell | undefined): Mark | null {
  if (typeof cell !== 'string' && typeof cell !== 'number') return mark
  if (cell === '' || (mark && compare(cell, mark.value) <= 0)) return mark
  return { value: cell }
}

function compare(one: string | number, other: string | number): number {
  if (typeof one === 'number' && typeof other === 'number') return one - other
  const [a, b] = [instantOf(String(one)), instantOf(String(other))]
  if (a && b) return a.getTime() - b.getTime()
  return String(one) < String(other) ? -1 : String(one) > String(other) ? 1 : 0
}

/** A mark less a window: seconds of an instant, units of a number; any other text stays. */
export function before({ value }: Mark, overlap: number): string {
  if (overlap === 0) return String(value)
  if (typeof value === 'number') return String(value - overlap)
  const instant = instantOf(value)
  return instant ? new Date(instant.getTime() - overlap * 1000).toISOString() : value
}
