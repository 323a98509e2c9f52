import { findRecordRow, lockRecordRow } from '@/lib/db/sql/record'
import { BeginAgain, type Scope, type Tx } from '@/lib/db/transaction'
import { refuseIfStale } from '../event/stale'
import { isId } from '../id'
import { notFound } from '../refusal'
import type { RecordRow } from './record'

/** Which records a door speaks of: those of one object, those that stand on a board, or all. */
export interface Wanted {
  object?: string
  onBoard?: boolean
  /** For changes: the version that the caller has seen, when it is to be no other by now. */
  seen?: number
  /** What must hold of it besides. */
  still?(record: RecordRow): boolean
}

/** A deal, a card: a record that stands on a board. */
export const aDeal: Wanted = { onBoard: true }

/** The record with this id. Refuses (not found) one that is not wanted here, another workspace's and a trashed one. */
export async function findRecord(scope: Scope, id: string, wanted: Wanted = {}): Promise<RecordRow> {
  return asked(isId(id) ? await findRecordRow<RecordRow>(scope, id) : undefined, wanted)
}

/** The same, locked against other changes until the transaction ends. Refuses (stale) one that is newer than seen. */
export async function lockRecord(tx: Tx, id: string, wanted: Wanted = {}): Promise<RecordRow> {
  const record = asked(isId(id) ? await lockRecordRow<RecordRow>(tx, id) : undefined, wanted)
  // While we waited for the lock it went to a stage younger than our look at the stages.
  if (record.stageId !== null && record.stageType === null) throw new BeginAgain()
  await refuseIfStale(tx, record, wanted.seen)
  return record
}

function asked(record: RecordRow | undefined, wanted: Wanted): RecordRow {
  if (!record || !isWanted(record, wanted)) throw notFound('record')
  return record
}

/** Whether a record is one that a door speaks of. */
export const isWanted = (record: RecordRow, { object, onBoard, still }: Wanted): boolean =>
  (object === undefined || record.object === object) &&
  !(onBoard && record.stageId === null) &&
  still?.(record) !== false
