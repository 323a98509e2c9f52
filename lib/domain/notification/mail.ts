import type { NotificationKind } from './notify'

/** Whether this installation can send e-mail: it needs a server to send through. */
export const sendsEmail = (): boolean => Boolean(process.env.SMTP_URL)

const minute = 60_000
/** Who is here reads it within this time, and gets no e-mail. */
const patience = minute
/** How long after each failure it is tried again; after the last one, never. */
const waits = [1, 5, 15, 60, 240, 720].map((minutes) => minutes * minute)
/** Nobody wants an e-mail of what they were told so long ago. */
const stale = 24 * 60 * minute

/** When a notification of now is to be e-mailed; null: never, for there is nothing to send it with. */
export const firstMailAt = (now: Date): Date | null => (sendsEmail() ? new Date(now.getTime() + patience) : null)

/** When an e-mail is to be tried again after so many tries; null: not any more. */
export function nextMailAt(now: Date, tries: number): Date | null {
  const wait = waits[tries - 1]
  return wait === undefined ? null : new Date(now.getTime() + wait)
}

/** What a notification is about as its e-mail is about to leave. */
export interface MailSubject {
  kind: NotificationKind
  userId: string
  readAt: Date | null
  createdAt: Date
  deactivatedAt: Date | null
  noMailFor: string[]
  assignedToId: string | null
  completedAt: Date | null
}

/**
 * Whether somebody still wants the e-mail: not who has read it, has left, or chose none; not of an assignment that is
 * done or another's by now, nor of a completion that was taken back.
 */
export function isWanted(of: MailSubject, now: Date): boolean {
  if (of.readAt || of.deactivatedAt || of.noMailFor.includes(of.kind)) return false
  if (now.getTime() - of.createdAt.getTime() > stale) return false
  if (of.kind === 'task_completed') return of.completedAt !== null
  return of.completedAt === null && of.assignedToId === of.userId
}
