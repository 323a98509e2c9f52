import { type Operator, operators } from '../../filter/filter'
import { timeSpan } from '../../filter/time-span'
import type { Cell, Row } from '../row'
import { isEmpty, textOf } from './cell'
import type { Clock } from './clock'
import { readInstant } from './date'
import { readNumber } from './number'
import { inField, told, Unfit } from './unfit'

/** What a row is tested by; Unfit for a row that it cannot be asked of. */
export type RowTest = (row: Row) => boolean

/** Why there is no test. */
export class NoTest extends Error {
  override name = 'NoTest'

  constructor(
    /** The setting that is not right. */
    readonly setting: 'field' | 'operator' | 'value',
    message: string,
    readonly severity: 'error' | 'warning',
  ) {
    super(message)
  }
}

const longestList = 500
// A long text is searched for a long part character by character, in the worst case.
const longestPart = 200

/**
 * A test of one field, by the rules that lists are filtered by: null fulfils nothing but `is_null` and what is not; a
 * bare date is a day there; text is found without regard to case. A row has no kinds of fields, so it is the value that
 * says what is compared: with a number numbers (text that writes one too), with a date dates, else text.
 * @throws NoTest
 */
export function testOf(field: string | null, operator: unknown, value: unknown, clock: Clock): RowTest {
  if (field === null) throw new NoTest('field', "Setting 'field' is missing", 'warning')
  if (isMissing(operator)) throw new NoTest('operator', "Setting 'operator' is missing", 'warning')
  const named = operators.find((each) => each === operator)
  if (!named) throw new NoTest('operator', `Setting 'operator' must be one of: ${operators.join(', ')}`, 'error')
  const test = cellTest(named, value, clock)
  return (row) => inField(field, () => test(row[field] ?? null))
}

type CellTest = (cell: Cell) => boolean

function cellTest(operator: Operator, value: unknown, clock: Clock): CellTest {
  switch (operator) {
    case 'is_null':
      return isEmpty
    case 'is_not_null':
      return (cell) => !isEmpty(cell)
    case 'equals':
      return oneOf([wanted(value, clock)], clock)
    case 'not_equals':
      return not(oneOf([wanted(value, clock)], clock))
    case 'in':
      return oneOf(
        list(value, operator).map((each) => wanted(each, clock)),
        clock,
      )
    case 'not_in':
      return not(
        oneOf(
          list(value, operator).map((each) => wanted(each, clock)),
          clock,
        ),
      )
    case 'contains':
      return containing(value)
    case 'not_contains':
      return not(containing(value))
    case 'between': {
      const [from, to, ...more] = list(value, operator)
      if (from === undefined || to === undefined || more.length > 0)
        throw misfit("a list of two for 'between': [from, to]")
      const [least, most] = [ordered('gte', from, clock), ordered('lte', to, clock)]
      return (cell) => least(cell) && most(cell)
    }
    default:
      return ordered(operator, value, clock)
  }
}

const not =
  (test: CellTest): CellTest =>
  (cell) =>
    !test(cell)

const isMissing = (value: unknown): boolean => value === undefined || value === null || value === ''

const misfit = (what: string): NoTest => new NoTest('value', `Setting 'value' must be ${what}`, 'error')
const missing = (): NoTest => new NoTest('value', "Setting 'value' is missing", 'warning')

function list(value: unknown, operator: Operator): unknown[] {
  if (isMissing(value)) throw missing()
  if (!Array.isArray(value)) throw misfit(`a list for '${operator}'`)
  if (value.length > longestList) throw misfit(`a list of at most ${longestList} values`)
  return value
}

/** What a cell is to be equal to. */
type Wanted = { text: string; number: number | null; time: { from: string; until?: string } | null }

function wanted(value: unknown, clock: Clock): Wanted {
  if (isMissing(value)) throw missing()
  if (typeof value === 'number') return { text: String(value), number: value, time: null }
  if (typeof value === 'boolean') return { text: String(value), number: null, time: null }
  if (typeof value === 'string') return { text: value, number: null, time: timeSpan(value, clock.zone) }
  throw misfit('text, a number, or true or false')
}

function oneOf(values: Wanted[], clock: Clock): CellTest {
  const texts = new Set(values.map(({ text }) => text))
  const numbers = new Set(values.flatMap(({ number }) => number ?? []))
  const times = values.flatMap(({ time }) => time ?? [])
  const test: CellTest = (cell) => {
    if (isEmpty(cell) || cell === null) return false
    if (Array.isArray(cell)) return cell.some(test)
    if (texts.has(textOf(cell))) return true
    if (numbers.size > 0 && typeof cell === 'string' && numbers.has(orNull(() => readNumber(cell, null)) ?? Number.NaN))
      return true
    if (times.length === 0 || typeof cell !== 'string') return false
    const at = orNull(() => readInstant(cell, null, clock))
    return (
      at !== null && times.some(({ from, until }) => (until === undefined ? at === from : at >= from && at < until))
    )
  }
  return test
}

/** What is none of its kind is equal to none. */
function orNull<Result>(read: () => Result): Result | null {
  try {
    return read()
  } catch (error) {
    if (error instanceof Unfit) return null
    throw error
  }
}

function containing(value: unknown): CellTest {
  if (isMissing(value)) throw missing()
  if (typeof value === 'object') throw misfit('text')
  if (String(value).length > longestPart) throw misfit(`at most ${longestPart} characters`)
  const part = String(value).toLowerCase()
  const test: CellTest = (cell) => {
    if (isEmpty(cell) || cell === null) return false
    return Array.isArray(cell) ? cell.some(test) : textOf(cell).toLowerCase().includes(part)
  }
  return test
}

type Order = Extract<Operator, 'gt' | 'gte' | 'lt' | 'lte' | 'date_before' | 'date_after'>

function ordered(operator: Order, value: unknown, clock: Clock): CellTest {
  if (isMissing(value)) throw missing()
  const isDate = operator === 'date_before' || operator === 'date_after'
  const number = isDate
    ? null
    : typeof value === 'number'
      ? value
      : typeof value === 'string'
        ? orNull(() => readNumber(value, null))
        : null
  if (number !== null) {
    return (cell) => !isEmpty(cell) && fits[operator](numberIn(cell), number, number)
  }
  const span = typeof value === 'string' ? timeSpan(value, clock.zone) : null
  if (!span) throw misfit(isDate ? `a date for '${operator}'` : `a number or a date for '${operator}'`)
  return (cell) =>
    !isEmpty(cell) && fits[operator](timeIn(cell, clock), span.from, span.until ?? span.from, span.until !== undefined)
}

type Fits = <Value extends number | string>(cell: Value, from: Value, until: Value, isSpan?: boolean) => boolean

const after: Fits = (cell, from, until, isSpan) => (isSpan ? cell >= until : cell > from)
const before: Fits = (cell, from) => cell < from

/** A span is over where `until` is: what lies in it is neither before nor after. */
const fits: Record<Order, Fits> = {
  gt: after,
  date_after: after,
  lt: before,
  date_before: before,
  gte: (cell, from) => cell >= from,
  lte: (cell, from, until, isSpan) => (isSpan ? cell < until : cell <= from),
}

function numberIn(cell: Cell): number {
  if (typeof cell === 'number') return cell
  if (typeof cell === 'string') return readNumber(cell, null)
  throw new Unfit(`${told(cell)} is not a number`)
}

function timeIn(cell: Cell, clock: Clock): string {
  if (typeof cell === 'string') return readInstant(cell, null, clock)
  throw new Unfit(`${told(cell)} is not a date`)
}
