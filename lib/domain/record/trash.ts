import { updateRecordRow } from '@/lib/db/sql/record'
import type { Tx } from '@/lib/db/transaction'
import { recordEvent } from '../event/record-event'
import { hintBoards } from './change'
import { lockRecord, type Wanted } from './find'
import { freeUnique } from './unique-values'

/** Puts a record in the trash: missing everywhere but there, and restorable. What was its alone is free for others. */
export async function trashRecord(tx: Tx, id: string, wanted?: Wanted): Promise<void> {
  const record = await lockRecord(tx, id, wanted)
  await updateRecordRow(tx, record.id, { trashedAt: tx.now, rank: null })
  await freeUnique(tx, record.id)
  await recordEvent(tx, 'record.trash', [
    {
      subject: 'record',
      subjectId: id,
      // With the place that it had, so that it may have it again.
      before: { trashedAt: null, ...(record.rank && { rank: record.rank }) },
      after: { trashedAt: tx.now, ...(record.rank && { rank: null }) },
      fromStageId: record.stageId,
      version: record.version + 1,
    },
  ])
  hintBoards(tx, record, { ...record, version: record.version + 1 })
}
