import { offsetOf, presentPagination } from '@/lib/contracts/clarky/page'
import { listBots } from '@/lib/contracts/clarky/pipeline.contract'
import { presentBot } from '@/lib/contracts/clarky/pipeline.present'
import { listAgents } from '@/lib/domain/agent/list'
import { endpoint } from '@/lib/http/endpoint'

export const GET = endpoint(
  listBots,
  (scope, { query }) => listAgents(scope, query.page_size, offsetOf(query)),
  ({ rows, total }, { query }) => ({ data: rows.map(presentBot), pagination: presentPagination(query, total) }),
)
