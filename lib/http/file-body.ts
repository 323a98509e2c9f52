import type { Contract } from '@/lib/contracts/contract'
import { isStorable } from '@/lib/domain/text'
import { mebibyte } from './body'
import { RequestRefusal } from './request-refusal'

/** A request's body where it is a file. */
export interface FileBody {
  /** Without its parameters. */
  contentType: string
  /** As Content-Disposition has it; null where it says nothing that can be a name. */
  name: string | null
  /** As they come, no faster than they are taken. Fails with a refusal when they break off or are too many. */
  bytes: AsyncIterable<Uint8Array>
}

/** How long a caller may send nothing before it is taken for gone. */
const silence = 60_000

/** The body of a request whose contract takes a file. Refuses other media types (415) and what is said to be too large (413). */
export function openFileBody(request: Request, { file, title }: Contract): FileBody {
  if (!file) throw new Error(`${title} takes no file`)
  const { types, mebibytes } = file
  const contentType = (request.headers.get('content-type') ?? '').split(';')[0]?.trim().toLowerCase() ?? ''
  if (!types.includes(contentType)) {
    throw new RequestRefusal('unsupported_media_type', `Send the file as Content-Type: ${types.join(', ')}`)
  }
  const most = mebibytes()
  if (Number(request.headers.get('content-length') ?? 0) > most * mebibyte) throw tooLarge(most)
  return {
    contentType,
    name: nameIn(request.headers.get('content-disposition')),
    bytes: bytesOf(request.body, most),
  }
}

const tooLarge = (most: number) => new RequestRefusal('too_large', `The file may hold at most ${most} MiB`)

async function* bytesOf(body: ReadableStream<Uint8Array> | null, most: number): AsyncGenerator<Uint8Array> {
  if (!body) return
  const reader = body.getReader()
  let size = 0
  try {
    for (let next = await within(reader.read()); !next.done; next = await within(reader.read())) {
      size += next.value.byteLength
      if (size > most * mebibyte) throw tooLarge(most)
      yield next.value
    }
  } finally {
    // What is still on its way is nobody's any more.
    await reader.cancel().catch(() => {})
  }
}

async function within<T>(reading: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(brokenOff('Nothing came for a minute')), silence)
  })
  try {
    return await Promise.race([reading.catch(() => Promise.reject(brokenOff('The file broke off'))), late])
  } finally {
    clearTimeout(timer)
  }
}

const brokenOff = (why: string) => new RequestRefusal('malformed', `${why}: send it again`)

/** The file name of a Content-Disposition, RFC 6266: `filename*` goes before `filename`; folders are cut off. */
function nameIn(header: string | null): string | null {
  const extended = /;\s*filename\*\s*=\s*utf-8'[^']*'([^;\s]+)/i.exec(header ?? '')?.[1]
  const [, quoted, token] = /;\s*filename\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^;\s"]+))/i.exec(header ?? '') ?? []
  const given = extended === undefined ? (quoted?.replace(/\\(.)/g, '$1') ?? token) : decoded(extended)
  const name = given?.replace(/^.*[/\\]/, '').trim() ?? ''
  return name !== '' && name.length <= 500 && isStorable(name) ? name : null
}

function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text)
  } catch {
    return undefined
  }
}
