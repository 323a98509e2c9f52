import type { Scope, Tx } from '../transaction'

/** A task `t` as the domain reads it; see domain/task/task.ts. */
export const taskColumns = `
  t.id, t.title, t."dueAt", t.priority, t."actionType", t.recurrence, t."dueLocal", t."followsId", t."assignedToId",
  t."createdById", t."completedAt", t."completedById", t.version, t."createdAt", t."updatedAt"`

const find = {
  name: 'task_find',
  text: `SELECT ${taskColumns} FROM "Task" t WHERE t."workspaceId" = $1 AND t.id = $2`,
}
const lock = { name: 'task_lock', text: `${find.text} FOR NO KEY UPDATE` }
const lockAll = {
  name: 'task_lock_all',
  text: 'SELECT FROM "Task" WHERE "workspaceId" = $1 AND id = ANY($2::uuid[]) ORDER BY id FOR NO KEY UPDATE',
}

export const findTaskRow = async <Row extends object>(scope: Scope, id: string): Promise<Row | undefined> =>
  (await scope.sql<Row>(find, [scope.workspaceId, id]))[0]

/** The same, and nobody else changes the task until this transaction ends. */
export const lockTaskRow = async <Row extends object>(tx: Tx, id: string): Promise<Row | undefined> =>
  (await tx.sql<Row>(lock, [tx.workspaceId, id]))[0]

/** Locks tasks in the order of their ids, so that no two callers wait for each other. */
export const lockTaskRows = (tx: Tx, ids: string[]): Promise<object[]> => tx.sql(lockAll, [tx.workspaceId, ids])

// The records that tasks of the workspace are about, but for those in the trash.
const linked = `
    FROM "TaskLink" l
    JOIN "CrmRecord" r ON r."workspaceId" = l."workspaceId" AND r.id = l."recordId"
    JOIN "CrmObject" o ON o."workspaceId" = r."workspaceId" AND o.id = r."objectId"
    LEFT JOIN "Pipeline" p ON p."workspaceId" = r."workspaceId" AND p.id = r."pipelineId"
    WHERE l."workspaceId" = $1 AND r."trashedAt" IS NULL AND p."trashedAt" IS NULL`

const links = {
  name: 'task_links',
  text: `SELECT r.id, o.name AS object, r.title, r."pipelineId" ${linked} AND l."taskId" = $2 ORDER BY r.id`,
}

/** The records that a task `t` is about, as a column `links`; those in the trash are left out. */
export const linksColumn = `(
  SELECT coalesce(json_agg(json_build_object('id', r.id, 'object', o.name, 'title', r.title) ORDER BY r.id), '[]')
  ${linked} AND l."taskId" = t.id) AS links`

/** The records that a task is about, but for those in the trash, by id. */
export const linksOfTask = <Row extends object>(scope: Scope, id: string): Promise<Row[]> =>
  scope.sql<Row>(links, [scope.workspaceId, id])

const replaceLinks = {
  name: 'task_replace_links',
  text: `
    WITH wanted AS (
      SELECT id, "objectId" FROM "CrmRecord" WHERE "workspaceId" = $1 AND id = ANY($3::uuid[])
    ), gone AS (
      DELETE FROM "TaskLink" WHERE "workspaceId" = $1 AND "taskId" = $2 AND "recordId" <> ALL($3::uuid[])
    ), added AS (
      INSERT INTO "TaskLink" ("workspaceId", "taskId", "recordId", "objectId") SELECT $1, $2, id, "objectId" FROM wanted
      ON CONFLICT DO NOTHING
    )
    SELECT array(SELECT "recordId" FROM "TaskLink" WHERE "workspaceId" = $1 AND "taskId" = $2 ORDER BY 1) AS before,
           array(SELECT id FROM wanted ORDER BY 1) AS after`,
}

/** Makes a task be about these records, those that there are, and no others; gives what it was about, and is. */
export async function replaceTaskLinks(
  tx: Tx,
  id: string,
  recordIds: string[],
): Promise<{ before: string[]; after: string[] }> {
  const [links] = await tx.sql<{ before: string[]; after: string[] }>(replaceLinks, [tx.workspaceId, id, recordIds])
  return links ?? { before: [], after: [] }
}

const copyLinks = {
  name: 'task_copy_links',
  text: `
    INSERT INTO "TaskLink" ("workspaceId", "taskId", "recordId", "objectId")
    SELECT $1, $3, "recordId", "objectId" FROM "TaskLink" WHERE "workspaceId" = $1 AND "taskId" = $2 ORDER BY "recordId"
    RETURNING "recordId"`,
}

/** Makes a new task be about what another one is about; gives that. */
export const copyTaskLinks = async (tx: Tx, from: string, to: string): Promise<string[]> =>
  (await tx.sql<{ recordId: string }>(copyLinks, [tx.workspaceId, from, to])).map(({ recordId }) => recordId)

const series = {
  name: 'task_series',
  text: `
    SELECT coalesce(a."timeZone", c."timeZone", w."timeZone") AS zone, m."deactivatedAt" IS NOT NULL AS "hasLeft",
           EXISTS (SELECT FROM "Task" f WHERE f."workspaceId" = $1 AND f."followsId" = t.id) AS "isFollowed"
    FROM "Task" t
    JOIN "Workspace" w ON w.id = t."workspaceId"
    JOIN "User" c ON c.id = t."createdById"
    LEFT JOIN "User" a ON a.id = t."assignedToId"
    LEFT JOIN "Member" m ON m."workspaceId" = t."workspaceId" AND m."userId" = t."assignedToId"
    WHERE t."workspaceId" = $1 AND t.id = $2`,
}

/** What a series goes on by: the time zone of a task, whether its assignee has left, whether another follows it. */
export async function seriesOf(tx: Tx, id: string): Promise<{ zone: string; hasLeft: boolean; isFollowed: boolean }> {
  const [found] = await tx.sql<{ zone: string; hasLeft: boolean; isFollowed: boolean }>(series, [tx.workspaceId, id])
  return found ?? { zone: 'UTC', hasLeft: false, isFollowed: false }
}

const remove = {
  name: 'task_delete',
  text: `
    DELETE FROM "Task" WHERE "workspaceId" = $1 AND id = $2
    RETURNING array(SELECT "recordId" FROM "TaskLink" WHERE "workspaceId" = $1 AND "taskId" = $2 ORDER BY 1) AS links`,
}

/** Deletes a task with its links; gives the records that it was about, those in the trash too. */
export const deleteTaskRow = async (tx: Tx, id: string): Promise<string[]> =>
  (await tx.sql<{ links: string[] }>(remove, [tx.workspaceId, id]))[0]?.links ?? []

/** A record as a live board is told of it. */
export interface LinkedCard {
  id: string
  pipelineId: string
}

const cards = {
  name: 'task_cards',
  text: `
    SELECT r.id, r."pipelineId"
    FROM "TaskLink" l JOIN "CrmRecord" r ON r."workspaceId" = l."workspaceId" AND r.id = l."recordId"
    WHERE l."workspaceId" = $1 AND l."taskId" = $2 AND r."pipelineId" IS NOT NULL`,
}

/** The records on boards that a task is about. */
export const cardsOfTask = (tx: Tx, id: string): Promise<LinkedCard[]> =>
  tx.sql<LinkedCard>(cards, [tx.workspaceId, id])

const lockAbout = {
  name: 'task_lock_records',
  text: `
    SELECT FROM "CrmRecord"
    WHERE "workspaceId" = $1 AND id IN (
      SELECT "recordId" FROM "TaskLink" WHERE "workspaceId" = $1 AND "taskId" = ANY($2::uuid[])
      UNION ALL SELECT unnest($3::uuid[]))
    ORDER BY id FOR NO KEY UPDATE`,
}

/** Locks the records that tasks are about, and others, in the order of their ids. */
export const lockRecordsOfTasks = (tx: Tx, ids: string[], others: string[]): Promise<object[]> =>
  tx.sql(lockAbout, [tx.workspaceId, ids, others])

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
    RETURNING r.id, r."pipelineId"`,
}

/** Notes activity on the records that a task is about; gives those on boards. */
export async function touchLinkedRecords(tx: Tx, id: string): Promise<LinkedCard[]> {
  const rows = await tx.sql<LinkedCard | { id: string; pipelineId: null }>(touch, [tx.workspaceId, id, tx.now])
  return rows.filter((row): row is LinkedCard => row.pipelineId !== null)
}
