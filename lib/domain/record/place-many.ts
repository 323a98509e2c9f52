import { lastRanks } from '@/lib/db/sql/rank'
import { lockStagesToEnter, type StageToEnter } from '@/lib/db/sql/stage'
import type { Tx } from '@/lib/db/transaction'
import { isId } from '../id'
import { invalid } from '../refusal'
import { ranksAfter } from './rank'

/** Locks the stages that records are to enter, by their ids. Refuses one that is missing, removed or on a trashed board. */
export async function lockStages(tx: Tx, stageIds: Iterable<string>): Promise<Map<string, StageToEnter>> {
  const ids = [...new Set(stageIds)]
  const locked = ids.length > 0 && ids.every(isId) ? await lockStagesToEnter(tx, ids) : []
  if (locked.length < ids.length) throw invalid('stageId', 'must be the id of a stage')
  return new Map(locked.map((stage) => [stage.id, stage]))
}

/** An order key for each record that enters the stage named, behind its last card and in the order given. */
export async function ranksAtEnds(tx: Tx, entered: string[]): Promise<string[]> {
  if (entered.length === 0) return []
  const counts = new Map<string, number>()
  for (const stageId of entered) counts.set(stageId, (counts.get(stageId) ?? 0) + 1)
  const last = new Map((await lastRanks(tx, [...counts.keys()])).map(({ stageId, rank }) => [stageId, rank]))
  const ranks = new Map([...counts].map(([id, count]) => [id, ranksAfter(last.get(id) ?? null, count).values()]))
  return entered.map((stageId) => ranks.get(stageId)?.next().value ?? '')
}
