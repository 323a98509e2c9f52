import * as rex from '@/lib/contracts/rex/pipeline.contract'
import { presentPipeline } from '@/lib/contracts/rex/pipeline.present'
import { readPipelineChange } from '@/lib/contracts/rex/pipeline.read'
import { findPipeline } from '@/lib/domain/pipeline/find'
import { trashPipeline } from '@/lib/domain/pipeline/trash'
import { updatePipeline } from '@/lib/domain/pipeline/update'
import { endpoint } from '@/lib/http/endpoint'

export const GET = endpoint(
  rex.getPipeline,
  (scope, { params }) => findPipeline(scope, params.id),
  (pipeline) => ({ data: presentPipeline(pipeline) }),
)

export const PATCH = endpoint(
  rex.updatePipeline,
  (tx, { params, body }) => updatePipeline(tx, params.id, readPipelineChange(body)),
  (pipeline) => ({ data: presentPipeline(pipeline) }),
)

export const DELETE = endpoint(rex.deletePipeline, (tx, { params }) => trashPipeline(tx, params.id), null)
