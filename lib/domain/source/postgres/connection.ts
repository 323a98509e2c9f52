import type net from 'node:net'
import { connectForeign, type ForeignAddress, type ForeignRows } from '@/lib/db/foreign'
import { guardedSocket } from '@/lib/net/socket'
import type { Guard } from '@/lib/net/target'
import { failureOfDatabase } from './failure'
import { beginReading, settings } from './statement'

/** A database at one moment of its life: what others change meanwhile is not seen, and nothing can be changed. */
export interface Connection {
  ask(statement: { text: string; values: (string | null)[] }): Promise<ForeignRows>
  /** Whether texts of the database may be no text at all, for it never asked what they are. */
  mayBeNoText: boolean
  close(): void
}

/**
 * Connects to read. An abort of the signal ends the connection at once.
 * @throws SourceFailed, and the signal's reason when it is aborted
 */
export async function connectTo(address: ForeignAddress, guard: Guard, signal: AbortSignal): Promise<Connection> {
  signal.throwIfAborted()
  let socket: net.Socket | null = null
  const end = () => void socket?.destroy()
  signal.addEventListener('abort', end, { once: true })
  const failing = async <T>(work: Promise<T>): Promise<T> => {
    try {
      return await work
    } catch (error) {
      signal.throwIfAborted()
      throw failureOfDatabase(error, address)
    }
  }
  const open = () => {
    socket = guardedSocket(guard)
    return socket
  }
  try {
    const foreign = await failing(connectForeign(address, open))
    const ask: Connection['ask'] = ({ text, values }) => failing(foreign.query(text, values))
    const close = () => {
      signal.removeEventListener('abort', end)
      foreign.drop()
    }
    try {
      await ask({ text: beginReading, values: [] })
      const { rows } = await ask(settings)
      return { ask, close, mayBeNoText: rows[0]?.[0] === 'SQL_ASCII' }
    } catch (error) {
      close()
      throw error
    }
  } catch (error) {
    signal.removeEventListener('abort', end)
    throw error
  }
}
