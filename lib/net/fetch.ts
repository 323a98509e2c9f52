import { PassThrough, pipeline, type Readable } from 'node:stream'
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib'
import { type Dispatcher, request } from 'undici'
import { NoReply, noReplyFor } from './no-reply'
import { type Guard, readTarget, TargetRefused } from './target'

export interface Fetching {
  method?: 'GET' | 'POST'
  headers?: Record<string, string>
  /** Headers for the origin of the address alone: a redirect that leaves it loses them, also when it comes back. */
  own?: Record<string, string>
  body?: string
  /** Milliseconds until the reply must begin, and until it must go on; by default thirty seconds and a minute. */
  patience?: { begin: number; goOn: number }
  signal?: AbortSignal
}

export interface Fetched {
  status: number
  headers: Record<string, string | string[] | undefined>
  /** Where it came from in the end. */
  url: URL
  /** Uncompressed. What is not read is to be dropped. @throws NoReply when it breaks off */
  body: AsyncIterable<Buffer>
  drop(): void
}

const mostRedirects = 5
const elsewhere = new Set([301, 302, 303, 307, 308])

/** See Outbound. */
export async function fetchFrom(
  agent: Dispatcher,
  guard: Guard,
  address: string,
  fetching: Fetching,
): Promise<Fetched> {
  const { signal, patience = { begin: 30_000, goOn: 60_000 } } = fetching
  let { method = 'GET', body, own = {} } = fetching
  try {
    let url = readTarget(address, guard.allow)
    for (let redirects = 0; ; redirects++) {
      const reply = await request(url, {
        dispatcher: agent,
        method,
        headers: { ...fetching.headers, ...own },
        body,
        signal,
        headersTimeout: patience.begin,
        bodyTimeout: patience.goOn,
      })
      const { location } = reply.headers
      if (!elsewhere.has(reply.statusCode) || typeof location !== 'string') return fetched(reply, url, signal)
      reply.body.on('error', () => {}).destroy()
      if (redirects === mostRedirects) throw new NoReply(`There were more than ${mostRedirects} redirects.`)
      const next = readTarget(joined(location, url), guard.allow)
      if (next.origin !== url.origin) own = {}
      if (reply.statusCode === 303 || (method === 'POST' && reply.statusCode < 303)) {
        method = 'GET'
        body = undefined
      }
      url = next
    }
  } catch (error) {
    signal?.throwIfAborted()
    throw error instanceof TargetRefused ? error : noReplyFor(error)
  }
}

function joined(location: string, url: URL): string {
  if (!URL.canParse(location, url.href)) throw new NoReply('The reply is a redirect to what is no address.')
  return new URL(location, url).href
}

function fetched(reply: Dispatcher.ResponseData, url: URL, signal: AbortSignal | undefined): Fetched {
  const stream = uncompressed(reply.body, reply.headers['content-encoding'])
  // Whoever drops it does not ask how it ended.
  stream.on('error', () => {})
  return {
    status: reply.statusCode,
    headers: reply.headers,
    url,
    body: chunks(stream, signal),
    drop: () => void stream.destroy(),
  }
}

async function* chunks(stream: Readable, signal: AbortSignal | undefined): AsyncGenerator<Buffer> {
  try {
    for await (const chunk of stream) yield chunk
  } catch (error) {
    signal?.throwIfAborted()
    throw noReplyFor(error)
  } finally {
    stream.destroy()
  }
}

const decompressors: Record<string, () => Readable & NodeJS.WritableStream> = {
  identity: () => new PassThrough(),
  gzip: createGunzip,
  'x-gzip': createGunzip,
  deflate: createInflate,
  br: createBrotliDecompress,
}

function uncompressed(body: Readable, encoding: string | string[] | undefined): Readable {
  if (!encoding) return body
  const name = String(encoding).trim().toLowerCase()
  const open = Object.hasOwn(decompressors, name) ? decompressors[name] : undefined
  if (!open) {
    body.on('error', () => {}).destroy()
    throw new NoReply(`The reply is compressed as '${name.slice(0, 50)}', which is not understood.`)
  }
  // An error of either end is told by the stream that is read.
  return pipeline(body, open(), () => {})
}
