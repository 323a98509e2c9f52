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

const rowsOf = (changes: string) => `
      SELECT c.*, r."objectId", r."pipelineId"
      FROM jsonb_to_recordset(${changes}) AS c(
        id uuid, subject text, "subjectId" uuid, before jsonb, after jsonb, "fromStageId" uuid, "toStageId" uuid,
        version int)
      LEFT JOIN "CrmRecord" r ON c.subject = 'record' AND r."workspaceId" = $1 AND r.id = c."subjectId"`
const store = `
    INSERT INTO "Change" ("workspaceId", id, "eventId", subject, "subjectId", before, after, "fromStageId", "toStageId",
                          version, "objectId", "pipelineId")
    SELECT $1, id, $2, subject, "subjectId", before, after, "fromStageId", "toStageId", version, "objectId", "pipelineId"
    FROM change`

const insert = {
  name: 'event_insert',
  text: `
    WITH change AS (${rowsOf('$9')}
    ), event AS (
      INSERT INTO "Event" ("workspaceId", id, verb, door, "actorId", "apiKeyId", "requestId", at, "onBoard")
      SELECT $1, $2, $3, $4, $5, $6, $7, $8, EXISTS (SELECT FROM change WHERE "pipelineId" IS NOT NULL)
    )${store}`,
}
const insertMore = { name: 'event_more', text: `WITH change AS (${rowsOf('$3')})${store}` }

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

/** Writes more changes of an event. */
export async function insertChanges(tx: Tx, eventId: string, changes: RowChange[]): Promise<void> {
  await tx.sql(insertMore, [tx.workspaceId, eventId, JSON.stringify(changes)])
}
