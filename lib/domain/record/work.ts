import { lockRecordRows } from '@/lib/db/sql/record'
import { lockStageRows, stagesOfRecords } from '@/lib/db/sql/stage'
import type { Tx } from '@/lib/db/transaction'
import { isId } from '../id'
import type { RecordChange } from './change'
import { createRecord, type NewRecord } from './create'
import type { Wanted } from './find'
import type { RecordRow } from './record'
import { trashRecord } from './trash'
import { updateRecord } from './update'

/** One of many things to be done with records in one transaction. */
export type RecordWork = { create: NewRecord } | { id: string; change: RecordChange | 'trash'; seen?: number }

/**
 * Locks all that many works will touch, the stages before the records and each in the order of their ids: then no two
 * such transactions wait for each other. What there is not is left for the work itself to refuse.
 */
export async function lockForWorks(tx: Tx, works: RecordWork[]): Promise<void> {
  const records = works.flatMap((work) => ('id' in work && isId(work.id) ? [work.id] : []))
  const inPlace = works.flatMap((work) =>
    'id' in work && isId(work.id) && needsOwnStage(work.change) ? [work.id] : [],
  )
  const stages = [
    ...works.flatMap((work) => targetOf(work) ?? []).filter(isId),
    ...(inPlace.length > 0 ? await stagesOfRecords(tx, inPlace) : []),
  ]
  if (stages.length > 0) await lockStageRows(tx, stages)
  if (records.length > 0) await lockRecordRows(tx, records)
}

/** Does one work under the rules of its verb; gives the record, or null when it is in the trash. */
export async function doWork(tx: Tx, work: RecordWork, wanted: Wanted): Promise<RecordRow | null> {
  if ('create' in work) return createRecord(tx, work.create)
  const { id, change, seen } = work
  if (change !== 'trash') return updateRecord(tx, id, change, { ...wanted, seen })
  await trashRecord(tx, id, { ...wanted, seen })
  return null
}

function targetOf(work: RecordWork): string | undefined {
  if ('create' in work) return work.create.to?.stageId
  return work.change === 'trash' ? undefined : work.change.to?.stageId
}

/** Whether a change places a record in the stage where it stands, which only its row can tell. */
const needsOwnStage = (change: RecordChange | 'trash'): boolean =>
  change !== 'trash' && change.to?.stageId === undefined && (change.to?.at !== undefined || change.archivedAt === null)
