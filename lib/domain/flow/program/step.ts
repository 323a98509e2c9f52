import type { Surroundings } from '../expression/functions'
import type { Row } from '../row'
import type { Effort } from './effort'
import type { Io } from './program'
import type { Settings } from './settings'

/** A row on its way. */
export interface Token {
  /** Where its item stands in the batch. */
  at: number
  number: number
  row: Row
  original: Row
}

/** A batch at one node. */
export interface Turn {
  io: Io
  nodeId: string
  /** Goes before the keys that the node claims: empty at first, and another where a later phase has the rows again. */
  mark: string
  effort: Effort
  /** So many rows leave quietly. */
  skip(rows: number): void
  /** The run must end, for this reason; the first one counts. */
  stop(reason: string): void
  /** There are so many rows more than came. */
  add(rows: number): void
  /** Does something with each row; one that turns out Unfit is rejected, and left out. */
  each<Result>(tokens: readonly Token[], work: (token: Token) => Result): Promise<{ token: Token; result: Result }[]>
  /** Lets others have the processor, when it is time. */
  pause(): Promise<void>
}

/** What a node does. Rows are never changed in place. */
export type Step =
  /** With each row alone: gives it, or another in its place, or null to leave it out. Throws Unfit to reject it. */
  | { each: (row: Row, effort: Effort) => Row | null }
  /** With all of a batch at once; gives them in their order. */
  | { all: (tokens: Token[], turn: Turn) => Promise<Token[]> }
  /** Keeps what comes from the right, and then goes through what comes from the left. */
  | { all: (tokens: Token[], turn: Turn) => Promise<Token[]>; keep: (tokens: Token[], turn: Turn) => Promise<number> }

export type Context = Surroundings

/** A node by its settings; null when it does nothing, and its rows pass. What is wrong is told to the settings. */
export type Compile = (settings: Settings, context: Context) => Step | null
