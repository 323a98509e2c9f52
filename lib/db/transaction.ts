import type pg from 'pg'
import { prismaOn } from './bound-prisma'
import { database, query, type RunSql, sql } from './client'
import type { Door, PrismaClient } from './generated/client'
import { announce, type Hint } from './live'

/** Who acts: a member (by session or through a key), or the installation itself. */
export interface Actor {
  userId: string | null
  apiKeyId: string | null
  door: Door
}

/** One tenant, one caller, one request: what every read and every verb runs under. */
export interface Scope {
  workspaceId: string
  actor: Actor
  requestId: string | null
  now: Date
  /** Typed access; every query names workspaceId. */
  db: PrismaClient
  /** Raw SQL of lib/db/sql. */
  sql: RunSql
}

/** A scope inside an open transaction. Whatever a verb writes commits together or not at all. */
export interface Tx extends Scope {
  /** Tells live screens, after the commit, that something they show has changed. */
  hint(hint: Hint): void
  /** The ids of the events that it has left so far, in their order. */
  events: string[]
  /** Runs `work` under a savepoint: when it throws, only its own writes are undone. */
  savepoint<T>(work: () => Promise<T>): Promise<T>
}

export type Caller = Pick<Scope, 'workspaceId' | 'actor' | 'requestId'>

/** A scope for reads, which need no transaction. */
export function readerFor(caller: Caller): Scope {
  return { ...caller, now: new Date(), db: database().prisma, sql }
}

/** Thrown by a verb that found the ground moved between its look and its lock: the transaction begins again. */
export class BeginAgain extends Error {
  readonly code = '40001'
}

// Deadlock and serialization failure: the database undid everything and asks us to begin again. A broken foreign key:
// what a verb has just found was deleted before it pointed there; it will not find it again.
const transient = new Set(['40P01', '40001', '23503'])
const attempts = 5
// The ground moves only when another transaction gets something done, so these end; sixteen on one card need more than five.
const attemptsOnMovingGround = 100

/**
 * Opens a transaction for one caller, runs `work` and commits; whatever it throws rolls everything back.
 * A deadlock, a serialization failure or a broken foreign key begins again, up to five times, so `work` must have no effect outside `tx`; so does
 * a verb that asks for it (BeginAgain), as often as it takes.
 */
export async function openTransaction<T>(caller: Caller, work: (tx: Tx) => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await once(caller, work)
    } catch (error) {
      const most = error instanceof BeginAgain ? attemptsOnMovingGround : attempts
      if (attempt >= most || !transient.has(sqlState(error))) throw error
    }
  }
}

/**
 * Runs `work` as above and takes back all that it wrote: to see what would become of something. Nobody is told of it.
 */
export async function tryOut<T>(caller: Caller, work: (tx: Tx) => Promise<T>): Promise<T> {
  try {
    return await openTransaction(caller, async (tx) => {
      throw new TriedOut(await work(tx))
    })
  } catch (error) {
    if (error instanceof TriedOut) return error.result
    throw error
  }
}

/** Carries a result past everything that its making wrote. */
class TriedOut<T> extends Error {
  constructor(readonly result: T) {
    super('tried out')
  }
}

async function once<T>(caller: Caller, work: (tx: Tx) => Promise<T>): Promise<T> {
  const connection = await database().pool.connect()
  let broken: Error | undefined
  try {
    const hints: Hint[] = []
    await connection.query('BEGIN')
    try {
      const result = await work(inside(connection, caller, hints))
      await connection.query('COMMIT')
      announce(hints)
      return result
    } catch (error) {
      await connection.query('ROLLBACK').catch((lost: Error) => {
        broken = lost
      })
      throw error
    }
  } finally {
    connection.release(broken)
  }
}

function inside(connection: pg.PoolClient, caller: Caller, hints: Hint[]): Tx {
  const events: string[] = []
  const run: RunSql = async <Row extends object>(...[statement, values]: Parameters<RunSql>) =>
    (await connection.query<Row>(query(statement, values))).rows
  return {
    ...caller,
    now: new Date(),
    get db() {
      return prismaOn(connection)
    },
    sql: run,
    hint: (hint) => hints.push(hint),
    events,
    savepoint: async (work) => {
      const before = { hints: hints.length, events: events.length }
      await connection.query('SAVEPOINT item')
      try {
        const result = await work()
        await connection.query('RELEASE SAVEPOINT item')
        return result
      } catch (error) {
        hints.length = before.hints
        events.length = before.events
        // Released as well: an outer savepoint of the same name is meant by the next one who goes back.
        await connection.query('ROLLBACK TO SAVEPOINT item; RELEASE SAVEPOINT item')
        throw error
      }
    },
  }
}

/** The SQLSTATE of an error that the database raised, through pg or through Prisma; '' for any other error. */
export function sqlState(error: unknown): string {
  if (!(error instanceof Error)) return ''
  // Prisma's own codes (P2002) are as long; what the database said is in the error that it wraps.
  if ('code' in error && typeof error.code === 'string' && /^(?!P[1-9])[0-9A-Z]{5}$/.test(error.code)) return error.code
  const { cause } = error
  if (cause && typeof cause === 'object' && 'originalCode' in cause) return String(cause.originalCode)
  return sqlState(wrapped(error) ?? (cause === error ? undefined : cause))
}

function wrapped(error: Error): unknown {
  const meta = 'meta' in error ? error.meta : undefined
  return meta && typeof meta === 'object' && 'driverAdapterError' in meta ? meta.driverAdapterError : undefined
}

/** The name of the constraint or index that an error of the database speaks of; '' when it names none. */
export function violated(error: unknown): string {
  if (error instanceof Error && 'constraint' in error && typeof error.constraint === 'string') return error.constraint
  return ''
}
