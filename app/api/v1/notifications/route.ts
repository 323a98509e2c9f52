import { toCursor } from '@/lib/contracts/cursor'
import * as kasar from '@/lib/contracts/kasar/notification.contract'
import { listNotifications } from '@/lib/domain/notification/list'
import { endpoint } from '@/lib/http/endpoint'

export const GET = endpoint(
  kasar.listNotifications,
  (scope, { query: { unread, limit, cursor }, caller }) =>
    listNotifications(scope, caller.actor.userId, { unread, limit, after: cursor ?? null }),
  ({ rows, unread, next }) => ({ data: rows.map(kasar.presentNotification), unread, nextCursor: toCursor(next) }),
)
