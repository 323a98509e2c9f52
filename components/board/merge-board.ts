import { type Board, type Card, type Column, findCard, type Placed } from './board'
import { insertAt, insertByRank, tally, withColumn, withoutCard } from './column-cards'

/** Cards whose move is under way, and the stage that shows them now. */
export type UnderWay = ReadonlyMap<string, { home: Placed; shownIn: string }>

/**
 * A freshly read board laid over the shown one. Cards whose move is under way stay where they are shown, and counts
 * and totals are carried over to there; a card that is shown in a later version than the one read keeps that version
 * and its place. Whatever is unchanged keeps its identity, so that nothing redraws for nothing.
 */
export function mergeBoard(shown: Board | undefined, fresh: Board, underWay: UnderWay): Board {
  if (!shown || shown.id !== fresh.id) return fresh
  const before = placedById(shown)
  let board = fresh
  for (const read of placedById(fresh).values()) {
    const known = before.get(read.card.id)
    if (known && !underWay.has(read.card.id) && known.card.version > read.card.version)
      board = carry(board, read, known)
  }
  for (const [id, { home, shownIn }] of underWay) {
    const read = findCard(fresh, id) ?? home
    board = withColumn(board, read.stageId, (column) => tally(withoutCard(column, id), read.card, -1))
    board = withColumn(board, shownIn, (column) => tally(column, read.card, 1))
  }
  board = { ...board, columns: board.columns.map((column) => holdPending(shown, column)) }
  return keepIdentity(shown, board)
}

/** More cards of one stage, appended in order; cards that are already shown somewhere are not doubled. */
export function mergePage(shown: Board, page: Column, underWay: UnderWay): Board {
  const known = new Set(shown.columns.flatMap((column) => column.cards.map((card) => card.id)))
  return withColumn(shown, page.stage.id, (column) => ({
    ...column,
    cards: [...column.cards, ...page.cards.filter((card) => !known.has(card.id) && !underWay.has(card.id))],
    nextCursor: page.nextCursor,
  }))
}

/**
 * What a hint led to: `asked` cards where they are now (absent from `fresh`: they left the board) and, unless `count`
 * is false, every column's count and totals. Cards under way or shown in a later version are left alone.
 */
export function mergeHint(
  shown: Board,
  fresh: Board,
  asked: readonly string[],
  underWay: UnderWay,
  { count }: { count: boolean },
): Board {
  let board = shown
  for (const id of asked) {
    if (underWay.has(id)) continue
    const known = findCard(board, id)
    const now = findCard(fresh, id)
    if (known && now && known.card.version > now.card.version) continue
    if (known && now && known.stageId === now.stageId && known.card.rank === now.card.rank) {
      board = withColumn(board, now.stageId, (column) => ({
        ...column,
        cards: column.cards.map((card) => (card.id === id ? reuse(card, now.card) : card)),
      }))
      continue
    }
    if (known) board = withColumn(board, known.stageId, (column) => withoutCard(column, id))
    if (now) board = withColumn(board, now.stageId, (column) => insertByRank(column, now.card))
  }
  if (!count) return board
  const counted = new Map(fresh.columns.map((column) => [column.stage.id, column]))
  const columns = board.columns.map((column) => {
    const now = counted.get(column.stage.id)
    return now ? { ...column, stage: now.stage, count: now.count, totals: now.totals } : column
  })
  return keepIdentity(shown, { ...board, columns })
}

/** Whether two boards have the same stages in the same order, so that a hint about cards is enough. */
export function sameStages(a: Board, b: Board): boolean {
  return a.columns.length === b.columns.length && a.columns.every((c, i) => c.stage.id === b.columns[i]?.stage.id)
}

function placedById(board: Board): Map<string, Placed> {
  const placed = board.columns.flatMap(({ stage, cards }) => cards.map((card) => ({ card, stageId: stage.id })))
  return new Map(placed.map((each) => [each.card.id, each]))
}

function carry(board: Board, read: Placed, known: Placed): Board {
  const lifted = withColumn(board, read.stageId, (column) => tally(withoutCard(column, read.card.id), read.card, -1))
  return withColumn(lifted, known.stageId, (column) => insertByRank(tally(column, known.card, 1), known.card))
}

/** The pending cards of this column put back behind the neighbour that stands above them on the screen. */
function holdPending(shown: Board, column: Column): Column {
  const before = shown.columns.find((candidate) => candidate.stage.id === column.stage.id)?.cards ?? []
  let held = column
  for (const [index, card] of before.entries()) {
    if (!card.pending) continue
    const above = before.slice(0, index).findLast((candidate) => held.cards.some((known) => known.id === candidate.id))
    held = insertAt(held, card, above ? held.cards.findIndex((known) => known.id === above.id) + 1 : 0)
  }
  return held
}

function keepIdentity(shown: Board, board: Board): Board {
  const cards = new Map(shown.columns.flatMap((column) => column.cards.map((card) => [card.id, card])))
  const columns = board.columns.map((column) => {
    const before = shown.columns.find((candidate) => candidate.stage.id === column.stage.id)
    const kept = column.cards.map((card) => reuse(cards.get(card.id), card))
    const sameCards = before?.cards.length === kept.length && kept.every((card, i) => card === before.cards[i])
    const next = { ...column, cards: before && sameCards ? before.cards : kept }
    return before && sameCards && sameHead(before, column) ? before : next
  })
  return { ...board, columns }
}

function sameHead(a: Column, b: Column): boolean {
  return a.count === b.count && a.nextCursor === b.nextCursor && same(a.stage, b.stage) && same(a.totals, b.totals)
}

function reuse(known: Card | undefined, card: Card): Card {
  return known && same(known, card) ? known : card
}

function same(a: unknown, b: unknown): boolean {
  return a === b || JSON.stringify(a) === JSON.stringify(b)
}
