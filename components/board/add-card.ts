import { type Board, type Card, findCard } from './board'
import { insertByRank, tally, withColumn } from './column-cards'

/** The board with a newly created card counted and, when its place is loaded, shown. Adding it twice changes nothing. */
export function addCard(board: Board, stageId: string, card: Card): Board {
  if (findCard(board, card.id)) return board
  return withColumn(board, stageId, (column) => insertByRank(tally(column, card, 1), card))
}
