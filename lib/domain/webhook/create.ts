import { feedEnd } from '@/lib/db/sql/feed'
import { allWebhooks } from '@/lib/db/sql/webhook'
import type { Tx } from '@/lib/db/transaction'
import { recordEvent } from '../event/record-event'
import { newId } from '../id'
import { conflict } from '../refusal'
import { seal } from '../secret/seal'
import { newSecret } from './secret'
import {
  findWebhook,
  mostWebhooks,
  refuseUnlessSendable,
  summaryOf,
  type WebhookRow,
  type WebhookSettings,
} from './webhook'

/**
 * Makes a webhook, which is told of what happens from now on, and gives its secret, this once. Refuses an address that
 * is not sent to, and more webhooks than a workspace may have.
 */
export async function createWebhook(tx: Tx, given: WebhookSettings): Promise<{ webhook: WebhookRow; secret: string }> {
  refuseUnlessSendable(given.url)
  await tx.sql('SELECT 1 FROM "Workspace" WHERE id = $1 FOR NO KEY UPDATE', [tx.workspaceId])
  if ((await allWebhooks(tx)).length >= mostWebhooks) {
    throw conflict(`A workspace has at most ${mostWebhooks} webhooks`)
  }
  const id = newId()
  const secret = newSecret()
  const { mark, id: markId } = await feedEnd(tx)
  await tx.db.webhook.create({
    data: {
      workspaceId: tx.workspaceId,
      id,
      url: given.url,
      description: given.description ?? null,
      events: given.events,
      enabled: given.enabled ?? true,
      secret: seal(tx.workspaceId, secret),
      mark,
      markId,
      createdAt: tx.now,
      updatedAt: tx.now,
    },
  })
  await recordEvent(tx, 'webhook.create', [
    { subject: 'webhook', subjectId: id, before: null, after: summaryOf(given) },
  ])
  return { webhook: await findWebhook(tx, id), secret }
}
