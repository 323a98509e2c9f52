import { z } from 'zod'
import type { PipelineRow } from '@/lib/domain/pipeline/pipeline'
import { type StageRow, stageTypes } from '@/lib/domain/stage/stage'
import { color, idOut, instantOut, metadata, ours } from '../schema'

/** Shown for a stage that nobody has given a colour. */
export const defaultColor = '#94a3b8'

export const stage = z
  .object({
    id: idOut,
    name: z.string(),
    position: z.int(),
    type: z.enum(stageTypes),
    color,
    probability: ours(z.number().min(0).max(1)),
    required_fields: ours(z.array(z.string())).describe('A deal that lacks one of these cannot enter'),
    rotting_days: ours(z.int().nullable()).describe('Days without activity after which a deal counts as stalled'),
    wip_limit: ours(z.int().nullable()).describe('How many deals the stage should hold at the most; a hint, no rule'),
  })
  .meta({ title: 'Stage' })

export const pipeline = z
  .object({
    id: idOut,
    name: z.string(),
    is_default: z.boolean().describe("Whether it is its object's default pipeline"),
    object: ours(z.string()).describe('The kind of record that it holds'),
    stages: z.array(stage),
    metadata: ours(metadata),
    rotting_days: ours(z.int().nullable()).describe('For stages that set none of their own'),
    created_at: instantOut,
    updated_at: instantOut,
  })
  .meta({ title: 'Pipeline' })

/** A stage in REX's words (Pipelines API, "Create a pipeline", response). */
export const presentStage = (row: StageRow): z.input<typeof stage> => ({
  id: row.id,
  name: row.name,
  position: row.position,
  type: row.type,
  color: row.color ?? defaultColor,
  probability: row.probability,
  required_fields: row.requiredFields,
  rotting_days: row.rottingDays,
  wip_limit: row.wipLimit,
})

/** A pipeline in REX's words, with our extensions `object`, `metadata` and `rotting_days`. */
export const presentPipeline = (row: PipelineRow): z.input<typeof pipeline> => ({
  id: row.id,
  name: row.name,
  is_default: row.isDefault,
  object: row.object,
  stages: row.stages.map(presentStage),
  metadata: row.metadata as z.input<typeof metadata>,
  rotting_days: row.rottingDays,
  created_at: row.createdAt.toISOString(),
  updated_at: row.updatedAt.toISOString(),
})
