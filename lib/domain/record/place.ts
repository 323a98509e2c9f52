import {
  type Neighbours,
  neighboursAtEnd,
  neighboursAtIndex,
  neighboursBeside,
  rankedIds,
  writeRanks,
} from '@/lib/db/sql/rank'
import { lockStageRow, type StageToEnter } from '@/lib/db/sql/stage'
import type { Scope, Tx } from '@/lib/db/transaction'
import { isId } from '../id'
import { findPipeline } from '../pipeline/find'
import { invalid, Refusal } from '../refusal'
import { longestRank, rankBetween, ranksAfter } from './rank'
import type { RecordRow, Spot } from './record'
import { defaultRottingDays } from './status'

/** PostgreSQL's largest integer: whatever is past the end is the end. */
const furthest = 2_147_483_647

/** Locks the stage that a record is to enter. Refuses one that is missing, removed or on a trashed board. */
export async function lockStage(tx: Tx, id: string): Promise<StageToEnter> {
  const stage = isId(id) ? await lockStageRow(tx, id) : undefined
  if (!stage) throw invalid('stageId', 'must be the id of a stage')
  return stage
}

/** Refuses a stage of another board than the one named beside it, and a name that is no board's. */
export async function refuseUnlessOn(scope: Scope, stage: StageToEnter, pipelineId: string | undefined): Promise<void> {
  if (pipelineId === undefined || pipelineId.toLowerCase() === stage.pipelineId) return
  await findPipeline(scope, pipelineId).catch((error: unknown) => {
    throw error instanceof Refusal ? invalid('pipelineId', 'must be the id of a pipeline') : error
  })
  throw invalid('stageId', 'must be a stage of the given pipeline')
}

/** What a record shows of the stage it stands in, if any. */
export const seenFrom = (stage: StageToEnter | null): Pick<RecordRow, 'stageType' | 'probability' | 'rottingDays'> => ({
  stageType: stage?.type ?? null,
  probability: stage?.probability ?? null,
  rottingDays: stage?.rottingDays ?? defaultRottingDays,
})

/**
 * The order key that puts `moving` at a spot of a stage which this transaction has locked; `current` when it stands
 * there already. Renumbers the stage when a key would grow too long.
 */
export async function rankAt(
  tx: Tx,
  stageId: string,
  at: Spot['at'],
  moving: string,
  current: string | null,
): Promise<string> {
  const around = await neighbours(tx, stageId, at, moving)
  if (current !== null && isBetween(current, around)) return current
  const rank = rankBetween(around.low, around.high)
  if (rank.length <= longestRank) return rank
  await renumber(tx, stageId)
  const again = await neighbours(tx, stageId, at, moving)
  return rankBetween(again.low, again.high)
}

const isBetween = (rank: string, { low, high }: Neighbours): boolean =>
  (low === null || low < rank) && (high === null || rank < high)

async function neighbours(tx: Tx, stageId: string, at: Spot['at'], moving: string): Promise<Neighbours> {
  if (at === 'end') return neighboursAtEnd(tx, stageId, moving)
  if ('index' in at) {
    const around = await neighboursAtIndex(tx, stageId, moving, Math.min(at.index, furthest))
    return around.low === null && around.high === null ? neighboursAtEnd(tx, stageId, moving) : around
  }
  return 'after' in at
    ? beside(tx, stageId, moving, 'after', at.after)
    : beside(tx, stageId, moving, 'before', at.before)
}

async function beside(
  tx: Tx,
  stageId: string,
  moving: string,
  side: 'after' | 'before',
  other: string,
): Promise<Neighbours> {
  const around =
    isId(other) && other.toLowerCase() !== moving ? await neighboursBeside(tx, stageId, moving, side, other) : undefined
  if (!around) throw invalid(`${side}Id`, 'must be another card of the target stage')
  return around
}

// New keys lie after all old ones, so that no two cards hold the same key at any moment.
async function renumber(tx: Tx, stageId: string): Promise<void> {
  const cards = await rankedIds(tx, stageId)
  const last = cards.at(-1)?.rank ?? null
  await writeRanks(
    tx,
    stageId,
    cards.map((card) => card.id),
    ranksAfter(last, cards.length),
  )
}
