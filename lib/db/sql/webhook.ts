import { sql } from '../client'
import type { Scope, Tx } from '../transaction'
import type { FeedPlace } from './feed'

/** A webhook as its row holds it; secrets are sealed. */
export interface StoredWebhook {
  id: string
  url: string
  description: string | null
  events: string[]
  enabled: boolean
  disabledReason: string | null
  secret: string
  formerSecret: string | null
  formerUntil: Date | null
  failingSince: Date | null
  /** How far it has followed the feed. */
  place: FeedPlace
  createdAt: Date
  updatedAt: Date
}

const columns = `id, url, description, events, enabled, "disabledReason", secret, "formerSecret", "formerUntil",
                 "failingSince", jsonb_build_object('mark', mark, 'id', "markId") AS place, "createdAt", "updatedAt"`

/** The webhooks of a workspace, oldest first. */
export const allWebhooks = ({ sql, workspaceId }: Scope): Promise<StoredWebhook[]> =>
  sql(`SELECT ${columns} FROM "Webhook" WHERE "workspaceId" = $1 AND "removedAt" IS NULL ORDER BY id`, [workspaceId])

/** One of them; with a lock nobody else changes it until the transaction ends, `skip` finds none that is locked. */
export async function webhookRow(
  { sql, workspaceId }: Scope,
  id: string,
  lock?: 'wait' | 'skip',
): Promise<StoredWebhook | undefined> {
  const locking = lock ? `FOR NO KEY UPDATE${lock === 'skip' ? ' SKIP LOCKED' : ''}` : ''
  const [row] = await sql<StoredWebhook>(
    `SELECT ${columns} FROM "Webhook" WHERE "workspaceId" = $1 AND id = $2 AND "removedAt" IS NULL ${locking}`,
    [workspaceId, id],
  )
  return row
}

/** Webhooks of every workspace whose feed has gone on since they followed it. */
export const webhooksWithNews = (): Promise<{ workspaceId: string; id: string }[]> =>
  sql(
    `SELECT w."workspaceId", w.id FROM "Webhook" w,
       LATERAL (SELECT 1 FROM "Event" e
                WHERE e."workspaceId" = w."workspaceId" AND (e.mark, e.id) > (w.mark, w."markId")
                  AND e.mark < event_horizon()
                ORDER BY e.mark, e.id LIMIT 1) news
     WHERE w.enabled AND w."removedAt" IS NULL`,
    [],
  )

/** Deliveries that should be under way by now, at most so many of one webhook; of one webhook alone where it is given. */
export const dueDeliveries = (
  most: number,
  of: { workspaceId: string; webhookId: string } | null,
): Promise<{ workspaceId: string; id: string }[]> =>
  sql(
    `SELECT w."workspaceId", due.id FROM "Webhook" w,
       LATERAL (SELECT d.id FROM "WebhookDelivery" d
                WHERE d."workspaceId" = w."workspaceId" AND d."webhookId" = w.id AND d.status = 'pending'
                  AND d."dueAt" <= now() AND (d."leasedUntil" IS NULL OR d."leasedUntil" <= now())
                ORDER BY d."dueAt" LIMIT $1) due
     WHERE w.enabled AND w."removedAt" IS NULL AND ($2::uuid IS NULL OR (w."workspaceId" = $2 AND w.id = $3))`,
    [most, of?.workspaceId ?? null, of?.webhookId ?? null],
  )

/** How many deliveries wait for their webhook, counted no further than `most`. */
export async function countPending({ sql, workspaceId }: Tx, webhookId: string, most: number): Promise<number> {
  const [row] = await sql<{ count: number }>(
    `SELECT count(*) FROM (SELECT 1 FROM "WebhookDelivery"
       WHERE "workspaceId" = $1 AND "webhookId" = $2 AND status = 'pending' LIMIT $3) waiting`,
    [workspaceId, webhookId, most],
  )
  return row?.count ?? 0
}

/** How many deliveries of a webhook somebody is at. */
export async function countLeased({ sql, workspaceId, now }: Tx, webhookId: string): Promise<number> {
  const [row] = await sql<{ count: number }>(
    `SELECT count(*) FROM "WebhookDelivery"
     WHERE "workspaceId" = $1 AND "webhookId" = $2 AND status = 'pending' AND "leasedUntil" > $3`,
    [workspaceId, webhookId, now],
  )
  return row?.count ?? 0
}

/** An event on its way, to be written. */
export interface NewDelivery {
  id: string
  eventId: string | null
  type: string
}

/**
 * Writes deliveries, due now. One that the webhook has of the same event already is left as it is, or with `again` begun
 * anew. Gives how many were written.
 */
export async function putDeliveries(
  { sql, workspaceId, now }: Tx,
  webhookId: string,
  deliveries: NewDelivery[],
  again: boolean,
): Promise<number> {
  const written = await sql(
    `INSERT INTO "WebhookDelivery" ("workspaceId", id, "webhookId", "eventId", type, "dueAt", "createdAt")
     SELECT $1, d.id, $2, d."eventId", d.type, $3, $3
     FROM jsonb_to_recordset($4) AS d(id uuid, "eventId" uuid, type text)
     ON CONFLICT ("workspaceId", "webhookId", "eventId") DO ${again ? renew : 'NOTHING'}
     RETURNING id`,
    [workspaceId, webhookId, now, JSON.stringify(deliveries)],
  )
  return written.length
}

const renew = `UPDATE SET status = 'pending', "dueAt" = EXCLUDED."dueAt", "leasedUntil" = NULL, tries = 0, "deliveredAt" = NULL`

/** Takes what still waits for a webhook out of the way, as failed with this attempt. */
export async function failPending({ sql, workspaceId }: Tx, webhookId: string, attempt: object): Promise<void> {
  await sql(
    `UPDATE "WebhookDelivery" SET status = 'failed', "dueAt" = NULL, "leasedUntil" = NULL, attempts = attempts || $3
     WHERE "workspaceId" = $1 AND "webhookId" = $2 AND status = 'pending'`,
    [workspaceId, webhookId, JSON.stringify([attempt])],
  )
}

/** Deletes what is older than `earliest` and no longer on its way, and deleted webhooks without any left. */
export async function pruneDeliveries(earliest: string): Promise<void> {
  await sql(
    `DELETE FROM "WebhookDelivery" d USING "Webhook" w
     WHERE d."workspaceId" = w."workspaceId" AND d."webhookId" = w.id AND d.id < $1
       AND (d.status <> 'pending' OR w."removedAt" IS NOT NULL)`,
    [earliest],
  )
  await sql(
    `DELETE FROM "Webhook" w WHERE w."removedAt" IS NOT NULL AND NOT EXISTS (
       SELECT FROM "WebhookDelivery" d WHERE d."workspaceId" = w."workspaceId" AND d."webhookId" = w.id)`,
    [],
  )
}
