import { countPending, putDeliveries, webhookRow } from '@/lib/db/sql/webhook'
import type { Tx } from '@/lib/db/transaction'
import { searchFeed } from '../event/feed'
import { newId } from '../id'

/** A webhook that has so many deliveries before it gets no more: the feed keeps what happens meanwhile. */
export const mostWaiting = 1000
/** How many events are taken out of the feed at a time. */
const atOnce = 200

/**
 * Follows the feed for one webhook: a delivery for every event of its types that was committed since it last looked.
 * Whoever comes while another is at it does nothing. Gives whether there is more at once.
 */
export async function fanOut(tx: Tx, webhookId: string): Promise<boolean> {
  const webhook = await webhookRow(tx, webhookId, 'skip')
  if (!webhook?.enabled || (await countPending(tx, webhookId, mostWaiting)) >= mostWaiting) return false
  const { rows, next, more } = await searchFeed(tx, webhook.place, atOnce, { types: webhook.events, private: true })
  const deliveries = rows.map(({ id, type }) => ({ id: newId(), eventId: id, type }))
  if (deliveries.length > 0) await putDeliveries(tx, webhookId, deliveries, false)
  await tx.db.webhook.update({
    where: { workspaceId_id: { workspaceId: tx.workspaceId, id: webhookId } },
    data: { mark: next.mark, markId: next.id },
  })
  return more
}
