import { insertRecordRows } from '@/lib/db/sql/record'
import type { StageToEnter } from '@/lib/db/sql/stage'
import type { Tx } from '@/lib/db/transaction'
import { recordEvent } from '../event/record-event'
import { newId } from '../id'
import { findObject } from '../object/find'
import { invalid } from '../refusal'
import { refuseUnlessAllValid } from './check-values'
import type { NewRecord } from './create'
import { inCurrency, lacksCurrency, usualCurrency } from './currency'
import { newRow, remembered } from './new-row'
import { refuseUnlessOn } from './place'
import { lockStages, ranksAtEnds } from './place-many'
import type { RecordValues } from './record'
import { keepAllUnique, refusingDuplicates } from './unique-values'

/** A record of an import; on a board it takes its place at the end of its stage. */
export type ImportedRecord = Omit<NewRecord, 'object' | 'to'> & { to?: { stageId: string; pipelineId?: string } }

/**
 * Makes many records of one object under the rules of createRecord, all or none, as one event with a change each.
 * Gives their ids in the order given. A few thousand at a time: all of them are held in memory.
 */
export async function createRecords(tx: Tx, objectName: string, given: ImportedRecord[]): Promise<string[]> {
  if (given.length === 0) return []
  const object = await findObject(tx, objectName)
  const stages = await lockGiven(tx, object.id, given)
  const values = await withCurrencies(tx, given)
  const own = await refuseUnlessAllValid(tx, object.id, values)
  const ranks = (await ranksAtEnds(tx, given.flatMap(stageIdOf))).values()
  const rows = given.map((each, at) => {
    const [stageId] = stageIdOf(each)
    const stage = stageId === undefined ? null : (stages.get(stageId) ?? null)
    const rank = stage && ranks.next().value
    return { id: newId(), rank, ...newRow(tx.now, each, values[at] ?? {}, own, stage) }
  })
  await refusingDuplicates(() => insertRecordRows(tx, object.id, rows))
  await keepAllUnique(tx, own, rows)
  await recordEvent(
    tx,
    'record.create',
    rows.map((row, at) => ({
      subject: 'record',
      subjectId: row.id,
      before: null,
      after: remembered(given[at]?.values ?? {}, row),
      version: 1,
      ...(row.stageId && { toStageId: row.stageId }),
    })),
  )
  for (const pipelineId of new Set([...stages.values()].map((stage) => stage.pipelineId))) {
    tx.hint({ workspaceId: tx.workspaceId, pipelineId })
  }
  return rows.map(({ id }) => id)
}

async function lockGiven(tx: Tx, objectId: string, given: ImportedRecord[]): Promise<Map<string, StageToEnter>> {
  const stages = await lockStages(tx, given.flatMap(stageIdOf))
  for (const stage of stages.values()) {
    if (stage.objectId !== objectId) throw invalid('stageId', 'must be a stage of the same object')
  }
  for (const each of given) {
    const stage = stages.get(stageIdOf(each)[0] ?? '')
    if (stage) await refuseUnlessOn(tx, stage, each.to?.pipelineId)
  }
  return stages
}

const stageIdOf = ({ to }: ImportedRecord): string[] => (to ? [to.stageId.toLowerCase()] : [])

async function withCurrencies(tx: Tx, given: ImportedRecord[]): Promise<RecordValues[]> {
  const lacking = given.some(({ values }) => lacksCurrency(values, null))
  const usual = lacking ? await usualCurrency(tx) : undefined
  return given.map(({ values }) => inCurrency(values, null, usual))
}
