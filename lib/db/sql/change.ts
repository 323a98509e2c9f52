import type { Scope } from '../transaction'

/** A change of a row that has versions: who made it, when, and what it touched. */
export interface VersionChange {
  version: number
  before: Record<string, unknown> | null
  after: Record<string, unknown> | null
  at: Date
  /** Null when no person acted. */
  actorId: string | null
  actorName: string | null
}

const since = {
  name: 'changes_since',
  text: `
    SELECT c.version, c.before, c.after, e.at, e."actorId", u.name AS "actorName"
    FROM "Change" c JOIN "Event" e ON e."workspaceId" = c."workspaceId" AND e.id = c."eventId"
    LEFT JOIN "User" u ON u.id = e."actorId"
    WHERE c."workspaceId" = $1 AND c."subjectId" = $2 AND c.version > $3::bigint
    ORDER BY c.id DESC LIMIT 200`,
}

/** The changes of a row after its version `seen`, the latest first; no more than the latest 200. */
export async function changesSince(scope: Scope, subjectId: string, seen: number): Promise<VersionChange[]> {
  const rows = await scope.sql<VersionChange>(since, [scope.workspaceId, subjectId, seen])
  return rows.sort((one, other) => other.version - one.version)
}
