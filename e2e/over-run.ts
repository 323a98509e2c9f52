import { sql } from '@/lib/db/client'
import { newId } from '@/lib/domain/id'

const drawing = { name: 'Import', executionConfig: { batchSize: 5000, parallelism: 1 }, nodes: [], edges: [] }

/** A run of a flow that is over, with one part and one reject in it; gives its id. */
export async function overRun(workspaceId: string, flowId: string): Promise<string> {
  const id = newId()
  await sql(
    `INSERT INTO "FlowRun" ("workspaceId", id, "flowId", status, trigger, drawing, "createdAt", "startedAt", "completedAt")
     VALUES ($1, $2, $3, 'completed', 'manual', $4, now(), now(), now())`,
    [workspaceId, id, flowId, JSON.stringify(drawing)],
  )
  await sql(
    `INSERT INTO "FlowPart" ("workspaceId", id, "runId", phase, index, "nodeId", part, status)
     VALUES ($1, $2, $3, 0, 0, 'source', '{}', 'completed')`,
    [workspaceId, newId(), id],
  )
  await addReject(workspaceId, id)
  return id
}

/** Adds a reject to a run that has a part. */
export async function addReject(workspaceId: string, runId: string): Promise<void> {
  await sql(
    `WITH part AS (
       UPDATE "FlowPart" SET "rowsIn" = "rowsIn" + 1, "rowsRejected" = "rowsRejected" + 1
       WHERE "workspaceId" = $1 AND "runId" = $2 RETURNING id, "rowsIn")
     INSERT INTO "FlowReject" ("workspaceId", "runId", id, "partId", number, reason, original)
     SELECT $1, $2, $3, id, "rowsIn", 'Field ''name'' must not be empty', '{"name":""}' FROM part`,
    [workspaceId, runId, newId()],
  )
}
