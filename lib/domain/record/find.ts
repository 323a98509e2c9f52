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

function asked(record: RecordRow | undefined, object: string | undefined): RecordRow {
  if (!record || (object !== undefined && record.object !== object)) throw notFound('record')
  return record
}
