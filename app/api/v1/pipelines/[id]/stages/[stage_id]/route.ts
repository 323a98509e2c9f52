import * as rex from '@/lib/contracts/rex/pipeline.contract'
import { presentPipeline } from '@/lib/contracts/rex/pipeline.present'
import { readStageChange } from '@/lib/contracts/rex/pipeline.read'
import { removeStage } from '@/lib/domain/stage/remove'
import { updateStage } from '@/lib/domain/stage/update'
import { endpoint } from '@/lib/http/endpoint'

export const PATCH = endpoint(
  rex.updateStage,
  (tx, { params, body }) => updateStage(tx, params.id, params.stage_id, readStageChange(body)),
  (pipeline) => ({ data: presentPipeline(pipeline) }),
)

export const DELETE = endpoint(
  rex.removeStage,
  (tx, { params, query }) => removeStage(tx, params.id, params.stage_id, query.move_to),
  null,
)
