import { z } from 'zod'
import { flowStatuses, nodeTypes } from '@/lib/domain/flow/flow'
import type { FlowWithRuns } from '@/lib/domain/run/with-runs'
import { idOut, instantOut, ours } from '../schema'
import { presentRun, run } from './run.present'

const node = z
  .object({
    id: idOut,
    nodeType: z.enum(nodeTypes),
    label: z.string(),
    config: z.record(z.string(), z.unknown()),
    position: z.object({ x: z.number(), y: z.number() }),
  })
  .meta({ title: 'Node' })

const edge = z
  .object({
    id: ours(idOut),
    source: idOut.describe('The stored id of a node'),
    target: idOut.describe('The stored id of a node'),
    label: z.string(),
  })
  .meta({ title: 'Edge' })

const problem = z
  .object({
    nodeId: idOut.nullable().describe('Null: of the pipeline as a whole'),
    field: z.string().nullable().describe('`config.from`, `connectorId`; null when it is of no one field'),
    message: z.string(),
    severity: z.enum(['error', 'warning']).describe('An error keeps it from running'),
  })
  .meta({ title: 'Problem' })

export const pipeline = z
  .object({
    id: idOut,
    name: z.string(),
    description: z.string().nullable(),
    status: z.enum(flowStatuses),
    schedule: z.string().nullable().describe("Five-field cron in the workspace's time zone"),
    executionConfig: z.object({
      batchSize: z.int(),
      parallelism: z.int(),
      partitioning: ours(z.object({ field: z.string(), count: z.int() }).optional()).describe(
        'Only where it was given',
      ),
    }),
    connector: z.object({ id: idOut, name: z.string(), type: z.string() }),
    schema: z.object({ id: idOut, name: z.string(), displayName: z.string() }),
    nodes: z.array(node),
    edges: z.array(edge),
    problems: ours(z.array(problem)).describe('What is unfinished or wrong in it'),
    nextRuns: ours(z.array(instantOut)).describe('Its next times by the schedule, five at the most'),
    lastRun: ours(run.nullable()),
    createdAt: instantOut,
    updatedAt: ours(instantOut),
  })
  .meta({ title: 'Pipeline' })

/** A data pipeline in Kaireon's words; `problems`, its runs, `updatedAt` and the ids of edges are ours. */
export const presentPipeline = (row: FlowWithRuns): z.input<typeof pipeline> => ({
  id: row.id,
  name: row.name,
  description: row.description,
  status: row.status,
  schedule: row.schedule,
  executionConfig: row.executionConfig,
  connector: { id: row.connector.id, name: row.connector.name, type: row.connector.type },
  schema: { id: row.object.id, name: row.object.name, displayName: row.object.displayName },
  nodes: row.nodes.map(({ id, nodeType, label, config, position }) => ({ id, nodeType, label, config, position })),
  edges: row.edges.map(({ id, source, target, label }) => ({ id, source, target, label })),
  problems: row.problems.map(({ nodeId, field, message, severity }) => ({ nodeId, field, message, severity })),
  nextRuns: row.nextRuns.map((at) => at.toISOString()),
  lastRun: row.lastRun && presentRun(row.lastRun),
  createdAt: row.createdAt.toISOString(),
  updatedAt: row.updatedAt.toISOString(),
})
