import { SourceFailed } from '../failed'
import { keyColumns, placeOf, type Session } from './session'
import type { PostgresSettings } from './settings'
import { behind, type Condition, column, noneOf, statement, where } from './statement'

/**
 * How far a table was read by one of its columns: the highest value that there was, and which rows had it. A row that
 * gets this very value later is new nevertheless.
 */
export interface NewsMark {
  field: string
  value: string
  /** The keys of the rows that had it; when they are too many, the last of them alone. */
  keys: string[][]
  all: boolean
}

export type Incremental = NonNullable<PostgresSettings['incremental']>

/** How many keys a mark keeps. */
const mostKeys = 200

/** The mark of what there is now; null when no row has a value. */
export async function markNow(session: Session, { field }: Incremental): Promise<NewsMark | null> {
  const { ask, from, key } = session
  if (key.length === 0) throw new SourceFailed("Setting 'orderBy' is missing: what is new is told by it, too")
  const cursor = column(placeOf(session.columns, field, "'cursorField'"))
  const { rows } = await ask(
    statement(`SELECT ${cursor} FROM ${from} WHERE ${cursor} IS NOT NULL ORDER BY ${cursor} DESC LIMIT 1`),
  )
  const value = rows[0]?.[0] ?? null
  if (value === null) return null
  const columns = keyColumns(session)
  const found = await ask(
    statement(
      `SELECT ${columns.join(', ')} FROM ${from}`,
      where([{ text: `${cursor} = ?`, values: [value] }]),
      `ORDER BY ${columns.map((each) => `${each} DESC`).join(', ')} LIMIT ${mostKeys + 1}`,
    ),
  )
  const keys = found.rows.map((row) => row.map(String))
  const all = keys.length <= mostKeys
  return { field, value, keys: all ? keys : keys.slice(0, 1), all }
}

/**
 * What is new since a mark, and no newer than another: that is the next run's, whichever part would see it. Rows without
 * a value are in it, to be told that they have none.
 */
export async function newsSince(
  session: Session,
  incremental: Incremental,
  since: NewsMark | null,
  until: NewsMark | null,
): Promise<Condition[]> {
  const at = placeOf(session.columns, incremental.field, "'cursorField'")
  const cursor = column(at)
  const known = since?.field === incremental.field ? since : null
  const lower = known && (await behindMark(session, at, known, incremental.overlap))
  return [
    ...(lower ? [{ text: `${cursor} IS NULL OR ${lower.text}`, values: lower.values }] : []),
    ...(until ? [{ text: `${cursor} IS NULL OR ${cursor} <= ?`, values: [until.value] }] : []),
  ]
}

async function behindMark(session: Session, at: number, mark: NewsMark, overlap: number): Promise<Condition> {
  const cursor = column(at)
  if (overlap > 0) return { text: `${cursor} >= ?`, values: [await earlier(session, at, mark.value, overlap)] }
  const [last] = mark.keys
  if (!last) return { text: `${cursor} > ?`, values: [mark.value] }
  const columns = keyColumns(session)
  const others = mark.all ? noneOf(columns, mark.keys) : behind(columns, last)
  return {
    text: `${cursor} > ? OR ${cursor} = ? AND ${others.text}`,
    values: [mark.value, mark.value, ...others.values],
  }
}

/** A value less a window: seconds of a time, units of a number; any other stays. */
async function earlier({ ask, columns }: Session, at: number, value: string, overlap: number): Promise<string> {
  const { category, name } = (columns[at] as Session['columns'][number]).type
  const less =
    category === 'D'
      ? `(?::${name} - make_interval(secs => ?::float8))::${name}`
      : category === 'N'
        ? `floor(?::numeric - ?::numeric)::${name}`
        : null
  if (less === null) return value
  const { rows } = await ask(statement('SELECT', { text: less, values: [value, String(overlap)] }))
  return rows[0]?.[0] ?? value
}
