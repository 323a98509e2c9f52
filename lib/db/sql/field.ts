import type { Tx } from '../transaction'

/** A record that has lost the value of a field: its own fields with it and without. */
export interface Dropped {
  id: string
  before: Record<string, unknown>
  after: Record<string, unknown>
  version: number
}

/** Takes the value of a field from so many records of an object, in the order of their ids, from the one after `after` on. */
export async function dropFieldValues(
  tx: Tx,
  objectId: string,
  name: string,
  after: string | null,
  most: number,
): Promise<Dropped[]> {
  const dropped = await tx.sql<Dropped>(
    `WITH held AS (
       SELECT id, fields FROM "CrmRecord"
       WHERE "workspaceId" = $1 AND "objectId" = $2 AND fields ? $3 AND ($4::uuid IS NULL OR id > $4)
       ORDER BY id LIMIT $5 FOR NO KEY UPDATE
     )
     UPDATE "CrmRecord" r SET fields = r.fields - $3, version = r.version + 1, "updatedAt" = clock_timestamp()
     FROM held WHERE r."workspaceId" = $1 AND r.id = held.id
     RETURNING r.id, held.fields AS before, r.fields AS after, r.version`,
    [tx.workspaceId, objectId, name, after, most],
  )
  return dropped.sort((a, b) => (a.id < b.id ? -1 : 1))
}
