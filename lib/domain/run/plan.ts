import type { Scope, Tx } from '@/lib/db/transaction'
import type { SourceRead } from '../flow/program/program'
import type { Resume } from '../flow/row'
import { newId } from '../id'
import type { SourceFailed } from '../source/failed'
import { type End, endRun } from './finish'
import { isOrdered, type RunProgram } from './program'
import { rejectsBySource } from './replayed'
import { openRunSource } from './source'
import { lockTended, type TendedRun } from './tend'
import { waitAfter } from './wait'

/** A part of a source that is to be read. */
export interface Piece {
  nodeId: string
  part: PieceOf
}

export interface PieceOf {
  /** What it is to the reader of its source. */
  of: Resume
  /** By what its incremental mark is kept; null where it has none. */
  markKey: string | null
  /** Whose rejects it is, where it is rejects. */
  rejectsOf?: string
  /** Of all the rows those alone whose field's value falls to it. */
  only?: Portion
}

export interface Portion {
  field: string
  count: number
  index: number
}

/**
 * Splits the sources of a run's phase into parts. A replay reads the rejects instead of the sources of the last one.
 * @throws SourceFailed
 */
export async function piecesOf(scope: Scope, run: TendedRun, program: RunProgram): Promise<Piece[]> {
  const reads = program.phases[run.phase] ?? []
  if (run.replayOfId !== null && run.phase === program.phases.length - 1) {
    const rejectsOf = run.replayOfId
    const rejects = await rejectsBySource(scope, rejectsOf, reads)
    return rejects.map(({ read, part }) => ({ nodeId: read.nodeId, part: { of: part, markKey: null, rejectsOf } }))
  }
  const pieces: Piece[] = []
  for (const read of reads) pieces.push(...(await piecesOfSource(scope, run, read)))
  return pieces
}

async function piecesOfSource(scope: Scope, run: TendedRun, read: SourceRead): Promise<Piece[]> {
  const { partitioning } = run.drawing.executionConfig
  const { reader, markKey, isTable } = await openRunSource(scope, run, read)
  const whole = (of: Resume, only?: Portion): Piece => ({ nodeId: read.nodeId, part: { of, markKey, only } })
  try {
    if (isOrdered(run.drawing)) return (await reader.split(1)).map((of) => whole(of))
    if (!partitioning) return (await reader.split(run.parallelism)).map((of) => whole(of))
    const { field, count } = partitioning
    if (isTable) return (await reader.split(count, field)).map((of) => whole(of))
    const [all] = await reader.split(1)
    return Array.from({ length: count }, (_, index) => whole(all, { field, count, index }))
  } finally {
    await reader.close()
  }
}

/** Writes the parts of a run's phase, to be read now. Whoever has lost the claim to plan it writes nothing. */
export async function writePlan(tx: Tx, claimed: TendedRun, pieces: Piece[], program: RunProgram): Promise<void> {
  const run = await lockClaimed(tx, claimed)
  if (!run) return
  const [known] = await tx.sql<{ parts: number }>(
    'SELECT count(*) AS parts FROM "FlowPart" WHERE "workspaceId" = $1 AND "runId" = $2',
    [tx.workspaceId, run.id],
  )
  const first = known?.parts ?? 0
  await tx.db.flowPart.createMany({
    data: pieces.map(({ nodeId, part }, at) => ({
      ...{ workspaceId: tx.workspaceId, id: newId(), runId: run.id, phase: run.phase, index: first + at },
      ...{ nodeId, part: part as object, dueAt: tx.now },
    })),
  })
  await tx.db.flowRun.update({
    where: { workspaceId_id: { workspaceId: tx.workspaceId, id: run.id } },
    data: { dueAt: null, leasedUntil: null, attempts: 0 },
  })
  if (pieces.length === 0) await advance(tx, run, program)
  tx.hint({ workspaceId: tx.workspaceId, flowId: run.flowId, runId: run.id })
}

/** Takes a run, which is locked, to its next phase, or ends it, once all its parts are read. */
export async function advance(tx: Tx, run: TendedRun, program: RunProgram): Promise<void> {
  const open = await tx.sql(
    `SELECT 1 FROM "FlowPart" WHERE "workspaceId" = $1 AND "runId" = $2 AND status = 'pending' LIMIT 1`,
    [tx.workspaceId, run.id],
  )
  if (open.length > 0 || run.status !== 'running') return
  if (run.cancelRequestedAt !== null) return endRun(tx, run, { status: 'cancelled' })
  if (run.phase + 1 >= program.phases.length) return endRun(tx, run, await endOf(tx, run, program))
  await tx.db.flowRun.update({
    where: { workspaceId_id: { workspaceId: tx.workspaceId, id: run.id } },
    data: { phase: run.phase + 1, dueAt: tx.now },
  })
  tx.hint({ workspaceId: tx.workspaceId, flowId: run.flowId, runId: run.id })
}

/** Read to its end, a run is completed, or its rows are not what they must be together. A replay has but some of them. */
async function endOf(tx: Tx, { id, replayOfId }: TendedRun, { verdict }: RunProgram): Promise<End> {
  const [rows] = await tx.sql<{ read: number; rejected: number }>(
    `SELECT coalesce(sum("rowsIn"), 0) AS read, coalesce(sum("rowsRejected"), 0) AS rejected
     FROM "FlowPart" WHERE "workspaceId" = $1 AND "runId" = $2`,
    [tx.workspaceId, id],
  )
  const error = rows && replayOfId === null ? verdict(rows) : null
  return error === null ? { status: 'completed' } : { status: 'failed', error }
}

/** Writes down that a run's sources could not be split: it is tried again later, or fails. */
export async function delayPlan(tx: Tx, claimed: TendedRun, failure: SourceFailed): Promise<void> {
  const run = await lockClaimed(tx, claimed)
  if (!run) return
  const wait = failure.temporary ? waitAfter(run.attempts, failure.retryAfter) : null
  if (wait === null) return endRun(tx, run, { status: 'failed', error: failure.message })
  await tx.db.flowRun.update({
    where: { workspaceId_id: { workspaceId: tx.workspaceId, id: run.id } },
    data: { dueAt: new Date(tx.now.getTime() + wait), leasedUntil: null },
  })
}

/** The run, locked, if the claim still holds. */
async function lockClaimed(tx: Tx, { id, token }: TendedRun): Promise<TendedRun | undefined> {
  const run = await lockTended(tx, id)
  return run?.token === token && run.status === 'running' ? run : undefined
}
