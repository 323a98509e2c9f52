import type { z } from 'zod'
import type { listConnectors } from '@/lib/contracts/kaireon/connector.contract'
import type { getPipeline } from '@/lib/contracts/kaireon/pipeline.contract'

export type RunStatus = 'pending' | 'running' | 'completed' | 'failed' | 'cancelled'

/** A run of a flow. */
export type Run = {
  id: string
  pipelineId: string
  status: RunStatus
  trigger: 'manual' | 'schedule' | 'replay'
  createdAt: string
  startedAt: string | null
  completedAt: string | null
  error: string | null
  rows: { in: number; out: number; rejected: number; skipped: number }
  records: { created: number; updated: number; unchanged: number }
  replayOf: string | null
  ignoredFields: string[]
}

/** How far a run has come. */
export type Progress = Pick<Run, 'id' | 'status' | 'rows' | 'records'> & {
  rowsPerSecond: number | null
  fraction: number | null
  etaSeconds: number | null
  partitions: { index: number; phase: number; nodeId: string | null; status: string; rows: number }[]
}

/** A row that could not be taken in. */
export type Reject = {
  id: string
  number: number
  partition: number
  nodeId: string | null
  nodeLabel: string | null
  reason: string
  original: Record<string, unknown> | string
}

/** A data pipeline. */
export type Flow = z.output<typeof getPipeline.reply> & { nextRuns?: string[]; lastRun?: Run | null }
export type FlowNode = Flow['nodes'][number]

export type Connector = z.output<typeof listConnectors.reply>['data'][number]

/** Whether nothing more will happen in a run. */
export const hasEnded = ({ status }: Pick<Run, 'status'>): boolean => status !== 'pending' && status !== 'running'
