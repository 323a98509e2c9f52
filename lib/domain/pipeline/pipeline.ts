import type { StageRow } from '../stage/stage'

export interface PipelineRow {
  id: string
  objectId: string
  /** The object's name: opportunities, candidates … */
  object: string
  agentId: string
  name: string
  isDefault: boolean
  isPrivate: boolean
  metadata: Record<string, unknown>
  rottingDays: number | null
  version: number
  createdAt: Date
  updatedAt: Date
  /** In order. */
  stages: StageRow[]
}
