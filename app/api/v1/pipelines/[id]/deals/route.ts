import { listPipelineDeals } from '@/lib/contracts/rex/deal.contract'
import { presentDeals } from '@/lib/contracts/rex/deal.present'
import { findPipeline } from '@/lib/domain/pipeline/find'
import { listRecords } from '@/lib/domain/record/list'
import { endpoint } from '@/lib/http/endpoint'

export const GET = endpoint(
  listPipelineDeals,
  async (scope, { params, query }) => {
    const { id: pipelineId } = await findPipeline(scope, params.id)
    const { status, stage_id: stageId, limit, cursor } = query
    return { page: await listRecords(scope, { pipelineId, stageId, status }, limit, cursor ?? null), now: scope.now }
  },
  ({ page, now }) => presentDeals(page, now),
)
