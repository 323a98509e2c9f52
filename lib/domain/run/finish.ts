import type { Tx } from '@/lib/db/transaction'
import { recordEvent } from '../event/record-event'
import type { Resume } from '../flow/row'
import type { Marks, RunStatus } from './run'

/** How a run ends. */
export type End = { status: 'completed' | 'cancelled' } | { status: 'failed'; error: string }

/**
 * Ends a run that is under way and locked: nobody writes for it any more, once what is being written is. Its incremental
 * marks count from now on if it is completed.
 */
export async function endRun(
  tx: Tx,
  run: { id: string; flowId: string; since: Marks | null },
  end: End,
): Promise<void> {
  const { workspaceId } = tx
  // Waits for a batch that is being written: of a part that has a newer token nothing is written any more.
  await tx.sql(
    `UPDATE "FlowPart" SET status = 'stopped', "dueAt" = NULL, "leasedUntil" = NULL, token = token + 1
     WHERE "workspaceId" = $1 AND "runId" = $2 AND status = 'pending'`,
    [workspaceId, run.id],
  )
  const error = end.status === 'failed' ? end.error : null
  await tx.db.flowRun.update({
    where: { workspaceId_id: { workspaceId, id: run.id } },
    data: {
      ...{ status: end.status, error, completedAt: tx.now, leasedUntil: null, token: { increment: 1 } },
      // What its nodes have kept is to be deleted.
      dueAt: tx.now,
      ...(end.status === 'completed' && { marks: (await marksOf(tx, run)) as object }),
    },
  })
  const status: RunStatus = 'running'
  await recordEvent(tx, 'run.finish', [
    { subject: 'run', subjectId: run.id, before: { status }, after: { status: end.status, ...(error && { error }) } },
  ])
  tx.hint({ workspaceId, flowId: run.flowId, runId: run.id })
}

async function marksOf(tx: Tx, { id, since }: { id: string; since: Marks | null }): Promise<Marks> {
  const parts = await tx.sql<{ key: string; mark: Resume }>(
    `SELECT part ->> 'markKey' AS key, mark FROM "FlowPart"
     WHERE "workspaceId" = $1 AND "runId" = $2 AND mark IS NOT NULL AND part ->> 'markKey' IS NOT NULL ORDER BY index`,
    [tx.workspaceId, id],
  )
  const marks: Marks = { ...since }
  for (const { key, mark } of parts) marks[key] = mark
  return marks
}
