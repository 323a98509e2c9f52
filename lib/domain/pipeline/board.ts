import { type BoardRow, type BoardWindow, readBoard } from '@/lib/db/sql/board'
import type { Scope } from '@/lib/db/transaction'
import { isId } from '../id'
import { invalid, notFound } from '../refusal'

export type { BoardCardRow, BoardColumnRow, BoardRow, BoardWindow, NextTaskRow } from '@/lib/db/sql/board'

/**
 * What a board shows: every column with its count and totals and its first cards, or the part of it that `window`
 * names. Refuses a board that is missing or trashed, and malformed ids of stages and records.
 */
export async function boardOf(scope: Scope, pipelineId: string, window: BoardWindow): Promise<BoardRow> {
  if (window.stageId !== undefined && !isId(window.stageId)) throw invalid('stageId', 'must be an id')
  if (window.recordIds?.some((id) => !isId(id))) throw invalid('deal_id', 'must be an id')
  const board = isId(pipelineId) ? await readBoard(scope, pipelineId, window) : undefined
  if (!board) throw notFound('pipeline')
  return board
}
