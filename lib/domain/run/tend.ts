import { deleteKept } from '@/lib/db/sql/run'
import { type Scope, sqlState, type Tx, violated } from '@/lib/db/transaction'
import { endRun } from './finish'
import type { Marks, RunDrawing, RunStatus, RunTrigger } from './run'
import { mostAttempts } from './wait'

const leaseMs = 15_000

/** A run as those who look after it need it. */
export interface TendedRun {
  id: string
  flowId: string
  status: RunStatus
  trigger: RunTrigger
  replayOfId: string | null
  requestedById: string | null
  drawing: RunDrawing
  uploadIds: string[]
  since: Marks | null
  parallelism: number
  phase: number
  startedAt: Date
  cancelRequestedAt: Date | null
  dueAt: Date | null
  token: number
  leasedUntil: Date | null
  attempts: number
}

/** What is to be done for a run: its phase to be planned, by whoever has the token; or what it kept to be deleted. */
export type Tending = { plan: TendedRun } | { tidy: string } | null

const columns = `id, "flowId", status, trigger, "replayOfId", "requestedById", drawing, "uploadIds", since, parallelism, phase,
  "startedAt", "cancelRequestedAt", "dueAt", token, "leasedUntil", attempts`

/** A run, locked until the transaction ends; undefined when there is none. */
export async function lockTended(tx: Tx, id: string): Promise<TendedRun | undefined> {
  const [run] = await tx.sql<TendedRun>(
    `SELECT ${columns} FROM "FlowRun" WHERE "workspaceId" = $1 AND id = $2 FOR NO KEY UPDATE`,
    [tx.workspaceId, id],
  )
  return run
}

/**
 * Looks after a run: begins one that waits and whose turn it is, ends one that is to be cancelled, and claims the planning
 * of its phase. Null when there is nothing to be done, or another is at it.
 */
export async function tendRun(tx: Tx, id: string): Promise<Tending> {
  const run = await lockTended(tx, id)
  if (!run || run.dueAt === null || run.dueAt > tx.now) return null
  if (run.status === 'pending') return begin(tx, run)
  if (run.status !== 'running') return { tidy: id }
  if (run.cancelRequestedAt !== null) {
    await endRun(tx, run, { status: 'cancelled' })
    return { tidy: id }
  }
  if (run.leasedUntil !== null && run.leasedUntil > tx.now) return null
  if (run.attempts >= mostAttempts) {
    await endRun(tx, run, { status: 'failed', error: gaveUp })
    return { tidy: id }
  }
  return claim(tx, run)
}

/** What a run says that ends for something that nobody thought of; what it was only the log tells. */
export const gaveUp = `Throughline tried ${mostAttempts} times and did not get on: its log says why`

/** Begins a run unless another one of its flow is under way or goes first. The marks are those of the last completed one. */
async function begin(tx: Tx, { id, flowId }: TendedRun): Promise<Tending> {
  const [begun] = await tx.sql<TendedRun>(
    `UPDATE "FlowRun" r SET status = 'running', "startedAt" = $4, since = (
       SELECT marks FROM "FlowRun" l
       WHERE l."workspaceId" = $1 AND l."flowId" = $3 AND l.status = 'completed' AND l.trigger <> 'replay'
       ORDER BY l.id DESC LIMIT 1)
     WHERE "workspaceId" = $1 AND id = $2 AND NOT EXISTS (
       SELECT FROM "FlowRun" o WHERE o."workspaceId" = $1 AND o."flowId" = $3
         AND (o.status = 'running' OR (o.status = 'pending' AND o.id < $2)))
     RETURNING ${columns}`,
    [tx.workspaceId, id, flowId, tx.now],
  )
  if (!begun) return null
  tx.hint({ workspaceId: tx.workspaceId, flowId, runId: id })
  return claim(tx, begun)
}

/** Whether an error says that another run of the same flow has begun at the same moment. */
export const isOvertaken = (error: unknown): boolean =>
  sqlState(error) === '23505' && violated(error) === 'FlowRun_running'

async function claim(tx: Tx, run: TendedRun): Promise<Tending> {
  const token = run.token + 1
  const leasedUntil = new Date(tx.now.getTime() + leaseMs)
  const attempts = run.attempts + 1
  await tx.db.flowRun.update({
    where: { workspaceId_id: { workspaceId: tx.workspaceId, id: run.id } },
    data: { token, leasedUntil, attempts },
  })
  return { plan: { ...run, token, leasedUntil, attempts } }
}

/** Goes on holding a claim; false when it is lost. */
export async function holdRun({ sql, workspaceId }: Scope, { id, token }: TendedRun): Promise<boolean> {
  const held = await sql(
    `UPDATE "FlowRun" SET "leasedUntil" = now() + $4 * interval '1 millisecond'
     WHERE "workspaceId" = $1 AND id = $2 AND token = $3 RETURNING 1`,
    [workspaceId, id, token, leaseMs],
  )
  return held.length > 0
}

/** Forgets what the nodes of a run have kept that is over. */
export async function tidyRun(scope: Scope, id: string): Promise<void> {
  await deleteKept(scope, id)
  await scope.sql(
    `UPDATE "FlowRun" SET "dueAt" = NULL WHERE "workspaceId" = $1 AND id = $2 AND "completedAt" IS NOT NULL`,
    [scope.workspaceId, id],
  )
}
