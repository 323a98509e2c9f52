import { z } from 'zod'
import { deliveryStatuses } from '@/lib/domain/webhook/delivery'
import { mostReplayed } from '@/lib/domain/webhook/replay'
import { mostWebhooks } from '@/lib/domain/webhook/webhook'
import { contract } from '../contract'
import { noQuery, text } from '../schema'
import { eventPatterns, since } from './event.contract'
import { page } from './pipeline.contract'
import { delivery, webhook, webhookWithSecret } from './webhook.present'

/** All of `/webhooks` is ours, and an admin's. */
const admins = { dialect: 'rex', ours: true, role: 'admin' } as const

const one = z.object({ data: webhook })
const shownOnce = z.object({ data: webhookWithSecret })
const oneDelivery = z.object({ data: delivery })

const written = {
  url: z.string().min(1).max(2000).describe('http or https; where events are posted'),
  description: text(500).nullable().optional(),
  events: eventPatterns.min(1).describe('deal.moved, all of a noun (deal.*), or all there are (*)'),
  enabled: z.boolean().optional(),
}

/** The secret is shown this once; from now on it is told of every event of these types. */
export const createWebhook = contract({
  ...admins,
  method: 'POST',
  path: '/webhooks',
  title: 'Create a webhook',
  about: `At most ${mostWebhooks} a workspace. The reply shows the secret, this once.`,
  sealed: true,
  query: noQuery,
  body: z.strictObject(written),
  status: 201,
  reply: shownOnce,
})

/** All of them, oldest first: there are at most twenty. */
export const listWebhooks = contract({
  ...admins,
  method: 'GET',
  path: '/webhooks',
  title: 'List webhooks',
  query: noQuery,
  reply: z.object({ data: z.array(webhook), has_more: z.literal(false), next_cursor: z.null() }),
})

export const getWebhook = contract({
  ...admins,
  method: 'GET',
  path: '/webhooks/{id}',
  title: 'Get a webhook',
  query: noQuery,
  reply: one,
})

export const updateWebhook = contract({
  ...admins,
  method: 'PATCH',
  path: '/webhooks/{id}',
  title: 'Update a webhook',
  about: 'Disabled, what waits for it fails. Enabled again, it is told of what happens from then on.',
  query: noQuery,
  body: z.strictObject({ ...written, url: written.url.optional(), events: written.events.optional() }),
  reply: one,
})

export const deleteWebhook = contract({
  ...admins,
  method: 'DELETE',
  path: '/webhooks/{id}',
  title: 'Delete a webhook',
  query: noQuery,
})

/** The new secret is shown this once; until the overlap is over the one before signs too. */
export const rotateSecret = contract({
  ...admins,
  method: 'POST',
  path: '/webhooks/{id}/rotate-secret',
  title: "Rotate a webhook's secret",
  about: 'The reply shows the new secret, this once. For `overlap_hours` the one before signs too.',
  sealed: true,
  query: noQuery,
  body: z.strictObject({ overlap_hours: z.int().min(0).max(168).default(24) }),
  reply: shownOnce,
})

/** Sends an event of type webhook.test as soon as a worker is free; the log tells what became of it. */
export const testWebhook = contract({
  ...admins,
  method: 'POST',
  path: '/webhooks/{id}/test',
  title: 'Test a webhook',
  about: 'Sends an event of type `webhook.test`; its delivery tells what became of it.',
  query: noQuery,
  body: z.strictObject({}),
  status: 201,
  reply: oneDelivery,
})

export const replayWebhook = contract({
  ...admins,
  method: 'POST',
  path: '/webhooks/{id}/replay',
  title: 'Replay events to a webhook',
  about: `Sends again, or for the first time, the events of its types from a cursor or an instant on: at most ${mostReplayed} at a time. Go on from \`next_since\` while \`has_more\`.`,
  query: noQuery,
  body: z.strictObject({ since }),
  reply: z.object({ data: z.object({ replayed: z.int(), has_more: z.boolean(), next_since: z.string() }) }),
})

/** What was sent, newest first; kept for thirty days. */
export const listDeliveries = contract({
  ...admins,
  method: 'GET',
  path: '/webhooks/{id}/deliveries',
  title: 'List the deliveries of a webhook',
  query: z.strictObject({ ...page, status: z.enum(deliveryStatuses).optional() }),
  reply: z.object({ data: z.array(delivery), has_more: z.boolean(), next_cursor: z.string().nullable() }),
})

export const replayDelivery = contract({
  ...admins,
  method: 'POST',
  path: '/webhooks/{id}/deliveries/{delivery_id}/replay',
  title: 'Replay a delivery',
  query: noQuery,
  body: z.strictObject({}),
  reply: oneDelivery,
})
