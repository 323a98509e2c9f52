import { z } from 'zod'
import { isPattern } from '@/lib/domain/event/type'
import { contract } from '../contract'
import { idOut, instantOrDay, noQuery, wholeNumber } from '../schema'
import { change, event } from './event.present'
import { placeIn } from './event.read'
import { page } from './pipeline.contract'

/** Types of events that somebody follows: one, all of a noun, or all there are. */
export const eventPatterns = z
  .array(z.string().max(100))
  .max(50)
  .refine(
    (given) => given.every(isPattern),
    'must be types of events such as deal.moved, all of a noun such as deal.*, or *',
  )

/** A cursor of the feed, or an instant, as where to begin. */
export const since = z
  .string()
  .transform((text, context) => {
    const place = placeIn(text)
    if (place) return place
    const instant = instantOrDay.safeParse(text)
    if (instant.success) return instant.data
    context.addIssue({ code: 'custom', message: 'must be a cursor from an earlier reply or an ISO 8601 date and time' })
    return z.NEVER
  })
  .describe('Where to begin: the next_cursor of the reply before, or an instant')

/**
 * Ours: the events of the workspace in the order of their commits, for whoever would rather ask than be told. `since` is
 * the `next_cursor` of the reply before, which is never null: none is skipped, however late it was committed; or an
 * instant: then from the first event on that was made at or after it. A reply searches a thousand events for those of
 * the types asked for, so that it may be short while `has_more` is true. Events of keys and webhooks are shown to
 * admins alone.
 */
export const listEvents = contract({
  dialect: 'rex',
  method: 'GET',
  path: '/events',
  title: 'Follow events',
  ours: true,
  query: z.strictObject({
    since: since.optional(),
    limit: wholeNumber(1, 200).default(50),
    type: eventPatterns.optional().meta({ list: true }),
  }),
  reply: z.object({ data: z.array(event), has_more: z.boolean(), next_cursor: z.string() }),
})

/** Ours: every row that an event changed; the event itself shows the first twenty. */
export const listEventChanges = contract({
  dialect: 'rex',
  method: 'GET',
  path: '/events/{id}/changes',
  title: 'List the changes of an event',
  ours: true,
  query: z.strictObject(page),
  reply: z.object({ data: z.array(change), has_more: z.boolean(), next_cursor: z.string().nullable() }),
})

/** Ours: takes back all that the request which left an event has changed. */
export const undoEvent = contract({
  dialect: 'rex',
  method: 'POST',
  path: '/events/{id}/undo',
  title: 'Undo an event',
  about:
    'Takes back all that the same request changed, or nothing: it is refused (409) when somebody has changed one of the rows since, saying who changed what. The event is the one that X-Event-Id named. Tasks can be undone, nothing else yet. Undoing is a change like any other, with an event that can be undone again.',
  example: { body: {}, reply: { data: { undone: 1, event_id: '0198c2e4-6b1f-7c55-9a0e-3f8f6f3f2d10' } } },
  ours: true,
  query: noQuery,
  body: z.strictObject({}),
  reply: z.object({
    data: z.object({
      undone: z.int().describe('How many rows are as they were before'),
      event_id: idOut.describe('The event that this left, by which it is undone again'),
    }),
  }),
})
