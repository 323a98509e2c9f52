import type { Tx } from '@/lib/db/transaction'
import { conflict } from '../refusal'
import { lockRun } from './find'
import { hasEnded, type RunRow } from './run'
import { startRun } from './start'

/**
 * Asks for a run over the rows that a run could not take in, with the flow as it is now. Refuses (conflict) while that run
 * is not over, when nothing is left to take again, and once they were: unless that failed or was cancelled.
 */
export async function replayRun(tx: Tx, flowId: string, id: string): Promise<RunRow> {
  const run = await lockRun(tx, flowId, id)
  if (!hasEnded(run.status)) throw conflict('The run is not over yet')
  if ((await rejectedAtTheEnd(tx, id)) === 0) throw conflict('The run has no rejects to replay')
  if (await isReplayed(tx, run)) throw conflict('The rejects of this run were replayed already')
  return startRun(tx, flowId, { trigger: 'replay', replayOfId: id })
}

// What was rejected in a phase before the last is of the right side of a join, which is read whole again.
async function rejectedAtTheEnd(tx: Tx, runId: string): Promise<number> {
  const [found] = await tx.sql<{ rejected: number }>(
    `SELECT coalesce(sum("rowsRejected"), 0)::float AS rejected FROM "FlowPart"
     WHERE "workspaceId" = $1 AND "runId" = $2
       AND phase = (SELECT max(phase) FROM "FlowPart" WHERE "workspaceId" = $1 AND "runId" = $2)`,
    [tx.workspaceId, runId],
  )
  return found?.rejected ?? 0
}

async function isReplayed(tx: Tx, { id, flowId }: RunRow): Promise<boolean> {
  const found = await tx.sql(
    `SELECT 1 FROM "FlowRun" WHERE "workspaceId" = $1 AND "flowId" = $2 AND id > $3 AND "replayOfId" = $3
       AND status NOT IN ('failed', 'cancelled') LIMIT 1`,
    [tx.workspaceId, flowId, id],
  )
  return found.length > 0
}
