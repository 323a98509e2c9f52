import * as rex from '@/lib/contracts/rex/deal.contract'
import { presentDeal, presentDeals } from '@/lib/contracts/rex/deal.present'
import { readNewDeal } from '@/lib/contracts/rex/deal.read'
import { createRecord } from '@/lib/domain/record/create'
import { listRecords } from '@/lib/domain/record/list'
import { endpoint } from '@/lib/http/endpoint'

export const GET = endpoint(
  rex.listDeals,
  async (scope, { query }) => {
    const filter = {
      onBoard: true,
      object: query.object,
      pipelineId: query.pipeline_id,
      stageId: query.stage_id,
      status: query.status,
      ownerId: query.owner_id,
      externalId: query.external_id,
      updatedSince: query.updated_since,
    }
    return { page: await listRecords(scope, filter, query.limit, query.cursor ?? null), now: scope.now }
  },
  ({ page, now }) => ({ ...presentDeals(page, now), next_since: page.nextSince?.toISOString() ?? null }),
)

export const POST = endpoint(
  rex.createDeal,
  async (tx, { body }) => ({ deal: await createRecord(tx, readNewDeal(body)), now: tx.now }),
  ({ deal, now }) => ({ data: presentDeal(deal, now) }),
  ({ deal }) => deal.version,
)
