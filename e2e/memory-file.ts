import type { Item, Resume } from '@/lib/domain/flow/row'
import type { SourceFile } from '@/lib/domain/source/file'
import type { Batch, Reader } from '@/lib/domain/source/reader'

/** A file of some bytes, or of as many as somebody takes; `opened` tells from which bytes on it was opened. */
export function memoryFile(
  content: Buffer | string | (() => Iterable<Buffer>),
  { piece = 64 * 1024, stamp = 'one', known = null as SourceFile['known'] } = {},
): SourceFile & { opened: number[] } {
  const opened: number[] = []
  function* pieces(from: number) {
    if (typeof content === 'function') {
      yield* content()
      return
    }
    const bytes = Buffer.from(content)
    for (let at = from; at < bytes.length; at += piece) yield bytes.subarray(at, at + piece)
  }
  async function* bytes(from: number) {
    yield* pieces(from)
  }
  return {
    opened,
    known,
    open: async (from) => {
      opened.push(from)
      return { stamp, bytes: bytes(from) }
    },
    close: async () => {},
  }
}

export const unstopped = new AbortController().signal

/** Everything that a reader has to give, in batches. */
export async function batchesOf(
  reader: Reader,
  { size = 1000, after = null as Resume | null, part = undefined as Resume | undefined, signal = unstopped } = {},
): Promise<Batch[]> {
  const batches: Batch[] = []
  const from = part === undefined ? (await reader.split(1))[0] : part
  for await (const batch of reader.read(from, after, size, signal)) batches.push(batch)
  return batches
}

/** Every item of a reader, in its order. */
export const itemsOf = async (reader: Reader, how: Parameters<typeof batchesOf>[1] = {}): Promise<Item[]> =>
  (await batchesOf(reader, how)).flatMap(({ items }) => items)
