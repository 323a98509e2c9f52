import { SourceFailed } from './failed'
import type { SourceFile, Stamp } from './file'

/** A file that was opened at its beginning, and may be looked at before it is read. */
export interface Start {
  stamp: Stamp
  /** What was looked at so far. */
  sample(): Buffer
  /**
   * Looks further, as far as `size` bytes from the beginning; false when the file has no more. What was seen before the
   * file failed may still be read.
   */
  look(size: number): Promise<boolean>
  /** All of the file, what was looked at included. */
  bytes(): AsyncIterable<Buffer>
  /** For who will not read it. */
  drop(): Promise<void>
}

/** Opens a file at its beginning. */
export async function startOf(file: SourceFile, signal: AbortSignal): Promise<Start> {
  const { stamp, bytes } = await file.open(0, signal)
  const rest = bytes[Symbol.asyncIterator]()
  let sample: Buffer = Buffer.alloc(0)
  let ended = false
  let failure: { error: unknown } | null = null
  return {
    stamp,
    sample: () => sample,
    async look(size) {
      if (failure) throw failure.error
      const chunks = [sample]
      try {
        for (let length = sample.length; length < size && !ended; ) {
          const next = await rest.next()
          signal.throwIfAborted()
          if (next.done) ended = true
          else chunks.push(next.value)
          length += next.value?.length ?? 0
        }
      } catch (error) {
        if (chunks.length === 1 || signal.aborted) throw error
        failure = { error }
      }
      sample = chunks.length > 1 ? Buffer.concat(chunks) : sample
      return !ended
    },
    async *bytes() {
      try {
        if (sample.length > 0) yield sample
        sample = Buffer.alloc(0)
        if (failure) throw failure.error
        for (let next = await rest.next(); !next.done; next = await rest.next()) yield next.value
      } finally {
        await rest.return?.()
      }
    },
    drop: async () => void (await rest.return?.()),
  }
}

const marks: [string, number[]][] = [
  ['a ZIP archive or an Excel workbook', [0x50, 0x4b, 0x03, 0x04]],
  ['an old Excel workbook', [0xd0, 0xcf, 0x11, 0xe0]],
  ['compressed (gzip)', [0x1f, 0x8b]],
  ['a PDF', [0x25, 0x50, 0x44, 0x46]],
]

/** @throws SourceFailed for what is plainly no text */
export function refuseOtherFiles(sample: Buffer, wanted: string): void {
  const found = marks.find(([, mark]) => mark.every((byte, at) => sample[at] === byte))
  if (found) throw new SourceFailed(`The file is ${found[0]}: it must be ${wanted}`)
}
