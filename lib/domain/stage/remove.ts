import { neighboursAtEnd } from '@/lib/db/sql/rank'
import { lockStageRow } from '@/lib/db/sql/stage'
import { activeRecords, countCards, lockCards, writeStage } from '@/lib/db/sql/stage-cards'
import type { Tx } from '@/lib/db/transaction'
import { type Change, recordEvent } from '../event/record-event'
import { lockPipeline } from '../pipeline/find'
import { refuseUnlessMayEnter } from '../record/gate'
import { ranksAfter } from '../record/rank'
import type { RecordRow } from '../record/record'
import { conflict, invalid } from '../refusal'
import { touchPipeline, writeOrder } from './infer'
import type { StageRow } from './stage'
import { stageOf } from './update'

/**
 * Removes a stage. Its cards go to the end of `moveTo`; without one it must hold none (409 with their count). Archived
 * cards follow, else go to the first stage that stays. Refuses the last stage (409), a `moveTo` that is none of the
 * board's other stages, cards that its gate does not let in, and (stale) a board that is newer than `seen`.
 */
export async function removeStage(
  tx: Tx,
  pipelineId: string,
  stageId: string,
  moveTo?: string,
  seen?: number,
): Promise<void> {
  const pipeline = await lockPipeline(tx, pipelineId, { seen })
  const stage = stageOf(pipeline, stageId)
  const others = pipeline.stages.filter((each) => each.id !== stage.id)
  const target = moveTo === undefined ? others[0] : others.find((each) => each.id === moveTo.toLowerCase())
  if (!target && others.length === 0) throw conflict('The last stage of a pipeline cannot be removed')
  if (!target) throw invalid('moveTo', 'must be another stage of this pipeline')
  for (const id of [stage.id, target.id].sort()) await lockStageRow(tx, id)
  const count = await countCards(tx, stage.id)
  if (count > 0 && moveTo === undefined) {
    throw conflict(
      `The stage still holds ${count} ${count === 1 ? 'deal' : 'deals'}; name a stage for them in move_to`,
      'moveTo',
    )
  }
  const moved = await moveCards(tx, stage, target)
  await tx.db.stage.update({
    where: { workspaceId_id: { workspaceId: tx.workspaceId, id: stage.id } },
    data: { removedAt: tx.now, version: { increment: 1 }, updatedAt: tx.now },
  })
  const inferred = await writeOrder(tx, others)
  const touched = await touchPipeline(tx, pipeline, others)
  const removed = {
    subject: 'stage',
    subjectId: stage.id,
    before: { removed: false, name: stage.name },
    after: { removed: true },
  }
  await recordEvent(tx, 'stage.remove', [removed, ...inferred, touched, ...moved])
}

async function moveCards(tx: Tx, stage: StageRow, target: StageRow): Promise<Change[]> {
  const cards = await lockCards(tx, stage.id)
  if (target.requiredFields.length > 0) {
    for (const record of await activeRecords<RecordRow>(tx, stage.id)) refuseUnlessMayEnter(target, record)
  }
  const active = cards.filter((card) => card.rank !== null)
  const { low } = await neighboursAtEnd(tx, target.id, stage.id)
  const ranks = ranksAfter(low, active.length)
  await writeStage(
    tx,
    target,
    cards.map((card) => card.id),
    // One that was archived while we waited for its lock still stands among the active ones, and has no place.
    cards.map((card) => (card.rank === null ? null : (ranks.shift() ?? null))),
  )
  return cards.map((card) => ({
    subject: 'record',
    subjectId: card.id,
    before: { stageId: stage.id },
    after: { stageId: target.id },
    fromStageId: stage.id,
    toStageId: target.id,
    version: card.version + 1,
  }))
}
