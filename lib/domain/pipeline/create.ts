import type { Tx } from '@/lib/db/transaction'
import { defaultAgentId } from '../agent/list'
import { recordEvent } from '../event/record-event'
import { newId } from '../id'
import { findObject } from '../object/find'
import { invalid, Refusal } from '../refusal'
import { inferredProbabilities } from '../stage/probability'
import type { StageType } from '../stage/stage'
import { lockDefaults, unsetDefault } from './default'
import { findPipeline } from './find'
import type { PipelineRow } from './pipeline'

export interface NewStage {
  name: string
  type: StageType
  color?: string | null
  /** 0 to 1; absent: inferred from the place. */
  probability?: number | null
  position?: number
}

export interface NewPipeline {
  name: string
  /** By default opportunities. */
  object?: string
  /** By default true for an object's first board and false for any other. */
  isDefault?: boolean
  stages?: NewStage[]
  metadata?: Record<string, unknown>
}

/**
 * Makes a board with its stages, in the order of the list but for those that name a `position`.
 * A new default takes that from the object's old one. Refuses an object whose records stand on no boards.
 */
export async function createPipeline(tx: Tx, given: NewPipeline): Promise<PipelineRow> {
  const object = await findObject(tx, given.object ?? 'opportunities').catch((error: unknown) => {
    throw error instanceof Refusal ? invalid('object', 'must be the name of an object') : error
  })
  if (!object.hasBoards) throw invalid('object', 'must be an object with a pipeline field')
  await lockDefaults(tx, object.id)
  const first =
    (await tx.db.pipeline.count({ where: { workspaceId: tx.workspaceId, objectId: object.id, trashedAt: null } })) === 0
  const isDefault = given.isDefault ?? first
  const unset = isDefault ? await unsetDefault(tx, object.id) : []
  const id = newId()
  await tx.db.pipeline.create({
    data: {
      workspaceId: tx.workspaceId,
      id,
      objectId: object.id,
      agentId: await defaultAgentId(tx),
      name: given.name,
      isDefault,
      metadata: (given.metadata ?? {}) as object,
      createdAt: tx.now,
      updatedAt: tx.now,
    },
  })
  const stages = inOrder(given.stages ?? [])
  const inferred = inferredProbabilities(stages.map((stage) => stage.type))
  await tx.db.stage.createMany({
    data: stages.map((stage, position) => ({
      workspaceId: tx.workspaceId,
      id: newId(),
      pipelineId: id,
      name: stage.name,
      type: stage.type,
      color: stage.color ?? null,
      position,
      probability: stage.probability ?? inferred[position] ?? 0,
      probabilityIsSet: typeof stage.probability === 'number',
      createdAt: tx.now,
      updatedAt: tx.now,
    })),
  })
  const after = {
    name: given.name,
    object: object.name,
    isDefault,
    stages: stages.map(({ name, type }) => ({ name, type })),
  }
  const change = { subject: 'pipeline', subjectId: id, before: null, after, version: 1 }
  await recordEvent(tx, 'pipeline.create', [change, ...unset])
  return findPipeline(tx, id)
}

// As if those with a position were added, the lowest first, to those without: each then stands where it says.
function inOrder(stages: NewStage[]): NewStage[] {
  const order = stages.filter((stage) => stage.position === undefined)
  const placed = stages.flatMap((stage) => (stage.position === undefined ? [] : [{ stage, at: stage.position }]))
  for (const { stage, at } of placed.sort((a, b) => a.at - b.at)) order.splice(at, 0, stage)
  return order
}
