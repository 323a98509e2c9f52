import { arrayText } from '@/lib/db/sql/json-table'

/** Statements for somebody else's database: names are quoted, values are parameters. */

/** What is read: a table, or what a query gives. */
export type From = { schema: string | null; table: string } | { query: string }

/** A name as it is, whatever its letters. */
export const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`

export const tableName = ({ schema, table }: { schema: string | null; table: string }): string =>
  schema === null ? quoted(table) : `${quoted(schema)}.${quoted(table)}`

/** For a FROM: its columns go by their place, for a query may give two the same name. */
export function fromClause(from: From, columns: number): string {
  const names = Array.from({ length: columns }, (_, at) => column(at))
  const what = 'query' in from ? `(${bare(from.query)}\n)` : tableName(from)
  return `${what} AS s${columns > 0 ? `(${names.join(', ')})` : ''}`
}

/** A column by its place. */
export const column = (at: number): string => `c${at + 1}`

// A semicolon at the end is a habit, and no second statement.
const bare = (query: string): string => query.trim().replace(/(\s*;)+$/, '')

/** A condition with its parameters, which stand in it as `?`. */
export interface Condition {
  text: string
  values: (string | null)[]
}

/** A statement of pieces, their parameters numbered. */
export function statement(...pieces: (string | Condition)[]): { text: string; values: (string | null)[] } {
  const values: (string | null)[] = []
  const text = pieces
    .map((piece) => {
      if (typeof piece === 'string') return piece
      let at = 0
      return piece.text.replace(/\?/g, () => {
        values.push(piece.values[at++] ?? null)
        return `$${values.length}`
      })
    })
    .join(' ')
  return { text, values }
}

/** All of some conditions, as a WHERE; nothing when there are none. */
export function where(conditions: Condition[]): Condition {
  if (conditions.length === 0) return { text: '', values: [] }
  return {
    text: `WHERE ${conditions.map(({ text }) => `(${text})`).join(' AND ')}`,
    values: conditions.flatMap(({ values }) => values),
  }
}

const tuple = (parts: string[]): string => `(${parts.join(', ')})`
const marks = (key: string[]): string => tuple(key.map(() => '?'))

/** Behind a key, by the order of its columns. */
export const behind = (columns: string[], key: string[]): Condition => ({
  text: `${tuple(columns)} > ${marks(key)}`,
  values: key,
})

/** None of some keys. */
export const noneOf = (columns: string[], keys: string[][]): Condition => ({
  text: `${tuple(columns)} NOT IN (${keys.map(marks).join(', ')})`,
  values: keys.flat(),
})

/** How a session reads: a snapshot that nothing changes, times in UTC, and no statement without an end. */
export const beginReading = 'BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY'

/** Gives the encoding of the database. What a server does not know is left out. */
export const settings = {
  text: `SELECT current_setting('server_encoding'), count(set_config(name, given, true))::text
    FROM (VALUES ('TimeZone', 'UTC'), ('DateStyle', 'ISO, YMD'), ('IntervalStyle', 'iso_8601'), ('bytea_output', 'hex'),
      ('extra_float_digits', '1'), ('statement_timeout', '300000'), ('lock_timeout', '15000'),
      ('idle_in_transaction_session_timeout', '1800000')) AS g(name, given)
    JOIN pg_settings USING (name)`,
  values: [],
}

/** Gives oid, category and name of each. */
export const typesOf = (oids: number[]) => ({
  text: 'SELECT oid::text, typcategory::text, format_type(oid, NULL) FROM pg_type WHERE oid = ANY($1::oid[])',
  values: [arrayText(oids.map(String))],
})

/** Gives the columns of a table's primary key, in their order. */
export const primaryKeyOf = (table: string) => ({
  text: `SELECT a.attname::text FROM pg_index i
    CROSS JOIN LATERAL unnest(i.indkey::int2[]) WITH ORDINALITY AS k(number, place)
    JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.number
    WHERE i.indrelid = to_regclass($1) AND i.indisprimary AND k.place <= i.indnkeyatts ORDER BY k.place`,
  values: [table],
})

/** Gives how many tables and views a user may read, and the names of the first. */
export const readableTables = (most: number) => ({
  text: `SELECT count(*) OVER ()::text, CASE WHEN table_schema = current_schema() THEN table_name::text
      ELSE table_schema || '.' || table_name END
    FROM information_schema.tables
    WHERE table_schema NOT IN ('pg_catalog', 'information_schema')
    ORDER BY table_schema <> current_schema(), table_schema, table_name LIMIT $1::int`,
  values: [String(most)],
})
