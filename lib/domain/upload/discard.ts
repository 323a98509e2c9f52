import { openTransaction, type Scope, type Tx } from '@/lib/db/transaction'
import { isId } from '../id'
import { isUploadInUse } from './in-use'

/** Removes a file with its chunks. */
export async function discardUpload(scope: Scope, id: string): Promise<void> {
  await openTransaction(scope, (tx) => remove(tx, id))
}

/** Removes a file that its connector reads no more, unless a run still needs it: then the sweep does, after the run. */
export async function retireUpload(scope: Scope, id: string): Promise<void> {
  if (!isId(id)) return
  await openTransaction(scope, async (tx) => {
    const [upload] = await tx.sql(
      `SELECT 1 FROM "Upload" u WHERE u."workspaceId" = $1 AND u.id = $2 AND NOT EXISTS (
         SELECT 1 FROM "Connector" c WHERE c."workspaceId" = u."workspaceId" AND c.id = u."connectorId"
           AND c.config ->> 'uploadId' = u.id::text)
       FOR UPDATE OF u`,
      [tx.workspaceId, id],
    )
    if (upload && !(await isUploadInUse(tx, id))) await remove(tx, id)
  })
}

async function remove(tx: Tx, id: string): Promise<void> {
  await tx.sql('DELETE FROM "UploadChunk" WHERE "workspaceId" = $1 AND "uploadId" = $2', [tx.workspaceId, id])
  await tx.sql('DELETE FROM "Upload" WHERE "workspaceId" = $1 AND id = $2', [tx.workspaceId, id])
}
