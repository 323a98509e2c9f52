import type { ActionType } from '@/components/task/task'

/**
 * A board as it is shown: columns in order, each with the cards that are loaded so far.
 * Money is integer minor units of its currency. Times are ISO 8601, days `YYYY-MM-DD`.
 */
export type Board = {
  id: string
  name: string
  /** Plural noun of what lies on it: `opportunities`, `candidates`, … */
  object: string
  rottingDays: number | null
  columns: Column[]
}

export type Column = {
  stage: Stage
  /** Active cards of the stage, loaded or not. */
  count: number
  totals: Total[]
  /** The loaded cards in board order: a gapless beginning of the stage. */
  cards: Card[]
  /** Where the next page begins; null when every card is loaded. */
  nextCursor: string | null
}

export type StageType = 'open' | 'won' | 'lost'

export type Stage = {
  id: string
  name: string
  type: StageType
  color: string | null
  /** 0 to 1. */
  probability: number
  rottingDays: number | null
  wipLimit: number | null
}

export type Total = { currency: string; value: number; weighted: number }

export type CardStatus = StageType | 'stalled'

export type NextTask = {
  id: string
  title: string
  /** An instant. */
  dueDate: string | null
  action: ActionType | null
  assignedToId: string | null
}

export type Card = {
  id: string
  name: string
  value: number | null
  currency: string
  company: { id: string; name: string } | null
  owner: { id: string; name: string } | null
  tags: string[]
  expectedClose: string | null
  status: CardStatus
  stageEnteredAt: string
  daysInStage: number
  lastActivityAt: string | null
  /** The open task about it that is due first. */
  nextTask: NextTask | null
  version: number
  /** Order within the stage, compared by code unit. Of no meaning while `pending`. */
  rank: string
  /** Moved here and not yet confirmed: its place is where it is shown. */
  pending?: true
}

/** Where a card is wished to be: beside a neighbour or at the end of the stage. */
export type Spot = { stageId: string; at: { after: string } | { before: string } | 'end' }

/** A card together with the stage whose count holds it. */
export type Placed = { card: Card; stageId: string }

/** The column of a stage, or undefined once the stage is gone. */
export function findColumn(board: Board, stageId: string): Column | undefined {
  return board.columns.find((column) => column.stage.id === stageId)
}

/** The shown card and its stage, or null when it is not among the loaded ones. */
export function findCard(board: Board, cardId: string): Placed | null {
  for (const column of board.columns) {
    const card = column.cards.find((candidate) => candidate.id === cardId)
    if (card) return { card, stageId: column.stage.id }
  }
  return null
}

/** Days without activity after which a card of this stage counts as stalled. */
export function rottingDaysOf(board: Pick<Board, 'rottingDays'>, stage: Pick<Stage, 'rottingDays'>): number {
  return stage.rottingDays ?? board.rottingDays ?? 14
}
