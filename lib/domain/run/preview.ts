import { namesOf } from '@/lib/db/sql/named'
import { type Scope, sqlState, type Tx, tryOut } from '@/lib/db/transaction'
import type { Guard } from '@/lib/net/target'
import { openConnector } from '../connector/open'
import { findFlow } from '../flow/find'
import { compileFlow } from '../flow/program/compile'
import { memoryIo } from '../flow/program/memory-io'
import {
  type Io,
  type Passed,
  type Program,
  type Reject,
  type Target,
  unnamed,
  type Visit,
} from '../flow/program/program'
import type { Row } from '../flow/row'
import { findObjectById } from '../object/find'
import { importRows } from '../record/import'
import type { AppliedRow } from '../record/import-apply'
import { type FieldChange, fieldChanges, pointingFields } from '../record/import-difference'
import { conflict, invalid, Refusal } from '../refusal'
import { SourceFailed } from '../source/failed'
import { type Sample, sampleSource } from '../source/sample'
import { zoneOf } from '../workspace/zone'
import { databaseIo } from './io'
import { ShownRows } from './shown-rows'
import { drawn, type Runnable, type Sketch } from './sketch'

/** What a run would do with the first rows. */
export interface Preview {
  nodes: NodePreview[]
  targets: TargetPreview[]
  /** In the order in which they came up. */
  rejects: Reject[]
  counts: { in: number; create: number; update: number; unchanged: number; reject: number; skip: number }
  source: Pick<Sample, 'columns' | 'encoding' | 'delimiter'>
}

export interface NodePreview {
  nodeId: string
  in: number
  out: number
  rejected: number
  skipped: number
  /** The first rows that left it. */
  rows: Row[]
}

export interface TargetPreview {
  /** Null in a flow without nodes. */
  nodeId: string | null
  objectId: string
  /** By their numbers. */
  rows: RowPreview[]
  /** Names in the rows that the object has no field for. */
  ignored: string[]
}

export interface RowPreview {
  number: number
  action: 'create' | 'update' | 'unchanged' | 'reject'
  /** The record that is there already. */
  recordId: string | null
  title: string | null
  /** Why it is rejected. */
  reason: string | null
  /** What names another row of the workspace is told by its name. */
  changes: FieldChange[]
}

/** What is to be tried: a flow that there is, or a sketch. */
export type Tried = { flowId: string } | Sketch

const seconds = 10
/** How many rows of the right side of a join are read, so that what is joined finds its match. */
const joinedRows = 5000

/**
 * Puts the first rows of a flow's sources through its nodes and writes them as a run would, in a transaction that is
 * taken back: tells what would become of each, and writes nothing. Refuses (invalid) a flow that there is not or that
 * cannot be run, and a source that cannot be read or not within ten seconds.
 * @param most how many rows of a source are tried, and of a node are told
 */
export async function previewFlow(scope: Scope, tried: Tried, most: number, guard: Guard = {}): Promise<Preview> {
  const flow = 'flowId' in tried ? await knownFlow(scope, tried.flowId) : await drawn(scope, tried)
  const program = compileFlow(flow, { now: scope.now, timeZone: await zoneOf(scope) })
  const samples = await sampleSources(scope, program, most, guard)
  const [main] = program.phases.at(-1) ?? []
  const { columns, encoding, delimiter } = samples.get(main?.nodeId ?? '') ?? {
    columns: [],
    encoding: null,
    delimiter: null,
  }
  const trial = { flow, program, samples, most }
  return {
    ...(await tryOut(scope, (tx) => hurried(tx, () => pour(tx, trial)))),
    source: { columns, encoding, delimiter },
  }
}

async function knownFlow(scope: Scope, id: string): Promise<Runnable> {
  return findFlow(scope, id).catch((error: unknown) => {
    const isMissing = error instanceof Refusal && error.kind === 'not_found'
    throw isMissing ? invalid('flowId', 'must be the id of a data pipeline') : error
  })
}

async function sampleSources(
  scope: Scope,
  { phases }: Program,
  most: number,
  guard: Guard,
): Promise<Map<string, Sample>> {
  const signal = AbortSignal.timeout(seconds * 1000)
  const samples = new Map<string, Sample>()
  for (const [phase, reads] of phases.entries()) {
    for (const { nodeId, connectorId, config } of reads) {
      if (samples.has(nodeId)) continue
      const size = phase < phases.length - 1 ? joinedRows : most
      try {
        const connector = await openConnector(scope, connectorId)
        samples.set(nodeId, await sampleSource(scope, connector, config, size, { signal, guard }))
      } catch (error) {
        if (error instanceof SourceFailed) throw new Refusal('invalid', error.message)
        throw signal.aborted ? new Refusal('invalid', `The first rows were not there within ${seconds} seconds`) : error
      }
    }
  }
  return samples
}

// Others may be at these records for long, and somebody waits for the answer.
async function hurried<T>(tx: Tx, work: () => Promise<T>): Promise<T> {
  await tx.sql(`SET LOCAL statement_timeout = '${seconds}s'`, [])
  try {
    return await work()
  } catch (error) {
    throw sqlState(error) === '57014' ? conflict('Others are changing these records: try again in a while') : error
  }
}

interface Trial {
  flow: Runnable
  program: Program
  samples: Map<string, Sample>
  most: number
}

async function pour(tx: Tx, { flow, program, samples, most }: Trial): Promise<Omit<Preview, 'source'>> {
  const notes = new Notes(program, flow, most)
  const io = ioOf(tx)
  const read = new Set<string>()
  for (const [phase, reads] of program.phases.entries()) {
    for (const { nodeId } of reads) {
      const all = samples.get(nodeId)?.items ?? []
      const items = phase < program.phases.length - 1 ? all : all.slice(0, most)
      const outcome = await program.process(nodeId, items, io, phase, (visit) => notes.visit(visit))
      if (outcome.broken !== null) throw new Refusal('invalid', outcome.broken)
      notes.read(read.has(nodeId) ? 0 : items.length, outcome.skipped, outcome.rejects)
      read.add(nodeId)
      for (const target of program.targets) {
        const passed = outcome.passed.get(target.nodeId) ?? []
        if (passed.length > 0) await write(tx, notes, target, passed)
      }
    }
  }
  return notes.told(tx)
}

/** What is kept for the run is kept in memory; records are looked up where they are. */
const ioOf = (tx: Tx): Io => ({ ...memoryIo(), lookUp: databaseIo(tx, '', { index: 0, staged: 0 }).lookUp })

async function write(tx: Tx, notes: Notes, target: Target, passed: Passed[]): Promise<void> {
  const { mode, keys } = target
  const { name } = await findObjectById(tx, target.object)
  const rows = passed.map(({ row }) => row)
  const { rejects, ignored } = await importRows(tx, { object: name, mode, keys }, rows, (index, applied) =>
    notes.applied(target, passed[index] as Passed, applied),
  )
  for (const { index, reason } of rejects) notes.refused(target, passed[index] as Passed, reason)
  notes.ignored(target, ignored)
}

/** Gathers what a preview tells. */
class Notes {
  readonly #shown = new ShownRows()
  readonly #nodes: Map<string, NodePreview>
  readonly #targets: Map<string, TargetPreview>
  readonly #rejects: Reject[] = []
  readonly #counts = { in: 0, create: 0, update: 0, unchanged: 0, reject: 0, skip: 0 }
  readonly #made = new Set<string>()

  constructor(
    program: Program,
    flow: Runnable,
    private readonly most: number,
  ) {
    const blank = { in: 0, out: 0, rejected: 0, skipped: 0 }
    this.#nodes = new Map(flow.nodes.map(({ id }) => [id, { nodeId: id, ...blank, rows: [] }]))
    this.#targets = new Map(
      program.targets.map(({ nodeId, object }) => [
        nodeId,
        { nodeId: this.#idOf(nodeId), objectId: object, rows: [], ignored: [] },
      ]),
    )
  }

  visit({ nodeId, in: taken, rejected, skipped, out }: Visit): void {
    const node = this.#nodes.get(nodeId)
    if (!node) return
    node.in += taken
    node.out += out.length
    node.rejected += rejected
    node.skipped += skipped
    node.rows.push(...this.#shown.of(out, this.most - node.rows.length))
  }

  read(items: number, skipped: number, rejects: Reject[]): void {
    this.#counts.in += items
    this.#counts.skip += skipped
    for (const reject of rejects) this.#reject(reject)
  }

  applied({ nodeId }: Target, { number }: Passed, { outcome, before, after }: AppliedRow): void {
    const action = actions[outcome]
    this.#counts[action]++
    if (outcome === 'created') this.#made.add(after.id)
    this.#add(nodeId, {
      ...{ number, action, title: after.title, reason: null },
      recordId: this.#made.has(after.id) ? null : after.id,
      changes: fieldChanges(before, after),
    })
  }

  refused({ nodeId }: Target, { number, row, original }: Passed, reason: string): void {
    const [title] = [row.name, row.title].filter((cell) => typeof cell === 'string')
    this.#add(nodeId, { number, action: 'reject', recordId: null, title: title ?? null, reason, changes: [] })
    this.#reject({ number, nodeId: this.#idOf(nodeId), reason, original })
  }

  ignored({ nodeId }: Target, names: string[]): void {
    const target = this.#targets.get(nodeId)
    if (target) target.ignored = [...new Set([...target.ignored, ...names])]
  }

  async told(tx: Tx): Promise<Omit<Preview, 'source'>> {
    const targets = [...this.#targets.values()]
    const names = await namesOf(tx, idsIn(targets))
    const named = ({ field, before, after }: FieldChange): FieldChange =>
      pointingFields.has(field)
        ? { field, before: nameOf(before, names), after: nameOf(after, names) }
        : { field, before, after }
    return {
      nodes: [...this.#nodes.values()],
      targets: targets.map(({ rows, ...target }) => ({
        ...target,
        rows: rows
          .map((row) => ({ ...row, changes: row.changes.map(named) }))
          .sort((one, other) => one.number - other.number),
      })),
      rejects: this.#rejects,
      counts: this.#counts,
    }
  }

  #idOf(nodeId: string): string | null {
    return nodeId === unnamed.target && this.#nodes.size === 0 ? null : nodeId
  }

  #reject(reject: Reject): void {
    this.#counts.reject++
    const original = this.#shown.one(reject.original)
    if (original !== null) this.#rejects.push({ ...reject, original })
  }

  #add(nodeId: string, row: RowPreview): void {
    this.#targets.get(nodeId)?.rows.push(row)
  }
}

const actions = { created: 'create', updated: 'update', unchanged: 'unchanged' } as const

const nameOf = (id: unknown, names: Map<string, string>): unknown => names.get(String(id)) ?? id

const idsIn = (targets: TargetPreview[]): string[] =>
  targets.flatMap(({ rows }) =>
    rows.flatMap(({ changes }) =>
      changes.flatMap(({ field, before, after }) =>
        pointingFields.has(field) ? [before, after].filter((id) => typeof id === 'string') : [],
      ),
    ),
  )
