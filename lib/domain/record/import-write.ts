import { dropExternalIds } from '@/lib/db/sql/import'
import { insertRecordRows, lockRecordRows, updateRecordRows } from '@/lib/db/sql/record'
import { addKeys, dropKeys, type RecordKey } from '@/lib/db/sql/record-key'
import { lockStagesToEnter, type StageToEnter } from '@/lib/db/sql/stage'
import { BeginAgain, sqlState, type Tx, violated } from '@/lib/db/transaction'
import { type Change, type Difference, difference, recordEvent } from '../event/record-event'
import type { Touched } from './import-apply'
import type { Ground, StoredRecord } from './import-ground'
import { remembered } from './new-row'
import { ranksAtEnds } from './place-many'
import type { RecordRow } from './record'
import { keysOf } from './unique-values'

type Made = Touched & { stored: null }
type Known = Touched & { stored: StoredRecord }

/** A stored record that is to be written. */
type Changed = Known & Difference<RecordRow>

/**
 * Writes what rows made of records: as one event with a change for each that is new or not what it was, and none without
 * any. Begins again where somebody changed meanwhile what the rows were applied to. Locks stages before records, each in
 * the order of their ids, as everybody does.
 */
export async function writeTouched(tx: Tx, ground: Ground, touched: Touched[]): Promise<void> {
  if (touched.length === 0) return
  await placeEntered(tx, touched)
  const made = touched.filter(isMade)
  const changed = touched.filter(isKnown).flatMap(changeOf)
  if (made.length === 0 && changed.length === 0) return
  await writeChanged(tx, changed)
  await writeMade(tx, ground, made)
  await writeKeys(tx, ground, made, changed)
  await tellOf(tx, touched, changed)
}

const isMade = (each: Touched): each is Made => each.stored === null
const isKnown = (each: Touched): each is Known => each.stored !== null

/** Gives those that entered a stage their places at its end, in the order in which they came. */
async function placeEntered(tx: Tx, touched: Touched[]): Promise<void> {
  const entered = touched
    .flatMap(({ row, entered }) => (entered ? [{ row, ...entered }] : []))
    .sort((one, other) => one.number - other.number)
  if (entered.length === 0) return
  const stages = new Map(entered.map(({ stage }) => [stage.id, stage]))
  const locked = await lockStagesToEnter(tx, [...stages.keys()])
  const isAsSeen = (now: StageToEnter) => difference<StageToEnter>(stages.get(now.id) ?? now, now) === null
  if (locked.length < stages.size || !locked.every(isAsSeen)) throw new BeginAgain()
  const onBoard = entered.filter(({ row }) => row.archivedAt === null)
  const ranks = await ranksAtEnds(
    tx,
    onBoard.map(({ stage }) => stage.id),
  )
  for (const [at, { row }] of onBoard.entries()) row.rank = ranks[at] ?? null
}

function changeOf(known: Known): Changed[] {
  const { row, stored, changed, entered } = known
  if (changed && !entered) return [{ ...known, ...changed }]
  if (changed) {
    const before = { ...changed.before, rank: stored.rank }
    return [{ ...known, before, after: { ...changed.after, rank: row.rank } }]
  }
  const { version, updatedAt, lastActivityAt, stageType, probability, rottingDays, ...told } = row
  const all = difference<RecordRow>(stored, told)
  return all ? [{ ...known, ...all }] : []
}

async function writeChanged(tx: Tx, changed: Changed[]): Promise<void> {
  if (changed.length === 0) return
  const rows = changed.map(({ row }) => row)
  await lockRecordRows(
    tx,
    rows.map(({ id }) => id),
  )
  const renamed = changed.filter(({ stored, after }) => after.externalId !== undefined && stored.externalId !== null)
  if (renamed.length > 0) {
    await dropExternalIds(
      tx,
      renamed.map(({ row }) => row.id),
    )
  }
  const columns = new Set(changed.flatMap(({ after }) => Object.keys(after)))
  const written = await unlessOvertaken(() => updateRecordRows(tx, [...columns, 'lastActivityAt'], rows))
  if (written < changed.length) throw new BeginAgain()
}

async function writeMade(tx: Tx, { object }: Ground, made: Made[]): Promise<void> {
  if (made.length === 0) return
  // In one order everywhere, so that no two imports of the same records wait for each other.
  const rows = made.map(({ row }) => row).sort((one, other) => compare(one.externalId, other.externalId))
  await unlessOvertaken(() => insertRecordRows(tx, object.id, rows))
}

async function writeKeys(tx: Tx, { unique }: Ground, made: Made[], changed: Changed[]): Promise<void> {
  if (unique.length === 0) return
  const drop: RecordKey[] = []
  const add: RecordKey[] = made.flatMap(({ row }) => keysOf(unique, row.id, row.fields))
  for (const { row, stored, after } of changed) {
    if (!after.fields) continue
    const [old, now] = [keysOf(unique, row.id, stored.fields), keysOf(unique, row.id, row.fields)]
    drop.push(...old.filter((key) => !now.some((each) => isSame(each, key))))
    add.push(...now.filter((key) => !old.some((each) => isSame(each, key))))
  }
  if (drop.length > 0) await dropKeys(tx, drop)
  if (add.length === 0) return
  add.sort((one, other) => compare(one.fieldId, other.fieldId) || compare(one.value, other.value))
  if ((await addKeys(tx, add)).length < add.length) throw new BeginAgain()
}

const isSame = (one: RecordKey, other: RecordKey): boolean => one.fieldId === other.fieldId && one.value === other.value

const compare = (one: string | null, other: string | null): number =>
  one === other ? 0 : (one ?? '') < (other ?? '') ? -1 : 1

async function tellOf(tx: Tx, touched: Touched[], changed: Changed[]): Promise<void> {
  const known = new Map(changed.map((each) => [each.row.id, each]))
  const boards = new Set<string>()
  const changes = touched.flatMap((each): Change[] => {
    const { row, stored } = each
    const one = known.get(row.id)
    if (stored && !one) return []
    for (const board of [stored?.pipelineId, row.pipelineId]) if (board) boards.add(board)
    return [one ? changeTold(one) : makingTold(each)]
  })
  await recordEvent(tx, 'record.import', changes)
  for (const pipelineId of boards) tx.hint({ workspaceId: tx.workspaceId, pipelineId })
}

const makingTold = ({ row, given }: Touched): Change => ({
  ...{ subject: 'record', subjectId: row.id, before: null, after: remembered(given, row), version: 1 },
  ...(row.stageId && { toStageId: row.stageId }),
})

const changeTold = ({ row, stored, before, after }: Changed): Change => ({
  ...{ subject: 'record', subjectId: row.id, before, after, version: stored.version + 1 },
  ...(after.stageId !== undefined && { fromStageId: stored.stageId, toStageId: after.stageId }),
})

/** Turns the database's refusal of what another transaction wrote since we looked into another look. */
async function unlessOvertaken<T>(write: () => Promise<T>): Promise<T> {
  try {
    return await write()
  } catch (error) {
    if (sqlState(error) === '23505' && violated(error) === 'CrmRecord_external_id') throw new BeginAgain()
    throw error
  }
}
