import type { Scope, Tx } from '@/lib/db/transaction'
import { connectorsById } from '../connector/find'
import { isId } from '../id'
import { cutPage, type Page } from '../page'
import { notFound } from '../refusal'
import type { FlowRow } from './flow'
import { problemsOfFlow } from './problems'

type Stored = Omit<FlowRow, 'problems'>

// One statement a list: what a flow is and what it holds are of one moment.
const columns = `
  f.id, f.name, f.description, f.status, f.schedule, f."executionConfig", f.version, f."createdAt", f."updatedAt",
  jsonb_build_object('id', c.id, 'name', c.name, 'type', c.type) AS connector,
  jsonb_build_object('id', o.id, 'name', o.name, 'displayName', o."displayName") AS object,
  (SELECT coalesce(jsonb_agg(jsonb_build_object('id', n.id, 'nodeType', n."nodeType", 'label', n.label,
            'config', n.config, 'position', n.position, 'connectorId', n."connectorId")
          ORDER BY n."order"), '[]')
   FROM "FlowNode" n WHERE n."workspaceId" = f."workspaceId" AND n."flowId" = f.id) AS nodes,
  (SELECT coalesce(jsonb_agg(jsonb_build_object('id', e.id, 'source', e."sourceId", 'target', e."targetId",
            'label', e.label) ORDER BY e."order"), '[]')
   FROM "FlowEdge" e WHERE e."workspaceId" = f."workspaceId" AND e."flowId" = f.id) AS edges
  FROM "Flow" f
  JOIN "Connector" c ON c."workspaceId" = f."workspaceId" AND c.id = f."connectorId"
  JOIN "CrmObject" o ON o."workspaceId" = f."workspaceId" AND o.id = f."objectId"
  WHERE f."workspaceId" = $1`

/** The flow with this id. Refuses (not found) one that is missing. */
export async function findFlow(scope: Scope, id: string): Promise<FlowRow> {
  const rows = isId(id) ? await scope.sql<Stored>(`SELECT ${columns} AND f.id = $2`, [scope.workspaceId, id]) : []
  const [flow] = await withProblems(scope, rows)
  if (!flow) throw notFound('flow')
  return flow
}

/** The same, and nobody else changes it until the transaction ends. */
export async function lockFlow(tx: Tx, id: string): Promise<FlowRow> {
  if (!isId(id)) throw notFound('flow')
  await tx.sql('SELECT 1 FROM "Flow" WHERE "workspaceId" = $1 AND id = $2 FOR UPDATE', [tx.workspaceId, id])
  return findFlow(tx, id)
}

/** A page of flows, oldest first, from the one after `after` on, and how many there are. */
export async function pageFlows(
  scope: Scope,
  limit: number,
  after: string | null,
): Promise<Page<FlowRow> & { total: number }> {
  const [rows, total] = await Promise.all([
    scope.sql<Stored>(`SELECT ${columns} AND ($2::uuid IS NULL OR f.id > $2) ORDER BY f.id LIMIT $3`, [
      scope.workspaceId,
      after,
      limit + 1,
    ]),
    scope.db.flow.count({ where: { workspaceId: scope.workspaceId } }),
  ])
  const page = cutPage(rows, limit, (last) => last.id)
  return { rows: await withProblems(scope, page.rows), next: page.next, total }
}

async function withProblems(scope: Scope, flows: Stored[]): Promise<FlowRow[]> {
  const read = flows.flatMap(({ connector, nodes }) => [connector.id, ...nodes.map((node) => node.connectorId)])
  const ids = [...new Set(read)].filter((id) => id !== null)
  const connectors = await connectorsById(scope, ids)
  return flows.map((flow) => ({ ...flow, problems: problemsOfFlow(flow, connectors) }))
}
