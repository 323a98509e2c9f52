import type { Scope, Tx } from '@/lib/db/transaction'
import type { Resume } from '../flow/row'
import { endRun } from './finish'
import type { PieceOf } from './plan'
import { gaveUp, lockTended, type TendedRun } from './tend'
import { mostAttempts } from './wait'

/** After it, whoever reads a part and does not say that it still does is taken for dead. */
export const leaseMs = 15_000

/** A part that somebody has claimed, to read it. */
export interface PartClaim {
  id: string
  run: TendedRun
  phase: number
  index: number
  nodeId: string
  part: PieceOf
  after: Resume | null
  /** The claim itself: who holds an older one has lost it. */
  token: number
}

/**
 * Claims a part for whoever is about to read it. Null when it is not to be read now: it is done, not due, claimed by
 * another, its run over or to be cancelled, or as many of the run's under way as may be.
 */
export async function claimPart(tx: Tx, id: string): Promise<PartClaim | null> {
  const { workspaceId } = tx
  const [found] = await tx.sql<{ runId: string }>(
    'SELECT "runId" FROM "FlowPart" WHERE "workspaceId" = $1 AND id = $2',
    [workspaceId, id],
  )
  // The run's lock first: its claims are counted one after another.
  const run = found && (await lockTended(tx, found.runId))
  if (run?.status !== 'running' || run.cancelRequestedAt !== null) return null
  const leased = await tx.db.flowPart.count({
    where: { workspaceId, runId: run.id, status: 'pending', leasedUntil: { gt: tx.now }, id: { not: id } },
  })
  if (leased >= run.parallelism) return null
  // A batch that is still being written holds its part, however long it takes.
  const [part] = await tx.sql<Omit<PartClaim, 'run'> & { attempts: number }>(
    `UPDATE "FlowPart" SET token = token + 1, attempts = attempts + 1, "leasedUntil" = $4
     WHERE "workspaceId" = $1 AND id = (
       SELECT id FROM "FlowPart"
       WHERE "workspaceId" = $1 AND id = $2 AND status = 'pending' AND "dueAt" <= $3
         AND ("leasedUntil" IS NULL OR "leasedUntil" <= $3)
       FOR NO KEY UPDATE SKIP LOCKED)
     RETURNING id, phase, index, "nodeId", part, after, token, attempts`,
    [workspaceId, id, tx.now, new Date(tx.now.getTime() + leaseMs)],
  )
  if (!part) return null
  if (part.attempts > mostAttempts) {
    await endRun(tx, run, { status: 'failed', error: gaveUp })
    return null
  }
  return { ...part, run }
}

/** Goes on holding a claim; false when it is lost. */
export async function holdPart({ sql, workspaceId }: Scope, { id, token }: PartClaim): Promise<boolean> {
  const held = await sql(
    `UPDATE "FlowPart" SET "leasedUntil" = now() + $4 * interval '1 millisecond'
     WHERE "workspaceId" = $1 AND id = $2 AND token = $3 AND status = 'pending' RETURNING 1`,
    [workspaceId, id, token, leaseMs],
  )
  return held.length > 0
}

/** Gives a claim back, so that the part is due for somebody else, who goes on where it was written to. */
export async function dropPart(tx: Tx, { id, token }: PartClaim): Promise<void> {
  await tx.sql(
    `UPDATE "FlowPart" SET "leasedUntil" = NULL, attempts = 0, "dueAt" = $4
     WHERE "workspaceId" = $1 AND id = $2 AND token = $3 AND status = 'pending'`,
    [tx.workspaceId, id, token, tx.now],
  )
}
