import type { Tx } from '@/lib/db/transaction'
import { recordEvent } from '../event/record-event'
import { isId } from '../id'
import { Refusal } from '../refusal'

/** Revokes a key: the next request with it is refused. Revoking twice changes nothing. */
export async function revokeApiKey(tx: Tx, id: string): Promise<void> {
  const revoked = isId(id)
    ? await tx.db.apiKey.updateMany({
        where: { workspaceId: tx.workspaceId, id, revokedAt: null },
        data: { revokedAt: tx.now },
      })
    : { count: 0 }
  if (revoked.count === 0) throw new Refusal('not_found', 'API key not found')
  await recordEvent(tx, 'api-key.revoke', [
    { subject: 'api-key', subjectId: id, before: { revokedAt: null }, after: { revokedAt: tx.now } },
  ])
}
