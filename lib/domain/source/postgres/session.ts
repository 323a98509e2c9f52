import type { Guard } from '@/lib/net/target'
import { SourceFailed } from '../failed'
import { distinctNames } from '../names'
import type { PostgresType } from './cell'
import { type Connection, connectTo } from './connection'
import type { PostgresSettings } from './settings'
import { column, type From, fromClause, primaryKeyOf, statement, tableName, typesOf } from './statement'

/** What is read, as it was found. */
export interface Session extends Connection {
  /** As it stands in a FROM. */
  from: string
  /** No two names are alike. */
  columns: { name: string; type: PostgresType }[]
  /** The columns by which rows are told apart and put in order, by their places; empty where nothing does. */
  key: number[]
}

/**
 * Connects and finds out what there is to read.
 * @throws SourceFailed, and the signal's reason when it is aborted
 */
export async function openSession(given: PostgresSettings, guard: Guard, signal: AbortSignal): Promise<Session> {
  const { address, from, orderBy } = given
  if (from === null) throw new SourceFailed("Setting 'table' or 'query' is missing")
  const connection = await connectTo(address, guard, signal)
  try {
    const columns = await columnsIn(connection, from)
    const key = await keyIn(connection, from, columns, orderBy)
    return { ...connection, from: fromClause(from, columns.length), columns, key }
  } catch (error) {
    connection.close()
    throw error
  }
}

async function columnsIn({ ask }: Connection, from: From): Promise<Session['columns']> {
  const { columns } = await ask(statement('SELECT * FROM', fromClause(from, 0), 'LIMIT 0'))
  const { rows } = await ask(typesOf([...new Set(columns.map(({ type }) => type))]))
  const types = new Map(rows.map(([oid, category, name]) => [Number(oid), { category, name }]))
  const names = distinctNames(columns.map(({ name }) => name))
  return columns.map(({ type: oid }, at) => {
    const { category, name } = types.get(oid) ?? {}
    return { name: names[at] as string, type: { oid, category: category ?? 'X', name: name ?? 'text' } }
  })
}

/** The place of a column. @throws SourceFailed when there is none of this name */
export function placeOf(columns: Session['columns'], name: string, setting: string): number {
  const at = columns.findIndex((each) => each.name === name)
  if (at < 0) throw new SourceFailed(`There is no column '${name}', which ${setting} names`)
  return at
}

/** As it is asked for, and of a table its primary key behind that, which tells apart what else may be equal. */
async function keyIn({ ask }: Connection, from: From, columns: Session['columns'], orderBy: string[]) {
  const asked = orderBy.map((name) => placeOf(columns, name, "'orderBy'"))
  if ('query' in from) return asked
  const { rows } = await ask(primaryKeyOf(tableName(from)))
  const own = rows.map(([name]) => columns.findIndex((each) => each.name === name?.trim()))
  return [...new Set([...asked, ...own])].filter((at) => at >= 0)
}

/** The columns of a key in a statement. */
export const keyColumns = ({ key }: Session): string[] => key.map(column)
