import * as rex from '@/lib/contracts/rex/webhook.contract'
import { presentWebhook, presentWithSecret } from '@/lib/contracts/rex/webhook.present'
import { createWebhook } from '@/lib/domain/webhook/create'
import { listWebhooks } from '@/lib/domain/webhook/webhook'
import { endpoint } from '@/lib/http/endpoint'

export const GET = endpoint(rex.listWebhooks, listWebhooks, (webhooks) => ({
  data: webhooks.map(presentWebhook),
  has_more: false as const,
  next_cursor: null,
}))

export const POST = endpoint(
  rex.createWebhook,
  (tx, { body }) => createWebhook(tx, body),
  (made) => ({ data: presentWithSecret(made) }),
)
