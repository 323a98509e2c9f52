import type { FeedPlace } from '@/lib/domain/event/feed'
import { isId } from '@/lib/domain/id'

/** A place in the feed as callers see it: an opaque cursor. */
export const toFeedCursor = ({ mark, id }: FeedPlace): string => Buffer.from(`feed:${mark}:${id}`).toString('base64url')

/** The place that a cursor of the feed stands for; null for any other text. */
export function placeIn(cursor: string): FeedPlace | null {
  const [, mark, id = ''] = /^feed:(-?\d{1,15}):(.*)$/.exec(Buffer.from(cursor, 'base64url').toString()) ?? []
  const place = { mark: Number(mark), id }
  return isId(id) && toFeedCursor(place) === cursor ? place : null
}
