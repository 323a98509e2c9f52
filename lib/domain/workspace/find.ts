import { database, sql } from '@/lib/db/client'
import { notFound } from '../refusal'

export interface WorkspaceRow {
  id: string
  slug: string
  name: string
  timeZone: string
  currency: string
}

/** The workspace with this slug. Refuses (not found) another. */
export async function findWorkspace(slug: string): Promise<WorkspaceRow> {
  const workspace = await database().prisma.workspace.findUnique({ where: { slug } })
  if (!workspace) throw notFound('workspace')
  return workspace
}

/** Whether anybody has set this installation up yet. */
export async function hasWorkspace(): Promise<boolean> {
  return (await sql('SELECT 1 FROM "Workspace" LIMIT 1', [])).length > 0
}

/** The workspaces of a user who is an active member there, oldest first, with the user's role in each. */
export const workspacesOf = (userId: string): Promise<(WorkspaceRow & { role: 'viewer' | 'editor' | 'admin' })[]> =>
  sql(
    `SELECT w.id, w.slug, w.name, w."timeZone", w.currency, m.role
     FROM "Member" m JOIN "Workspace" w ON w.id = m."workspaceId"
     WHERE m."userId" = $1 AND m."deactivatedAt" IS NULL ORDER BY w.id`,
    [userId],
  )
