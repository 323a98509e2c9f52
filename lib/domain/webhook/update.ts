import { feedEnd } from '@/lib/db/sql/feed'
import { failPending } from '@/lib/db/sql/webhook'
import type { Tx } from '@/lib/db/transaction'
import { difference, recordEvent } from '../event/record-event'
import { byItself } from './attempt'
import {
  findWebhook,
  lockWebhook,
  refuseUnlessSendable,
  summaryOf,
  type WebhookRow,
  type WebhookSettings,
} from './webhook'

/**
 * Changes a webhook. Disabled, it is told of nothing: what still waits for it fails. Enabled again, it is told of what
 * happens from then on; what it missed can be replayed.
 */
export async function updateWebhook(tx: Tx, id: string, change: Partial<WebhookSettings>): Promise<WebhookRow> {
  if (change.url !== undefined) refuseUnlessSendable(change.url)
  const webhook = await lockWebhook(tx, id)
  const changed = difference<WebhookSettings>(webhook, change)
  if (!changed) return webhook
  const { enabled } = changed.after
  await tx.db.webhook.update({
    where: { workspaceId_id: { workspaceId: tx.workspaceId, id } },
    data: { ...changed.after, ...(enabled && (await afresh(tx))), updatedAt: tx.now },
  })
  if (enabled === false) await failPending(tx, id, byItself(tx.now, 'The webhook was disabled.'))
  const told = difference(summaryOf(webhook), summaryOf({ ...webhook, ...changed.after }))
  // The address is not told, but that it changed is.
  const address = changed.after.url === undefined ? {} : { addressChanged: true }
  await recordEvent(tx, 'webhook.update', [
    { subject: 'webhook', subjectId: id, before: told?.before ?? {}, after: { ...told?.after, ...address } },
  ])
  return findWebhook(tx, id)
}

async function afresh(tx: Tx) {
  const { mark, id } = await feedEnd(tx)
  return { disabledReason: null, failingSince: null, mark, markId: id }
}
