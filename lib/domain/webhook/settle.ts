import { webhookRow } from '@/lib/db/sql/webhook'
import type { Tx } from '@/lib/db/transaction'
import { type Attempt, kept, type Outcome, waitAfter } from './attempt'
import type { Claim } from './claim'
import { disableWebhook } from './disable'

const day = 86_400_000
/** A receiver that takes nothing for so long is no receiver any more. */
const patience = 5 * day

/**
 * Writes down what became of a delivery that was sent: delivered, to be tried again, or failed for good. A receiver that
 * says it is gone (410), or has failed for five days, is not sent to any more. A claim that was lost meanwhile changes
 * nothing.
 */
export async function settleDelivery(tx: Tx, claim: Claim, { retryAfter, ...attempt }: Outcome): Promise<void> {
  const webhook = await webhookRow(tx, claim.webhookId, 'wait')
  const delivery = await tx.db.webhookDelivery.findFirst({
    where: { workspaceId: tx.workspaceId, id: claim.id, status: 'pending', leasedUntil: claim.leasedUntil },
  })
  if (!webhook || !delivery) return
  const delivered = attempt.status !== null && attempt.status >= 200 && attempt.status < 300
  const tries = delivery.tries + 1
  const wait = delivered ? null : waitAfter(tries, retryAfter)
  await tx.db.webhookDelivery.update({
    where: { workspaceId_id: { workspaceId: tx.workspaceId, id: claim.id } },
    data: {
      status: delivered ? 'delivered' : wait === null ? 'failed' : 'pending',
      tries,
      attempts: [...(delivery.attempts as object[]), attempt].slice(-kept),
      dueAt: wait === null ? null : new Date(tx.now.getTime() + wait),
      leasedUntil: null,
      deliveredAt: delivered ? tx.now : null,
    },
  })
  const failingSince = delivered ? null : (webhook.failingSince ?? tx.now)
  if (failingSince?.getTime() !== webhook.failingSince?.getTime()) {
    await tx.db.webhook.update({
      where: { workspaceId_id: { workspaceId: tx.workspaceId, id: webhook.id } },
      data: { failingSince },
    })
  }
  const reason = webhook.enabled ? reasonToDisable(tx.now, attempt, failingSince) : null
  if (reason !== null) await disableWebhook(tx, webhook.id, reason)
}

function reasonToDisable(now: Date, { status }: Attempt, failingSince: Date | null): string | null {
  if (status === 410) return 'The receiver said that it is gone (410).'
  if (failingSince === null || now.getTime() - failingSince.getTime() < patience) return null
  return `Nothing could be delivered for five days, since ${failingSince.toISOString()}.`
}
