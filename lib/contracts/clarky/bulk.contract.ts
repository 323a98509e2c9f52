import { z } from 'zod'
import { contract } from '../contract'
import { onePlace, onePlaceOnly } from '../place'
import { id, instant, noQuery, unread } from '../schema'
import { card, createCard, placed, updateCard } from './card.contract'
import { error } from './profile'

const one = {
  id,
  if_version: z.int().min(1).optional().describe('Refuses the item (412) when the card has another version by now'),
}

/** What an item says, by its `op`: the body of the operation that it stands for. */
export const bulkItems = {
  create: createCard.body.safeExtend({ op: z.literal('create') }),
  update: updateCard.body.safeExtend({ op: z.literal('update'), ...one }),
  move: z
    .strictObject({ op: z.literal('move'), ...one, pipeline_stage_id: id, ...placed })
    .refine(onePlace, onePlaceOnly),
  archive: z.strictObject({
    op: z.literal('archive'),
    ...one,
    archived_at: instant.optional().describe('By default now'),
  }),
  delete: z.strictObject({ op: z.literal('delete'), ...one }),
}

export type BulkItem = z.output<(typeof bulkItems)[keyof typeof bulkItems]>

const outcome = z.object({
  index: z.int().min(0).describe('The place of the item in the request'),
  status: z.int().describe('What the operation alone would have answered'),
  data: card.nullable().optional().describe('The card; null when it was deleted'),
  version: z.int().optional().describe("The card's version, for `if_version` and If-Match"),
  error: error.shape.error.optional().describe('Why the item was refused; nothing of it was done'),
})

const example = {
  id: '0198c2e4-6b1f-7c55-9a0e-3f8f6f3f2d10',
  stage: '0198c2e4-6b20-7d11-8c0f-5b1f2a6e7c03',
}

/** Ours: many changes of cards in one request. */
export const bulkCards = contract({
  dialect: 'clarky',
  method: 'POST',
  path: '/pipeline-cards/bulk',
  title: 'Change many pipeline cards',
  about:
    'Up to 1,000 items in 8 MiB, done in their order and committed at once. Each is answered as its operation alone would be; one that is refused undoes only itself.',
  example: {
    body: { items: [{ op: 'move', id: example.id, pipeline_stage_id: example.stage, order_index: 0 }] },
    reply: {
      data: [
        {
          index: 0,
          status: 404,
          error: { code: 'not_found', message: 'Pipeline card not found', details: {} },
        },
      ],
    },
  },
  ours: true,
  itemwise: true,
  mebibytes: 8,
  query: noQuery,
  body: z.strictObject({ items: z.array(unread(z.union(Object.values(bulkItems)))).max(1000) }),
  reply: z.object({ data: z.array(outcome) }),
})
