import { type NewsMark, newsSince } from './news'
import { placeOf, type Session } from './session'
import type { PostgresSettings } from './settings'
import { type Condition, column, statement, where } from './statement'

/** Rows between two values of a column: from one on, and below another. The last part has those without a value. */
export interface TablePart {
  field: string | null
  from: string | null
  to: string | null
  /** Of an incremental run: what there was when it began. */
  until: NewsMark | null
}

/** Fewer rows are not worth a part of their own. */
const smallestPart = 1000

/**
 * Cuts what there is to read into ranges of about as many rows each.
 * @param by the column; else the first of the key, and without one there is but one part
 */
export async function tableParts(
  session: Session,
  { incremental }: PostgresSettings,
  since: NewsMark | null,
  until: NewsMark | null,
  most: number,
  by: string | null,
): Promise<TablePart[]> {
  const at = by === null ? session.key[0] : placeOf(session.columns, by, "'partitioning'")
  const whole: TablePart = { field: null, from: null, to: null, until }
  if (at === undefined || most < 2) return [whole]
  const news = where(incremental ? await newsSince(session, incremental, since, until) : [])
  const counted = await session.ask(statement(`SELECT count(${column(at)})::text FROM ${session.from}`, news))
  const count = Math.min(most, Math.floor(Number(counted.rows[0]?.[0] ?? 0) / smallestPart))
  if (count < 2) return [whole]
  const shares = Array.from({ length: count - 1 }, (_, index) => (index + 1) / count)
  const { rows } = await session.ask(
    statement(
      `SELECT DISTINCT bound FROM (SELECT unnest(percentile_disc(ARRAY[${shares.join(', ')}]::float8[])
         WITHIN GROUP (ORDER BY ${column(at)})) AS bound FROM ${session.from}`,
      news,
      ') AS bounds ORDER BY bound',
    ),
  )
  const field = session.columns[at]?.name ?? null
  const bounds = [null, ...rows.map(([bound]) => bound as string), null]
  return bounds.slice(1).map((to, index) => ({ field, from: bounds[index] ?? null, to, until }))
}

/** The rows of a part. */
export function inPart({ columns }: Session, { field, from, to }: TablePart): Condition[] {
  if (field === null) return []
  const cell = column(placeOf(columns, field, "'partitioning'"))
  return [
    ...(from !== null
      ? [{ text: to === null ? `${cell} IS NULL OR ${cell} >= ?` : `${cell} >= ?`, values: [from] }]
      : []),
    ...(to !== null ? [{ text: `${cell} < ?`, values: [to] }] : []),
  ]
}
