import type { LookupFunction } from 'node:net'
import { Agent, buildConnector, type Dispatcher, request } from 'undici'
import { type Guard, type Place, readTarget, resolveTarget, TargetRefused } from './target'

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

/** Nothing came back; the message is a sentence that says why. */
export class NoReply extends Error {
  override readonly name = 'NoReply'
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
  close(): Promise<void>
}

/**
 * Opens a way out. A name is resolved once a connection, every address that it has is checked, and one of these very
 * addresses is connected to: a name that changes its mind in between changes nothing.
 */
export function openOutbound(guard: Guard = {}): Outbound {
  const agent = new Agent({ connect: (options, done) => void connect(guard, options, done) })
  return { agent, send: (url, sending) => send(agent, guard, url, sending), close: () => agent.destroy() }
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
    throw new NoReply(late ? `There was no reply within ${timeout / 1000} seconds.` : reasonOf(error))
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

/** Answers the socket's own question for the name with what was checked. */
const answering =
  (places: Place[]): LookupFunction =>
  (_host, options, done) => {
    const [first] = places
    if (options.all) done(null, places)
    else done(null, first?.address ?? '', first?.family)
  }

const reasons: Record<string, string> = {
  ECONNREFUSED: 'Nothing listens at this address.',
  ENOTFOUND: 'There is no such host.',
  EAI_AGAIN: 'The name of the host cannot be resolved now.',
  ECONNRESET: 'The connection was cut.',
  EPIPE: 'The connection was cut.',
  UND_ERR_SOCKET: 'The connection was cut.',
  EHOSTUNREACH: 'The host is out of reach.',
  ENETUNREACH: 'The host is out of reach.',
  ETIMEDOUT: 'The connection was not made in time.',
  UND_ERR_CONNECT_TIMEOUT: 'The connection was not made in time.',
  CERT_HAS_EXPIRED: 'The certificate has expired.',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'The certificate is signed by nobody known.',
  SELF_SIGNED_CERT_IN_CHAIN: 'The certificate is signed by nobody known.',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'The certificate is signed by nobody known.',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'The certificate is signed by nobody known.',
  ERR_TLS_CERT_ALTNAME_INVALID: 'The certificate is for another host.',
}

function reasonOf(error: unknown): string {
  const code = codeOf(error)
  if (code.startsWith('HPE_') || (error instanceof Error && error.name === 'HTTPParserError'))
    return 'What came back is no HTTP.'
  if (/^ERR_(SSL|TLS)_/.test(code) || code === 'EPROTO') return 'There was no agreement on TLS.'
  return reasons[code] ?? `The request failed${code ? ` (${code})` : ''}.`
}

/** Of several addresses tried, what the last one said. */
function codeOf(error: unknown): string {
  if (error instanceof AggregateError && error.errors.length > 0) return codeOf(error.errors.at(-1))
  if (!(error instanceof Error)) return ''
  if ('code' in error && typeof error.code === 'string') return error.code
  return error.cause === undefined ? '' : codeOf(error.cause)
}
