import type { Tx } from '@/lib/db/transaction'
import { recordEvent } from '../event/record-event'
import { findPipeline, lockPipeline } from '../pipeline/find'
import type { PipelineRow } from '../pipeline/pipeline'
import { invalid } from '../refusal'
import { touchPipeline, writeOrder } from './infer'

/**
 * Puts a board's stages in a new order. Refuses a list that is not all of them, each once, and (stale) a board that is
 * newer than `seen`.
 */
export async function reorderStages(
  tx: Tx,
  pipelineId: string,
  stageIds: string[],
  seen?: number,
): Promise<PipelineRow> {
  const pipeline = await lockPipeline(tx, pipelineId, { seen })
  const stages = stageIds.map((id) => {
    const stage = pipeline.stages.find((each) => each.id === id.toLowerCase())
    if (!stage) throw invalid('stageIds', "must hold this pipeline's stages only")
    return stage
  })
  if (new Set(stages).size !== stageIds.length) throw invalid('stageIds', 'must hold each stage once')
  if (stages.length !== pipeline.stages.length) throw invalid('stageIds', 'must hold every stage of the pipeline')
  const changes = await writeOrder(tx, stages)
  if (changes.length === 0) return pipeline
  const touched = await touchPipeline(tx, pipeline, stages)
  await recordEvent(tx, 'stage.reorder', [...changes, touched])
  return findPipeline(tx, pipelineId)
}
