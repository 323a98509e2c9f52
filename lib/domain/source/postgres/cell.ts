import type { Cell } from '../../flow/row'
import { type Read, readCell } from '../json-cell'

/** What the catalogue says of a type. */
export interface PostgresType {
  oid: number
  /** One letter: A an array, C composite, N a number, D a date or time. */
  category: string
  name: string
}

const oids = {
  boolean: 16,
  bigint: 20,
  smallint: 21,
  integer: 23,
  oid: 26,
  json: 114,
  real: 700,
  double: 701,
  timestamp: 1114,
  timestamptz: 1184,
  numeric: 1700,
  jsonb: 3802,
} as const

/** Whether a column is asked for as JSON: what has other values inside. */
export const isAskedAsJson = ({ category }: PostgresType): boolean => category === 'A' || category === 'C'

/**
 * How a column's texts become cells. A number that JavaScript does not hold exactly stays text; instants are ISO 8601 in
 * UTC, and so are those without a zone; all that has no counterpart is the text that PostgreSQL writes.
 */
export function cellReader(type: PostgresType): (text: string) => Read<Cell> {
  if (isAskedAsJson(type)) return readCell
  const read = readers.get(type.oid) ?? ((text: string): Cell => text)
  return type.oid === oids.json || type.oid === oids.jsonb ? readCell : (text) => ({ value: read(text) })
}

const whole = (text: string): Cell => (Number.isSafeInteger(Number(text)) ? Number(text) : text)
const float = (text: string): Cell => (Number.isFinite(Number(text)) ? Number(text) : text)

const readers = new Map<number, (text: string) => Cell>([
  [oids.boolean, (text) => text === 't'],
  [oids.bigint, whole],
  [oids.smallint, whole],
  [oids.integer, whole],
  [oids.oid, whole],
  [oids.real, float],
  [oids.double, float],
  [oids.numeric, decimal],
  [oids.timestamp, (text) => instant(`${text}+00`)],
  [oids.timestamptz, instant],
])

/** Fifteen digits are what every double keeps. */
function decimal(text: string): Cell {
  const digits = text.replace(/^-|\./g, '').replace(/^0+/, '')
  const significant = text.includes('.') ? digits.replace(/0+$/, '') : digits
  return /^\d{0,15}$/.test(significant) && Number.isFinite(Number(text)) ? Number(text) : text
}

/** Of years of four digits; others, and infinity, stay as they are written. */
function instant(text: string): Cell {
  const [, day, time] = /^(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d(?:\.\d+)?)\+00$/.exec(text) ?? []
  return day ? `${day}T${time}Z` : text.replace(/\+00$/, '')
}
