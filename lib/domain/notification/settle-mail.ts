import type { Tx } from '@/lib/db/transaction'
import type { MailClaim } from './claim-mail'
import { nextMailAt } from './mail'

/** What became of an e-mail: the server took it, wants it later, or will never take it. */
export type MailOutcome = 'sent' | 'later' | 'never'

/**
 * Writes down what became of an e-mail. What was sent is sent, whoever claims it by now; any other outcome of a claim that
 * was lost changes nothing.
 */
export async function settleMail(tx: Tx, { id, leasedUntil, tries }: MailClaim, outcome: MailOutcome): Promise<void> {
  await tx.db.notification.updateMany({
    where: { workspaceId: tx.workspaceId, id, ...(outcome !== 'sent' && { mailLeasedUntil: leasedUntil }) },
    data: {
      mailDueAt: outcome === 'later' ? nextMailAt(tx.now, tries + 1) : null,
      mailLeasedUntil: null,
      mailTries: tries + 1,
      ...(outcome === 'sent' && { mailedAt: tx.now }),
    },
  })
}
