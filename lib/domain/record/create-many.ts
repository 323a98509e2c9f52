import { neighboursAtEnd } from '@/lib/db/sql/rank'
import { insertRecordRows } from '@/lib/db/sql/record'
import type { StageToEnter } from '@/lib/db/sql/stage'
import type { Tx } from '@/lib/db/transaction'
import { recordEvent } from '../event/record-event'
import { newId } from '../id'
import { findObject } from '../object/find'
import { invalid } from '../refusal'
import { refuseUnlessAllValid } from './check-values'
import type { NewRecord } from './create'
import { withCurrency } from './currency'
import { newRow, remembered } from './new-row'
import { lockStage, refuseUnlessOn } from './place'
import { ranksAfter } from './rank'
import type { RecordValues } from './record'
import { keepUnique, refusingDuplicates } from './unique-values'

/** A record of an import; on a board it takes its place at the end of its stage. */
export type ImportedRecord = Omit<NewRecord, 'object' | 'to'> & { to?: { stageId: string; pipelineId?: string } }

/**
 * Makes many records of one object under the rules of createRecord, all or none, as one event with a change each.
 * Gives their ids in the order given. A few thousand at a time: all of them are held in memory.
 */
export async function createRecords(tx: Tx, objectName: string, given: ImportedRecord[]): Promise<string[]> {
  if (given.length === 0) return []
  const object = await findObject(tx, objectName)
  const stages = await lockStages(tx, object.id, given)
  const values = await withCurrencies(tx, given)
  const own = await refuseUnlessAllValid(tx, object.id, values)
  const ranks = await ranksAtEnds(tx, given)
  const rows = given.map((each, at) => {
    const stage = each.to ? (stages.get(each.to.stageId) ?? null) : null
    const rank = each.to ? ranks.get(each.to.stageId)?.shift() : null
    return { id: newId(), rank, ...newRow(tx.now, each, values[at] ?? {}, own, stage) }
  })
  await refusingDuplicates(() => insertRecordRows(tx, object.id, rows))
  for (const row of rows) await keepUnique(tx, own, row.id, row.fields)
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

// In the order of their ids, so that no two imports wait for each other.
async function lockStages(tx: Tx, objectId: string, given: ImportedRecord[]): Promise<Map<string, StageToEnter>> {
  const places = new Map(given.flatMap(({ to }) => (to ? [[to.stageId, to] as const] : [])))
  const stages = new Map<string, StageToEnter>()
  for (const stageId of [...places.keys()].sort()) {
    const stage = await lockStage(tx, stageId)
    if (stage.objectId !== objectId) throw invalid('stageId', 'must be a stage of the same object')
    stages.set(stageId, stage)
  }
  for (const { to } of given) {
    const stage = to && stages.get(to.stageId)
    if (stage) await refuseUnlessOn(tx, stage, to.pipelineId)
  }
  return stages
}

/** The values of all, with the workspace's currency where money comes without one. */
async function withCurrencies(tx: Tx, given: ImportedRecord[]): Promise<RecordValues[]> {
  const usual = given.some(({ values }) => values.value !== undefined && values.value !== null && !values.currency)
    ? (await withCurrency(tx, { value: 0 }, null)).currency
    : null
  return Promise.all(
    given.map(({ values }) => withCurrency(tx, { ...values, currency: values.currency ?? usual }, usual ?? null)),
  )
}

/** For every stage as many order keys, after its last card, as records are to enter it. */
async function ranksAtEnds(tx: Tx, given: ImportedRecord[]): Promise<Map<string, string[]>> {
  const counts = new Map<string, number>()
  for (const { to } of given) if (to) counts.set(to.stageId, (counts.get(to.stageId) ?? 0) + 1)
  const ranks = new Map<string, string[]>()
  for (const [stageId, count] of counts) {
    const { low } = await neighboursAtEnd(tx, stageId, newId())
    ranks.set(stageId, ranksAfter(low, count))
  }
  return ranks
}
