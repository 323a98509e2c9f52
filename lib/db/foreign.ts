import type net from 'node:net'
import pg from 'pg'

/** Somebody else's PostgreSQL, and who signs in. */
export interface ForeignAddress {
  host: string
  port: number
  database: string
  user: string
  password: string
  /** Null: TLS where the server offers it. */
  ssl: boolean | null
  /** Certificates (PEM) by which the server's is trusted, in place of those that everybody trusts. */
  ca: string | null
}

/** What a statement gives, as the server writes it: every value is its text. */
export interface ForeignRows {
  columns: { name: string; type: number }[]
  rows: (string | null)[][]
}

/** A connection to somebody else's PostgreSQL. */
export interface Foreign {
  /** Runs one statement. A second one behind a semicolon is refused by the server. */
  query(text: string, values?: (string | null)[]): Promise<ForeignRows>
  /** Ends the connection, and whatever is under way on it. */
  drop(): void
}

const connecting = 15_000
/** A server that gives no sign for so long is taken for dead; it is told to give up earlier. */
const silence = 360_000

const texts: pg.CustomTypesConfig = { getTypeParser: () => (text: string) => text }

/**
 * Connects to somebody else's PostgreSQL with nothing of this process's own settings: no password file, no variable of
 * the environment. A certificate is checked, also where TLS is only taken because it is offered.
 * @param open gives the socket, which is led to the host and port
 * @throws what the socket, the server or pg throws
 */
export async function connectForeign(address: ForeignAddress, open: () => net.Socket): Promise<Foreign> {
  if (address.ssl !== null) return connect(address, address.ssl, open())
  try {
    return await connect(address, true, open())
  } catch (error) {
    if (error instanceof Error && error.message === noTls) return connect(address, false, open())
    throw error
  }
}

/** What pg says of a server without TLS. */
export const noTls = 'The server does not support SSL connections'

async function connect(address: ForeignAddress, ssl: boolean, socket: net.Socket): Promise<Foreign> {
  const { host, port, database, user, password, ca } = address
  const client = new pg.Client({
    ...{ host, port, database, user },
    // As a function, for an empty one would be looked for in this process's environment.
    password: () => password,
    ssl: ssl && { ...(ca !== null && { ca }) },
    stream: () => socket,
    client_encoding: 'UTF8',
    application_name: 'throughline',
    connectionTimeoutMillis: connecting,
    query_timeout: silence,
    keepAlive: true,
  })
  // Why the connection was lost; what waits for it is only told that it was.
  let lost: Error | null = null
  client.on('error', (error) => {
    lost ??= error
  })
  const drop = () => {
    client.end().catch(() => {})
    socket.destroy()
  }
  try {
    await client.connect()
  } catch (error) {
    drop()
    throw error
  }
  return {
    async query(text, values = []) {
      const asked = { text, values, queryMode: 'extended', rowMode: 'array' as const, types: texts }
      try {
        const { fields, rows } = await client.query<(string | null)[]>(asked)
        return { columns: fields.map(({ name, dataTypeID }) => ({ name, type: dataTypeID })), rows }
      } catch (error) {
        throw error instanceof pg.DatabaseError ? error : (lost ?? error)
      }
    },
    drop,
  }
}
