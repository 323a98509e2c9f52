import { listStages } from '@/lib/contracts/clarky/pipeline.contract'
import { presentStage } from '@/lib/contracts/clarky/pipeline.present'
import * as rex from '@/lib/contracts/rex/pipeline.contract'
import { presentPipeline } from '@/lib/contracts/rex/pipeline.present'
import { readNewStage } from '@/lib/contracts/rex/pipeline.read'
import { findPipeline } from '@/lib/domain/pipeline/find'
import { addStage } from '@/lib/domain/stage/add'
import { reorderStages } from '@/lib/domain/stage/reorder'
import { endpoint } from '@/lib/http/endpoint'

export const GET = endpoint(
  listStages,
  (scope, { params }) => findPipeline(scope, params.id),
  ({ stages, agentId }) => ({ data: stages.map((stage) => presentStage(stage, agentId)) }),
)

export const POST = endpoint(
  rex.addStage,
  (tx, { params, body, seen }) => addStage(tx, params.id, readNewStage(body), seen),
  (pipeline) => ({ data: presentPipeline(pipeline) }),
  (pipeline) => pipeline.version,
)

export const PUT = endpoint(
  rex.reorderStages,
  (tx, { params, body, seen }) => reorderStages(tx, params.id, body.stage_ids, seen),
  (pipeline) => ({ data: presentPipeline(pipeline) }),
  (pipeline) => pipeline.version,
)
