import { changesOfAct } from '@/lib/db/sql/act'
import {
  changedByOthers,
  countSubjects,
  importsOfRun,
  isRunUndone,
  type OthersChange,
  type StandingRecord,
  standing,
} from '@/lib/db/sql/run-undo'
import type { Tx } from '@/lib/db/transaction'
import type { PastChange, Reverted } from '../event/inverse'
import { recordEvent } from '../event/record-event'
import { whoChanged } from '../event/stale'
import { recordInverse } from '../record/undo'
import { conflict, Refusal } from '../refusal'
import { lockRun } from './find'
import { hasEnded } from './run'

/** What became of undoing a run. */
export interface RunUndone {
  /** How many records are as they were before it. */
  undone: number
  keptTotal: number
  /** The first of those that stay as they are. */
  kept: { recordId: string; title: string; reason: string }[]
}

const mostTold = 1000
const atOnce = 5000

/**
 * Takes back what a run did to records, the latest first: those that it made go to the trash, those that it changed are
 * as they were. What others have changed since stays, and is told. Refuses (conflict) a run that is not over, and one that
 * was undone already.
 */
export async function undoRun(tx: Tx, flowId: string, id: string): Promise<RunUndone> {
  const run = await lockRun(tx, flowId, id)
  if (!hasEnded(run.status)) throw conflict('The run is not over yet')
  if (await isRunUndone(tx, id)) throw conflict('The run was undone already')
  const undoing: Undoing = { runId: id, eventIds: [], kept: new Kept() }
  let before: string | null = null
  for (;;) {
    const events: string[] = await importsOfRun(tx, id, before)
    for (const event of events) await undoEvent(tx, event, undoing)
    before = events.at(-1) ?? null
    if (before === null) break
  }
  const undone = await countSubjects(tx, undoing.eventIds)
  const { total: keptTotal, told: kept } = undoing.kept
  await recordEvent(tx, 'run.undo', [{ subject: 'run', subjectId: id, before: {}, after: { undone, kept: keptTotal } }])
  tx.hint({ workspaceId: tx.workspaceId, flowId, runId: id })
  return { undone, keptTotal, kept }
}

interface Undoing {
  runId: string
  /** The events that it has left so far. */
  eventIds: string[]
  kept: Kept
}

async function undoEvent(tx: Tx, eventId: string, undoing: Undoing): Promise<void> {
  const changes = await changesOfAct(tx, [eventId])
  for (let from = 0; from < changes.length; from += atOnce) {
    const some = changes.slice(from, from + atOnce)
    await recordInverse.lock(tx, some)
    const records = new Map(
      (
        await standing(
          tx,
          some.map(({ subjectId }) => subjectId),
        )
      ).map((each) => [each.id, each]),
    )
    const free = await withoutOthers(tx, some, records, undoing)
    const versions = new Map([...records.values()].map(({ id, version }) => [id, version]))
    const reverted = await revertWherePossible(tx, free, versions, (change, reason) =>
      undoing.kept.add(records.get(change.subjectId), reason),
    )
    if (reverted.length > 0) undoing.eventIds.push(await recordEvent(tx, 'record.import', reverted))
  }
}

/** The changes of those records that nobody else has changed since; the others are kept. */
async function withoutOthers(
  tx: Tx,
  changes: PastChange[],
  records: Map<string, StandingRecord>,
  { runId, eventIds, kept }: Undoing,
): Promise<PastChange[]> {
  const versions = changes.map(({ subjectId: id, version }) => ({ id, version: version ?? 0 }))
  const later = new Map<string, OthersChange[]>()
  for (const change of await changedByOthers(tx, versions, { runId, eventIds })) {
    const known = later.get(change.subjectId)
    if (known) known.push(change)
    else later.set(change.subjectId, [change])
  }
  return changes.filter(({ subjectId, before }) => {
    // What stays as it is after the run's last change of it does so after the others.
    if (kept.has(subjectId)) return false
    const record = records.get(subjectId)
    const others = later.get(subjectId)
    if (!others) return record !== undefined
    // What the run made and is in the trash by now is where it would go.
    if (before !== null || record?.trashedAt === null) kept.add(record, whoChanged(others) ?? '')
    return false
  })
}

/** Takes changes back; where one cannot be, by halves, until it is alone and left as it is. */
async function revertWherePossible(
  tx: Tx,
  changes: PastChange[],
  versions: Map<string, number>,
  keep: (change: PastChange, reason: string) => void,
): Promise<Reverted[]> {
  const [first] = changes
  if (!first) return []
  try {
    return await tx.savepoint(() => recordInverse.revert(tx, changes, versions))
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    if (changes.length === 1) {
      keep(first, error.message)
      return []
    }
    const middle = changes.length >> 1
    return [
      ...(await revertWherePossible(tx, changes.slice(0, middle), versions, keep)),
      ...(await revertWherePossible(tx, changes.slice(middle), versions, keep)),
    ]
  }
}

/** The records that stay as they are, the first of them with the reason. */
class Kept {
  readonly told: RunUndone['kept'] = []
  readonly #ids = new Set<string>()

  get total(): number {
    return this.#ids.size
  }

  has(id: string): boolean {
    return this.#ids.has(id)
  }

  add(record: StandingRecord | undefined, reason: string): void {
    if (!record || this.#ids.has(record.id)) return
    this.#ids.add(record.id)
    if (this.told.length < mostTold) this.told.push({ recordId: record.id, title: record.title, reason })
  }
}
