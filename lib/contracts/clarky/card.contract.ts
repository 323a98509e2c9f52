import { z } from 'zod'
import { contract } from '../contract'
import { onePlace, onePlaceOnly, place } from '../place'
import { description, flag, id, idOut, instant, instantOut, name, noQuery, tags } from '../schema'
import { page, pagination } from './page'

export const card = z.object({
  id: idOut,
  pipeline_stage_id: idOut,
  contact_id: idOut.nullable(),
  title: z.string(),
  description: z.string().nullable(),
  tags: z.array(z.string()),
  order_index: z.int().min(0),
  archived_at: instantOut.nullable(),
  created_at: instantOut,
  updated_at: instantOut,
})

const one = z.object({ data: card })

/** Clarky, "List pipeline cards". */
export const listCards = contract({
  dialect: 'clarky',
  method: 'GET',
  path: '/pipeline-cards',
  title: 'List pipeline cards',
  query: z.strictObject({
    ...page,
    pipeline_id: z.string().optional(),
    pipeline_stage_id: z.string().optional(),
    bot_id: z.string().optional(),
    contact_id: z.string().optional(),
    include_archived: flag.default(false),
  }),
  reply: z.object({ data: z.array(card), pagination }),
})

/** Clarky, "Get a pipeline card". */
export const getCard = contract({
  dialect: 'clarky',
  method: 'GET',
  path: '/pipeline-cards/{id}',
  title: 'Get a pipeline card',
  query: noQuery,
  reply: one,
})

/** Clarky, "Create a pipeline card"; `after_id` and `before_id` are ours. */
export const createCard = contract({
  dialect: 'clarky',
  method: 'POST',
  path: '/pipeline-cards',
  title: 'Create a pipeline card',
  query: noQuery,
  body: z
    .strictObject({
      pipeline_stage_id: id,
      title: name,
      contact_id: id.optional(),
      description: description.optional(),
      tags: tags.optional(),
      ...place,
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
  query: noQuery,
  body: z
    .strictObject({
      pipeline_stage_id: id.optional(),
      contact_id: id.nullable().optional(),
      title: name.optional(),
      description: description.optional(),
      tags: tags.optional(),
      archived_at: instant.nullable().optional(),
      ...place,
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
  query: noQuery,
})
