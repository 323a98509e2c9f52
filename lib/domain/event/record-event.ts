import { insertChanges, insertEvent, type RowChange } from '@/lib/db/sql/event'
import type { Tx } from '@/lib/db/transaction'
import { newId } from '../id'

export type Change = Omit<RowChange, 'id'>

/**
 * Writes the one event of a verb with a change per row, in the verb's own transaction. Never give it a secret: the
 * timeline shows what it holds. Gives the event's id.
 */
export async function recordEvent(tx: Tx, verb: string, changes: Change[]): Promise<string> {
  const id = newId()
  await insertEvent(tx, id, verb, changes.map(withId))
  return id
}

/** Adds changes to the event of a verb that changes too many rows to hold them all at once. */
export const continueEvent = (tx: Tx, eventId: string, changes: Change[]): Promise<void> =>
  insertChanges(tx, eventId, changes.map(withId))

const withId = (change: Change): RowChange => ({ ...change, id: newId() })

/** What a row was and became, in the columns that changed. */
export interface Difference<Row> {
  before: Partial<Row>
  after: Partial<Row>
}

/**
 * What `patch` changes of `row`, as before and after; null when it changes nothing.
 * Compares by value, so that writing what is there already leaves no trace.
 */
export function difference<Row extends object>(row: Row, patch: Partial<Row>): Difference<Row> | null {
  const before: Partial<Row> = {}
  const after: Partial<Row> = {}
  for (const key of Object.keys(patch) as (keyof Row)[]) {
    if (patch[key] === undefined || JSON.stringify(row[key]) === JSON.stringify(patch[key])) continue
    before[key] = row[key]
    after[key] = patch[key]
  }
  return Object.keys(after).length > 0 ? { before, after } : null
}
