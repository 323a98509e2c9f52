import { z } from 'zod'
import type { PipelineRow } from '@/lib/domain/pipeline/pipeline'
import type { RecordRow } from '@/lib/domain/record/record'
import { contract } from '../contract'
import { id, idOut, noQuery } from '../schema'

const step = z.object({ id: idOut, name: z.string(), order_index: z.int().min(0) })
const pipeline = z
  .object({ id: idOut, name: z.string(), objectName: z.string(), steps: z.array(step) })
  .meta({ title: 'Pipeline' })

const shown: z.input<typeof pipeline> = {
  id: '0198c2e4-6b10-7f08-a3cd-2e5d7b901a11',
  name: 'Partner deals',
  objectName: 'opportunities',
  steps: [
    { id: '0198c2e4-6b20-7d11-8c0f-5b1f2a6e7c01', name: 'New', order_index: 0 },
    { id: '0198c2e4-6b20-7d11-8c0f-5b1f2a6e7c02', name: 'Demo held', order_index: 1 },
  ],
}

/** Kasar Pipelines, "List all pipelines": every one, unpaged. */
export const listPipelines = contract({
  dialect: 'kasar',
  method: 'GET',
  path: '/pipelines',
  title: 'List all pipelines',
  about: 'Every board of the workspace with its steps in order; there are no pages.',
  example: { reply: { pipelines: [shown] } },
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
  about:
    'The record goes to the end of the step. A step with required fields refuses a record that lacks some, and names them in `missing_fields`.',
  example: {
    body: { pipeline_step_id: '0198c2e4-6b20-7d11-8c0f-5b1f2a6e7c02', pipeline_id: shown.id },
    reply: {
      data: {
        id: '0198c2e4-6b1f-7c55-9a0e-3f8f6f3f2d10',
        pipeline_step_id: '0198c2e4-6b20-7d11-8c0f-5b1f2a6e7c02',
        pipeline_id: shown.id,
      },
    },
  },
  version: 'checked',
  query: noQuery,
  body: z.strictObject({
    pipeline_step_id: id,
    pipeline_id: id.optional().describe('Known from the step when it is left out'),
  }),
  reply: z.object({ data: z.object({ id: idOut, pipeline_step_id: idOut, pipeline_id: idOut }) }),
})

/** Where a moved record now stands. */
export const presentMoved = (row: RecordRow): z.input<typeof moveRecord.reply> => ({
  data: { id: row.id, pipeline_step_id: row.stageId ?? '', pipeline_id: row.pipelineId ?? '' },
})
