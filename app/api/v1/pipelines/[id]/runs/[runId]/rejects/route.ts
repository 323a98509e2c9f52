import { presentPage } from '@/lib/contracts/kaireon/page'
import { rejectFile } from '@/lib/contracts/kaireon/reject.csv'
import { listRejects } from '@/lib/contracts/kaireon/run.contract'
import { presentReject } from '@/lib/contracts/kaireon/run.present'
import { pageRejects, tableOfRejects } from '@/lib/domain/run/rejects'
import { csvReply } from '@/lib/http/csv'
import { endpoint, streaming } from '@/lib/http/endpoint'

const asJson = endpoint(
  listRejects,
  (scope, { params, query, caller }) =>
    pageRejects(scope, { flowId: params.id, id: params.runId, role: caller.role }, query.limit, query.cursor ?? null),
  (page) => presentPage(page, presentReject),
)

/** The whole of the list as a file. */
const asCsv = streaming({ ...listRejects, streams: 'csv' }, async (scope, { params, caller }, stillAllowed) => {
  const rejects = await tableOfRejects(scope, params.id, params.runId, caller.role)
  return csvReply(rejectFile(params.runId, rejects), stillAllowed)
})

export const GET = (request: Request): Promise<Response> =>
  new URL(request.url).searchParams.get('format') === 'csv' ? asCsv(request) : asJson(request)
