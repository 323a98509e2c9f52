import { z } from 'zod'
import { contract } from '../contract'
import { onePlace, onePlaceOnly, place } from '../place'
import { description, flag, id, idOut, instant, instantOut, name, noQuery, ours, tags } from '../schema'
import { page, pagination } from './page'

export const card = z
  .object({
    id: idOut,
    pipeline_stage_id: idOut,
    contact_id: idOut.nullable(),
    title: z.string(),
    description: z.string().nullable(),
    tags: z.array(z.string()),
    order_index: z.int().min(0).describe('How many active cards of the stage stand before this one'),
    archived_at: instantOut.nullable().describe('Null while the card is on the board'),
    created_at: instantOut,
    updated_at: instantOut,
  })
  .meta({ title: 'PipelineCard' })

const one = z.object({ data: card })

/** A place; beside another card it is ours. */
export const placed = { ...place, after_id: ours(place.after_id), before_id: ours(place.before_id) }

const shown: z.input<typeof card> = {
  id: '0198c2e4-6b1f-7c55-9a0e-3f8f6f3f2d10',
  pipeline_stage_id: '0198c2e4-6b20-7d11-8c0f-5b1f2a6e7c01',
  contact_id: '0198c2e4-6b21-7aa0-b4d2-90c1e7f3a502',
  title: 'Northwind – yearly licence',
  description: 'Wants the quote before the fair',
  tags: ['licence'],
  order_index: 0,
  archived_at: null,
  created_at: '2026-09-01T08:30:00.000Z',
  updated_at: '2026-09-14T16:05:12.000Z',
}

/** Clarky, "List pipeline cards". */
export const listCards = contract({
  dialect: 'clarky',
  method: 'GET',
  path: '/pipeline-cards',
  title: 'List pipeline cards',
  about: 'In board order: by pipeline, stage and position.',
  example: { reply: { data: [shown], pagination: { page: 1, page_size: 25, total: 1, total_pages: 1 } } },
  query: z.strictObject({
    ...page,
    pipeline_id: z.string().optional(),
    pipeline_stage_id: z.string().optional(),
    bot_id: z.string().optional(),
    contact_id: z.string().optional(),
    include_archived: flag.default(false).describe('Whether archived cards come too'),
  }),
  reply: z.object({ data: z.array(card), pagination }),
})

/** Clarky, "Get a pipeline card". */
export const getCard = contract({
  dialect: 'clarky',
  method: 'GET',
  path: '/pipeline-cards/{id}',
  title: 'Get a pipeline card',
  example: { reply: { data: shown } },
  version: 'told',
  query: noQuery,
  reply: one,
})

/** Clarky, "Create a pipeline card"; `after_id` and `before_id` are ours. */
export const createCard = contract({
  dialect: 'clarky',
  method: 'POST',
  path: '/pipeline-cards',
  title: 'Create a pipeline card',
  about: 'Without a place the card stands at the end of its stage.',
  example: {
    body: {
      pipeline_stage_id: shown.pipeline_stage_id,
      title: shown.title,
      contact_id: shown.contact_id,
      tags: shown.tags,
    },
    reply: { data: { ...shown, description: null, order_index: 3 } },
  },
  version: 'told',
  query: noQuery,
  body: z
    .strictObject({
      pipeline_stage_id: id,
      title: name,
      contact_id: id.optional(),
      description: description.optional(),
      tags: tags.optional(),
      ...placed,
    })
    .refine(onePlace, onePlaceOnly),
  status: 201,
  reply: one,
})

/** Clarky, "Update a pipeline card"; `after_id` and `before_id` are ours. */
export const updateCard = contract({
  dialect: 'clarky',
  method: 'PATCH',
  path: '/pipeline-cards/{id}',
  title: 'Update a pipeline card',
  about:
    'Another stage moves the card, by default to its end. `archived_at` takes it off the board; null brings it back.',
  example: {
    body: { pipeline_stage_id: '0198c2e4-6b20-7d11-8c0f-5b1f2a6e7c03', order_index: 0 },
    reply: { data: { ...shown, pipeline_stage_id: '0198c2e4-6b20-7d11-8c0f-5b1f2a6e7c03' } },
  },
  version: 'checked',
  query: noQuery,
  body: z
    .strictObject({
      pipeline_stage_id: id.optional(),
      contact_id: id.nullable().optional(),
      title: name.optional(),
      description: description.optional(),
      tags: tags.optional(),
      archived_at: instant.nullable().optional(),
      ...placed,
    })
    .refine(onePlace, onePlaceOnly),
  reply: one,
})

/** Clarky, "Delete a pipeline card": to the trash. */
export const deleteCard = contract({
  dialect: 'clarky',
  method: 'DELETE',
  path: '/pipeline-cards/{id}',
  title: 'Delete a pipeline card',
  about: 'Puts the card into the trash.',
  version: 'checked',
  query: noQuery,
})
