import { z } from 'zod'
import type { Feed } from '@/lib/domain/calendar/feed'
import { contract } from '../contract'
import { instantOut, noQuery } from '../schema'

const feed = z.object({
  created_at: instantOut,
  /** To the hour. */
  last_read_at: instantOut.nullable(),
})

/** Ours: whether the caller's tasks can be read as a calendar. */
export const getCalendar = contract({
  dialect: 'kasar',
  method: 'GET',
  path: '/me/calendar',
  title: 'Get my calendar feed',
  about: 'Null while there is none. Its address is shown only when it is made.',
  ours: true,
  query: noQuery,
  reply: z.object({ data: feed.nullable() }),
})

/** Ours: makes the address under which calendars read the caller's tasks. Whoever may read may do this. */
export const createCalendar = contract({
  dialect: 'kasar',
  method: 'PUT',
  path: '/me/calendar',
  title: 'Make my calendar feed',
  about:
    "The reply shows the address, this once: whoever knows it reads the caller's open tasks as iCalendar. One that there was ends. Days are shown by X-Timezone while the user has no zone.",
  ours: true,
  role: 'viewer',
  local: true,
  query: noQuery,
  reply: z.object({ data: feed.extend({ url: z.string() }) }),
})

/** Ours: ends the caller's calendar feed. Without one it changes nothing. */
export const deleteCalendar = contract({
  dialect: 'kasar',
  method: 'DELETE',
  path: '/me/calendar',
  title: 'End my calendar feed',
  about: 'Nobody reads it any more from this moment on.',
  ours: true,
  role: 'viewer',
  query: noQuery,
})

/** A calendar feed, without its address. */
export const presentFeed = ({ createdAt, lastReadAt }: Feed): z.input<typeof feed> => ({
  created_at: createdAt.toISOString(),
  last_read_at: lastReadAt?.toISOString() ?? null,
})
