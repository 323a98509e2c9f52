import { findRecordRow, lockRecordRow } from '@/lib/db/sql/record'
import type { Scope, Tx } from '@/lib/db/transaction'
import { isId } from '../id'
import { notFound } from '../refusal'
import type { RecordRow } from './record'

/** The record with this id, of `object` when one is named. Refuses (not found) any other text, workspace or trash. */
export async function findRecord(scope: Scope, id: string, object?: string): Promise<RecordRow> {
  return asked(isId(id) ? await findRecordRow<RecordRow>(scope, id) : undefined, object)
}

/** The same, locked against other changes until the transaction ends. */
export async function lockRecord(tx: Tx, id: string, object?: string): Promise<RecordRow> {
  return asked(isId(id) ? await lockRecordRow<RecordRow>(tx, id) : undefined, object)
}

/** The deal with this id: a record that stands on a board. Refuses (not found) any other. */
export async function findDeal(scope: Scope, id: string): Promise<RecordRow> {
  const record = await findRecord(scope, id)
  if (record.stageId === null) throw notFound('record')
  return record
}

function asked(record: RecordRow | undefined, object: string | undefined): RecordRow {
  if (!record || (object !== undefined && record.object !== object)) throw notFound('record')
  return record
}
