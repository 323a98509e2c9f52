export const stageTypes = ['open', 'won', 'lost'] as const
export type StageType = (typeof stageTypes)[number]

export interface StageRow {
  id: string
  pipelineId: string
  name: string
  /** Hex, `#3b82f6`; null until somebody chose one. */
  color: string | null
  type: StageType
  /** Dense, 0-based. */
  position: number
  /** 0 to 1. */
  probability: number
  probabilityIsSet: boolean
  requiredFields: string[]
  rottingDays: number | null
  wipLimit: number | null
  version: number
  createdAt: Date
  updatedAt: Date
}
