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
  /** Locks the rows of these changes against others, in the order of their ids. */
  lock(tx: Tx, changes: PastChange[]): Promise<unknown>
  /**
   * Takes back the last change of each of these rows, which are locked. A row that is already as it was is left out.
   * @param versions that the rows have by their ids, or had when they were deleted
   */
  revert(tx: Tx, changes: PastChange[], versions: Map<string, number>): Promise<Reverted[]>
}
