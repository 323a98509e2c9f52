import type { Board, Card, Column, Total } from './board'

/** The board with one column replaced; the others keep their identity. */
export function withColumn(board: Board, stageId: string, change: (column: Column) => Column): Board {
  let changed = false
  const columns = board.columns.map((column) => {
    if (column.stage.id !== stageId) return column
    const next = change(column)
    changed ||= next !== column
    return next
  })
  return changed ? { ...board, columns } : board
}

/** The column without this card; its count and totals stay. */
export function withoutCard(column: Column, cardId: string): Column {
  const cards = column.cards.filter((card) => card.id !== cardId)
  return cards.length === column.cards.length ? column : { ...column, cards }
}

/** Count and totals after one card came (`by` 1) or left (`by` -1). */
export function tally(column: Column, card: Pick<Card, 'value' | 'currency'>, by: 1 | -1): Column {
  return {
    ...column,
    count: column.count + by,
    totals: addTotal(column.totals, card, by, column.stage.probability),
  }
}

function addTotal(totals: Total[], card: Pick<Card, 'value' | 'currency'>, by: 1 | -1, probability: number): Total[] {
  if (!card.value) return totals
  const change = by * card.value
  const weigh = (value: number) => Math.round(value * probability)
  const known = totals.find((total) => total.currency === card.currency)
  if (!known) return [...totals, { currency: card.currency, value: change, weighted: weigh(change) }]
  const value = known.value + change
  if (value === 0) return totals.filter((total) => total !== known)
  return totals.map((total) => (total === known ? { ...total, value, weighted: weigh(value) } : total))
}

/** Insert at a place in the shown order; past the end means the end. */
export function insertAt(column: Column, card: Card, index: number): Column {
  return { ...column, cards: [...column.cards.slice(0, index), card, ...column.cards.slice(index)] }
}

/**
 * Where a confirmed card of this rank belongs: right after the last confirmed card that ranks below it. Null when
 * that is beyond what is loaded: the card will come with its page.
 */
export function indexByRank(column: Column, rank: string): number | null {
  let index = 0
  let beyond = true
  for (let i = 0; i < column.cards.length; i++) {
    const card = column.cards[i]
    if (!card || card.pending) continue
    if (card.rank > rank) {
      beyond = false
      break
    }
    index = i + 1
  }
  return beyond && column.nextCursor !== null ? null : index
}

/** Insert a confirmed card by its rank; outside what is loaded it stays out of sight. */
export function insertByRank(column: Column, card: Card): Column {
  const index = indexByRank(column, card.rank)
  return index === null ? column : insertAt(column, card, index)
}

/** Whether a card of this rank may stand at this place between its confirmed neighbours. */
export function fitsAt(column: Column, index: number, rank: string): boolean {
  const above = column.cards.slice(0, index).findLast((card) => !card.pending)
  const below = column.cards.slice(index + 1).find((card) => !card.pending)
  return (!above || above.rank < rank) && (!below || rank < below.rank)
}
