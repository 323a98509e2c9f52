import type { Tx } from '@/lib/db/transaction'

/** Whether a run that is not over reads this file. */
export async function isUploadInUse(tx: Tx, uploadId: string): Promise<boolean> {
  const runs = await tx.sql(
    `SELECT 1 FROM "FlowRun" WHERE "workspaceId" = $1 AND status IN ('pending', 'running') AND $2 = ANY("uploadIds") LIMIT 1`,
    [tx.workspaceId, uploadId],
  )
  return runs.length > 0
}
