import type { Scope } from '../transaction'

const named = {
  name: 'named',
  text: `
    SELECT id, title AS name FROM "CrmRecord" WHERE "workspaceId" = $1 AND id = ANY($2::uuid[])
    UNION ALL SELECT id, name FROM "Stage" WHERE "workspaceId" = $1 AND id = ANY($2::uuid[])
    UNION ALL SELECT id, name FROM "Pipeline" WHERE "workspaceId" = $1 AND id = ANY($2::uuid[])
    UNION ALL SELECT u.id, u.name FROM "Member" m JOIN "User" u ON u.id = m."userId"
      WHERE m."workspaceId" = $1 AND m."userId" = ANY($2::uuid[])`,
}

/** What people call the records, stages, boards and members with these ids. */
export async function namesOf(scope: Scope, ids: Iterable<string>): Promise<Map<string, string>> {
  const asked = [...new Set(ids)]
  if (asked.length === 0) return new Map()
  const found = await scope.sql<{ id: string; name: string }>(named, [scope.workspaceId, asked])
  return new Map(found.map(({ id, name }) => [id, name]))
}
