import { countLeased, webhookRow } from '@/lib/db/sql/webhook'
import type { Tx } from '@/lib/db/transaction'
import { unseal } from '../secret/seal'

/** How many deliveries of one webhook are under way at once, so that a slow receiver holds up nobody else's. */
export const mostAtOnce = 4
/** Longer than a delivery can take: after it, whoever claimed it is taken for dead. */
const leaseMs = 15_000

/** A delivery that somebody has claimed, with all that it takes to send it. */
export interface Claim {
  id: string
  webhookId: string
  eventId: string | null
  type: string
  createdAt: Date
  url: string
  /** The secrets to sign with, the newest first. */
  secrets: string[]
  /** The claim itself: who holds an older one has lost it. */
  leasedUntil: Date
}

/**
 * Claims a delivery for whoever is about to send it. Null when it is not to be sent now: it is done, not due, claimed by
 * another, its webhook disabled, or as many of the webhook's under way as may be (one, while it is failing).
 */
export async function claimDelivery(tx: Tx, id: string): Promise<Claim | null> {
  const delivery = await tx.db.webhookDelivery.findUnique({
    where: { workspaceId_id: { workspaceId: tx.workspaceId, id } },
  })
  // The webhook's lock first: its claims are counted one after another.
  const webhook = delivery && (await webhookRow(tx, delivery.webhookId, 'wait'))
  if (!delivery || !webhook?.enabled) return null
  if ((await countLeased(tx, webhook.id)) >= (webhook.failingSince ? 1 : mostAtOnce)) return null
  const leasedUntil = new Date(tx.now.getTime() + leaseMs)
  const { count } = await tx.db.webhookDelivery.updateMany({
    where: {
      workspaceId: tx.workspaceId,
      id,
      status: 'pending',
      dueAt: { lte: tx.now },
      OR: [{ leasedUntil: null }, { leasedUntil: { lte: tx.now } }],
    },
    data: { leasedUntil },
  })
  if (count === 0) return null
  const former = webhook.formerUntil && webhook.formerUntil > tx.now ? webhook.formerSecret : null
  return {
    id,
    webhookId: webhook.id,
    eventId: delivery.eventId,
    type: delivery.type,
    createdAt: delivery.createdAt,
    url: webhook.url,
    secrets: [webhook.secret, ...(former ? [former] : [])].map((sealed) => unseal(tx.workspaceId, sealed)),
    leasedUntil,
  }
}

/** Gives a claim back unused, so that the delivery is due for somebody else. */
export async function dropClaim(tx: Tx, { id, leasedUntil }: Claim): Promise<void> {
  await tx.db.webhookDelivery.updateMany({
    where: { workspaceId: tx.workspaceId, id, status: 'pending', leasedUntil },
    data: { leasedUntil: null },
  })
}
