import type { Cell } from '../../row'
import { readBoolean } from '../boolean'
import { isEmpty, textOf } from '../cell'
import { withEach } from '../change'
import type { Clock } from '../clock'
import { type DateFormat, dateFormats, readDay, readInstant } from '../date'
import { type Decimal, decimals, readNumber } from '../number'
import type { Compile } from '../step'
import { inField, told, Unfit } from '../unfit'

const kinds = ['text', 'number', 'integer', 'boolean', 'date', 'datetime', 'json'] as const
type Kind = (typeof kinds)[number]

type Casting = { format: DateFormat | null; decimal: Decimal | null; clock: Clock }

/** Makes a field's value one of a kind. What is empty becomes null; a value that is none of the kind rejects its row. */
export const cast: Compile = (settings, { clock }) => {
  const field = settings.text('field')
  const to = settings.word('to', kinds)
  const format = settings.word('format', dateFormats)
  const decimal = settings.word('decimal', decimals)
  if (field === null || to === null) return null
  const change = castings[to]({ format, decimal, clock })
  const names = [field]
  return {
    each: (row) =>
      withEach(row, names, (cell) => (isEmpty(cell) || cell === null ? null : inField(field, () => change(cell)))),
  }
}

type Change = (cell: Exclude<Cell, null>) => Cell

const castings: Record<Kind, (casting: Casting) => Change> = {
  text: () => textOf,
  number:
    ({ decimal }) =>
    (cell) =>
      numberOf(cell, decimal),
  integer:
    ({ decimal }) =>
    (cell) => {
      const number = numberOf(cell, decimal)
      if (Number.isSafeInteger(number)) return number
      throw new Unfit(`${told(cell)} is not a whole number`)
    },
  boolean: () => (cell) => {
    if (typeof cell === 'boolean') return cell
    if (typeof cell === 'object') throw new Unfit(`${told(cell)} is neither true nor false`)
    return readBoolean(String(cell))
  },
  date:
    ({ format, clock }) =>
    (cell) =>
      readDay(dateText(cell), format, clock),
  datetime:
    ({ format, clock }) =>
    (cell) =>
      readInstant(dateText(cell), format, clock),
  json: () => (cell) => (typeof cell === 'string' ? readJson(cell) : cell),
}

function numberOf(cell: Exclude<Cell, null>, decimal: Decimal | null): number {
  if (typeof cell === 'number') return cell
  if (typeof cell === 'string') return readNumber(cell, decimal)
  throw new Unfit(`${told(cell)} is not a number`)
}

function dateText(cell: Exclude<Cell, null>): string {
  if (typeof cell === 'string') return cell
  throw new Unfit(`${told(cell)} is not a date`)
}

const deepest = 100

function readJson(text: string): Cell {
  let value: Cell
  try {
    value = JSON.parse(text)
  } catch {
    throw new Unfit(`${told(text)} is not JSON`)
  }
  if (isDeeper(value, deepest)) throw new Unfit(`${told(text)} is nested too deeply`)
  return value
}

const isDeeper = (value: Cell, than: number): boolean =>
  typeof value === 'object' &&
  value !== null &&
  (than === 0 || Object.values(value).some((each) => isDeeper(each, than - 1)))
