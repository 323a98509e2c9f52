import { lockTrashedRow, stageOfTrashed, updateRecordRow } from '@/lib/db/sql/record'
import { lockStageRow } from '@/lib/db/sql/stage'
import { BeginAgain, type Tx } from '@/lib/db/transaction'
import { recordEvent } from '../event/record-event'
import { isId } from '../id'
import { ownFields } from '../object/own-field'
import { conflict, notFound } from '../refusal'
import { hintBoards } from './change'
import { findRecord, isWanted, type Wanted } from './find'
import { rankAt } from './place'
import type { RecordRow } from './record'
import { keepUnique, refusingDuplicates } from './unique-values'

/**
 * Takes a record out of the trash; on a board it comes to the end of its stage. Refuses (not found) one that is not
 * there, and (conflict) one whose board is in the trash, or whose external id or unique value another has by now.
 */
export async function restoreRecord(tx: Tx, id: string, wanted: Wanted = {}): Promise<RecordRow> {
  const stageId = isId(id) ? await stageOfTrashed(tx, id) : undefined
  const stage = stageId ? await lockStageRow(tx, stageId) : undefined
  const record = isId(id) ? await lockTrashedRow<RecordRow>(tx, id) : undefined
  if (!record || !isWanted(record, wanted)) throw notFound('record')
  if (record.stageId !== stageId) throw new BeginAgain()
  if (stageId && !stage) throw conflict('Its pipeline is in the trash too: restore that first')
  const rank = stage && !record.archivedAt ? await rankAt(tx, stage.id, 'end', record.id, null) : null
  await refusingDuplicates(() => updateRecordRow(tx, record.id, { trashedAt: null, rank, lastActivityAt: tx.now }))
  await keepUnique(tx, await ownFields(tx, record.objectId), record.id, record.fields)
  await recordEvent(tx, 'record.restore', [
    {
      subject: 'record',
      subjectId: record.id,
      before: { trashedAt: record.trashedAt },
      after: { trashedAt: null },
      toStageId: record.stageId,
      version: record.version + 1,
    },
  ])
  const restored = await findRecord(tx, record.id)
  hintBoards(tx, null, restored)
  return restored
}
