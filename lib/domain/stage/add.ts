import type { Tx } from '@/lib/db/transaction'
import { recordEvent } from '../event/record-event'
import { newId } from '../id'
import type { NewStage } from '../pipeline/create'
import { findPipeline, lockPipeline } from '../pipeline/find'
import type { PipelineRow } from '../pipeline/pipeline'
import { touchPipeline, writeOrder } from './infer'

/**
 * Adds a stage to a board: at `position`, shifting those behind it, or at the end. Refuses (stale) a board that is newer
 * than `seen`.
 */
export async function addStage(tx: Tx, pipelineId: string, given: NewStage, seen?: number): Promise<PipelineRow> {
  const pipeline = await lockPipeline(tx, pipelineId, { seen })
  const { stages } = pipeline
  const id = newId()
  const position = Math.min(given.position ?? stages.length, stages.length)
  const added = await tx.db.stage.create({
    data: {
      workspaceId: tx.workspaceId,
      id,
      pipelineId,
      name: given.name,
      type: given.type,
      color: given.color ?? null,
      position,
      probability: given.probability ?? 0,
      probabilityIsSet: typeof given.probability === 'number',
      createdAt: tx.now,
      updatedAt: tx.now,
    },
  })
  const written = stages.toSpliced(position, 0, added)
  const shifted = await writeOrder(tx, written)
  const touched = await touchPipeline(tx, pipeline, written)
  const after = { name: given.name, type: given.type, position }
  const others = shifted.filter((change) => change.subjectId !== id)
  await recordEvent(tx, 'stage.add', [{ subject: 'stage', subjectId: id, before: null, after }, ...others, touched])
  return findPipeline(tx, pipelineId)
}
