import type { Board, Card, Placed } from './board'
import type { MoveRequest } from './move-queue'
import type { NewCard } from './quick-add'

/** Which part of a board to read. */
export type BoardSlice =
  /** Every column with its first cards. */
  | { limit: number }
  /** More of one column. */
  | { limit: number; stageId: string; cursor: string }
  /** Every column's counts and totals, with these cards alone (at most 50). */
  | { only: readonly string[] }

/** What the board asks of the server. Each may reject with an error whose message can be shown. */
export type BoardApi = {
  read: (slice: BoardSlice, signal?: AbortSignal) => Promise<Board>
  move: (card: Card, request: MoveRequest) => Promise<Placed>
  /** The same card sent again with the same key is made once. */
  create: (stageId: string, card: NewCard, key: string) => Promise<{ id: string; version: number }>
}

/**
 * What a colleague's change looks like from here: which cards have a version that we may not know. Without a version
 * it is not the card's own but something shown on it, such as its next task.
 */
export type Hint = { records: { id: string; version: number | null }[]; reset: boolean }
