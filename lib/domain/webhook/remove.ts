import type { Tx } from '@/lib/db/transaction'
import { recordEvent } from '../event/record-event'
import { lockWebhook, summaryOf } from './webhook'

/** Deletes a webhook for good; what waits for it is not sent, and its secrets are forgotten at once. */
export async function removeWebhook(tx: Tx, id: string): Promise<void> {
  const webhook = await lockWebhook(tx, id)
  await tx.db.webhook.update({
    where: { workspaceId_id: { workspaceId: tx.workspaceId, id } },
    data: { removedAt: tx.now, enabled: false, secret: '', formerSecret: null, formerUntil: null },
  })
  await recordEvent(tx, 'webhook.delete', [
    { subject: 'webhook', subjectId: id, before: summaryOf(webhook), after: null },
  ])
}
