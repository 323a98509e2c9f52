import { moveRecord as contract, presentMoved } from '@/lib/contracts/kasar/pipeline.contract'
import { moveRecord } from '@/lib/domain/record/move'
import { endpoint } from '@/lib/http/endpoint'

export const PUT = endpoint(
  contract,
  (tx, { params, body, seen }) =>
    moveRecord(
      tx,
      params.id,
      { stageId: body.pipeline_step_id, pipelineId: body.pipeline_id },
      { wanted: { object: params.object, seen } },
    ),
  presentMoved,
  (record) => record.version,
)
