import type { PastChange } from '@/lib/db/sql/act'
import type { Tx } from '@/lib/db/transaction'
import type { Change } from './record-event'

export type { PastChange }

/** The change that taking one back makes. */
export type Reverted = Change & { version: number }

/** How what happened to the rows of one noun is taken back. */
export interface Inverse {
  /** The verb that undoes each verb which can be undone. */
  verbs: Partial<Record<string, string>>
  /** Locks rows against other changes, in the order of their ids. */
  lock(tx: Tx, ids: string[]): Promise<unknown>
  /**
   * Takes back the last change of a row, which is locked.
   * @param version that the row has, or had when it was deleted
   */
  revert(tx: Tx, change: PastChange, version: number): Promise<Reverted>
}
