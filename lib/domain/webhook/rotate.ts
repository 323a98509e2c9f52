import type { Tx } from '@/lib/db/transaction'
import { recordEvent } from '../event/record-event'
import { seal } from '../secret/seal'
import { newSecret } from './secret'
import { findWebhook, lockWebhook, type WebhookRow } from './webhook'

const hour = 3_600_000

/**
 * Gives a webhook a new secret, and shows it this once. Until the overlap is over the one before signs too, so that the
 * receiver can change over in between; 0 ends it at once.
 */
export async function rotateSecret(
  tx: Tx,
  id: string,
  overlapHours: number,
): Promise<{ webhook: WebhookRow; secret: string }> {
  const webhook = await lockWebhook(tx, id)
  const secret = newSecret()
  const formerUntil = overlapHours > 0 ? new Date(tx.now.getTime() + overlapHours * hour) : null
  await tx.db.webhook.update({
    where: { workspaceId_id: { workspaceId: tx.workspaceId, id } },
    data: {
      secret: seal(tx.workspaceId, secret),
      formerSecret: formerUntil && webhook.secret,
      formerUntil,
      updatedAt: tx.now,
    },
  })
  await recordEvent(tx, 'webhook.rotate-secret', [
    { subject: 'webhook', subjectId: id, before: {}, after: { overlapHours } },
  ])
  return { webhook: await findWebhook(tx, id), secret }
}
