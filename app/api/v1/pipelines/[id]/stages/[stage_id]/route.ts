import * as rex from '@/lib/contracts/rex/pipeline.contract'
import { presentPipeline } from '@/lib/contracts/rex/pipeline.present'
import { readStageChange } from '@/lib/contracts/rex/pipeline.read'
import { removeStage } from '@/lib/domain/stage/remove'
import { updateStage } from '@/lib/domain/stage/update'
import { endpoint } from '@/lib/http/endpoint'

export const PATCH = endpoint(
  rex.updateStage,
  (tx, { params, body, seen }) => updateStage(tx, params.id, params.stage_id, readStageChange(body), seen),
  (pipeline) => ({ data: presentPipeline(pipeline) }),
  (pipeline) => pipeline.version,
)

export const DELETE = endpoint(
  rex.removeStage,
  (tx, { params, query, seen }) => removeStage(tx, params.id, params.stage_id, query.move_to, seen),
  null,
)
