import type { Tx } from '@/lib/db/transaction'
import { conflict } from '../refusal'

/** What a request with an Idempotency-Key was answered, to be replayed byte for byte. */
export interface StoredReply {
  status: number
  headers: Record<string, string>
  body: string | null
}

/** Who sent the key, and a fingerprint of the request it came with. */
export interface Idempotency {
  callerId: string
  key: string
  fingerprint: string
}

const claim = {
  name: 'idempotency_claim',
  text: `
    INSERT INTO "IdempotentReply" AS reply ("workspaceId", "callerId", key, fingerprint)
    VALUES ($1, $2, $3, $4)
    ON CONFLICT ("workspaceId", "callerId", key) DO UPDATE
      SET fingerprint = excluded.fingerprint, status = NULL, headers = NULL, body = NULL, "createdAt" = now()
      WHERE reply."createdAt" < now() - interval '24 hours'
    RETURNING 1`,
}

/**
 * Claims an idempotency key for the open transaction. Null: the key is new, go on. Otherwise the first outcome, kept
 * for 24 hours. A second request with the key waits here for the first one's commit, so two at once have one effect.
 * Refuses (409) a key that came with another request.
 */
export async function claimKey(tx: Tx, { callerId, key, fingerprint }: Idempotency): Promise<StoredReply | null> {
  const claimed = await tx.sql(claim, [tx.workspaceId, callerId, key, fingerprint])
  if (claimed.length > 0) return null
  const [first] = await tx.sql<StoredReply & { fingerprint: string }>(
    'SELECT fingerprint, status, headers, body FROM "IdempotentReply" WHERE "workspaceId" = $1 AND "callerId" = $2 AND key = $3',
    [tx.workspaceId, callerId, key],
  )
  if (!first || first.fingerprint !== fingerprint) {
    throw conflict('This Idempotency-Key was used for another request')
  }
  return { status: first.status, headers: first.headers, body: first.body }
}

/** Stores the outcome of a claimed key, in the same transaction as its effect. */
export async function storeReply(tx: Tx, { callerId, key }: Idempotency, reply: StoredReply): Promise<void> {
  await tx.sql(
    'UPDATE "IdempotentReply" SET status = $4, headers = $5, body = $6 WHERE "workspaceId" = $1 AND "callerId" = $2 AND key = $3',
    [tx.workspaceId, callerId, key, reply.status, JSON.stringify(reply.headers), reply.body],
  )
}
