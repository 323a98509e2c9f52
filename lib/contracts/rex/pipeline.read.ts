import type { z } from 'zod'
import type { NewPipeline, NewStage } from '@/lib/domain/pipeline/create'
import type { PipelineChange } from '@/lib/domain/pipeline/update'
import type { StageChange } from '@/lib/domain/stage/update'
import type { addStage, createPipeline, updatePipeline, updateStage } from './pipeline.contract'

/** A new pipeline, in the domain's words. */
export const readNewPipeline = (body: z.output<typeof createPipeline.body>): NewPipeline => ({
  name: body.name,
  object: body.object,
  isDefault: body.is_default,
  stages: body.stages?.map(readNewStage),
  metadata: body.metadata,
})

/** A new stage, in the domain's words. */
export const readNewStage = (body: z.output<typeof addStage.body>): NewStage => ({
  name: body.name,
  type: body.type,
  position: body.position,
  color: body.color,
  probability: body.probability,
})

/** A change of a pipeline, in the domain's words. */
export const readPipelineChange = (body: z.output<typeof updatePipeline.body>): PipelineChange => ({
  name: body.name,
  isDefault: body.is_default,
  metadata: body.metadata,
  rottingDays: body.rotting_days,
})

/** A change of a stage, in the domain's words. */
export const readStageChange = (body: z.output<typeof updateStage.body>): StageChange => ({
  name: body.name,
  color: body.color,
  type: body.type,
  probability: body.probability,
  requiredFields: body.required_fields,
  rottingDays: body.rotting_days,
  wipLimit: body.wip_limit,
})
