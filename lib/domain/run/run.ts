import type { FlowRow } from '../flow/flow'
import type { Resume } from '../flow/row'

export const runStatuses = ['pending', 'running', 'completed', 'failed', 'cancelled'] as const
export type RunStatus = (typeof runStatuses)[number]

export const runTriggers = ['manual', 'schedule', 'replay'] as const
export type RunTrigger = (typeof runTriggers)[number]

/** What of a flow a run needs, as it was when the run was asked for. */
export type RunDrawing = Pick<FlowRow, 'name' | 'executionConfig' | 'connector' | 'object' | 'nodes' | 'edges'>

/** What became of rows: in + added = out + rejected + skipped + staged, but for rows that a later phase had once more. */
export interface RowCounts {
  in: number
  /** Those that records hold now, be it unchanged. */
  out: number
  rejected: number
  /** Those that left quietly: filtered out, duplicates, without a match. */
  skipped: number
  /** Those there are more than were read, where ways part and where several match in a join. */
  added: number
  /** Those kept as the right side of a join. */
  staged: number
}

/** What rows made of records; one that several rows touch counts with each. */
export interface RecordCounts {
  created: number
  updated: number
  unchanged: number
}

/** One run of a flow. */
export interface RunRow {
  id: string
  flowId: string
  status: RunStatus
  trigger: RunTrigger
  /** The run whose rejects it takes again. */
  replayOfId: string | null
  /** The time of the schedule that it is for. */
  slotAt: Date | null
  requestedById: string | null
  createdAt: Date
  startedAt: Date | null
  /** When it ended, be it well or not. */
  completedAt: Date | null
  cancelRequestedAt: Date | null
  /** Why it failed: a sentence. */
  error: string | null
  rows: RowCounts
  records: RecordCounts
  /** Names in its rows that the object has no field for. */
  ignoredFields: string[]
}

export const partStatuses = ['pending', 'completed', 'stopped'] as const
export type PartStatus = (typeof partStatuses)[number]

/** A piece of a source, as it is told to people. */
export interface PartRow {
  id: string
  index: number
  phase: number
  nodeId: string
  status: PartStatus
  rows: RowCounts
  /** How much of it lies behind, from 0 to 1; null where nobody knows. */
  share: number | null
  /** Why it was not to be read the last time, and when it is tried again. */
  error: string | null
  dueAt: Date | null
}

/** The highest incremental mark of each source that a flow reads. */
export type Marks = Record<string, Resume>

export const hasEnded = (status: RunStatus): boolean => status !== 'pending' && status !== 'running'
