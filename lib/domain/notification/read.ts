import type { Tx } from '@/lib/db/transaction'
import { isId } from '../id'
import { notFound } from '../refusal'

/**
 * Notes that a member has read what they were told. A second time changes nothing. Refuses (not found) what is not
 * theirs. Reading is no change of the workspace: it leaves no event.
 */
export async function readNotification(tx: Tx, userId: string, id: string): Promise<void> {
  const [found] = isId(id)
    ? await tx.sql<{ news: boolean }>(
        `UPDATE "Notification" SET "readAt" = coalesce("readAt", $4) WHERE "workspaceId" = $1 AND "userId" = $2 AND id = $3
         RETURNING "readAt" = $4 AS news`,
        [tx.workspaceId, userId, id, tx.now],
      )
    : []
  if (!found) throw notFound('notification')
  if (found.news) tx.hint({ workspaceId: tx.workspaceId, userId })
}

/** The same for all that is unread; gives how many there were. */
export async function readAllNotifications(tx: Tx, userId: string): Promise<number> {
  const { count } = await tx.db.notification.updateMany({
    where: { workspaceId: tx.workspaceId, userId, readAt: null },
    data: { readAt: tx.now },
  })
  if (count > 0) tx.hint({ workspaceId: tx.workspaceId, userId })
  return count
}
