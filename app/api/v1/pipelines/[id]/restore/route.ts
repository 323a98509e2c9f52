import { restorePipeline as contract } from '@/lib/contracts/rex/pipeline.contract'
import { presentPipeline } from '@/lib/contracts/rex/pipeline.present'
import { restorePipeline } from '@/lib/domain/pipeline/trash'
import { endpoint } from '@/lib/http/endpoint'

export const POST = endpoint(
  contract,
  (tx, { params }) => restorePipeline(tx, params.id),
  (pipeline) => ({ data: presentPipeline(pipeline) }),
  (pipeline) => pipeline.version,
)
