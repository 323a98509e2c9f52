import { randomBytes } from 'node:crypto'
import pg from 'pg'

/** A database that stands for somebody else's, on the server of the tests. */
export interface ForeignDatabase {
  host: string
  port: number
  database: string
  user: string
  password: string
  /** `host:port`, for the allow-list. */
  address: string
  /** The same as a connection string. */
  url: string
  run(statement: string, values?: unknown[]): Promise<Record<string, unknown>[]>
  drop(): Promise<void>
}

/** Makes an empty database on the server of DATABASE_URL. */
export async function openForeignDatabase(options = ''): Promise<ForeignDatabase> {
  const url = new URL(process.env.DATABASE_URL ?? '')
  const server = url.href
  const database = `foreign_${randomBytes(6).toString('hex')}`
  await administer(server, `CREATE DATABASE ${database} TEMPLATE template0 ${options}`)
  url.pathname = `/${database}`
  const pool = new pg.Pool({ connectionString: url.href, max: 2 })
  const port = Number(url.port || 5432)
  return {
    ...{ host: url.hostname, port, database, url: url.href, address: `${url.hostname}:${port}` },
    user: decodeURIComponent(url.username),
    password: decodeURIComponent(url.password),
    run: async (statement, values) => (await pool.query(statement, values)).rows,
    drop: async () => {
      await pool.end()
      await administer(server, `DROP DATABASE ${database} WITH (FORCE)`)
    },
  }
}

async function administer(server: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: server })
  await client.connect()
  await client.query(statement).finally(() => client.end())
}
