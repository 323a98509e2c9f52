import { sql } from '@/lib/db/client'

/**
 * Waits until every transaction that has begun by now has ended: what is committed by now is in the feed of events then,
 * which keeps back what is younger than an open transaction, whosever it is.
 */
export async function settled(): Promise<void> {
  const [now] = await sql<{ next: number }>('SELECT pg_snapshot_xmax(pg_current_snapshot())::text::bigint AS next', [])
  for (let open = true; open; ) {
    const [row] = await sql<{ oldest: number }>(
      'SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint AS oldest',
      [],
    )
    open = (row?.oldest ?? 0) < (now?.next ?? 0)
  }
}
