import { offsetOf, presentPagination } from '@/lib/contracts/clarky/page'
import * as clarky from '@/lib/contracts/clarky/pipeline.contract'
import { presentPipeline as presentForClarky } from '@/lib/contracts/clarky/pipeline.present'
import { toCursor } from '@/lib/contracts/cursor'
import * as kasar from '@/lib/contracts/kasar/pipeline.contract'
import * as rex from '@/lib/contracts/rex/pipeline.contract'
import { presentPipeline } from '@/lib/contracts/rex/pipeline.present'
import { readNewPipeline } from '@/lib/contracts/rex/pipeline.read'
import { createPipeline } from '@/lib/domain/pipeline/create'
import { countPipelines, listPipelines } from '@/lib/domain/pipeline/find'
import { pagePipelines } from '@/lib/domain/pipeline/page'
import { forbidden } from '@/lib/domain/refusal'
import { byDialect, endpoint } from '@/lib/http/endpoint'

const create = endpoint(
  rex.createPipeline,
  (tx, { body }) => createPipeline(tx, readNewPipeline(body)),
  (pipeline) => ({ data: presentPipeline(pipeline) }),
)

export const GET = byDialect({
  kasar: endpoint(
    kasar.listPipelines,
    (scope) => listPipelines(scope),
    (pipelines) => ({ pipelines: pipelines.map(kasar.presentPipeline) }),
  ),
  rex: endpoint(
    rex.listPipelines,
    (scope, { query }) => pagePipelines(scope, query.limit, query.cursor ?? null),
    ({ rows, next }) => ({ data: rows.map(presentPipeline), has_more: next !== null, next_cursor: toCursor(next) }),
  ),
  clarky: endpoint(
    clarky.listPipelines,
    async (scope, { query }) => ({
      rows: await listPipelines(scope, { agentId: query.bot_id, limit: query.page_size, offset: offsetOf(query) }),
      total: await countPipelines(scope, query.bot_id),
    }),
    ({ rows, total }, { query, caller }) => ({
      data: rows.map((row) => presentForClarky(row, caller.workspaceId)),
      pagination: presentPagination(query, total),
    }),
  ),
})

export const POST = byDialect({
  kasar: create,
  rex: create,
  clarky: endpoint(
    clarky.createPipeline,
    () => Promise.reject(forbidden('Pipelines and stages are read-only via this API')),
    null,
  ),
})
