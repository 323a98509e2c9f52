import * as kasar from '@/lib/contracts/kasar/calendar.contract'
import { findFeed, makeFeed, removeFeed } from '@/lib/domain/calendar/feed'
import { endpoint } from '@/lib/http/endpoint'

export const GET = endpoint(
  kasar.getCalendar,
  (scope, { caller }) => findFeed(scope, caller.actor.userId),
  (feed) => ({ data: feed && kasar.presentFeed(feed) }),
)

export const PUT = endpoint(
  kasar.createCalendar,
  (tx, { caller }) => makeFeed(tx, caller.actor.userId, caller.timeZone),
  (made, { origin }) => ({ data: { ...kasar.presentFeed(made), url: `${origin}/calendar/${made.secret}.ics` } }),
)

export const DELETE = endpoint(kasar.deleteCalendar, (tx, { caller }) => removeFeed(tx, caller.actor.userId), null)
