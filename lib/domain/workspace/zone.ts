import type { Scope } from '@/lib/db/transaction'

/** The time zone where a workspace is. */
export async function zoneOf(scope: Scope): Promise<string> {
  const [found] = await scope.sql<{ timeZone: string }>('SELECT "timeZone" FROM "Workspace" WHERE id = $1', [
    scope.workspaceId,
  ])
  return found?.timeZone ?? 'UTC'
}
