import { toCursor } from '@/lib/contracts/cursor'
import { dealHistory } from '@/lib/contracts/rex/deal.contract'
import { presentHistoryEntry } from '@/lib/contracts/rex/deal.present'
import { historyOf } from '@/lib/domain/record/history'
import { endpoint } from '@/lib/http/endpoint'

export const GET = endpoint(
  dealHistory,
  (scope, { params, query }) => historyOf(scope, params.id, query.limit, query.cursor ?? null),
  ({ rows, next }) => ({ data: rows.map(presentHistoryEntry), has_more: next !== null, next_cursor: toCursor(next) }),
)
