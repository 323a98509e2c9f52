import { z } from 'zod'
import { stageTypes } from '@/lib/domain/stage/stage'
import { contract } from '../contract'
import { cursor } from '../cursor'
import { color, id, metadata, name, noQuery, wholeNumber } from '../schema'
import { pipeline } from './pipeline.present'

const one = z.object({ data: pipeline })
const probability = z.number().min(0).max(1)
const days = z.int().min(1).max(3650)
const position = z.int().min(0)

const newStage = z.strictObject({
  name,
  type: z.enum(stageTypes),
  position: position.optional(),
  color: color.optional(),
  probability: probability.optional(),
})

export const page = { cursor: cursor.optional(), limit: wholeNumber(1, 200).default(50) }

/** REX Pipelines API, "Create a pipeline"; `object` is ours. */
export const createPipeline = contract({
  dialect: 'rex',
  method: 'POST',
  path: '/pipelines',
  title: 'Create a pipeline',
  changesBoards: true,
  query: noQuery,
  body: z.strictObject({
    name,
    is_default: z.boolean().optional(),
    object: z.string().max(100).optional(),
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
  query: z.strictObject(page),
  reply: z.object({ data: z.array(pipeline), has_more: z.boolean(), next_cursor: z.string().nullable() }),
})

/** REX Pipelines API, "Get a pipeline". */
export const getPipeline = contract({
  dialect: 'rex',
  method: 'GET',
  path: '/pipelines/{id}',
  title: 'Get a pipeline',
  query: noQuery,
  reply: one,
})

/** REX Pipelines API, "Update a pipeline"; `rotting_days` is ours. */
export const updatePipeline = contract({
  dialect: 'rex',
  method: 'PATCH',
  path: '/pipelines/{id}',
  title: 'Update a pipeline',
  changesBoards: true,
  query: noQuery,
  body: z.strictObject({
    name: name.optional(),
    is_default: z.boolean().optional(),
    metadata: metadata.optional(),
    rotting_days: days.nullable().optional(),
  }),
  reply: one,
})

/** REX Pipelines API, "Delete a pipeline": to the trash. */
export const deletePipeline = contract({
  dialect: 'rex',
  method: 'DELETE',
  path: '/pipelines/{id}',
  title: 'Delete a pipeline',
  changesBoards: true,
  query: noQuery,
})

/** Ours: takes a deleted pipeline with its deals out of the trash. */
export const restorePipeline = contract({
  dialect: 'rex',
  method: 'POST',
  path: '/pipelines/{id}/restore',
  title: 'Restore a pipeline',
  ours: true,
  changesBoards: true,
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
  changesBoards: true,
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
  changesBoards: true,
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
  ours: true,
  changesBoards: true,
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
  changesBoards: true,
  query: z.strictObject({ move_to: id.optional() }),
})
