import type { Scope, Tx } from '@/lib/db/transaction'
import { refuseIfStale } from '../event/stale'
import { isId } from '../id'
import { invalid, notFound } from '../refusal'
import type { StageRow } from '../stage/stage'
import type { PipelineRow } from './pipeline'

const columns = `
  p.id, p."objectId", o.name AS object, p."agentId", p.name, p."isDefault", p."isPrivate", p.metadata, p."rottingDays",
  p.version, p."createdAt", p."updatedAt"
  FROM "Pipeline" p JOIN "CrmObject" o ON o."workspaceId" = p."workspaceId" AND o.id = p."objectId"
  WHERE p."workspaceId" = $1`

type Head = Omit<PipelineRow, 'stages'>

/** A board with its stages. Refuses (not found) one that is missing or, unless `trashed` is asked for, in the trash. */
export async function findPipeline(scope: Scope, id: string, which: 'live' | 'trashed' = 'live'): Promise<PipelineRow> {
  const state = which === 'live' ? 'IS NULL' : 'IS NOT NULL'
  const heads = isId(id)
    ? await scope.sql<Head>(`SELECT ${columns} AND p.id = $2 AND p."trashedAt" ${state}`, [scope.workspaceId, id])
    : []
  const [pipeline] = await withStages(scope, heads)
  if (!pipeline) throw notFound('pipeline')
  return pipeline
}

/**
 * The same, and nobody else changes the board or its stages until the transaction ends. Refuses (stale) one that is newer
 * than its caller has seen.
 */
export async function lockPipeline(
  tx: Tx,
  id: string,
  { which = 'live', seen }: { which?: 'live' | 'trashed'; seen?: number } = {},
): Promise<PipelineRow> {
  if (!isId(id)) throw notFound('pipeline')
  await tx.sql('SELECT 1 FROM "Pipeline" WHERE "workspaceId" = $1 AND id = $2 FOR NO KEY UPDATE', [tx.workspaceId, id])
  const pipeline = await findPipeline(tx, id, which)
  await refuseIfStale(tx, pipeline, seen)
  return pipeline
}

/** Which boards to list; `after` goes on after the board with that id. */
export interface PipelineFilter {
  agentId?: string
  after?: string | null
  offset?: number
  limit?: number
}

/** Boards, oldest first, with their stages. Without a limit all of them. */
export async function listPipelines(
  scope: Scope,
  { agentId, after, offset, limit }: PipelineFilter = {},
): Promise<PipelineRow[]> {
  if (agentId !== undefined && !isId(agentId)) throw invalid('agentId', 'must be an id')
  const values: unknown[] = [scope.workspaceId]
  const terms = ['p."trashedAt" IS NULL']
  if (agentId !== undefined) terms.push(`p."agentId" = $${values.push(agentId)}`)
  if (after) terms.push(`p.id > $${values.push(after)}`)
  const window = `LIMIT $${values.push(limit ?? null)} OFFSET $${values.push(offset ?? 0)}`
  return withStages(
    scope,
    await scope.sql<Head>(`SELECT ${columns} AND ${terms.join(' AND ')} ORDER BY p.id ${window}`, values),
  )
}

/** How many boards there are, in all or of one agent. */
export async function countPipelines(scope: Scope, agentId?: string): Promise<number> {
  return scope.db.pipeline.count({ where: { workspaceId: scope.workspaceId, trashedAt: null, agentId } })
}

async function withStages(scope: Scope, heads: Head[]): Promise<PipelineRow[]> {
  if (heads.length === 0) return []
  const stages = await scope.sql<StageRow>(
    `SELECT id, "pipelineId", name, color, type, position, probability, "probabilityIsSet", "requiredFields", "rottingDays",
            "wipLimit", version, "createdAt", "updatedAt"
     FROM "Stage" WHERE "workspaceId" = $1 AND "pipelineId" = ANY($2::uuid[]) AND "removedAt" IS NULL ORDER BY position`,
    [scope.workspaceId, heads.map((head) => head.id)],
  )
  return heads.map((head) => ({ ...head, stages: stages.filter((stage) => stage.pipelineId === head.id) }))
}
