import * as rex from '@/lib/contracts/rex/webhook.contract'
import { presentWebhook } from '@/lib/contracts/rex/webhook.present'
import { removeWebhook } from '@/lib/domain/webhook/remove'
import { updateWebhook } from '@/lib/domain/webhook/update'
import { findWebhook } from '@/lib/domain/webhook/webhook'
import { endpoint } from '@/lib/http/endpoint'

export const GET = endpoint(
  rex.getWebhook,
  (scope, { params }) => findWebhook(scope, params.id),
  (webhook) => ({ data: presentWebhook(webhook) }),
)

export const PATCH = endpoint(
  rex.updateWebhook,
  (tx, { params, body }) => updateWebhook(tx, params.id, body),
  (webhook) => ({ data: presentWebhook(webhook) }),
)

export const DELETE = endpoint(rex.deleteWebhook, (tx, { params }) => removeWebhook(tx, params.id), null)
