import { z } from 'zod'
import { stageTypes } from '@/lib/domain/stage/stage'
import { contract } from '../contract'
import { cursor } from '../cursor'
import { color, id, metadata, name, noQuery, ours, wholeNumber } from '../schema'
import { pipeline } from './pipeline.present'

const one = z.object({ data: pipeline })

const shownStage = (
  at: number,
  name: string,
  type: 'open' | 'won' | 'lost',
  color: string,
  probability: number,
): z.input<typeof pipeline>['stages'][number] => ({
  id: `0198c2e4-6b20-7d11-8c0f-5b1f2a6e7c0${at + 1}`,
  name,
  position: at,
  type,
  color,
  probability,
  required_fields: [],
  rotting_days: null,
  wip_limit: null,
})
const shown: z.input<typeof pipeline> = {
  id: '0198c2e4-6b10-7f08-a3cd-2e5d7b901a11',
  name: 'Partner deals',
  is_default: true,
  object: 'opportunities',
  stages: [
    shownStage(0, 'New', 'open', '#3b82f6', 0.5),
    shownStage(1, 'Signed', 'won', '#10b981', 1),
    shownStage(2, 'Given up', 'lost', '#ef4444', 0),
  ],
  metadata: {},
  rotting_days: null,
  created_at: '2026-08-03T09:00:00.000Z',
  updated_at: '2026-08-20T11:45:30.000Z',
}
const negotiation = { name: 'Negotiation', type: 'open', color: '#8b5cf6', probability: 0.7 }
const probability = z.number().min(0).max(1)
const days = z.int().min(1).max(3650)
const position = z.int().min(0)

const newStage = z.strictObject({
  name,
  type: z.enum(stageTypes),
  position: position.optional().describe('Counted from 0; the end when it is left out'),
  color: color.optional(),
  probability: probability.optional().describe('From 0 to 1; found from the position when it is left out'),
})

/** Where the next page begins. */
export const nextCursor = ours(z.string().nullable()).describe('The cursor of the next page; null at the end')

export const page = { cursor: cursor.optional(), limit: wholeNumber(1, 200).default(50) }

/** REX Pipelines API, "Create a pipeline"; `object` is ours. */
export const createPipeline = contract({
  dialect: 'rex',
  method: 'POST',
  path: '/pipelines',
  title: 'Create a pipeline',
  about: "At most one pipeline of an object is its default; the object's first one is it unless it says otherwise.",
  example: {
    body: {
      name: shown.name,
      is_default: true,
      stages: shown.stages.map(({ name, type, color }) => ({ name, type, color })),
    },
    reply: { data: shown },
  },
  changesBoards: true,
  version: 'told',
  query: noQuery,
  body: z.strictObject({
    name,
    is_default: z.boolean().optional(),
    object: ours(z.string().max(100)).optional().describe('The kind of record that it holds: by default opportunities'),
    stages: z.array(newStage).max(100).optional(),
    metadata: metadata.optional(),
  }),
  status: 201,
  reply: one,
})

/** REX Pipelines API, "List pipelines". */
export const listPipelines = contract({
  dialect: 'rex',
  method: 'GET',
  path: '/pipelines',
  title: 'List pipelines',
  example: { reply: { data: [shown], has_more: false, next_cursor: null } },
  query: z.strictObject(page),
  reply: z.object({ data: z.array(pipeline), has_more: z.boolean(), next_cursor: nextCursor }),
})

/** REX Pipelines API, "Get a pipeline". */
export const getPipeline = contract({
  dialect: 'rex',
  method: 'GET',
  path: '/pipelines/{id}',
  title: 'Get a pipeline',
  example: { reply: { data: shown } },
  version: 'told',
  query: noQuery,
  reply: one,
})

/** REX Pipelines API, "Update a pipeline"; `rotting_days` is ours. */
export const updatePipeline = contract({
  dialect: 'rex',
  method: 'PATCH',
  path: '/pipelines/{id}',
  title: 'Update a pipeline',
  about: 'Stages have operations of their own.',
  example: { body: { name: 'Partner deals 2027' }, reply: { data: { ...shown, name: 'Partner deals 2027' } } },
  changesBoards: true,
  version: 'checked',
  query: noQuery,
  body: z.strictObject({
    name: name.optional(),
    is_default: z.boolean().optional(),
    metadata: metadata.optional(),
    rotting_days: ours(days).nullable().optional(),
  }),
  reply: one,
})

/** REX Pipelines API, "Delete a pipeline": to the trash. */
export const deletePipeline = contract({
  dialect: 'rex',
  method: 'DELETE',
  path: '/pipelines/{id}',
  title: 'Delete a pipeline',
  about: 'Puts the pipeline with its deals into the trash, from which it can be restored.',
  changesBoards: true,
  version: 'checked',
  query: noQuery,
})

/** Ours: takes a deleted pipeline with its deals out of the trash. */
export const restorePipeline = contract({
  dialect: 'rex',
  method: 'POST',
  path: '/pipelines/{id}/restore',
  title: 'Restore a pipeline',
  about: 'Takes a deleted pipeline with its deals out of the trash.',
  example: { body: {} },
  ours: true,
  changesBoards: true,
  version: 'told',
  query: noQuery,
  body: z.strictObject({}),
  reply: one,
})

/** REX Pipelines API, "Add a stage". */
export const addStage = contract({
  dialect: 'rex',
  method: 'POST',
  path: '/pipelines/{id}/stages',
  title: 'Add a stage',
  example: {
    body: negotiation,
    reply: { data: { ...shown, stages: [shown.stages[0], shownStage(1, 'Negotiation', 'open', '#8b5cf6', 0.7)] } },
  },
  changesBoards: true,
  version: 'checked',
  query: noQuery,
  body: newStage,
  status: 201,
  reply: one,
})

/** REX Pipelines API, "Reorder stages". */
export const reorderStages = contract({
  dialect: 'rex',
  method: 'PUT',
  path: '/pipelines/{id}/stages',
  title: 'Reorder stages',
  about: 'Takes every stage of the pipeline once, in the new order.',
  example: {
    body: { stage_ids: shown.stages.map(({ id }) => id).toReversed() },
    reply: { data: { ...shown, stages: shown.stages.toReversed().map((stage, position) => ({ ...stage, position })) } },
  },
  changesBoards: true,
  version: 'checked',
  query: noQuery,
  body: z.strictObject({ stage_ids: z.array(id).max(1000) }),
  reply: one,
})

/** Ours: changes a stage, its gate included. */
export const updateStage = contract({
  dialect: 'rex',
  method: 'PATCH',
  path: '/pipelines/{id}/stages/{stage_id}',
  title: 'Update a stage',
  about: 'Also what a deal must have to enter it: `required_fields`.',
  example: { body: { name: 'Quote sent', required_fields: ['amount'], rotting_days: 14 } },
  ours: true,
  changesBoards: true,
  version: 'checked',
  query: noQuery,
  body: z.strictObject({
    name: name.optional(),
    color: color.nullable().optional(),
    type: z.enum(stageTypes).optional(),
    probability: probability.nullable().optional(),
    required_fields: z.array(z.string().min(1).max(100)).max(50).optional(),
    rotting_days: days.nullable().optional(),
    wip_limit: z.int().min(1).max(100_000).nullable().optional(),
  }),
  reply: one,
})

/** REX Pipelines API, "Remove a stage"; `move_to` is ours. */
export const removeStage = contract({
  dialect: 'rex',
  method: 'DELETE',
  path: '/pipelines/{id}/stages/{stage_id}',
  title: 'Remove a stage',
  about: 'A stage that holds deals is removed only when `move_to` says where they go; the last stage never is.',
  changesBoards: true,
  version: 'checked',
  query: z.strictObject({ move_to: ours(id).optional().describe('The stage that takes its deals') }),
})
