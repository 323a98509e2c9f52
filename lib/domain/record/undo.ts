import { lockRecordRows } from '@/lib/db/sql/record'
import { displaced, recordsToRevert } from '@/lib/db/sql/revert'
import { lockStageRows, lockStagesToEnter, stagesOfRecords } from '@/lib/db/sql/stage'
import type { Tx } from '@/lib/db/transaction'
import type { Inverse, PastChange, Reverted } from '../event/inverse'
import { difference } from '../event/record-event'
import { type OwnField, ownFieldsOf } from '../object/own-field'
import { conflict } from '../refusal'
import { hintBoards } from './change'
import { ranksAtEnds } from './place-many'
import type { RecordRow } from './record'
import { type Turned, writeTurned } from './undo-write'

/** How changes of records are taken back, in a number of statements that does not grow with an event's. */
export const recordInverse: Inverse = {
  verbs: {
    'record.create': 'record.trash',
    'record.import': 'record.import',
    'record.update': 'record.update',
    'record.move': 'record.move',
    'record.archive': 'record.unarchive',
    'record.unarchive': 'record.archive',
    'record.trash': 'record.restore',
    'record.restore': 'record.trash',
  },
  lock: lockAround,
  revert: revertRecords,
}

/** Locks records, and before them the stages that they stand in, stood in, or may come back to. */
async function lockAround(tx: Tx, changes: PastChange[]): Promise<void> {
  const ids = [...new Set(changes.map(({ subjectId }) => subjectId))]
  const named = changes.flatMap(({ before, after }) => [before?.stageId, after?.stageId])
  const stages = new Set([...named.filter((id) => typeof id === 'string'), ...(await stagesOfRecords(tx, ids))])
  if (stages.size > 0) await lockStageRows(tx, [...stages])
  await lockRecordRows(tx, ids)
}

/**
 * Takes back one change of each of these records: what was made goes to the trash, what was changed is again as it was, at
 * its former place where that is free, else at the end of its stage. Refuses (conflict) all of it where one record has
 * changed since, its stage is gone, or others hold by now what was its alone.
 */
async function revertRecords(tx: Tx, changes: PastChange[], versions: Map<string, number>): Promise<Reverted[]> {
  const rows = await recordsToRevert<RecordRow>(
    tx,
    changes.map(({ subjectId }) => subjectId),
  )
  const stored = new Map(rows.map((record) => [record.id, record]))
  const own = await ownFieldsOf(tx, [...new Set(rows.map(({ objectId }) => objectId))])
  const turned = changes.flatMap((change) => {
    const record = stored.get(change.subjectId)
    if (!record || record.version !== versions.get(record.id)) throw changedSince()
    const next = turnedBack(tx.now, record, change, own)
    return difference<RecordRow>(record, next) ? [{ record, next }] : []
  })
  await place(tx, turned)
  await writeTurned(tx, turned, own)
  hint(tx, turned)
  return turned.map(told)
}

/** A record as it was before a change; its order key is what it had there, and empty where it had none or nobody knows. */
function turnedBack(
  now: Date,
  record: RecordRow,
  { before }: PastChange,
  own: (OwnField & { objectId: string })[],
): RecordRow {
  if (before === null) return { ...record, trashedAt: now, rank: null }
  const { rank, ...values } = before as Partial<RecordRow>
  const next = { ...record, ...values }
  const stands = next.stageId !== null && next.archivedAt === null && next.trashedAt === null
  const kept = next.stageId === record.stageId && rank === undefined ? record.rank : (rank ?? null)
  return { ...next, rank: stands ? kept : null, ...(values.fields && { fields: knownFields(next, own) }) }
}

/** Without those that the object has no more. */
const knownFields = ({ fields, objectId }: RecordRow, own: (OwnField & { objectId: string })[]): RecordRow['fields'] =>
  Object.fromEntries(
    Object.entries(fields).filter(([name]) => own.some((field) => field.objectId === objectId && field.name === name)),
  )

/** Gives those that come to a stage, or to another place there, their order keys. */
async function place(tx: Tx, turned: Turned[]): Promise<void> {
  const standing = turned.filter(({ next }) => next.stageId && !next.archivedAt && !next.trashedAt)
  const moving = standing.filter(({ record, next }) => next.rank === null || next.rank !== record.rank)
  const entering = turned.filter(({ record, next }) => next.stageId !== null && next.stageId !== record.stageId)
  const stages = new Set([...moving, ...entering].map(({ next }) => next.stageId as string))
  if (stages.size === 0) return
  const found = await lockStagesToEnter(tx, [...stages])
  if (found.length < stages.size) throw conflict('The stage or its pipeline is gone: this can no longer be undone')
  const former = moving.flatMap(({ next: { id, stageId, rank } }) => (stageId && rank ? [{ id, stageId, rank }] : []))
  const elsewhere = former.length > 0 ? await displaced(tx, former) : new Set<string>()
  const last = moving.filter(({ next }) => next.rank === null || elsewhere.has(next.id))
  const ranks = await ranksAtEnds(
    tx,
    last.map(({ next }) => next.stageId as string),
  )
  for (const [at, { next }] of last.entries()) next.rank = ranks[at] ?? null
}

const fewest = 50

function hint(tx: Tx, turned: Turned[]): void {
  if (turned.length <= fewest) {
    for (const { record, next } of turned) hintBoards(tx, record, { ...next, version: record.version + 1 })
    return
  }
  const boards = new Set(turned.flatMap(({ record, next }) => [record.pipelineId, next.pipelineId]))
  for (const pipelineId of boards) if (pipelineId) tx.hint({ workspaceId: tx.workspaceId, pipelineId })
}

function told({ record, next }: Turned): Reverted {
  const { before, after } = difference<RecordRow>(record, next) ?? { before: {}, after: {} }
  const [was, is] = [isAway(record) ? null : record.stageId, isAway(next) ? null : next.stageId]
  return {
    ...{ subject: 'record', subjectId: record.id, before, after, version: record.version + 1 },
    ...(was !== is && { fromStageId: was, toStageId: is }),
  }
}

const isAway = ({ trashedAt }: RecordRow): boolean => trashedAt !== null

const changedSince = () => conflict('The record has changed since: this can no longer be undone')
