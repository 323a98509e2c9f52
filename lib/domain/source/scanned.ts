import { isAscii } from 'node:buffer'
import type { Coding } from './coding'

/** Half a unit at the end of a file: no text in any encoding. */
const half = '\udfff'

/** Bytes as scanned units, whole ones; `plain` is ASCII without a NUL, which is its own text. */
export async function* scanned(
  bytes: AsyncIterable<Buffer>,
  { width, scan }: Coding,
): AsyncGenerator<{ text: string; plain: boolean }> {
  if (width === 1) {
    for await (const chunk of bytes) yield { text: scan(chunk), plain: isAscii(chunk) && !chunk.includes(0) }
    return
  }
  let odd: Buffer = Buffer.alloc(0)
  for await (const chunk of bytes) {
    const all = odd.length > 0 ? Buffer.concat([odd, chunk]) : chunk
    const whole = all.length - (all.length % width)
    odd = Buffer.from(all.subarray(whole))
    yield { text: scan(all.subarray(0, whole)), plain: false }
  }
  if (odd.length > 0) yield { text: half, plain: false }
}

/** Bytes without those before `from`, and without those from `to` on. */
export async function* slice(bytes: AsyncIterable<Buffer>, from: number, to: number): AsyncGenerator<Buffer> {
  let at = 0
  for await (const chunk of bytes) {
    const piece = chunk.subarray(Math.max(0, from - at), Math.max(0, to - at))
    at += chunk.length
    if (piece.length > 0) yield piece
    if (at >= to) return
  }
}
