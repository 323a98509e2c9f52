import type { Tx } from '@/lib/db/transaction'
import { changeRecord, type RecordChange } from './change'
import type { Wanted } from './find'
import type { RecordRow } from './record'

/** Changes a record's values, its place or its being archived, in one event named after the most of it. */
export const updateRecord = (tx: Tx, id: string, change: RecordChange, wanted?: Wanted): Promise<RecordRow> =>
  changeRecord(tx, id, change, verbOf(change), wanted)

function verbOf({ archivedAt, to }: RecordChange): string {
  if (archivedAt !== undefined) return archivedAt === null ? 'record.unarchive' : 'record.archive'
  return to ? 'record.move' : 'record.update'
}
