import type { Fetched } from '@/lib/net/fetch'
import type { Outbound } from '@/lib/net/send'
import { SourceFailed } from './failed'
import { changed, type SourceFile, type Stamp } from './file'
import { failureOf, failureOfStatus } from './reach'
import { slice } from './scanned'

/**
 * A file at an address. Where its server gives ranges it is opened anywhere, else it is read up to there.
 * @param own headers that show who asks, for the origin of the address alone
 */
export function urlFile(url: string, own: Record<string, string>, outbound: Outbound): SourceFile {
  const { hostname } = new URL(url)
  // A range is of what is sent: it is no place in a file that is sent compressed.
  let ranged = true

  async function ask(from: number, signal: AbortSignal): Promise<Fetched> {
    const headers = {
      accept: '*/*',
      'accept-encoding': 'identity',
      'user-agent': 'Throughline',
      ...(from > 0 && { range: `bytes=${from}-` }),
    }
    try {
      return await outbound.fetch(url, { headers, own, signal })
    } catch (error) {
      throw failureOf(error, hostname)
    }
  }

  async function open(from: number, signal: AbortSignal): ReturnType<SourceFile['open']> {
    const asked = ranged ? from : 0
    const reply = await ask(asked, signal)
    ranged &&= reply.headers['content-encoding'] === undefined
    const begins = beginOf(reply)
    if (begins === 0 || (begins === asked && ranged)) {
      const bytes = failing(reply.body, hostname)
      return {
        stamp: stampOf(reply.headers),
        bytes: begins < from ? slice(bytes, from - begins, Number.POSITIVE_INFINITY) : bytes,
      }
    }
    reply.drop()
    if (reply.status === 206 && asked > 0 && !ranged) return open(from, signal)
    if (reply.status === 206) throw new SourceFailed(`${hostname} sends another part of the file than was asked for`)
    if (reply.status === 416) throw new SourceFailed(changed)
    throw failureOfStatus(reply)
  }

  return { open, known: null, close: async () => {} }
}

async function* failing(bytes: AsyncIterable<Buffer>, host: string): AsyncGenerator<Buffer> {
  try {
    yield* bytes
  } catch (error) {
    throw failureOf(error, host)
  }
}

/** The first byte of the file that a reply holds; -1 when it holds none. */
function beginOf({ status, headers }: Fetched): number {
  if (status !== 206) return status === 200 ? 0 : -1
  return Number(/^bytes (\d+)-/.exec(String(headers['content-range']))?.[1] ?? -1)
}

function stampOf(headers: Fetched['headers']): Stamp {
  const { etag, 'last-modified': modified, 'content-range': range, 'content-length': length } = headers
  if (etag) return String(etag)
  if (modified) return String(modified)
  const size = range ? /\/(\d+)$/.exec(String(range))?.[1] : length
  return size ? `${size} bytes` : null
}
