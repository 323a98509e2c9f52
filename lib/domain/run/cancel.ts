import type { Tx } from '@/lib/db/transaction'
import { recordEvent } from '../event/record-event'
import { conflict } from '../refusal'
import { findRun, lockRun } from './find'
import { hasEnded, type RunRow } from './run'

/**
 * Ends a run before its time: at once when it has not begun, else within the batch that is being written; what was written
 * stays. Refuses (conflict) one that has ended.
 */
export async function cancelRun(tx: Tx, flowId: string, id: string): Promise<RunRow> {
  const run = await lockRun(tx, flowId, id)
  if (hasEnded(run.status)) throw conflict('The run has ended already')
  if (run.cancelRequestedAt !== null) return run
  const isWaiting = run.status === 'pending'
  await tx.db.flowRun.update({
    where: { workspaceId_id: { workspaceId: tx.workspaceId, id } },
    data: isWaiting
      ? { cancelRequestedAt: tx.now, status: 'cancelled', completedAt: tx.now, dueAt: null }
      : { cancelRequestedAt: tx.now, dueAt: tx.now, leasedUntil: null },
  })
  const after = { cancelRequestedAt: tx.now, ...(isWaiting && { status: 'cancelled' }) }
  const before = { cancelRequestedAt: null, ...(isWaiting && { status: 'pending' }) }
  await recordEvent(tx, 'run.cancel', [{ subject: 'run', subjectId: id, before, after }])
  tx.hint({ workspaceId: tx.workspaceId, flowId, runId: id })
  return findRun(tx, flowId, id)
}

/** Ends all runs of a flow that have not ended. */
export async function cancelRuns(tx: Tx, flowId: string): Promise<void> {
  const runs = await tx.sql<{ id: string }>(
    `SELECT id FROM "FlowRun" WHERE "workspaceId" = $1 AND "flowId" = $2 AND status IN ('pending', 'running') ORDER BY id`,
    [tx.workspaceId, flowId],
  )
  for (const { id } of runs) {
    const run = await lockRun(tx, flowId, id)
    if (!hasEnded(run.status)) await cancelRun(tx, flowId, id)
  }
}
