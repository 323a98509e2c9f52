import {
  changesOf,
  eventsWithChanges,
  type FeedChange,
  type FeedEntry,
  type FeedEvent,
  type FeedPlace,
  feedEnd,
  feedEntries,
  feedPlaceAt,
} from '@/lib/db/sql/feed'
import type { Scope } from '@/lib/db/transaction'
import { earliestId, isId } from '../id'
import { cutPage, type Page } from '../page'
import { notFound } from '../refusal'
import { isNamed, isPrivate, typeOf } from './type'

export type { FeedChange, FeedPlace }

/** An event as those who follow the feed get it: what it is called, and the first rows that it changed. */
export type TypedEvent = FeedEvent & { type: string }

/** Which events are wanted: of these types, or of all; those an admin alone may see only on demand. */
export interface Wish {
  types?: string[]
  private: boolean
}

/** A stretch of the feed; `next` is where to go on, now or later, and `more` whether there is something already. */
export interface Stretch<Row> {
  rows: Row[]
  next: FeedPlace
  more: boolean
}

/** Before every event. */
const begin: FeedPlace = { mark: -1, id: '00000000-0000-0000-0000-000000000000' }

/** How many events one reply searches at most for those that are wanted. */
const searched = 1000
/** How many of its changes an event shows; the others are asked for. */
const shown = 20
const hour = 3_600_000

/**
 * Events in the order of their commits, none skipped, from a place or an instant on; without either, from the first.
 * A transaction that is still open keeps back what began after it. A stretch may be short, even empty, while there is
 * more: a reply searches a thousand events and no further.
 */
export async function readFeed(
  scope: Scope,
  since: FeedPlace | Date | null,
  limit: number,
  wish: Wish,
): Promise<Stretch<TypedEvent>> {
  const found = await searchFeed(scope, await placeOf(scope, since), limit, wish)
  const events = await eventsWithChanges(
    scope,
    found.rows.map(({ id }) => id),
    shown,
  )
  const byId = new Map(events.map((event) => [event.id, event]))
  const rows = found.rows.flatMap(({ id, type }) => {
    const event = byId.get(id)
    return event ? [{ ...event, type }] : []
  })
  return { ...found, rows }
}

/** One event by its id, with the type that it was told by; null when it is missing. */
export async function eventOf(scope: Scope, id: string, type: string): Promise<TypedEvent | null> {
  const [event] = await eventsWithChanges(scope, [id], shown)
  return event ? { ...event, type } : null
}

/** The same, with no more of the events than what they are. */
export async function searchFeed(
  scope: Scope,
  after: FeedPlace,
  limit: number,
  wish: Wish,
): Promise<Stretch<FeedEntry & { type: string }>> {
  const window = wish.types || !wish.private ? searched : limit + 1
  const entries = await feedEntries(scope, after, window)
  const rows: (FeedEntry & { type: string })[] = []
  for (const entry of entries) {
    const type = typeOf(entry)
    if (!isWished(type, wish)) continue
    if (rows.length === limit) return { rows, next: rows.at(-1) ?? after, more: true }
    rows.push({ ...entry, type })
  }
  return { rows, next: entries.at(-1) ?? after, more: entries.length === window }
}

/** The place that a cursor or an instant means; an instant that has not come yet is now. */
export async function placeOf(scope: Scope, since: FeedPlace | Date | null): Promise<FeedPlace> {
  if (since === null) return begin
  if (!(since instanceof Date)) return since
  // Asked first: what is committed in between is then still to come.
  const end = await feedEnd(scope)
  const instant = new Date(Math.min(since.getTime(), scope.now.getTime()))
  return (await feedPlaceAt(scope, instant, earliestId(new Date(instant.getTime() - hour)))) ?? end
}

/** The rows that an event changed, in order. Refuses an event that is missing, or not this reader's to see. */
export async function pageChanges(
  scope: Scope,
  eventId: string,
  limit: number,
  after: string | null,
  wish: Pick<Wish, 'private'>,
): Promise<Page<FeedChange>> {
  const [event] = isId(eventId) ? await eventsWithChanges(scope, [eventId], 0) : []
  if (!event || !isWished(typeOf({ verb: event.verb, onBoard: false }), wish)) throw notFound('event')
  return cutPage(await changesOf(scope, event.id, after, limit + 1), limit, (last) => last.id)
}

const isWished = (type: string, wish: Wish): boolean =>
  (wish.private || !isPrivate(type)) && (!wish.types || isNamed(type, wish.types))
