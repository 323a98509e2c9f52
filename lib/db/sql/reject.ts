import type { Scope } from '../transaction'

/** A reject as it is stored. */
export interface StoredReject<Original> {
  id: string
  number: number
  /** The index of its part. */
  part: number
  nodeId: string | null
  reason: string
  original: Original
}

/** Rejects of a run behind the one with the id `after`, in their order. */
export const nextRejects = <Original>(
  scope: Scope,
  runId: string,
  after: string | null,
  most: number,
): Promise<StoredReject<Original>[]> =>
  scope.sql(
    `SELECT r.id, r.number, p.index AS part, r."nodeId", r.reason, r.original
     FROM (SELECT * FROM "FlowReject" WHERE "workspaceId" = $1 AND "runId" = $2 AND ($3::uuid IS NULL OR id > $3)
           ORDER BY id LIMIT $4) r
     JOIN "FlowPart" p ON p."workspaceId" = r."workspaceId" AND p.id = r."partId"
     ORDER BY r.id`,
    [scope.workspaceId, runId, after, most],
  )

/** The names of the fields that rejects of a run have, in the order in which they first stand in a row. */
export async function rejectColumns(scope: Scope, runId: string): Promise<string[]> {
  const found = await scope.sql<{ name: string }>(
    `SELECT field.name FROM "FlowReject" r,
       LATERAL json_object_keys(CASE WHEN json_typeof(r.original) = 'object' THEN r.original ELSE '{}' END)
         WITH ORDINALITY AS field(name, place)
     WHERE r."workspaceId" = $1 AND r."runId" = $2
     GROUP BY field.name ORDER BY min(field.place), field.name`,
    [scope.workspaceId, runId],
  )
  return found.map(({ name }) => name)
}
