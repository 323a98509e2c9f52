import type { Tx } from '../transaction'

/** One changed row: what it was and what it became, the changed columns only. */
export interface RowChange {
  id: string
  subject: string
  subjectId: string
  before: object | null
  after: object | null
  fromStageId?: string | null
  toStageId?: string | null
  /** The version that the row has since, where rows of its kind have versions. */
  version?: number
}

const insert = {
  name: 'event_insert',
  text: `
    WITH event AS (
      INSERT INTO "Event" ("workspaceId", id, verb, door, "actorId", "apiKeyId", "requestId", at)
      VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
    )
    INSERT INTO "Change" ("workspaceId", id, "eventId", subject, "subjectId", before, after, "fromStageId", "toStageId", version)
    SELECT $1, c.id, $2, c.subject, c."subjectId", c.before, c.after, c."fromStageId", c."toStageId", c.version
    FROM jsonb_to_recordset($9) AS c(
      id uuid, subject text, "subjectId" uuid, before jsonb, after jsonb, "fromStageId" uuid, "toStageId" uuid, version int)`,
}

/** Writes an event and its changes in one statement. */
export async function insertEvent(tx: Tx, id: string, verb: string, changes: RowChange[]): Promise<void> {
  const { userId, apiKeyId, door } = tx.actor
  await tx.sql(insert, [
    tx.workspaceId,
    id,
    verb,
    door,
    userId,
    apiKeyId,
    tx.requestId,
    tx.now,
    JSON.stringify(changes),
  ])
}
