import { RequestRefusal } from './request-refusal'

export const mebibyte = 1024 * 1024

/**
 * Reads a request's JSON body; {} when there is none.
 * Refuses a body over `limit` bytes (413), another media type (415), malformed JSON or text that is no UTF-8 (malformed).
 */
export async function readJson(request: Request, limit: number): Promise<unknown> {
  const bytes = await readBytes(request, limit)
  if (bytes.length === 0) return {}
  const type = request.headers.get('content-type') ?? ''
  if (!/^application\/([\w.+-]+\+)?json\b/i.test(type.trim())) {
    throw new RequestRefusal('unsupported_media_type', 'Send the body as Content-Type: application/json')
  }
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch {
    throw new RequestRefusal('malformed', 'The body is not valid JSON in UTF-8')
  }
}

async function readBytes(request: Request, limit: number): Promise<Uint8Array> {
  const tooLarge = () => new RequestRefusal('too_large', `The body may hold at most ${limit / mebibyte} MiB`)
  if (Number(request.headers.get('content-length') ?? 0) > limit) throw tooLarge()
  if (!request.body) return new Uint8Array()
  const chunks: Uint8Array[] = []
  let size = 0
  const reader = request.body.getReader()
  for (let next = await reader.read(); !next.done; next = await reader.read()) {
    size += next.value.byteLength
    if (size > limit) {
      await reader.cancel()
      throw tooLarge()
    }
    chunks.push(next.value)
  }
  return chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks)
}
