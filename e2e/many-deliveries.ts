import { sql } from '@/lib/db/client'
import { newId } from '@/lib/domain/id'

/** Gives a webhook a log of `count` deliveries; one in a hundred failed, and the last hundred are still under way. */
export async function makeManyDeliveries(workspaceId: string, webhookId: string, count: number): Promise<void> {
  await sql(
    `INSERT INTO "WebhookDelivery" ("workspaceId", id, "webhookId", type, status, "dueAt", "deliveredAt")
     SELECT $1, id, $2, 'deal.moved', status::"DeliveryStatus", CASE status WHEN 'pending' THEN now() END,
            CASE status WHEN 'delivered' THEN now() END
     FROM unnest($3::uuid[]) WITH ORDINALITY AS delivery(id, n), LATERAL (
       SELECT CASE WHEN n > $4::int - 100 THEN 'pending' WHEN n % 100 = 0 THEN 'failed' ELSE 'delivered' END AS status) s`,
    [workspaceId, webhookId, Array.from({ length: count }, () => newId()), count],
  )
}
