import type { Item, Resume } from '../flow/row'
import { type Batch, largestBatch } from './reader'

/** An item where it stands in its source. */
export interface Placed<End = number> {
  item: Item
  /** How much of the source it is. */
  bytes: number
  /** Where its source goes on behind it. */
  end: End
}

/**
 * Gathers items, as many at a time as they are found, into batches of at most `size`. What came before a failure is
 * given before it is told.
 * @param resumeBehind what is to be known to go on behind an item
 */
export async function* inBatches<End>(
  found: AsyncIterable<Placed<End>[]>,
  size: number,
  signal: AbortSignal,
  resumeBehind: (last: Placed<End>) => Resume,
  mark: (last: Placed<End>) => Resume | null = () => null,
): AsyncGenerator<Batch> {
  let items: Item[] = []
  let bytes = 0
  let last: Placed<End> | null = null
  const take = (behind: Placed<End>): Batch => {
    const batch = { items, resume: resumeBehind(behind), mark: mark(behind) }
    items = []
    bytes = 0
    last = null
    return batch
  }
  try {
    for await (const some of found) {
      for (const placed of some) {
        items.push(placed.item)
        bytes += placed.bytes
        last = placed
        if (items.length < size && bytes < largestBatch) continue
        yield take(placed)
        signal.throwIfAborted()
      }
    }
  } catch (error) {
    if (last && !signal.aborted) yield take(last)
    throw error
  }
  if (last) yield take(last)
}
