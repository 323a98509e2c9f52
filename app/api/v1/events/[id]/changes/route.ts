import { toCursor } from '@/lib/contracts/cursor'
import { listEventChanges } from '@/lib/contracts/rex/event.contract'
import { presentChange } from '@/lib/contracts/rex/event.present'
import { pageChanges } from '@/lib/domain/event/feed'
import { endpoint } from '@/lib/http/endpoint'

export const GET = endpoint(
  listEventChanges,
  (scope, { params, query, caller }) =>
    pageChanges(scope, params.id, query.limit, query.cursor ?? null, { private: caller.role === 'admin' }),
  ({ rows, next }) => ({ data: rows.map(presentChange), has_more: next !== null, next_cursor: toCursor(next) }),
)
