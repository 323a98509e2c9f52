import { toFeedCursor } from '@/lib/contracts/rex/event.read'
import { replayWebhook } from '@/lib/contracts/rex/webhook.contract'
import { replaySpan } from '@/lib/domain/webhook/replay'
import { endpoint } from '@/lib/http/endpoint'

export const POST = endpoint(
  replayWebhook,
  (tx, { params, body }) => replaySpan(tx, params.id, body.since),
  ({ replayed, more, next }) => ({ data: { replayed, has_more: more, next_since: toFeedCursor(next) } }),
)
