import { createHash, randomBytes } from 'node:crypto'
import type { Scope, Tx } from '@/lib/db/transaction'
import { recordEvent } from '../event/record-event'

/** That a member's tasks can be read as a calendar, and when they last were. */
export interface Feed {
  createdAt: Date
  /** To the hour. */
  lastReadAt: Date | null
}

/** A member's calendar feed; null when there is none. */
export async function findFeed(scope: Scope, userId: string): Promise<Feed | null> {
  const { workspaceId } = scope
  return scope.db.calendarFeed.findUnique({
    where: { workspaceId_userId: { workspaceId, userId } },
    select: { createdAt: true, lastReadAt: true },
  })
}

/**
 * Makes a member's calendar feed and gives the secret of its address, this once: only its hash is kept. One that there
 * was ends.
 * @param timeZone whose days are shown (IANA) while the member has chosen no zone
 */
export async function makeFeed(tx: Tx, userId: string, timeZone: string): Promise<Feed & { secret: string }> {
  const { workspaceId } = tx
  const secret = randomBytes(32).toString('base64url')
  const made = { hash: hashOf(secret), timeZone, createdAt: tx.now, lastReadAt: null }
  const before = await tx.db.calendarFeed.deleteMany({ where: { workspaceId, userId } })
  await tx.db.calendarFeed.create({ data: { workspaceId, userId, ...made } })
  await recordEvent(tx, 'calendar.create', [
    { subject: 'calendar', subjectId: userId, before: null, after: { timeZone, replaced: before.count > 0 } },
  ])
  return { createdAt: tx.now, lastReadAt: null, secret }
}

/** Ends a member's calendar feed: nobody reads it any more. Without one it changes nothing. */
export async function removeFeed(tx: Tx, userId: string): Promise<void> {
  const { workspaceId } = tx
  const { count } = await tx.db.calendarFeed.deleteMany({ where: { workspaceId, userId } })
  if (count === 0) return
  await recordEvent(tx, 'calendar.delete', [{ subject: 'calendar', subjectId: userId, before: {}, after: null }])
}

/** What is kept of a secret. */
export const hashOf = (secret: string): string => createHash('sha256').update(secret).digest('hex')
