import type { Scope } from '../transaction'
import { byBytes, type Column, type Given, parameters } from './column'

/** By what rows are sorted: nulls last in both directions. */
export interface SortKey {
  column: Column
  descending: boolean
}

/** Where a page ends: the sort keys of its last row, and its id. */
export interface Mark {
  id: string
  keys: unknown[]
}

export interface PageQuery {
  columns: string
  tables: string
  /** As many of the tables as the condition and the sort look at. */
  searched: string
  /** What the tables call a row. */
  alias: string
  /** The column that breaks ties. */
  id: Column
  where(given: Given): string
  /** Nothing behind the id. */
  sort: SortKey[]
  after: Mark | null
  limit: number
}

/** How many characters of a text decide where it is sorted; a cursor carries them. */
export const sortedCharacters = 200

/**
 * One page of a sorted list, and how many rows the whole list has, in one statement and so of one moment. The page
 * goes on strictly behind a mark, so that a row which stays as it is stands on exactly one page whatever happens to
 * others. `next` is the mark that the page ends with, null at the end of the list.
 */
export const selectPage = <Row extends { id: string }>(scope: Scope, query: PageQuery): Promise<Page<Row>> =>
  select(scope, query, true)

interface Page<Row> {
  rows: Row[]
  total: number
  next: Mark | null
}

/** Every row of a sorted list, page by page, of which one is held at a time; nothing is counted. */
export async function* walkPages<Row extends { id: string }>(
  scope: Scope,
  query: Omit<PageQuery, 'after' | 'limit'>,
): AsyncGenerator<Row[]> {
  for (let after: Mark | null = null, done = false; !done; ) {
    const page: Page<Row> = await select(scope, { ...query, after, limit: walkedAtOnce }, false)
    yield page.rows
    after = page.next
    done = after === null
  }
}

const walkedAtOnce = 500

async function select<Row extends { id: string }>(scope: Scope, query: PageQuery, counts: boolean): Promise<Page<Row>> {
  const values: unknown[] = [scope.workspaceId]
  const given = parameters(values)
  const where = query.where(given)
  const sort = total(query)
  const keys = sort.map(({ column }) => keySql(column, given))
  const order = sort.map(({ column, descending }, at) => keys[at] + direction(column, descending)).join(', ')
  const marks = query.sort.map(({ column }, at) => told(column, keys[at] ?? '')).join(', ')
  const rows = await scope.sql<Row & { total: number; place: number | null; sortKeys: unknown[] }>(
    `WITH counted AS (${counts ? `SELECT count(*) AS total FROM ${query.searched} WHERE ${where}` : 'SELECT 0 AS total'}),
     found AS (
       SELECT ${query.alias}.id FROM ${query.searched}
       WHERE ${where} ${query.after ? `AND ${behind(sort, keys, query.after, given)}` : ''}
       ORDER BY ${order} LIMIT ${given(query.limit + 1)}
     )
     SELECT counted.total, page.* FROM counted LEFT JOIN (
       SELECT row_number() OVER (ORDER BY ${order}) AS place, ${query.columns}, json_build_array(${marks}) AS "sortKeys"
       FROM ${query.tables} WHERE ${query.alias}."workspaceId" = $1 AND ${query.alias}.id IN (SELECT id FROM found)
     ) page ON true ORDER BY page.place`,
    values,
  )
  const listed = rows.filter(({ place }) => place !== null)
  const page = listed.slice(0, query.limit)
  const last = listed.length > query.limit ? page.at(-1) : undefined
  return {
    total: rows[0]?.total ?? 0,
    rows: page.map(({ total, place, sortKeys, ...row }) => row as unknown as Row),
    next: last ? { id: last.id, keys: last.sortKeys } : null,
  }
}

/** The sort with the id behind all else, so that no two rows are equal by it. */
function total({ sort, id }: PageQuery): SortKey[] {
  return sort.at(-1)?.column === id ? sort : [...sort, { column: id, descending: false }]
}

// An index knows no other place for nulls than its own: where there are none, none is asked for.
const direction = ({ filled }: Column, descending: boolean): string =>
  (descending ? ' DESC' : ' ASC') + (filled ? '' : ' NULLS LAST')

function keySql(column: Column, given: Given): string {
  const value = column.sql(given)
  if (column.kind === 'choice') return `array_position(${given(column.options ?? [])}::text[], ${value})`
  if (column.kind === 'text') return `left(lower(${value}), ${sortedCharacters}) COLLATE "C"`
  return value + byBytes(column)
}

// JSON writes an instant with the session's offset, which is not always whole minutes.
const told = ({ type }: Column, key: string): string =>
  type === 'timestamptz' ? `to_json(${key} AT TIME ZONE 'UTC') #>> '{}' || 'Z'` : key

const keyType = ({ kind, type }: Column): string => (kind === 'choice' ? 'integer' : type)

// Behind a mark is what is behind it by the first key, or equal by that and behind it by the next, and so on.
function behind(sort: SortKey[], keys: string[], { id, keys: last }: Mark, given: Given): string {
  const marks = sort.map(({ column }, at) => {
    const value = at < last.length ? last[at] : id
    return value === null ? null : `${given(value)}::${keyType(column)}`
  })
  const equal = keys.map((key, at) => (marks[at] ? `${key} = ${marks[at]}` : `${key} IS NULL`))
  const ways = sort.map(({ column, descending }, at) => {
    const beyond = `${keys[at]} ${descending ? '<' : '>'} ${marks[at]}`
    // Nothing is behind null.
    const further = marks[at] ? (column.filled ? beyond : `(${beyond} OR ${keys[at]} IS NULL)`) : 'FALSE'
    return [...equal.slice(0, at), further].join(' AND ')
  })
  return `(${ways.map((way) => `(${way})`).join(' OR ')})`
}
