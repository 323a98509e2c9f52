import { countPending, putDeliveries, type StoredWebhook } from '@/lib/db/sql/webhook'
import type { Tx } from '@/lib/db/transaction'
import { type FeedPlace, placeOf, type Stretch, searchFeed } from '../event/feed'
import { type Change, recordEvent } from '../event/record-event'
import { newId } from '../id'
import { conflict } from '../refusal'
import { type DeliveryRow, findDelivery } from './delivery'
import { mostWaiting } from './fan-out'
import { lockWebhook } from './webhook'

/** How many events one request replays at most. */
export const mostReplayed = 1000

/** Sends a test as soon as a worker is free. Refuses a webhook that is disabled, or has too much waiting. */
export async function testWebhook(tx: Tx, webhookId: string): Promise<DeliveryRow> {
  await lockFree(tx, webhookId)
  const id = newId()
  await putDeliveries(tx, webhookId, [{ id, eventId: null, type: 'webhook.test' }], false)
  await recordEvent(tx, 'webhook.test', [told(webhookId, { deliveryId: id })])
  return findDelivery(tx, webhookId, id)
}

/** Sends a delivery again, whatever became of it, under its old id. Refuses one of a webhook that is disabled. */
export async function replayDelivery(tx: Tx, webhookId: string, id: string): Promise<DeliveryRow> {
  const webhook = await lockWebhook(tx, webhookId)
  const delivery = await findDelivery(tx, webhookId, id)
  refuseDisabled(webhook)
  await tx.db.webhookDelivery.update({
    where: { workspaceId_id: { workspaceId: tx.workspaceId, id: delivery.id } },
    data: { status: 'pending', dueAt: tx.now, leasedUntil: null, tries: 0, deliveredAt: null },
  })
  await recordEvent(tx, 'webhook.replay', [told(webhookId, { deliveryId: delivery.id })])
  return findDelivery(tx, webhookId, id)
}

/**
 * Sends a webhook the events of its types from a place or an instant on, whether it has had them or not; a thousand at
 * most, and where to go on for the others. Refuses a webhook that is disabled, or has too much waiting.
 */
export async function replaySpan(
  tx: Tx,
  webhookId: string,
  since: FeedPlace | Date,
): Promise<Stretch<unknown> & { replayed: number }> {
  const webhook = await lockFree(tx, webhookId)
  const wish = { types: webhook.events, private: true }
  const found = await searchFeed(tx, await placeOf(tx, since), mostReplayed, wish)
  const deliveries = found.rows.map(({ id, type }) => ({ id: newId(), eventId: id, type }))
  const replayed = deliveries.length > 0 ? await putDeliveries(tx, webhookId, deliveries, true) : 0
  await recordEvent(tx, 'webhook.replay', [told(webhookId, { replayed })])
  return { ...found, replayed }
}

const told = (webhookId: string, after: object): Change => ({
  subject: 'webhook',
  subjectId: webhookId,
  before: {},
  after,
})

async function lockFree(tx: Tx, webhookId: string): Promise<StoredWebhook> {
  const webhook = await lockWebhook(tx, webhookId)
  refuseDisabled(webhook)
  if ((await countPending(tx, webhookId, mostWaiting)) >= mostWaiting) {
    throw conflict(`The webhook has ${mostWaiting} deliveries waiting already`)
  }
  return webhook
}

function refuseDisabled({ enabled }: StoredWebhook): void {
  if (!enabled) throw conflict('The webhook is disabled: enable it first')
}
