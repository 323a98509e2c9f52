import type { Cell } from '../flow/row'
import { instantOf, isDay } from '../instant'
import { invalid } from '../refusal'
import { isStorable } from '../text'

/** What the cells of an import say. Each function takes a cell that is not empty, and refuses, naming the field, what is
 * not plainly of its kind: a cast of the flow reads what is written in other ways. */

export type Filled = Exclude<Cell, null>

/** Whether a cell says nothing: null, or a text of nothing but blanks. */
export const isEmptyCell = (cell: Cell): cell is null =>
  cell === null || (typeof cell === 'string' && cell.trim() === '')

/** A text; a number and a truth value as they are written. */
export function textIn(cell: Filled, name: string): string {
  if (typeof cell === 'object') throw invalid(name, 'must be a text')
  if (typeof cell !== 'string') return String(cell)
  if (!isStorable(cell)) throw invalid(name, 'must not contain NUL or broken Unicode characters')
  return cell
}

/** A text without the blanks around it. */
export const wordIn = (cell: Filled, name: string): string => textIn(cell, name).trim()

const plain = /^[+-]?\d+(\.\d+)?([eE][+-]?\d+)?$/

/** A number, or a text that is plainly one (-12.5, 007, 1e6), if a number keeps all of its digits. */
export function numberIn(cell: Filled, name: string): number {
  if (typeof cell === 'number' && Number.isFinite(cell)) return cell
  const text = typeof cell === 'string' ? cell.trim() : ''
  const value = plain.test(text) ? Number(text) : Number.NaN
  if (!Number.isFinite(value)) throw invalid(name, 'must be a number')
  if (Number.isInteger(value) && !Number.isSafeInteger(value) && /^[+-]?\d+$/.test(text)) {
    throw invalid(name, 'must be a number of at most 15 digits')
  }
  return value
}

/** A whole number of cents. */
export function minorUnitsIn(cell: Filled, name: string): number {
  const value = numberIn(cell, name)
  if (!Number.isSafeInteger(value)) throw invalid(name, 'must be a whole number of minor units, 1250 for 12.50')
  return value === 0 ? 0 : value
}

/** Money as people write it, as a decimal text of digits and at most one point. */
export function amountIn(cell: Filled, name: string): string {
  // What a double is short of its decimals is no part of what it says.
  const text =
    typeof cell === 'number' ? String(Number(cell.toPrecision(15))) : typeof cell === 'string' ? cell.trim() : ''
  if (!/^[+-]?\d+(\.\d+)?$/.test(text)) throw invalid(name, 'must be an amount such as 1234.50')
  return text
}

const words = new Map<unknown, boolean>([
  ...[true, 1, 'true', 'yes', '1'].map((word) => [word, true] as const),
  ...[false, 0, 'false', 'no', '0'].map((word) => [word, false] as const),
])

/** True or false; also as yes and no, 1 and 0. */
export function booleanIn(cell: Filled, name: string): boolean {
  const value = words.get(typeof cell === 'string' ? cell.trim().toLowerCase() : cell)
  if (value === undefined) throw invalid(name, 'must be true or false')
  return value
}

/** A day; of an instant, the day in UTC. */
export function dayIn(cell: Filled, name: string): string {
  const text = typeof cell === 'string' ? cell.trim() : ''
  const day = isDay(text) ? text : instantOf(text)?.toISOString().slice(0, 10)
  if (day === undefined) throw invalid(name, 'must be a date as YYYY-MM-DD')
  return day
}

/** An instant; a day is its beginning in UTC. */
export function instantIn(cell: Filled, name: string): Date {
  const text = typeof cell === 'string' ? cell.trim() : ''
  const instant = isDay(text) ? new Date(text) : instantOf(text)
  if (!instant) throw invalid(name, 'must be an ISO 8601 date and time')
  return instant
}

/** Texts: a list of them, or one text with semicolons or else commas between them. */
export function listIn(cell: Filled, name: string): string[] {
  if (Array.isArray(cell)) {
    return cell.map((each) => {
      if (each === null) throw invalid(name, 'must be a list of texts')
      return textIn(each, name)
    })
  }
  const text = textIn(cell, name)
  return text
    .split(text.includes(';') ? ';' : ',')
    .map((each) => each.trim())
    .filter((each) => each !== '')
}

/** A text of a row as a reason for its rejection tells it. */
export const told = (text: string): string => `'${text.length > 100 ? `${text.slice(0, 100).toWellFormed()}…` : text}'`
