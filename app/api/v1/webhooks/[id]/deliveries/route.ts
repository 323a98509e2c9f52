import { toCursor } from '@/lib/contracts/cursor'
import { listDeliveries } from '@/lib/contracts/rex/webhook.contract'
import { presentDelivery } from '@/lib/contracts/rex/webhook.present'
import { pageDeliveries } from '@/lib/domain/webhook/delivery'
import { endpoint } from '@/lib/http/endpoint'

export const GET = endpoint(
  listDeliveries,
  (scope, { params, query }) => pageDeliveries(scope, params.id, query.limit, query.cursor ?? null, query.status),
  ({ rows, next }) => ({ data: rows.map(presentDelivery), has_more: next !== null, next_cursor: toCursor(next) }),
)
