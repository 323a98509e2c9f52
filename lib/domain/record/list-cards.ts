import { type CardFilter, readCardPage } from '@/lib/db/sql/card-page'
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
  return readCardPage<PlacedRecord>(scope, filter, limit, offset)
}
