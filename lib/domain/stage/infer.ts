import type { Tx } from '@/lib/db/transaction'
import type { Change } from '../event/record-event'
import type { PipelineRow } from '../pipeline/pipeline'
import { inferredProbabilities } from './probability'
import type { StageRow } from './stage'

/**
 * Writes the place of every stage of a board, dense from 0, and infers anew the probabilities that nobody set by hand.
 * Takes the stages in their new order, with the place each had; gives a change for each that differs.
 */
export async function writeOrder(tx: Tx, stages: StageRow[]): Promise<Change[]> {
  const inferred = inferredProbabilities(stages.map((stage) => stage.type))
  const changes: Change[] = []
  for (const [position, stage] of stages.entries()) {
    const probability = stage.probabilityIsSet ? stage.probability : (inferred[position] ?? 0)
    if (stage.position === position && stage.probability === probability) continue
    await tx.db.stage.update({
      where: { workspaceId_id: { workspaceId: tx.workspaceId, id: stage.id } },
      data: { position, probability, version: { increment: 1 }, updatedAt: tx.now },
    })
    changes.push({
      subject: 'stage',
      subjectId: stage.id,
      before: { position: stage.position, probability: stage.probability },
      after: { position, probability },
    })
  }
  return changes
}

/**
 * A board whose stages changed is itself newer, and whoever shows it should look again. Takes it as it was, and
 * its stages as they are; gives the change that this is.
 */
export async function touchPipeline(
  tx: Tx,
  { id, stages: were, version }: PipelineRow,
  stages: Pick<StageRow, 'name' | 'type'>[],
): Promise<Change> {
  await tx.db.pipeline.update({
    where: { workspaceId_id: { workspaceId: tx.workspaceId, id } },
    data: { version: { increment: 1 }, updatedAt: tx.now },
  })
  tx.hint({ workspaceId: tx.workspaceId, pipelineId: id })
  const [before, after] = [were, stages].map((all) => ({ stages: all.map(({ name, type }) => ({ name, type })) }))
  return { subject: 'pipeline', subjectId: id, before: before ?? null, after: after ?? null, version: version + 1 }
}
