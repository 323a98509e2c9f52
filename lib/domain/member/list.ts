import type { Scope } from '@/lib/db/transaction'
import { cutPage, type Page } from '../page'
import type { Role } from './role'

export interface MemberRow {
  id: string
  name: string
  email: string
  role: Role
  createdAt: Date
}

/** A page of the workspace's active members in the order they joined, from the one after `after` on. */
export async function listMembers(scope: Scope, limit: number, after: string | null): Promise<Page<MemberRow>> {
  const rows = await scope.sql<MemberRow>(
    `SELECT u.id, u.name, u.email, m.role, m."createdAt"
     FROM "Member" m JOIN "User" u ON u.id = m."userId"
     WHERE m."workspaceId" = $1 AND m."deactivatedAt" IS NULL AND ($2::uuid IS NULL OR u.id > $2)
     ORDER BY u.id LIMIT $3`,
    [scope.workspaceId, after, limit + 1],
  )
  return cutPage(rows, limit, (last) => last.id)
}
