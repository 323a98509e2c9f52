import type { Scope } from '../transaction'

/** What people call whatever a record points at. */
export interface Around {
  owner: string | null
  contact: string | null
  company: string | null
  pipeline: string | null
  stage: string | null
}

const around = {
  name: 'records_around',
  text: `
    SELECT r.id, u.email AS owner, c.title AS contact, k.title AS company, p.name AS pipeline, s.name AS stage
    FROM "CrmRecord" r
    LEFT JOIN "User" u ON u.id = r."ownerId"
    LEFT JOIN "CrmRecord" c ON c."workspaceId" = $1 AND c.id = r."contactId"
    LEFT JOIN "CrmRecord" k ON k."workspaceId" = $1 AND k.id = r."companyId"
    LEFT JOIN "Pipeline" p ON p."workspaceId" = $1 AND p.id = r."pipelineId"
    LEFT JOIN "Stage" s ON s."workspaceId" = $1 AND s.id = r."stageId"
    WHERE r."workspaceId" = $1 AND r.id = ANY($2::uuid[])`,
}

/** The names around records, by the records' ids: the owner's e-mail address, the others' own names. */
export async function namesAround(scope: Scope, ids: string[]): Promise<Map<string, Around>> {
  const rows = await scope.sql<Around & { id: string }>(around, [scope.workspaceId, ids])
  return new Map(rows.map(({ id, ...names }) => [id, names]))
}
