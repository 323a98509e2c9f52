import { sql } from '../client'
import type { Tx } from '../transaction'

/** A notification whose e-mail is due, with all that it says. */
export interface DueMail {
  id: string
  kind: 'task_assigned' | 'task_completed'
  userId: string
  email: string
  actorName: string | null
  taskId: string
  taskTitle: string
  workspaceName: string
  workspaceSlug: string
  readAt: Date | null
  createdAt: Date
  deactivatedAt: Date | null
  noMailFor: string[]
  assignedToId: string | null
  completedAt: Date | null
  tries: number
}

const lock = {
  name: 'mail_lock',
  text: `
    SELECT n.id, n.kind, n."userId", u.email, a.name AS "actorName", n."taskId", t.title AS "taskTitle",
           w.name AS "workspaceName", w.slug AS "workspaceSlug", n."readAt", n."createdAt", m."deactivatedAt",
           m."noMailFor"::text[] AS "noMailFor", t."assignedToId", t."completedAt", n."mailTries" AS tries
    FROM "Notification" n
    JOIN "Task" t ON t."workspaceId" = n."workspaceId" AND t.id = n."taskId"
    JOIN "Member" m ON m."workspaceId" = n."workspaceId" AND m."userId" = n."userId"
    JOIN "User" u ON u.id = n."userId"
    JOIN "Workspace" w ON w.id = n."workspaceId"
    LEFT JOIN "User" a ON a.id = n."actorId"
    WHERE n."workspaceId" = $1 AND n.id = $2 AND n."mailDueAt" <= $3
      AND (n."mailLeasedUntil" IS NULL OR n."mailLeasedUntil" <= $3)
    FOR NO KEY UPDATE OF n`,
}

/** A notification whose e-mail is due and that nobody is at; nobody else takes it until the transaction ends. */
export const lockDueMail = async (tx: Tx, id: string): Promise<DueMail | undefined> =>
  (await tx.sql<DueMail>(lock, [tx.workspaceId, id, tx.now]))[0]

/** Notifications of every workspace whose e-mail should be under way by now, the longest due first. */
export const dueMails = (most: number): Promise<{ workspaceId: string; id: string }[]> =>
  sql(
    `SELECT "workspaceId", id FROM "Notification"
     WHERE "mailDueAt" <= now() AND ("mailLeasedUntil" IS NULL OR "mailLeasedUntil" <= now())
     ORDER BY "mailDueAt" LIMIT $1`,
    [most],
  )
