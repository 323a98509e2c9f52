import { z } from 'zod'
import type { PipelineRow } from '@/lib/domain/pipeline/pipeline'
import { type StageRow, stageTypes } from '@/lib/domain/stage/stage'
import { color, idOut, instantOut, metadata } from '../schema'

/** Shown for a stage that nobody has given a colour. */
export const defaultColor = '#94a3b8'

export const stage = z.object({
  id: idOut,
  name: z.string(),
  position: z.int(),
  type: z.enum(stageTypes),
  color,
  probability: z.number().min(0).max(1),
  required_fields: z.array(z.string()),
  rotting_days: z.int().nullable(),
  wip_limit: z.int().nullable(),
})

export const pipeline = z.object({
  id: idOut,
  name: z.string(),
  is_default: z.boolean(),
  object: z.string(),
  stages: z.array(stage),
  metadata,
  rotting_days: z.int().nullable(),
  created_at: instantOut,
  updated_at: instantOut,
})

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
