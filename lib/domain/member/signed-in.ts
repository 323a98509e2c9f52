import { sql } from '@/lib/db/client'
import type { Role } from './role'

/** A member acting in one workspace, as found at this very request. */
export interface SignedIn {
  workspaceId: string
  workspaceSlug: string
  workspaceName: string
  userId: string
  name: string
  email: string
  role: Role
  timeZone: string
  /** The zone that the member has chosen; null: wherever they are. */
  ownTimeZone: string | null
  /** The workspace's own. */
  workspaceTimeZone: string
}

const find = {
  name: 'signed_in',
  text: `
    SELECT w.id AS "workspaceId", w.slug AS "workspaceSlug", w.name AS "workspaceName", u.id AS "userId", u.name, u.email, m.role,
           coalesce(u."timeZone", w."timeZone") AS "timeZone", u."timeZone" AS "ownTimeZone",
           w."timeZone" AS "workspaceTimeZone"
    FROM "User" u
    JOIN "Member" m ON m."userId" = u.id AND m."deactivatedAt" IS NULL
    JOIN "Workspace" w ON w.id = m."workspaceId"
    WHERE u.id = $1 AND u."sessionEpoch" = $2 AND (w.slug = $3 OR w.id::text = $3)`,
}

/**
 * The member behind a session in the workspace named by slug or id; null when the session has ended, or its user is
 * no active member there. Asked anew at every request, so that a demotion or an exclusion holds at once.
 */
export async function findSignedIn(userId: string, epoch: number, workspace: string): Promise<SignedIn | null> {
  return (await sql<SignedIn>(find, [userId, epoch, workspace]))[0] ?? null
}

/** Whether a session is still good, in whatever workspace. */
export async function sessionHolds(userId: string, epoch: number): Promise<boolean> {
  const rows = await sql('SELECT 1 FROM "User" WHERE id = $1 AND "sessionEpoch" = $2', [userId, epoch])
  return rows.length > 0
}
