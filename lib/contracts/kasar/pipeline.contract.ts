import { z } from 'zod'
import type { PipelineRow } from '@/lib/domain/pipeline/pipeline'
import type { RecordRow } from '@/lib/domain/record/record'
import { contract } from '../contract'
import { id, idOut, noQuery } from '../schema'

const step = z.object({ id: idOut, name: z.string(), order_index: z.int().min(0) })
const pipeline = z.object({ id: idOut, name: z.string(), objectName: z.string(), steps: z.array(step) })

/** Kasar Pipelines, "List all pipelines": every one, unpaged. */
export const listPipelines = contract({
  dialect: 'kasar',
  method: 'GET',
  path: '/pipelines',
  title: 'List all pipelines',
  query: noQuery,
  reply: z.object({ pipelines: z.array(pipeline) }),
})

/** A pipeline in Kasar's words. */
export const presentPipeline = (row: PipelineRow): z.input<typeof pipeline> => ({
  id: row.id,
  name: row.name,
  objectName: row.object,
  steps: row.stages.map((stage) => ({ id: stage.id, name: stage.name, order_index: stage.position })),
})

/** Kasar Pipelines, "Move a record to a different step". */
export const moveRecord = contract({
  dialect: 'kasar',
  method: 'PUT',
  path: '/pipelines/{object}/{id}/move',
  title: 'Move a record to a different step',
  query: noQuery,
  body: z.strictObject({ pipeline_step_id: id, pipeline_id: id.optional() }),
  reply: z.object({ data: z.object({ id: idOut, pipeline_step_id: idOut, pipeline_id: idOut }) }),
})

/** Where a moved record now stands. */
export const presentMoved = (row: RecordRow): z.input<typeof moveRecord.reply> => ({
  data: { id: row.id, pipeline_step_id: row.stageId ?? '', pipeline_id: row.pipelineId ?? '' },
})
