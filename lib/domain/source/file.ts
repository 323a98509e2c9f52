import type { Encoding } from './coding'
import { SourceFailed } from './failed'

/** By which the content of a file is told from another one at the same place; null where nothing tells it. */
export type Stamp = string | null

/** A file, wherever it lies. */
export interface SourceFile {
  /**
   * Its bytes from one of them on.
   * @throws SourceFailed
   */
  open(from: number, signal: AbortSignal): Promise<{ stamp: Stamp; bytes: AsyncIterable<Buffer> }>
  /** How many bytes it has and how its text is written, where that is known without reading it. */
  known: { size: number; encoding: Encoding | null } | null
  close(): Promise<void>
}

/** Refuses to go on behind a place in a file that is another one by now. */
export function refuseOtherContent(stamp: Stamp, after: { stamp: Stamp } | null): void {
  if (after && after.stamp !== stamp) throw new SourceFailed(changed)
}

export const changed = 'The file has changed since it was begun: run it anew'
