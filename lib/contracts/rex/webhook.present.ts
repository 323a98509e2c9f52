import { z } from 'zod'
import type { TypedEvent } from '@/lib/domain/event/feed'
import { type DeliveryRow, deliveryStatuses } from '@/lib/domain/webhook/delivery'
import type { WebhookRow } from '@/lib/domain/webhook/webhook'
import { idOut, instantOut } from '../schema'
import { presentEvent } from './event.present'

export const webhook = z
  .object({
    id: idOut,
    url: z.string(),
    description: z.string().nullable(),
    events: z.array(z.string()),
    enabled: z.boolean(),
    disabled_reason: z.string().nullable().describe('Why it was disabled, where nobody did it by hand'),
    failing_since: instantOut.nullable().describe('Since when nothing could be delivered'),
    former_secret_until: instantOut.nullable().describe('Until when the secret before this one signs too'),
    created_at: instantOut,
    updated_at: instantOut,
  })
  .meta({ title: 'Webhook' })

/** The secret is shown when it is made, this once. */
export const webhookWithSecret = webhook
  .extend({ secret: z.string().describe('Signs what is sent; shown this once') })
  .meta({ title: 'WebhookWithSecret' })

/** A webhook in REX's manner. */
export const presentWebhook = (row: WebhookRow): z.input<typeof webhook> => ({
  id: row.id,
  url: row.url,
  description: row.description,
  events: row.events,
  enabled: row.enabled,
  disabled_reason: row.disabledReason,
  failing_since: row.failingSince?.toISOString() ?? null,
  former_secret_until: row.formerUntil?.toISOString() ?? null,
  created_at: row.createdAt.toISOString(),
  updated_at: row.updatedAt.toISOString(),
})

/** A webhook with the secret that was just made for it. */
export const presentWithSecret = (made: { webhook: WebhookRow; secret: string }) => ({
  ...presentWebhook(made.webhook),
  secret: made.secret,
})

export const delivery = z
  .object({
    id: idOut,
    event_id: idOut.nullable().describe('The event, which is also its webhook-id; null for a test'),
    type: z.string(),
    status: z.enum(deliveryStatuses),
    next_attempt_at: instantOut.nullable(),
    attempts: z
      .array(
        z.object({
          at: instantOut,
          milliseconds: z.int().nullable(),
          status_code: z.int().nullable(),
          response: z.string().nullable().describe('The first 1,024 bytes of the reply'),
          error: z.string().nullable().describe('Why there was no reply'),
        }),
      )
      .describe('The last twenty, the oldest first'),
    created_at: instantOut,
    delivered_at: instantOut.nullable(),
  })
  .meta({ title: 'Delivery' })

/** A delivery as its log tells it. */
export const presentDelivery = (row: DeliveryRow): z.input<typeof delivery> => ({
  id: row.id,
  event_id: row.eventId,
  type: row.type,
  status: row.status,
  next_attempt_at: row.dueAt?.toISOString() ?? null,
  attempts: row.attempts.map(({ at, milliseconds, status, response, error }) => ({
    at,
    milliseconds,
    status_code: status,
    response,
    error,
  })),
  created_at: row.createdAt.toISOString(),
  delivered_at: row.deliveredAt?.toISOString() ?? null,
})

/** What a receiver is sent of an event: the body that Standard Webhooks has, around what the feed tells. */
export function presentMessage(row: TypedEvent) {
  const { type, created_at, data, ...event } = presentEvent(row)
  return { type, timestamp: created_at, data: { ...event, ...data } }
}
