import type { Tx } from '@/lib/db/transaction'
import { difference, recordEvent } from '../event/record-event'
import { ownFields } from '../object/own-field'
import { findPipeline, lockPipeline } from '../pipeline/find'
import type { PipelineRow } from '../pipeline/pipeline'
import { commonFields } from '../record/gate'
import { invalid, notFound } from '../refusal'
import { touchPipeline, writeOrder } from './infer'
import type { StageRow, StageType } from './stage'

export interface StageChange {
  name?: string
  color?: string | null
  type?: StageType
  /** 0 to 1; null: inferred from the place again. */
  probability?: number | null
  requiredFields?: string[]
  rottingDays?: number | null
  wipLimit?: number | null
}

/** Changes a stage. Refuses required fields that its object does not have, and (stale) a board that is newer than `seen`. */
export async function updateStage(
  tx: Tx,
  pipelineId: string,
  stageId: string,
  change: StageChange,
  seen?: number,
): Promise<PipelineRow> {
  const pipeline = await lockPipeline(tx, pipelineId, { seen })
  const stage = stageOf(pipeline, stageId)
  if (change.requiredFields) await refuseUnknownFields(tx, pipeline.objectId, change.requiredFields)
  const { probability, ...rest } = change
  const patch: Partial<StageRow> = {
    ...rest,
    ...(probability !== undefined && { probabilityIsSet: probability !== null }),
    ...(typeof probability === 'number' && { probability }),
  }
  const changed = difference<StageRow>(stage, patch)
  if (!changed) return pipeline
  await tx.db.stage.update({
    where: { workspaceId_id: { workspaceId: tx.workspaceId, id: stage.id } },
    data: { ...changed.after, version: { increment: 1 }, updatedAt: tx.now },
  })
  const written = pipeline.stages.map((each) => (each.id === stage.id ? { ...each, ...changed.after } : each))
  const inferred = await writeOrder(tx, written)
  const touched = await touchPipeline(tx, pipeline, written)
  await recordEvent(tx, 'stage.update', [{ subject: 'stage', subjectId: stage.id, ...changed }, ...inferred, touched])
  return findPipeline(tx, pipelineId)
}

/** The stage with this id on a board. Refuses (not found) another board's and a removed one. */
export function stageOf(pipeline: PipelineRow, stageId: string): StageRow {
  const stage = pipeline.stages.find((each) => each.id === stageId.toLowerCase())
  if (!stage) throw notFound('stage')
  return stage
}

async function refuseUnknownFields(tx: Tx, objectId: string, names: string[]): Promise<void> {
  const own = (await ownFields(tx, objectId)).filter((field) => field.type !== 'pipeline').map((field) => field.name)
  const unknown = names.find((name) => !Object.hasOwn(commonFields, name) && !own.includes(name))
  if (unknown !== undefined) throw invalid('requiredFields', `must name fields of the object; '${unknown}' is none`)
}
