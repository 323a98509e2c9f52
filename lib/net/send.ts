import { Agent, buildConnector, type Dispatcher, request } from 'undici'
import { type Fetched, type Fetching, fetchFrom } from './fetch'
import { NoReply, noReplyFor } from './no-reply'
import { answering } from './socket'
import { type Guard, readTarget, resolveTarget, TargetRefused } from './target'

/** What came back, as far as it was read. */
export interface Sent {
  status: number
  headers: Record<string, string | string[] | undefined>
  /** At most as much as was to be read. */
  body: Buffer
  /** There was more. */
  cut: boolean
}

export interface Sending {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  headers?: Record<string, string>
  body?: string
  /** Milliseconds for all of it: name, connection, request and reply. */
  timeout?: number
  /** Bytes of the reply. */
  readAtMost?: number
  /** Ends it early. */
  signal?: AbortSignal
}

/** The way out of this house: every connection of it goes to a checked address. */
export interface Outbound {
  /** For clients that bring their own requests. Follows no redirects. */
  agent: Agent
  /**
   * Sends one request and reads the reply, both within `timeout` (by default ten seconds) and `readAtMost` (64 KiB). A
   * redirect is a reply like any other.
   * @throws TargetRefused for an address that is not connected to, NoReply when there is no reply
   */
  send(url: string, sending: Sending): Promise<Sent>
  /**
   * Fetches what may be large: the body comes as it is taken. Follows up to five redirects, each checked like an address
   * that was given.
   * @throws TargetRefused for an address that is not connected to, NoReply when there is no reply
   */
  fetch(url: string, fetching: Fetching): Promise<Fetched>
  close(): Promise<void>
}

/**
 * Opens a way out. A name is resolved once a connection, every address that it has is checked, and one of these very
 * addresses is connected to: a name that changes its mind in between changes nothing.
 */
export function openOutbound(guard: Guard = {}): Outbound {
  const agent = new Agent({ connect: (options, done) => void connect(guard, options, done) })
  return {
    agent,
    send: (url, sending) => send(agent, guard, url, sending),
    fetch: (url, fetching) => fetchFrom(agent, guard, url, fetching),
    close: () => agent.destroy(),
  }
}

async function connect(guard: Guard, options: buildConnector.Options, done: buildConnector.Callback): Promise<void> {
  try {
    const port = Number(options.port) || (options.protocol === 'https:' ? 443 : 80)
    const places = await resolveTarget(options.hostname, port, guard)
    buildConnector({ timeout: 10_000, autoSelectFamily: true, lookup: answering(places) })(options, done)
  } catch (error) {
    done(error as Error, null)
  }
}

async function send(agent: Dispatcher, guard: Guard, url: string, sending: Sending): Promise<Sent> {
  const { method, headers, body, timeout = 10_000, readAtMost = 64 * 1024 } = sending
  const giveUp = new AbortController()
  const end = () => giveUp.abort()
  let late = false
  const timer = setTimeout(() => {
    late = true
    end()
  }, timeout)
  sending.signal?.addEventListener('abort', end, { once: true })
  try {
    if (sending.signal?.aborted) end()
    const target = readTarget(url, guard.allow)
    const reply = await request(target, { dispatcher: agent, method, headers, body, signal: giveUp.signal })
    return { status: reply.statusCode, headers: reply.headers, ...(await readSome(reply.body, readAtMost)) }
  } catch (error) {
    if (error instanceof TargetRefused) throw error
    throw late ? new NoReply(`There was no reply within ${timeout / 1000} seconds.`, true) : noReplyFor(error)
  } finally {
    clearTimeout(timer)
    sending.signal?.removeEventListener('abort', end)
  }
}

async function readSome(
  body: AsyncIterable<Buffer> & { destroy(): unknown },
  most: number,
): Promise<{ body: Buffer; cut: boolean }> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of body) {
    chunks.push(chunk)
    size += chunk.length
    if (size > most) break
  }
  return { body: Buffer.concat(chunks).subarray(0, most), cut: size > most }
}
