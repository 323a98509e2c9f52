import type { Cell, Row } from '../flow/row'
import { instantOf, isDay } from '../instant'

export const columnTypes = ['text', 'number', 'boolean', 'date', 'datetime', 'email', 'url', 'json'] as const
export type ColumnType = (typeof columnTypes)[number]

/** A column of a source, and what its cells seem to be. */
export interface Column {
  name: string
  type: ColumnType
}

/**
 * The columns of some rows with the narrowest type that all their cells fit.
 * @param known their names in order, where the source says; else they come in the order in which they come up
 */
export function columnsOf(rows: Row[], known: string[] | null): Column[] {
  const names = new Set(known ?? rows.flatMap((row) => Object.keys(row)))
  return [...names].map((name) => ({ name, type: typeOf(rows.map((row) => row[name] ?? null)) }))
}

const isText = (cell: Cell): cell is string => typeof cell === 'string'
const isLike = (pattern: RegExp) => (cell: Cell) => isText(cell) && pattern.test(cell.trim())

// A number with a leading zero is a code: of a post office, of a product.
const number = isLike(/^[+-]?(0|[1-9]\d{0,14})(\.\d{1,15})?$/)
const emailLike = isLike(/^[^\s@]+@[^\s@]+\.[^\s@]+$/)
const urlLike = isLike(/^https?:\/\/\S+$/i)
const booleanLike = isLike(/^(true|false)$/i)

const types: [ColumnType, (cell: Cell) => boolean][] = [
  ['number', (cell) => typeof cell === 'number' || number(cell)],
  ['boolean', (cell) => typeof cell === 'boolean' || booleanLike(cell)],
  ['date', (cell) => isText(cell) && isDay(cell.trim())],
  ['datetime', (cell) => isText(cell) && instantOf(cell.trim()) !== null],
  ['email', emailLike],
  ['url', urlLike],
  ['json', (cell) => typeof cell === 'object'],
]

function typeOf(cells: Cell[]): ColumnType {
  const filled = cells.filter((cell) => cell !== null && !(isText(cell) && cell.trim() === ''))
  if (filled.length === 0) return 'text'
  return types.find(([, fits]) => filled.every(fits))?.[0] ?? 'text'
}
