import { createHash, randomUUID } from 'node:crypto'
import fs from 'node:fs'
import path from 'node:path'
import pg from 'pg'
import { keepMarksRising } from './event-marks'
import { errorCode, Obstacle } from './obstacle'

const migrationsDir = path.join(import.meta.dirname, '../../prisma/migrations')

/** The key that Prisma's own CLI locks, so that it and we never migrate at once. */
const advisoryLock = 72707369
const oldestServer = 150_000

/**
 * Applies the migrations that a database does not have yet, with Prisma's own table, checksums and lock: its
 * `migrate status` agrees, and needs no engine here. Several processes may call it at once.
 * @param url of the database
 * @param dir holds one folder a migration with its `migration.sql`, applied in the order of their names
 * @returns names of the migrations applied now
 * @throws Obstacle when the server cannot be reached, is too old, or refuses a migration; nothing of that one remains
 */
export async function migrate(url: string, dir = migrationsDir): Promise<string[]> {
  const client = await connected(url)
  try {
    await refuseOldServer(client)
    await client.query('SELECT pg_advisory_lock($1)', [advisoryLock])
    const known = await knownMigrations(client)
    const applied: string[] = []
    for (const name of migrationNames(dir)) {
      const sql = fs.readFileSync(path.join(dir, name, 'migration.sql'), 'utf8')
      const checksum = createHash('sha256').update(sql).digest('hex')
      const before = known.get(name)
      if (before === undefined) {
        await apply(client, name, sql, checksum)
        applied.push(name)
      } else if (before !== checksum) {
        console.warn(`Migration ${name} was edited after this database applied it.`)
      }
    }
    if (dir === migrationsDir) await keepMarksRising(client)
    return applied
  } finally {
    await client.end()
  }
}

async function connected(url: string): Promise<pg.Client> {
  const where = databaseName(url)
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 })
  // A connection that breaks is reported by the query that is waiting on it.
  client.on('error', () => {})
  try {
    await client.connect()
    return client
  } catch (error) {
    throw new Obstacle(`Cannot reach the database ${where}: ${reasonOf(error)}.`)
  }
}

/** Names a database as `host:port/name`: an address holds a password, which is told to nobody. */
export function databaseName(url: string): string {
  try {
    const { protocol, hostname, port, pathname, searchParams } = new URL(url)
    if (!/^postgres(ql)?:$/.test(protocol)) throw new Error('another protocol')
    const host = hostname || searchParams.get('host') || 'localhost'
    return `${host}:${port || 5432}${pathname}`
  } catch {
    throw new Obstacle('DATABASE_URL is not an address such as postgresql://user:password@host:5432/database.')
  }
}

function reasonOf(error: unknown): string {
  const reasons: Record<string, string> = {
    ECONNREFUSED: 'nothing listens there',
    ENOTFOUND: 'there is no such host',
    EAI_AGAIN: 'the name of the host cannot be resolved',
    ETIMEDOUT: 'no answer in time',
    EHOSTUNREACH: 'the host is out of reach',
    ECONNRESET: 'the connection was cut',
  }
  const said = error instanceof Error ? error.message : String(error)
  return reasons[errorCode(error)] ?? (said || 'no answer')
}

async function refuseOldServer(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ number: number; version: string }>(
    `SELECT current_setting('server_version_num')::int AS number, current_setting('server_version') AS version`,
  )
  const [server] = rows
  if (server && server.number < oldestServer) {
    throw new Obstacle(`The database runs PostgreSQL ${server.version}: version 15 or newer is needed.`)
  }
}

/** Names and checksums of the migrations that the database has. */
async function knownMigrations(client: pg.Client): Promise<Map<string, string>> {
  await client.query(`CREATE TABLE IF NOT EXISTS "_prisma_migrations" (
    id VARCHAR(36) PRIMARY KEY NOT NULL,
    checksum VARCHAR(64) NOT NULL,
    finished_at TIMESTAMPTZ,
    migration_name VARCHAR(255) NOT NULL,
    logs TEXT,
    rolled_back_at TIMESTAMPTZ,
    started_at TIMESTAMPTZ NOT NULL DEFAULT now(),
    applied_steps_count INTEGER NOT NULL DEFAULT 0
  )`)
  const { rows } = await client.query<{ name: string; checksum: string; finished: boolean }>(
    `SELECT migration_name AS name, checksum, finished_at IS NOT NULL AS finished
     FROM "_prisma_migrations" WHERE rolled_back_at IS NULL`,
  )
  const unfinished = rows.find((row) => !row.finished)
  if (unfinished) {
    throw new Obstacle(`Migration ${unfinished.name} failed earlier: resolve it with "npx prisma migrate resolve".`)
  }
  return new Map(rows.map((row) => [row.name, row.checksum]))
}

function migrationNames(dir: string): string[] {
  return fs
    .readdirSync(dir)
    .filter((name) => fs.existsSync(path.join(dir, name, 'migration.sql')))
    .sort()
}

async function apply(client: pg.Client, name: string, sql: string, checksum: string): Promise<void> {
  try {
    await client.query('BEGIN')
    await client.query(sql)
    await client.query(
      `INSERT INTO "_prisma_migrations" (id, checksum, migration_name, finished_at, applied_steps_count)
       VALUES ($1, $2, $3, clock_timestamp(), 1)`,
      [randomUUID(), checksum, name],
    )
    await client.query('COMMIT')
  } catch (error) {
    throw new Obstacle(`Migration ${name} was refused: ${error instanceof Error ? error.message : error}`)
  }
}
