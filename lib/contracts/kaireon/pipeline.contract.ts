import { z } from 'zod'
import { flowBounds, flowStatuses } from '@/lib/domain/flow/flow'
import { contract } from '../contract'
import { description, id, name, noQuery, ours, text } from '../schema'
import { drawnEdges, drawnNodes } from './drawing'
import { listOf, page } from './page'
import { pipeline } from './pipeline.present'

const written = {
  description: description.optional(),
  status: ours(z.enum(flowStatuses).optional()).describe('Only an active one is scheduled'),
  schedule: z.string().max(200).nullable().optional().describe("Five-field cron in the workspace's time zone"),
  executionConfig: z
    .strictObject({
      batchSize: z.int().min(1).max(flowBounds.batchSize).optional(),
      parallelism: z.int().min(1).max(flowBounds.parallelism).optional(),
      partitioning: z
        .strictObject({ field: text(200).min(1), count: z.int().min(1).max(flowBounds.partitions) })
        .optional(),
    })
    .optional(),
  nodes: drawnNodes.optional(),
  edges: drawnEdges.optional(),
}

const made = {
  name: 'Price list',
  description: 'Every morning from the supplier',
  connectorId: '0198c2e4-7a00-7d11-9c0f-5b1f2a6e7c01',
  schemaId: '0198c2e4-5f20-7c11-92ab-7a3c5d1e0f33',
  schedule: '30 5 * * *',
  executionConfig: { batchSize: 2000, parallelism: 2 },
  nodes: [
    { id: 'in', nodeType: 'source' as const, label: 'Supplier', config: {}, position: { x: 0, y: 0 } },
    { id: 'out', nodeType: 'target' as const, label: 'Companies', config: {}, position: { x: 240, y: 0 } },
  ],
  edges: [{ source: 'in', target: 'out', label: '' }],
}
const stored = ['0198c2e4-7b00-7d11-9c0f-5b1f2a6e7c02', '0198c2e4-7b00-7d11-9c0f-5b1f2a6e7c03'] as const
const shown: z.input<typeof pipeline> = {
  id: '0198c2e4-7b00-7d11-9c0f-5b1f2a6e7c04',
  name: made.name,
  description: made.description,
  status: 'active',
  schedule: made.schedule,
  executionConfig: made.executionConfig,
  connector: { id: made.connectorId, name: 'Supplier’s files', type: 'csv' },
  schema: { id: made.schemaId, name: 'companies', displayName: 'Companies' },
  nodes: made.nodes.map((node, at) => ({ ...node, id: stored[at] ?? '' })),
  edges: [{ id: '0198c2e4-7b00-7d11-9c0f-5b1f2a6e7c05', source: stored[0], target: stored[1], label: '' }],
  problems: [],
  nextRuns: ['2026-08-04T05:30:00.000Z'],
  lastRun: null,
  createdAt: '2026-08-03T09:00:00.000Z',
  updatedAt: '2026-08-03T09:00:00.000Z',
}

/** KaireonAI Data Pipelines, "GET /api/v1/pipelines"; oldest first. */
export const listPipelines = contract({
  dialect: 'kaireon',
  method: 'GET',
  path: '/pipelines',
  title: 'List pipelines',
  about: 'Oldest first.',
  example: { reply: { data: [shown], total: 1, hasMore: false, nextCursor: null } },
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
  about:
    'The ids of nodes are temporary and map the edges; the reply carries the stored ones. What no pipeline can be is refused whole; what is merely unfinished is kept, and listed in `problems`.',
  example: { body: made, reply: shown },
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
  about:
    'Only what is sent changes. Nodes replace all nodes and edges; edges come with their nodes. A null schedule clears it.',
  changesBoards: true,
  query: noQuery,
  body: z.strictObject({
    id,
    name: name.optional(),
    connectorId: ours(id.optional()),
    schemaId: ours(id.optional()),
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
  about: 'With its nodes and edges, for good.',
  changesBoards: true,
  query: z.strictObject({ id }),
})
