import type { Scope } from '@/lib/db/transaction'
import { isId } from '../id'

/** Whether these (different) ids are all of active members of the workspace. */
export async function areMembers(scope: Scope, userIds: string[]): Promise<boolean> {
  if (userIds.length === 0) return true
  if (!userIds.every(isId)) return false
  const found = await scope.sql(
    'SELECT 1 FROM "Member" WHERE "workspaceId" = $1 AND "userId" = ANY($2::uuid[]) AND "deactivatedAt" IS NULL',
    [scope.workspaceId, userIds],
  )
  return found.length === userIds.length
}
