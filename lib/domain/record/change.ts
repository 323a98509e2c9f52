import { updateRecordRow } from '@/lib/db/sql/record'
import { type StageToEnter, stageOfRecord } from '@/lib/db/sql/stage'
import { BeginAgain, type Tx } from '@/lib/db/transaction'
import { difference, recordEvent } from '../event/record-event'
import { isId } from '../id'
import { asKept } from '../object/own-field'
import { invalid, notFound, Refusal } from '../refusal'
import { refuseUnlessValid } from './check-values'
import { withCurrency } from './currency'
import { findRecord, lockRecord, type Wanted } from './find'
import { refuseUnlessMayEnter } from './gate'
import { enteredAt, overwritten, writtenOf } from './next-row'
import { lockStage, rankAt, refuseUnlessOn, seenFrom } from './place'
import type { RecordRow, RecordValues, Spot } from './record'
import { keepUnique, refusingDuplicates } from './unique-values'

/** A change of one record. Without `stageId`, `at` is a place in the stage where it stands. */
export interface RecordChange {
  values?: RecordValues
  to?: { stageId?: string; at?: Spot['at']; pipelineId?: string }
  /** An instant archives, null takes it back to the end of its stage. */
  archivedAt?: Date | null
}

/**
 * Changes one record: its values, its place, or whether it is archived, all or nothing, as one event `verb`.
 * What the change leaves as it was leaves no event and no new version. Refuses a stage of another object, a gate that
 * is not met, a value that fits nothing; see the parts for their words.
 */
export async function changeRecord(
  tx: Tx,
  id: string,
  change: RecordChange,
  verb: string,
  wanted?: Wanted,
): Promise<RecordRow> {
  const stage = await stageToLock(tx, id, change, wanted)
  const record = await lockRecord(tx, id, wanted)
  if (stage && change.to?.stageId === undefined && record.stageId !== stage.id) throw new BeginAgain()
  if (stage) await refuseUnlessOn(tx, stage, change.to?.pipelineId)
  if (stage && stage.objectId !== record.objectId) throw invalid('stageId', 'must be a stage of the same object')
  const values = await withCurrency(tx, change.values ?? {}, record.currency)
  const own = await refuseUnlessValid(tx, record.objectId, values)
  const written = { ...writtenOf(record, values, own), archivedAt: change.archivedAt }
  const next = overwritten(record, written)
  const placed = stage ? await placement(tx, record, next, stage, change) : {}
  const patch = { ...written, ...placed, ...(next.archivedAt && { rank: null }) }
  const changed = difference<RecordRow>(record, patch)
  if (!changed) return record
  const touched = { ...changed.after, lastActivityAt: tx.now }
  const updatedAt = await refusingDuplicates(() => updateRecordRow(tx, id, touched))
  if (values.fields) await keepUnique(tx, own, id, asKept(own, values.fields))
  const moved = changed.after.stageId !== undefined
  await recordEvent(tx, verb, [
    {
      subject: 'record',
      subjectId: id,
      before: changed.before,
      after: changed.after,
      version: record.version + 1,
      ...(moved && { fromStageId: record.stageId, toStageId: changed.after.stageId }),
    },
  ])
  const result: RecordRow = {
    ...record,
    ...touched,
    version: record.version + 1,
    updatedAt,
    ...(stage && seenFrom(stage)),
  }
  hintBoards(tx, record, result)
  return result
}

/** Tells live boards of a record that was on one board and is on one now. */
export function hintBoards(tx: Tx, before: RecordRow | null, after: RecordRow): void {
  for (const pipelineId of new Set([before?.pipelineId, after.pipelineId])) {
    if (pipelineId)
      tx.hint({ workspaceId: tx.workspaceId, pipelineId, record: { id: after.id, version: after.version } })
  }
}

// Stages are locked before records, everywhere, so that no two changes wait for each other.
async function stageToLock(tx: Tx, id: string, change: RecordChange, wanted?: Wanted): Promise<StageToEnter | null> {
  const asked = change.to?.stageId
  if (asked === undefined && !change.to?.at && change.archivedAt !== null) return null
  const stageId = asked ?? (isId(id) ? await stageOfRecord(tx, id) : undefined)
  if (stageId === undefined) throw notFound('record')
  try {
    if (stageId === null) throw invalid('stageId', 'is needed: this record is on no board')
    return await lockStage(tx, stageId)
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    // A missing record is said before a missing stage; and its own stage can be missing for a moment only.
    const { stageId: own } = await findRecord(tx, id, wanted)
    throw asked === undefined && own !== null ? new BeginAgain() : error
  }
}

async function placement(
  tx: Tx,
  record: RecordRow,
  next: RecordRow,
  stage: StageToEnter,
  change: RecordChange,
): Promise<Partial<RecordRow>> {
  const enters = stage.id !== record.stageId
  if (enters) refuseUnlessMayEnter(stage, next)
  const returns = record.archivedAt !== null && next.archivedAt === null
  const stays = !enters && !returns && !change.to?.at
  const rank = next.archivedAt
    ? null
    : stays
      ? record.rank
      : await rankAt(tx, stage.id, change.to?.at ?? 'end', record.id, enters ? null : record.rank)
  if (!enters) return { rank }
  return { rank, ...enteredAt(tx.now, record, stage) }
}
