import type { Tx } from '../transaction'
import { jsonTable } from './json-table'

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

const parts = {
  id: 'uuid',
  subject: 'text',
  subjectId: 'uuid',
  before: 'jsonb',
  after: 'jsonb',
  fromStageId: 'uuid',
  toStageId: 'uuid',
  version: 'int',
}
const names = Object.keys(parts) as (keyof typeof parts)[]

const tableOf = (first: number, changes: RowChange[]) =>
  jsonTable(first, Object.fromEntries(names.map((name) => [name, changes.map((change) => change[name])])))

const rowsAt = (first: number) => `
      SELECT ${names.map((name) => `n."${name}"::${parts[name]}`).join(', ')}, r."objectId", r."pipelineId"
      FROM ${tableOf(first, []).from}
      LEFT JOIN LATERAL (
        SELECT "objectId", "pipelineId" FROM "CrmRecord"
        WHERE n.subject = 'record' AND "workspaceId" = $1 AND id = n."subjectId"::uuid OFFSET 0
      ) r ON true`
const own = names.map((name) => `"${name}"`).join(', ')
const store = `
    INSERT INTO "Change" ("workspaceId", "eventId", ${own}, "objectId", "pipelineId")
    SELECT $1, $2, ${own}, "objectId", "pipelineId" FROM change`

const insert = {
  name: 'event_insert',
  text: `
    WITH change AS (${rowsAt(9)}
    ), event AS (
      INSERT INTO "Event" ("workspaceId", id, verb, door, "actorId", "apiKeyId", "requestId", at, "onBoard")
      SELECT $1, $2, $3, $4, $5, $6, $7, $8, EXISTS (SELECT FROM change WHERE "pipelineId" IS NOT NULL)
    )${store}`,
}
const insertMore = { name: 'event_more', text: `WITH change AS (${rowsAt(3)})${store}` }

/** Writes an event and its changes in one statement. */
export async function insertEvent(tx: Tx, id: string, verb: string, changes: RowChange[]): Promise<void> {
  const { userId, apiKeyId, door } = tx.actor
  await tx.sql(insert, [
    ...[tx.workspaceId, id, verb, door, userId, apiKeyId, tx.requestId, tx.now],
    ...tableOf(9, changes).values,
  ])
  tx.events.push(id)
}

/** Writes more changes of an event. */
export async function insertChanges(tx: Tx, eventId: string, changes: RowChange[]): Promise<void> {
  await tx.sql(insertMore, [tx.workspaceId, eventId, ...tableOf(3, changes).values])
}
