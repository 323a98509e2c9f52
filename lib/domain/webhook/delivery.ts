import type { Scope } from '@/lib/db/transaction'
import { isId } from '../id'
import { cutPage, type Page } from '../page'
import { notFound } from '../refusal'
import type { Attempt } from './attempt'
import { findWebhook } from './webhook'

export const deliveryStatuses = ['pending', 'delivered', 'failed'] as const
export type DeliveryStatus = (typeof deliveryStatuses)[number]

/** A delivery as its log tells it. */
export interface DeliveryRow {
  id: string
  eventId: string | null
  type: string
  status: DeliveryStatus
  /** When it is tried next; null unless pending. */
  dueAt: Date | null
  attempts: Attempt[]
  createdAt: Date
  deliveredAt: Date | null
}

const columns = `id, "eventId", type, status, "dueAt", attempts, "createdAt", "deliveredAt"`

/** A page of what was sent to a webhook, newest first. Refuses a webhook that is missing. */
export async function pageDeliveries(
  scope: Scope,
  webhookId: string,
  limit: number,
  after: string | null,
  status?: DeliveryStatus,
): Promise<Page<DeliveryRow>> {
  await findWebhook(scope, webhookId)
  const rows = await scope.sql<DeliveryRow>(
    `SELECT ${columns} FROM "WebhookDelivery"
     WHERE "workspaceId" = $1 AND "webhookId" = $2 ${status ? 'AND status = $5::"DeliveryStatus"' : ''}
       AND ($3::uuid IS NULL OR id < $3)
     ORDER BY id DESC LIMIT $4`,
    [scope.workspaceId, webhookId, after, limit + 1, ...(status ? [status] : [])],
  )
  return cutPage(rows, limit, (last) => last.id)
}

/** The delivery with this id. Refuses one that is missing, or another webhook's. */
export async function findDelivery(scope: Scope, webhookId: string, id: string): Promise<DeliveryRow> {
  const [row] = isId(id)
    ? await scope.sql<DeliveryRow>(
        `SELECT ${columns} FROM "WebhookDelivery" WHERE "workspaceId" = $1 AND "webhookId" = $2 AND id = $3`,
        [scope.workspaceId, webhookId, id],
      )
    : []
  if (!row) throw notFound('delivery')
  return row
}
