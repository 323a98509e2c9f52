import { once } from 'node:events'
import type { IncomingMessage, ServerResponse } from 'node:http'

/** Up to this many bytes are sent in one piece with their length; more, and event streams, as they come. */
const inOnePiece = 256 * 1024

/**
 * Sends a web-standard response. When the caller hangs up, or the server stops, the body is cancelled.
 * @param streams gets a function that ends the stream early, for as long as one is open
 */
export async function sendResponse(
  response: Response,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  streams: Set<() => void>,
): Promise<void> {
  outgoing.statusCode = response.status
  setHeaders(response, outgoing)
  const body = response.body?.getReader()
  const headOfStream = incoming.method === 'HEAD' && isEventStream(response)
  if (!body || headOfStream) {
    if (!body && bodyMayFollow(response.status)) outgoing.setHeader('content-length', 0)
    await body?.cancel()
    outgoing.end()
    return
  }
  const hangUp = () => void body.cancel().catch(() => {})
  outgoing.once('close', hangUp)
  try {
    const start = isEventStream(response) ? [] : await firstPiece(body)
    if (start.at(-1) === end) {
      const bytes = start.length === 2 && start[0] ? start[0] : Buffer.concat(start)
      outgoing.setHeader('content-length', bytes.length)
      outgoing.end(bytes)
      return
    }
    streams.add(hangUp)
    outgoing.flushHeaders()
    for (const chunk of start) await write(outgoing, chunk)
    for (let read = await body.read(); !read.done; read = await body.read()) await write(outgoing, read.value)
    outgoing.end()
  } catch (error) {
    // The head is out: only a cut connection can tell the caller that this is not the whole.
    if (outgoing.headersSent) outgoing.destroy()
    else throw error
  } finally {
    outgoing.off('close', hangUp)
    streams.delete(hangUp)
  }
}

const end = new Uint8Array()

/** Chunks up to the limit of one piece; `end` is the last when that was all. */
async function firstPiece(body: ReadableStreamDefaultReader<Uint8Array>): Promise<Uint8Array[]> {
  const chunks: Uint8Array[] = []
  for (let size = 0; size <= inOnePiece; ) {
    const read = await body.read()
    chunks.push(read.done ? end : read.value)
    if (read.done) break
    size += read.value.length
  }
  return chunks
}

async function write(outgoing: ServerResponse, chunk: Uint8Array): Promise<void> {
  if (outgoing.destroyed || outgoing.write(chunk)) return
  const waiting = new AbortController()
  const { signal } = waiting
  await Promise.race([once(outgoing, 'drain', { signal }), once(outgoing, 'close', { signal })]).finally(() =>
    waiting.abort(),
  )
}

function setHeaders(response: Response, outgoing: ServerResponse): void {
  outgoing.setHeader('x-content-type-options', 'nosniff')
  for (const [name, value] of response.headers) if (name !== 'set-cookie') outgoing.setHeader(name, value)
  const cookies = response.headers.getSetCookie()
  if (cookies.length > 0) outgoing.setHeader('set-cookie', cookies)
}

function isEventStream(response: Response): boolean {
  return response.headers.get('content-type')?.startsWith('text/event-stream') ?? false
}

function bodyMayFollow(status: number): boolean {
  return status >= 200 && status !== 204 && status !== 304
}
