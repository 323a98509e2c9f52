import { insertRecordRow } from '@/lib/db/sql/record'
import type { Tx } from '@/lib/db/transaction'
import { recordEvent } from '../event/record-event'
import { newId } from '../id'
import { findObject } from '../object/find'
import { invalid } from '../refusal'
import { hintBoards } from './change'
import { refuseUnlessValid } from './check-values'
import { withCurrency } from './currency'
import { newRow, remembered } from './new-row'
import { lockStage, rankAt, refuseUnlessOn, seenFrom } from './place'
import type { RecordRow, RecordValues, Spot } from './record'
import { keepUnique, refusingDuplicates } from './unique-values'

/** A record to be made. On a board the stage names its object; elsewhere `object` does. */
export interface NewRecord {
  object?: string
  values: RecordValues & { title: string }
  to?: { stageId: string; at?: Spot['at']; pipelineId?: string }
  /** An import keeps its dates; absent they are now. */
  createdAt?: Date
  stageEnteredAt?: Date
  closedAt?: Date
}

type StoredRecord = Omit<RecordRow, 'object' | keyof ReturnType<typeof seenFrom>>

/**
 * Makes a record, on a board at the spot given (by default the end of the stage) or on none.
 * Refuses an unknown stage or object, a stage of another pipeline than the one named, a gate that is not met, a value
 * that fits nothing, and an external id that the object already has.
 */
export async function createRecord(tx: Tx, given: NewRecord): Promise<RecordRow> {
  const stage = given.to ? await lockStage(tx, given.to.stageId) : null
  if (stage) await refuseUnlessOn(tx, stage, given.to?.pipelineId)
  const object = stage ? { id: stage.objectId, name: stage.object } : await findObject(tx, given.object ?? '')
  if (given.object !== undefined && given.object !== object.name)
    throw invalid('stageId', 'must be a stage of the same object')
  const values = await withCurrency(tx, { ...given.values, value: given.values.value ?? null }, null)
  const own = await refuseUnlessValid(tx, object.id, values)
  const id = newId()
  const row = newRow(tx.now, given, values, own, stage)
  const rank = stage ? await rankAt(tx, stage.id, given.to?.at ?? 'end', id, null) : null
  const stored = await refusingDuplicates(() => insertRecordRow<StoredRecord>(tx, object.id, { id, rank, ...row }))
  await keepUnique(tx, own, id, row.fields)
  const after = remembered(given.values, row)
  await recordEvent(tx, 'record.create', [
    {
      subject: 'record',
      subjectId: id,
      before: null,
      after,
      version: stored.version,
      ...(stage && { toStageId: stage.id }),
    },
  ])
  const record = { ...stored, object: object.name, ...seenFrom(stage) }
  hintBoards(tx, null, record)
  return record
}
