import { type Board, type Card, findCard, findColumn, type Placed, type Spot, type Stage } from './board'
import { fitsAt, insertAt, insertByRank, tally, withColumn, withoutCard } from './column-cards'

/**
 * The board as it will be once the server has agreed: the card stands at its spot, marked pending, and the counts,
 * totals and weighted totals of both columns follow. `now` is the moment of the move (ISO 8601). A spot whose
 * neighbour is not shown falls to the end; the end of a column that is not loaded whole is out of sight. A spot in a
 * stage that is gone changes nothing.
 */
export function placeCard(board: Board, placed: Placed, spot: Spot, now: string): Board {
  const target = findColumn(board, spot.stageId)
  if (!target) return board
  const card = pendingCard(placed, target.stage, now)
  return withColumn(lift(board, placed), spot.stageId, (column) => {
    const counted = tally(column, card, 1)
    const index = indexOfSpot(counted.cards, spot)
    if (index !== null) return insertAt(counted, card, index)
    return counted.nextCursor === null ? insertAt(counted, card, counted.cards.length) : counted
  })
}

/**
 * The inverse of any number of moves of one card: it stands again where it was before the first, wherever it is
 * counted now, and nothing else changes: neither other cards' moves nor what arrived meanwhile. `home` is the card
 * as it was; when its stage is gone the card leaves the board.
 */
export function unplaceCard(board: Board, shownIn: string, home: Placed): Board {
  const { pending: _, ...card } = home.card
  const lifted = lift(board, { card, stageId: shownIn })
  return withColumn(lifted, home.stageId, (column) => insertByRank(tally(column, card, 1), card))
}

/**
 * The server has agreed: the card takes its confirmed rank, version and stage, and stays where it is shown unless a
 * confirmed neighbour proves that place wrong.
 */
export function settleCard(board: Board, shownIn: string, confirmed: Placed): Board {
  const { pending: _, ...card } = confirmed.card
  const shown = findCard(board, card.id)
  if (shown && shown.stageId === confirmed.stageId && shownIn === confirmed.stageId) {
    return withColumn(board, shown.stageId, (column) => {
      const index = column.cards.findIndex((candidate) => candidate.id === card.id)
      if (fitsAt(column, index, card.rank)) return { ...column, cards: column.cards.with(index, card) }
      return insertByRank(withoutCard(column, card.id), card)
    })
  }
  return unplaceCard(board, shownIn, confirmed)
}

function lift(board: Board, { card, stageId }: Placed): Board {
  const shown = findCard(board, card.id)
  const bare = shown ? withColumn(board, shown.stageId, (column) => withoutCard(column, card.id)) : board
  return withColumn(bare, stageId, (column) => tally(column, card, -1))
}

function pendingCard({ card, stageId }: Placed, target: Stage, now: string): Card {
  if (target.id === stageId) return { ...card, pending: true }
  return {
    ...card,
    pending: true,
    status: target.type,
    stageEnteredAt: now,
    lastActivityAt: now,
    daysInStage: 0,
  }
}

function indexOfSpot(cards: readonly Card[], spot: Spot): number | null {
  if (spot.at === 'end') return null
  const neighbour = 'after' in spot.at ? spot.at.after : spot.at.before
  const index = cards.findIndex((card) => card.id === neighbour)
  if (index < 0) return null
  return 'after' in spot.at ? index + 1 : index
}
