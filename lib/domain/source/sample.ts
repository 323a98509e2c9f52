import type { Scope } from '@/lib/db/transaction'
import type { Guard } from '@/lib/net/target'
import type { OpenConnector } from '../connector/open'
import type { Config } from '../connector/settings'
import type { Item } from '../flow/row'
import { type Column, columnsOf } from './columns'
import { openSource } from './open'
import type { Found } from './reader'

/** The first of a source, to see what it is. */
export interface Sample extends Pick<Found, 'encoding' | 'delimiter'> {
  columns: Column[]
  items: Item[]
}

/** Batches have about 8 MiB at the most: rows so large that more are needed are not read further. */
const mostBatches = 4

/**
 * Reads the first items of a source, and says what it turned out to be.
 * @param config the source node's
 * @throws SourceFailed
 */
export async function sampleSource(
  scope: Scope,
  connector: OpenConnector,
  config: Config,
  most = 100,
  { signal = new AbortController().signal, guard = {} as Guard } = {},
): Promise<Sample> {
  const reader = await openSource(scope, connector, config, null, guard)
  try {
    const items: Item[] = []
    const [part] = await reader.split(1)
    let batches = 0
    for await (const batch of reader.read(part, null, most, signal)) {
      items.push(...batch.items)
      if (items.length >= most || ++batches === mostBatches) break
    }
    const rows = items.flatMap((item) => ('row' in item ? [item.row] : []))
    const { encoding, delimiter, names } = reader.found()
    return { items: items.slice(0, most), columns: columnsOf(rows, names), encoding, delimiter }
  } finally {
    await reader.close()
  }
}
