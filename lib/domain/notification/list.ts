import type { Scope } from '@/lib/db/transaction'
import { cutPage, type Page } from '../page'
import type { NotificationKind } from './notify'

/** What a member was told, with what it is about. */
export interface NotificationRow {
  id: string
  kind: NotificationKind
  taskId: string
  taskTitle: string
  actorId: string | null
  actorName: string | null
  readAt: Date | null
  createdAt: Date
}

/**
 * A page of what a member was told, newest first, from the one after `after` (an id) on, and how much of all is unread.
 * `unread` leaves out what was read.
 */
export async function listNotifications(
  scope: Scope,
  userId: string,
  { unread, limit, after }: { unread: boolean; limit: number; after: string | null },
): Promise<Page<NotificationRow> & { unread: number }> {
  const values: unknown[] = [scope.workspaceId, userId, limit + 1]
  const [rows, [count]] = [
    await scope.sql<NotificationRow>(
      `SELECT n.id, n.kind, n."taskId", t.title AS "taskTitle", n."actorId", u.name AS "actorName", n."readAt", n."createdAt"
       FROM "Notification" n
       JOIN "Task" t ON t."workspaceId" = n."workspaceId" AND t.id = n."taskId"
       LEFT JOIN "User" u ON u.id = n."actorId"
       WHERE n."workspaceId" = $1 AND n."userId" = $2 ${unread ? 'AND n."readAt" IS NULL' : ''}
         ${after === null ? '' : `AND n.id < $${values.push(after)}`}
       ORDER BY n.id DESC LIMIT $3`,
      values,
    ),
    await scope.sql<{ unread: number }>(
      'SELECT count(*) AS unread FROM "Notification" WHERE "workspaceId" = $1 AND "userId" = $2 AND "readAt" IS NULL',
      [scope.workspaceId, userId],
    ),
  ]
  return { ...cutPage(rows, limit, (last) => last.id), unread: count?.unread ?? 0 }
}
