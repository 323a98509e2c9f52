import { PrismaPg } from '@prisma/adapter-pg'
import pg from 'pg'
import { PrismaClient } from './generated/client'

// Prisma opens a transaction of its own for nested writes; inside ours that becomes a savepoint.
const asSavepoint: Record<string, string> = {
  BEGIN: 'SAVEPOINT prisma',
  COMMIT: 'RELEASE SAVEPOINT prisma',
  ROLLBACK: 'ROLLBACK TO SAVEPOINT prisma',
}

const bound = new WeakMap<pg.PoolClient, PrismaClient>()

/**
 * A Prisma client that speaks over one checked-out connection, so that typed Prisma calls and raw SQL share one
 * transaction. Prisma's own interactive transactions cost several times the CPU of the statements inside them,
 * which the hot verbs cannot afford. Kept for the life of the connection: making one is not free.
 */
export function prismaOn(connection: pg.PoolClient): PrismaClient {
  const known = bound.get(connection)
  if (known) return known
  const run = (config: pg.QueryConfig & { text: string }, values?: unknown[]) =>
    connection.query({ ...config, text: asSavepoint[config.text] ?? config.text }, values)
  const lent = { query: run, release: () => undefined, on: () => lent, removeListener: () => lent }
  const pool = Object.assign(new pg.Pool({ max: 1 }), { query: run, connect: async () => lent })
  const client = new PrismaClient({ adapter: new PrismaPg(pool) })
  bound.set(connection, client)
  return client
}
