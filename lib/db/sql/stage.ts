import type { Scope, Tx } from '../transaction'
import { rottingDays } from './rotting'

/** A stage with what placing a record in it needs to know of its board. */
export interface StageToEnter {
  id: string
  name: string
  pipelineId: string
  objectId: string
  /** The object's name. */
  object: string
  type: 'open' | 'won' | 'lost'
  probability: number
  requiredFields: string[]
  rottingDays: number
}

const columns = `
  s.id, s.name, s."pipelineId", p."objectId", o.name AS object, s.type, s.probability, s."requiredFields",
  ${rottingDays} AS "rottingDays"`
const live = `
  FROM "Stage" s JOIN "Pipeline" p ON p."workspaceId" = s."workspaceId" AND p.id = s."pipelineId"
  JOIN "CrmObject" o ON o."workspaceId" = p."workspaceId" AND o.id = p."objectId"
  WHERE s."workspaceId" = $1 AND s."removedAt" IS NULL AND p."trashedAt" IS NULL`

const lock = { name: 'stage_lock', text: `SELECT ${columns} ${live} AND s.id = $2 FOR NO KEY UPDATE OF s` }

/**
 * Locks a stage, so that one transaction at a time places cards in it: what makes their order total.
 * Undefined when there is no such stage, it is removed, or its board is in the trash.
 */
export const lockStageRow = async (tx: Tx, id: string): Promise<StageToEnter | undefined> =>
  (await tx.sql<StageToEnter>(lock, [tx.workspaceId, id]))[0]

/** The same of many stages, in the order of their ids, so that no two transactions wait for each other. */
export const lockStagesToEnter = (tx: Tx, ids: string[]): Promise<StageToEnter[]> =>
  tx.sql(`SELECT ${columns} ${live} AND s.id = ANY($2::uuid[]) ORDER BY s.id FOR NO KEY UPDATE OF s`, [
    tx.workspaceId,
    ids,
  ])

/** A stage with what people call its board. */
export type StageOnBoard = StageToEnter & { pipeline: string; isDefault: boolean }

/** The stages of an object's boards, board by board, in order. */
export const stagesOfObject = (scope: Scope, objectId: string): Promise<StageOnBoard[]> =>
  scope.sql(
    `SELECT ${columns}, p.name AS pipeline, p."isDefault" ${live} AND p."objectId" = $2 ORDER BY p.id, s.position`,
    [scope.workspaceId, objectId],
  )

const stage = {
  name: 'stage_of_record',
  text: `SELECT "stageId" FROM "CrmRecord" WHERE "workspaceId" = $1 AND id = $2 AND "trashedAt" IS NULL`,
}

/** The stage a record stands in at this moment; undefined when there is no such record, null when it is on no board. */
export const stageOfRecord = async (scope: Scope, id: string): Promise<string | null | undefined> =>
  (await scope.sql<{ stageId: string | null }>(stage, [scope.workspaceId, id]))[0]?.stageId

/** Locks many stages, in the order of their ids. */
export const lockStageRows = async (tx: Tx, ids: string[]): Promise<void> => {
  await tx.sql(
    'SELECT 1 FROM "Stage" WHERE "workspaceId" = $1 AND id = ANY($2::uuid[]) ORDER BY id FOR NO KEY UPDATE',
    [tx.workspaceId, ids],
  )
}

/** The stages that records stand in at this moment. */
export const stagesOfRecords = async (scope: Scope, ids: string[]): Promise<string[]> =>
  (
    await scope.sql<{ stageId: string }>(
      `SELECT DISTINCT "stageId" FROM "CrmRecord" WHERE "workspaceId" = $1 AND id = ANY($2::uuid[]) AND "stageId" IS NOT NULL`,
      [scope.workspaceId, ids],
    )
  ).map(({ stageId }) => stageId)
