import type { ConnectorType } from '../connector/connector'
import type { Config } from '../connector/settings'
import type { Problem } from './problems'

export const flowStatuses = ['active', 'paused', 'draft'] as const
export type FlowStatus = (typeof flowStatuses)[number]

export const nodeTypes = [
  'source',
  'filter',
  'transform',
  'validate',
  'branch',
  'join',
  'enrich',
  'aggregate',
  'target',
] as const
export type NodeType = (typeof nodeTypes)[number]

/** What a flow may hold at most; lengths of configs are in characters of JSON. */
export const flowBounds = {
  nodes: 200,
  edges: 1000,
  batchSize: 50_000,
  parallelism: 16,
  partitions: 1000,
  nodeConfig: 65_536,
  allConfigs: 262_144,
  /** How far a node may stand from the origin, each way. */
  coordinate: 1_000_000_000,
} as const

/** How a flow is run. */
export interface ExecutionConfig {
  /** Rows a batch. */
  batchSize: number
  /** Batches at once. */
  parallelism: number
  /** Splits what is read by the values of a field. */
  partitioning?: { field: string; count: number }
}

export const defaultExecution: ExecutionConfig = { batchSize: 5000, parallelism: 1 }

export interface Position {
  /** To the right. */
  x: number
  /** Downwards. */
  y: number
}

export interface FlowNodeRow {
  id: string
  nodeType: NodeType
  label: string
  config: Config
  position: Position
  /** The connector that a source reads instead of its flow's. */
  connectorId: string | null
}

export interface FlowEdgeRow {
  id: string
  /** Ids of nodes of the same flow. */
  source: string
  target: string
  label: string
}

/** A data pipeline with its nodes and edges, each in the order in which they were given. */
export interface FlowRow {
  id: string
  name: string
  description: string | null
  status: FlowStatus
  /** Five-field cron in the workspace's time zone. */
  schedule: string | null
  executionConfig: ExecutionConfig
  connector: { id: string; name: string; type: ConnectorType }
  object: { id: string; name: string; displayName: string }
  nodes: FlowNodeRow[]
  edges: FlowEdgeRow[]
  /** What is unfinished or wrong in it. */
  problems: Problem[]
  version: number
  createdAt: Date
  updatedAt: Date
}
