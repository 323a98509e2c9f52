import { PrismaPg } from '@prisma/adapter-pg'
import pg from 'pg'
import { PrismaClient } from './generated/client'

/** A statement that is prepared once per connection under its name; for hot statements whose text never varies. */
export interface Statement {
  name: string
  text: string
}

/** Runs SQL on the pool or inside a transaction. Rows come as objects; bigint as number, date as YYYY-MM-DD. */
export type RunSql = <Row extends object>(statement: string | Statement, values: unknown[]) => Promise<Row[]>

const parsers: Record<number, (text: string) => unknown> = {
  [pg.types.builtins.INT8]: Number,
  [pg.types.builtins.NUMERIC]: Number,
  [pg.types.builtins.DATE]: (text) => text,
}

interface Database {
  pool: pg.Pool
  prisma: PrismaClient
}

/** Row values as the domain wants them: 64-bit numbers that are money in minor units fit a double exactly. */
export const rowTypes: pg.CustomTypesConfig = {
  getTypeParser: (oid: number, format?: 'text' | 'binary') =>
    (format !== 'binary' && parsers[oid]) || pg.types.getTypeParser(oid, format),
}

function connect(): Database {
  const connectionString = process.env.DATABASE_URL
  if (!connectionString) throw new Error('DATABASE_URL is not set: start the database first (npm start does)')
  const pool = new pg.Pool({
    connectionString,
    max: Number(process.env.DATABASE_POOL ?? 10),
    types: rowTypes,
    // A caller is told that the database does not answer, rather than left waiting.
    connectionTimeoutMillis: 15_000,
    idle_in_transaction_session_timeout: 60_000,
    application_name: 'throughline',
  })
  // A connection that dies while idle is replaced by the pool; without a listener it would end the process.
  pool.on('error', (error) => console.error(`database connection lost: ${error.message}`))
  // The same holds for one that dies between two statements of a transaction; there the next statement says so.
  pool.on('connect', (client) => client.on('error', () => {}))
  return { pool, prisma: new PrismaClient({ adapter: new PrismaPg(pool) }) }
}

// The Node server and Next's bundles each load this module: they share one pool through the process.
const shared = globalThis as typeof globalThis & { throughlineDatabase?: Database }

/** The process's connection pool and Prisma client on it, opened at first use from DATABASE_URL. */
export function database(): Database {
  shared.throughlineDatabase ??= connect()
  return shared.throughlineDatabase
}

/** Ends every connection of this process; the next use opens new ones. */
export async function closeDatabase(): Promise<void> {
  const open = shared.throughlineDatabase
  shared.throughlineDatabase = undefined
  if (!open) return
  // The pool does not wait for its connections to part: a server that ends meanwhile may still complain.
  open.pool.removeAllListeners('error').on('error', () => {})
  await open.prisma.$disconnect()
  await open.pool.end()
}

/** Runs one statement on the pool, outside any transaction. */
export const sql: RunSql = async <Row extends object>(statement: string | Statement, values: unknown[]) =>
  (await database().pool.query<Row>(query(statement, values))).rows

export function query(statement: string | Statement, values: unknown[]): pg.QueryConfig {
  return typeof statement === 'string' ? { text: statement, values } : { ...statement, values }
}
