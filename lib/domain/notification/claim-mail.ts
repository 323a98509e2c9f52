import { type DueMail, lockDueMail } from '@/lib/db/sql/mail'
import type { Tx } from '@/lib/db/transaction'
import { isWanted } from './mail'

/** Longer than an e-mail can take to be sent: after it, whoever claimed it is taken for dead. */
const leaseMs = 180_000

/** A notification that somebody is about to e-mail. */
export interface MailClaim extends DueMail {
  /** The claim itself: who holds an older one has lost it. */
  leasedUntil: Date
}

/**
 * Claims the e-mail of a notification for whoever is about to send it. Null when none is to be sent now: it is not due,
 * another is at it, it is gone with its task, or nobody wants it any more, which is noted.
 */
export async function claimMail(tx: Tx, id: string): Promise<MailClaim | null> {
  const due = await lockDueMail(tx, id)
  if (!due) return null
  const where = { workspaceId_id: { workspaceId: tx.workspaceId, id } }
  if (!isWanted(due, tx.now)) {
    await tx.db.notification.update({ where, data: { mailDueAt: null, mailLeasedUntil: null } })
    return null
  }
  const leasedUntil = new Date(tx.now.getTime() + leaseMs)
  await tx.db.notification.update({ where, data: { mailLeasedUntil: leasedUntil } })
  return { ...due, leasedUntil }
}
