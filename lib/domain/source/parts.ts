import { mebibyte } from './reader'

/** Rows between two places of a file, in bytes; null is its beginning and its end. */
export interface Part {
  from: number | null
  to: number | null
  /** How many rows there are before it. */
  number: number
}

export const wholeFile: Part = { from: null, to: null, number: 0 }

/** Less is not worth a part of its own. */
const smallestPart = 4 * mebibyte

/** How many parts a file of a size is worth. */
export const worthParts = (most: number, size: number): number => Math.min(most, Math.floor(size / smallestPart))

/**
 * Parts of about the same size, each of whole rows.
 * @param ends where the rows of the file end, each and in order
 */
export async function partsAt(ends: AsyncIterable<number[]>, size: number, count: number): Promise<Part[]> {
  const parts: Part[] = []
  let part = wholeFile
  let number = 0
  for await (const some of ends) {
    for (const end of some) {
      number++
      if (parts.length === count - 1 || end < ((parts.length + 1) * size) / count) continue
      parts.push({ ...part, to: end })
      part = { from: end, to: null, number }
    }
  }
  return [...parts, part]
}

/** How much of a part of a file lies behind a byte of it; null where the size of the file is not known. */
export function shareOf({ from, to }: Part, at: number, size: number | undefined): number | null {
  const end = to ?? size
  const begin = from ?? 0
  return end === undefined || end <= begin ? null : Math.min(1, Math.max(0, (at - begin) / (end - begin)))
}
