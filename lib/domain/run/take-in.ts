import { sqlState, type Tx } from '@/lib/db/transaction'
import { type Reject, unnamed } from '../flow/program/program'
import type { Item } from '../flow/row'
import { importRows } from '../record/import'
import { conflict } from '../refusal'
import { databaseIo } from './io'
import { objectOf, type RunProgram } from './program'
import type { RecordCounts, RowCounts } from './run'

/** What became of items: their counts, and those that could not be taken in, in the order in which they were read. */
export interface TakenIn {
  rows: RowCounts
  records: RecordCounts
  rejects: Reject[]
  /** Names that rows held and the object has no field for. */
  ignored: string[]
}

/** Where items stand in a run. */
export interface Station {
  runId: string
  phase: number
  nodeId: string
  /** The index of their part, and how many rows it has kept so far. */
  part: { index: number; staged: number }
}

/**
 * Takes items of a source through the program and what arrives into records, in a transaction that the caller opens. In
 * a number of statements that does not grow with the items. Refuses (conflict) items that break a rule about all rows.
 */
export async function takeIn(tx: Tx, program: RunProgram, items: Item[], at: Station): Promise<TakenIn> {
  const io = databaseIo(tx, at.runId, at.part)
  const { passed, rejects, skipped, staged, added, broken } = await program.process(at.nodeId, items, io, at.phase)
  if (broken !== null) throw conflict(broken)
  const records: RecordCounts = { created: 0, updated: 0, unchanged: 0 }
  const refused: Reject[] = []
  const ignored = new Set<string>()
  const isNamed = at.nodeId !== unnamed.source
  for (const { nodeId, object, mode, keys } of program.targets) {
    const arrived = passed.get(nodeId) ?? []
    if (arrived.length === 0) continue
    const rows = arrived.map(({ row }) => row)
    const imported = await importRows(tx, { object: objectOf(program, object), mode, keys }, rows)
    records.created += imported.created
    records.updated += imported.updated
    records.unchanged += imported.unchanged
    for (const name of imported.ignored) ignored.add(name)
    for (const { index, reason } of imported.rejects) {
      const row = arrived[index]
      if (row) refused.push({ number: row.number, nodeId: isNamed ? nodeId : null, reason, original: row.original })
    }
  }
  return {
    rows: {
      in: items.length,
      out: records.created + records.updated + records.unchanged,
      rejected: rejects.length + refused.length,
      ...{ skipped, added, staged },
    },
    records,
    rejects: refused.length === 0 ? rejects : [...rejects, ...refused].sort((one, other) => one.number - other.number),
    ignored: [...ignored],
  }
}

/**
 * The same, where the database would not have it: by halves, until the rows are alone that it refuses; they are rejected,
 * and harm no other.
 */
export async function takeInByHalves(tx: Tx, program: RunProgram, items: Item[], at: Station): Promise<TakenIn> {
  try {
    return await tx.savepoint(() => takeIn(tx, program, items, at))
  } catch (error) {
    if (!isOfData(error)) throw error
    if (items.length > 1) {
      const middle = items.length >> 1
      const one = await takeInByHalves(tx, program, items.slice(0, middle), at)
      const next = { ...at, part: { ...at.part, staged: at.part.staged + one.rows.staged } }
      return together(one, await takeInByHalves(tx, program, items.slice(middle), next))
    }
    const only = items[0] as Item
    const original = 'row' in only ? only.row : only.original
    const reject = { number: only.number, nodeId: null, reason: refusal, original }
    const rows = { in: 1, out: 0, rejected: 1, skipped: 0, added: 0, staged: 0 }
    return { rows, records: { created: 0, updated: 0, unchanged: 0 }, rejects: [reject], ignored: [] }
  }
}

const refusal = 'The database refuses this row: something in it is too long or cannot be stored'

/** Whether the database refused what rows hold, rather than failed: a value, a constraint, a limit. */
export const isOfData = (error: unknown): boolean => /^(22|23|54)/.test(sqlState(error))

function together(one: TakenIn, other: TakenIn): TakenIn {
  return {
    rows: sum(one.rows, other.rows),
    records: sum(one.records, other.records),
    rejects: [...one.rejects, ...other.rejects],
    ignored: [...new Set([...one.ignored, ...other.ignored])],
  }
}

const sum = <Counts extends { [name in keyof Counts]: number }>(one: Counts, other: Counts): Counts =>
  Object.fromEntries(
    Object.keys(one).map((name) => [name, one[name as keyof Counts] + other[name as keyof Counts]]),
  ) as Counts
