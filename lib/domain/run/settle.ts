import type { Tx } from '@/lib/db/transaction'
import type { SourceFailed } from '../source/failed'
import type { PartClaim } from './claim'
import { endRun } from './finish'
import { advance } from './plan'
import type { RunProgram } from './program'
import { lockTended } from './tend'
import { waitAfter } from './wait'

/** Writes down that a part is read to its end; after the last one of its phase the run goes on, or is completed. */
export async function completePart(tx: Tx, { id, run, token }: PartClaim, program: RunProgram): Promise<void> {
  // The run before its parts, as everybody does.
  const locked = await lockTended(tx, run.id)
  const done = await tx.sql(
    `UPDATE "FlowPart" SET status = 'completed', "dueAt" = NULL, "leasedUntil" = NULL, share = 1, error = NULL
     WHERE "workspaceId" = $1 AND id = $2 AND token = $3 AND status = 'pending' RETURNING 1`,
    [tx.workspaceId, id, token],
  )
  if (done.length === 0 || !locked) return
  await advance(tx, locked, program)
  tx.hint({ workspaceId: tx.workspaceId, flowId: run.flowId, runId: run.id })
}

/** Writes down that a part could not be read on: it is tried again later from where it was written to, or the run fails. */
export async function delayPart(tx: Tx, claim: PartClaim, failure: SourceFailed): Promise<void> {
  const { workspaceId } = tx
  const run = await lockTended(tx, claim.run.id)
  const part = await tx.db.flowPart.findFirst({
    where: { workspaceId, id: claim.id, token: claim.token, status: 'pending' },
  })
  if (!part || !run) return
  // Since it last went on; the time that it did so is one of them.
  const attempts = Math.max(1, part.attempts)
  const wait = failure.temporary ? waitAfter(attempts, failure.retryAfter) : null
  if (wait === null) return endRun(tx, run, { status: 'failed', error: failure.message })
  await tx.db.flowPart.update({
    where: { workspaceId_id: { workspaceId, id: claim.id } },
    data: { dueAt: new Date(tx.now.getTime() + wait), leasedUntil: null, attempts, error: failure.message },
  })
  tx.hint({ workspaceId, flowId: run.flowId, runId: run.id })
}

/** Ends the run of a part that nobody could read, with the reason. */
export async function failRun(tx: Tx, { id, run, token }: PartClaim, error: string): Promise<void> {
  const locked = await lockTended(tx, run.id)
  const held = await tx.db.flowPart.count({ where: { workspaceId: tx.workspaceId, id, token, status: 'pending' } })
  if (locked?.status === 'running' && held > 0) await endRun(tx, locked, { status: 'failed', error })
}
