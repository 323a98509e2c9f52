import { z } from 'zod'
import { contract } from '../contract'
import { list, wholeNumber } from '../schema'
import { board } from './board.present'

/** A place in a column: the order key of the last card seen. */
const afterCard = z.string().regex(/^[0-9A-Za-z]{1,64}$/, 'must be a cursor from an earlier reply')

/**
 * Ours: a whole board at a glance. `stage_id` reads one column, `cursor` goes on in it; `deal_id` (repeatable) reads
 * those deals wherever they are: one that is absent from the reply has left the board.
 */
export const getBoard = contract({
  dialect: 'rex',
  method: 'GET',
  path: '/pipelines/{id}/board',
  title: 'Get a board',
  about:
    'A whole board at a glance. `stage_id` reads one column and `cursor` goes on in it; `deal_id` reads those deals wherever they are, and one that is absent has left the board.',
  ours: true,
  query: z
    .strictObject({
      limit: wholeNumber(1, 200).default(50),
      stage_id: z.string().optional(),
      cursor: afterCard.optional(),
      deal_id: list(50),
    })
    .refine((query) => query.cursor === undefined || query.stage_id !== undefined, {
      path: ['cursor'],
      message: 'needs a stage_id',
    }),
  reply: z.object({ data: board }),
})

/** Ours: a stream of hints (server-sent events) that something has changed: one stream tells a browser's tab of all. */
export const watchChanges = contract({
  dialect: 'rex',
  method: 'GET',
  path: '/live',
  title: 'Watch for changes',
  about:
    'Server-sent events that say what to read again: `hint`, what has changed on the board named by `pipeline_id`; `tasks`, the ids of tasks that have; `notice`, that your notifications have. With `reset` read all that you show again, and so whenever the stream opens.',
  ours: true,
  streams: 'events',
  query: z.strictObject({ pipeline_id: z.string().optional() }),
})
