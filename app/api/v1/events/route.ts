import { listEvents } from '@/lib/contracts/rex/event.contract'
import { presentEvent } from '@/lib/contracts/rex/event.present'
import { toFeedCursor } from '@/lib/contracts/rex/event.read'
import { readFeed } from '@/lib/domain/event/feed'
import { endpoint } from '@/lib/http/endpoint'

export const GET = endpoint(
  listEvents,
  (scope, { query, caller }) =>
    readFeed(scope, query.since ?? null, query.limit, { types: query.type, private: caller.role === 'admin' }),
  ({ rows, next, more }) => ({ data: rows.map(presentEvent), has_more: more, next_cursor: toFeedCursor(next) }),
)
