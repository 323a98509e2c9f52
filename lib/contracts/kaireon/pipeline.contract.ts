import { z } from 'zod'
import { flowBounds, flowStatuses, nodeTypes } from '@/lib/domain/flow/flow'
import { contract } from '../contract'
import { description, id, name, noQuery, text } from '../schema'
import { listOf, page } from './page'
import { pipeline } from './pipeline.present'

/** What a request calls a node, so that its edges can. */
const temporaryId = text(100).min(1)
const label = text(500)
const coordinate = z.number().min(-flowBounds.coordinate).max(flowBounds.coordinate)

const node = z.strictObject({
  id: temporaryId,
  nodeType: z.enum(nodeTypes),
  label: label.optional(),
  config: z.record(z.string(), z.unknown()).optional(),
  position: z.strictObject({ x: coordinate, y: coordinate }).optional(),
})
const edge = z.strictObject({ source: temporaryId, target: temporaryId, label: label.optional() })

const written = {
  description: description.optional(),
  status: z.enum(flowStatuses).optional(),
  schedule: z.string().max(200).nullable().optional(),
  executionConfig: z
    .strictObject({
      batchSize: z.int().min(1).max(flowBounds.batchSize).optional(),
      parallelism: z.int().min(1).max(flowBounds.parallelism).optional(),
      partitioning: z
        .strictObject({ field: text(200).min(1), count: z.int().min(1).max(flowBounds.partitions) })
        .optional(),
    })
    .optional(),
  nodes: z.array(node).max(flowBounds.nodes).optional(),
  edges: z.array(edge).max(flowBounds.edges).optional(),
}

/** KaireonAI Data Pipelines, "GET /api/v1/pipelines"; oldest first. */
export const listPipelines = contract({
  dialect: 'kaireon',
  method: 'GET',
  path: '/pipelines',
  title: 'List pipelines',
  query: z.strictObject(page),
  reply: listOf(pipeline),
})

/** Ours, in Kaireon's style: one data pipeline, at the address where REX's boards are. */
export const getPipeline = contract({
  dialect: 'kaireon',
  method: 'GET',
  path: '/pipelines/{id}',
  title: 'Get a pipeline',
  ours: true,
  host: 'rex',
  query: noQuery,
  version: 'told',
  reply: pipeline,
})

/** KaireonAI Data Pipelines, "POST /api/v1/pipelines"; `status` is ours. */
export const createPipeline = contract({
  dialect: 'kaireon',
  method: 'POST',
  path: '/pipelines',
  title: 'Create a pipeline',
  changesBoards: true,
  query: noQuery,
  body: z.strictObject({ name, connectorId: id, schemaId: id, ...written }),
  version: 'told',
  status: 201,
  reply: pipeline,
})

/** KaireonAI Data Pipelines, "PUT /api/v1/pipelines"; `status`, `connectorId` and `schemaId` are ours. */
export const updatePipeline = contract({
  dialect: 'kaireon',
  method: 'PUT',
  path: '/pipelines',
  title: 'Update a pipeline',
  changesBoards: true,
  query: noQuery,
  body: z.strictObject({
    id,
    name: name.optional(),
    connectorId: id.optional(),
    schemaId: id.optional(),
    ...written,
  }),
  version: 'checked',
  reply: pipeline,
})

/** KaireonAI Data Pipelines, "DELETE /api/v1/pipelines": with its nodes and edges, for good. */
export const deletePipeline = contract({
  dialect: 'kaireon',
  method: 'DELETE',
  path: '/pipelines',
  title: 'Delete a pipeline',
  changesBoards: true,
  query: z.strictObject({ id }),
})
