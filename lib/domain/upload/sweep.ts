import { sql } from '@/lib/db/client'
import { readerFor } from '@/lib/db/transaction'
import { retireUpload } from './discard'

/** How long nothing of a file may come in before it is taken for given up, and how long one lingers that nobody reads. */
const patience = '1 hour'

const sweeper = { userId: null, apiKeyId: null, door: 'job' as const }

/**
 * Removes, in every workspace, what a crash left of files on their way in, and files that no connector reads any more
 * and no run either.
 */
export async function sweepUploads(): Promise<void> {
  const stale = await sql<{ workspaceId: string; id: string }>(
    `SELECT u."workspaceId", u.id FROM "Upload" u
     LEFT JOIN "Connector" c ON c."workspaceId" = u."workspaceId" AND c.id = u."connectorId"
     WHERE u."touchedAt" < now() - $1::interval
       AND (u."completedAt" IS NULL OR c.id IS NULL OR c.config ->> 'uploadId' IS DISTINCT FROM u.id::text)`,
    [patience],
  )
  for (const { workspaceId, id } of stale) {
    await retireUpload(readerFor({ workspaceId, actor: sweeper, requestId: null }), id)
  }
}
