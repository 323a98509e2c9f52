import type { Scope, Tx } from '@/lib/db/transaction'
import { isId } from '../id'
import { notFound } from '../refusal'
import type { PartRow, RunDrawing, RunRow } from './run'

const sums = (names: Record<string, string>) =>
  `jsonb_build_object(${Object.entries(names)
    .map(([name, column]) => `'${name}', coalesce(sum(p."${column}"), 0)`)
    .join(', ')})`
const rowSums = sums({
  in: 'rowsIn',
  out: 'rowsOut',
  rejected: 'rowsRejected',
  skipped: 'rowsSkipped',
  added: 'rowsAdded',
  staged: 'rowsStaged',
})
const recordSums = sums({ created: 'created', updated: 'updated', unchanged: 'unchanged' })

/** The columns of a RunRow, from runs `r` of the workspace `$1`. */
const columns = `
  r.id, r."flowId", r.status, r.trigger, r."replayOfId", r."slotAt", r."requestedById", r."createdAt", r."startedAt",
  r."completedAt", r."cancelRequestedAt", r.error, parts.rows, parts.records, parts."ignoredFields"
  FROM "FlowRun" r, LATERAL (
    SELECT ${rowSums} AS rows, ${recordSums} AS records,
      coalesce((SELECT array_agg(DISTINCT name ORDER BY name)
                FROM "FlowPart" q, unnest(q.ignored) AS name
                WHERE q."workspaceId" = r."workspaceId" AND q."runId" = r.id), '{}') AS "ignoredFields"
    FROM "FlowPart" p WHERE p."workspaceId" = r."workspaceId" AND p."runId" = r.id) parts
  WHERE r."workspaceId" = $1`

/** The run of a flow with this id, be the flow deleted by now. Refuses (not found) one that is missing, or another flow's. */
export async function findRun(scope: Scope, flowId: string, id: string): Promise<RunRow> {
  const [run] =
    isId(flowId) && isId(id)
      ? await scope.sql<RunRow>(`SELECT ${columns} AND r."flowId" = $2 AND r.id = $3`, [scope.workspaceId, flowId, id])
      : []
  if (!run) throw notFound('run')
  return run
}

/** The same, and nobody else changes it until the transaction ends. */
export async function lockRun(tx: Tx, flowId: string, id: string): Promise<RunRow> {
  if (!isId(id)) throw notFound('run')
  await tx.sql('SELECT 1 FROM "FlowRun" WHERE "workspaceId" = $1 AND id = $2 FOR NO KEY UPDATE', [tx.workspaceId, id])
  return findRun(tx, flowId, id)
}

/** The latest runs of a flow, the newest first. */
export const recentRuns = async (scope: Scope, flowId: string, most: number): Promise<RunRow[]> =>
  isId(flowId)
    ? scope.sql(`SELECT ${columns} AND r."flowId" = $2 ORDER BY r.id DESC LIMIT $3`, [scope.workspaceId, flowId, most])
    : []

/** The latest run of each of these flows that has any. */
export const lastRuns = (scope: Scope, flowIds: string[]): Promise<RunRow[]> =>
  scope.sql(
    `SELECT ${columns} AND r.id IN (
       SELECT last.id FROM unnest($2::uuid[]) AS flow(id), LATERAL (
         SELECT id FROM "FlowRun" l WHERE l."workspaceId" = $1 AND l."flowId" = flow.id ORDER BY l.id DESC LIMIT 1) last)`,
    [scope.workspaceId, flowIds],
  )

/** The parts of a run in their order. */
export const partsOf = (scope: Scope, runId: string): Promise<PartRow[]> =>
  scope.sql(
    `SELECT p.id, p.index, p.phase, p."nodeId", p.status, p.share, p.error, p."dueAt", ${rowSums} AS rows
     FROM "FlowPart" p WHERE p."workspaceId" = $1 AND p."runId" = $2
     GROUP BY p."workspaceId", p.id ORDER BY p.index`,
    [scope.workspaceId, runId],
  )

/** The drawing that a run follows. */
export async function drawingOf(scope: Scope, runId: string): Promise<RunDrawing> {
  const [row] = await scope.sql<{ drawing: RunDrawing }>(
    'SELECT drawing FROM "FlowRun" WHERE "workspaceId" = $1 AND id = $2',
    [scope.workspaceId, runId],
  )
  if (!row) throw notFound('run')
  return row.drawing
}
