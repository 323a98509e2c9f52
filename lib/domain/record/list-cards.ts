import { type CardFilter, countByStage, readWindows, type StageWindow } from '@/lib/db/sql/card-page'
import type { Scope } from '@/lib/db/transaction'
import { isId } from '../id'
import { invalid } from '../refusal'
import type { PlacedRecord } from './record'

/**
 * A numbered page of cards in board order (pipeline, stage, place), and how many there are in all. Refuses a malformed
 * id; one that is well-formed but unknown gives an empty page.
 */
export async function listCards(
  scope: Scope,
  filter: CardFilter,
  limit: number,
  offset: number,
): Promise<{ rows: PlacedRecord[]; total: number }> {
  for (const field of ['pipelineId', 'stageId', 'agentId', 'contactId'] as const) {
    const id = filter[field]
    if (id !== undefined && !isId(id)) throw invalid(field, 'must be an id')
  }
  const stages = await countByStage(scope, filter)
  const windows = windowsOf(stages, limit, offset)
  const rows = windows.length > 0 ? await readWindows<PlacedRecord>(scope, filter, windows) : []
  return { rows, total: stages.reduce((total, { count }) => total + count, 0) }
}

/** Which cards of which stages make up the page of `limit` cards after the first `offset`. */
export function windowsOf(stages: { stageId: string; count: number }[], limit: number, offset: number): StageWindow[] {
  let start = 0
  return stages.flatMap(({ stageId, count }) => {
    const skip = Math.max(0, offset - start)
    const take = Math.min(count, offset + limit - start) - skip
    start += count
    return take > 0 ? [{ stageId, skip, take }] : []
  })
}
