import { sql } from '@/lib/db/client'
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
  const rows = await scope.sql<(NotificationRow | { id: null }) & { unread: number }>(
    `SELECT page.*, counted.unread
     FROM (${unreadOf}) counted
     LEFT JOIN LATERAL (
       SELECT n.id, n.kind, n."taskId", t.title AS "taskTitle", n."actorId", u.name AS "actorName", n."readAt", n."createdAt"
       FROM "Notification" n
       JOIN "Task" t ON t."workspaceId" = n."workspaceId" AND t.id = n."taskId"
       LEFT JOIN "User" u ON u.id = n."actorId"
       WHERE n."workspaceId" = $1 AND n."userId" = $2 ${unread ? 'AND n."readAt" IS NULL' : ''}
         ${after === null ? '' : `AND n.id < $${values.push(after)}`}
       ORDER BY n.id DESC LIMIT $3) page ON true
     ORDER BY page.id DESC`,
    values,
  )
  const found = rows.filter((row) => row.id !== null)
  return { ...cutPage(found, limit, (last) => last.id), unread: rows[0]?.unread ?? 0 }
}

const unreadOf = `
  SELECT count(*) AS unread FROM "Notification" WHERE "workspaceId" = $1 AND "userId" = $2 AND "readAt" IS NULL`

/** How much of what a member was told is unread. */
export async function countUnread(workspaceId: string, userId: string): Promise<number> {
  const [counted] = await sql<{ unread: number }>({ name: 'notification_unread', text: unreadOf }, [
    workspaceId,
    userId,
  ])
  return counted?.unread ?? 0
}
