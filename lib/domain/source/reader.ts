import type { Item, Resume } from '../flow/row'

/** Items of a source in their order. */
export interface Batch {
  items: Item[]
  /** Where to go on behind the last of them. */
  resume: Resume
  /** The highest incremental mark seen so far, null while there is none: `since` of the next run. */
  mark: Resume | null
}

/** What a source turned out to be, for people. */
export interface Found {
  /** How its text is written; null where that is no question. */
  encoding: string | null
  /** What stands between cells; null where there are none. */
  delimiter: string | null
  /** The columns that it says it has; null where it says nothing of them. */
  names: string[] | null
}

export interface Reader {
  /**
   * Parts (JSON) that together hold every row once; fewer than asked where it cannot be split, or is too small.
   * @param by the column whose ranges they are, where the source is a table; by default its key
   * @throws SourceFailed
   */
  split(most: number, by?: string | null): Promise<Resume[]>
  /**
   * The rows of a part from its beginning, or behind `after`, in batches of at most `size` rows and about 8 MiB, no
   * faster than they are taken. Ends with the signal's reason when it is aborted.
   * @throws SourceFailed
   */
  read(part: Resume, after: Resume | null, size: number, signal: AbortSignal): AsyncIterable<Batch>
  /** How much of a part lies behind a place in it, from 0 to 1; null where nobody knows. */
  share?(part: Resume, after: Resume): number | null
  /** What is known of the source by now; a reader that has read something knows it. */
  found(): Found
  close(): Promise<void>
}

/** How large a batch may grow, and how large a single row may be. */
export const mebibyte = 1024 * 1024
export const largestBatch = 8 * mebibyte
export const largestRow = 8 * mebibyte
