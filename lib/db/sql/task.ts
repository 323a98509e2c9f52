import type { Scope, Tx } from '../transaction'

/** A task `t` as the domain reads it; see domain/task/task.ts. */
export const taskColumns = `
  t.id, t.title, t."dueAt", t.priority, t."actionType", t.recurrence, t."assignedToId", t."createdById", t."completedAt",
  t."completedById", t.version, t."createdAt", t."updatedAt"`

const find = {
  name: 'task_find',
  text: `SELECT ${taskColumns} FROM "Task" t WHERE t."workspaceId" = $1 AND t.id = $2`,
}
const lock = { name: 'task_lock', text: `${find.text} FOR NO KEY UPDATE` }

export const findTaskRow = async <Row extends object>(scope: Scope, id: string): Promise<Row | undefined> =>
  (await scope.sql<Row>(find, [scope.workspaceId, id]))[0]

/** The same, and nobody else changes the task until this transaction ends. */
export const lockTaskRow = async <Row extends object>(tx: Tx, id: string): Promise<Row | undefined> =>
  (await tx.sql<Row>(lock, [tx.workspaceId, id]))[0]

const links = {
  name: 'task_links',
  text: `
    SELECT r.id, o.name AS object, r.title, r."pipelineId"
    FROM "TaskLink" l
    JOIN "CrmRecord" r ON r."workspaceId" = l."workspaceId" AND r.id = l."recordId"
    JOIN "CrmObject" o ON o."workspaceId" = r."workspaceId" AND o.id = r."objectId"
    LEFT JOIN "Pipeline" p ON p."workspaceId" = r."workspaceId" AND p.id = r."pipelineId"
    WHERE l."workspaceId" = $1 AND l."taskId" = $2 AND r."trashedAt" IS NULL AND p."trashedAt" IS NULL
    ORDER BY r.id`,
}

/** The records that a task is about, but for those in the trash, by id. */
export const linksOfTask = <Row extends object>(scope: Scope, id: string): Promise<Row[]> =>
  scope.sql<Row>(links, [scope.workspaceId, id])

const replaceLinks = {
  name: 'task_replace_links',
  text: `
    WITH gone AS (
      DELETE FROM "TaskLink" WHERE "workspaceId" = $1 AND "taskId" = $2 AND "recordId" <> ALL($3::uuid[]))
    INSERT INTO "TaskLink" ("workspaceId", "taskId", "recordId") SELECT $1, $2, unnest($3::uuid[])
    ON CONFLICT DO NOTHING`,
}

/** Makes a task be about these records and no others. */
export const replaceTaskLinks = (tx: Tx, id: string, recordIds: string[]): Promise<object[]> =>
  tx.sql(replaceLinks, [tx.workspaceId, id, recordIds])

const touch = {
  name: 'task_touch_records',
  text: `
    UPDATE "CrmRecord" r SET "lastActivityAt" = $3
    FROM (
      SELECT c.id FROM "TaskLink" l
      JOIN "CrmRecord" c ON c."workspaceId" = l."workspaceId" AND c.id = l."recordId"
      WHERE l."workspaceId" = $1 AND l."taskId" = $2 AND c."trashedAt" IS NULL
      ORDER BY c.id FOR NO KEY UPDATE OF c
    ) linked
    WHERE r."workspaceId" = $1 AND r.id = linked.id
    RETURNING r."pipelineId"`,
}

/** Notes activity on the records that a task is about; gives the boards that they stand on. */
export async function touchLinkedRecords(tx: Tx, id: string): Promise<string[]> {
  const rows = await tx.sql<{ pipelineId: string | null }>(touch, [tx.workspaceId, id, tx.now])
  return [...new Set(rows.flatMap(({ pipelineId }) => (pipelineId ? [pipelineId] : [])))]
}
