import { failPending } from '@/lib/db/sql/webhook'
import type { Tx } from '@/lib/db/transaction'
import { recordEvent } from '../event/record-event'
import { byItself } from './attempt'

/** Disables a webhook that its receiver does not want or cannot serve any more; the reason stands in its row. */
export async function disableWebhook(tx: Tx, id: string, reason: string): Promise<void> {
  await tx.db.webhook.update({
    where: { workspaceId_id: { workspaceId: tx.workspaceId, id } },
    data: { enabled: false, disabledReason: reason, updatedAt: tx.now },
  })
  await failPending(tx, id, byItself(tx.now, reason))
  await recordEvent(tx, 'webhook.disable', [
    { subject: 'webhook', subjectId: id, before: { enabled: true }, after: { enabled: false, reason } },
  ])
}
