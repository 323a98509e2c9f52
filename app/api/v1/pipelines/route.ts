import { offsetOf, presentPagination } from '@/lib/contracts/clarky/page'
import * as clarky from '@/lib/contracts/clarky/pipeline.contract'
import { presentPipeline as presentForClarky } from '@/lib/contracts/clarky/pipeline.present'
import { toCursor } from '@/lib/contracts/cursor'
import { presentPage } from '@/lib/contracts/kaireon/page'
import * as kaireon from '@/lib/contracts/kaireon/pipeline.contract'
import { presentPipeline as presentForKaireon } from '@/lib/contracts/kaireon/pipeline.present'
import { readFlowChange, readNewFlow } from '@/lib/contracts/kaireon/pipeline.read'
import * as kasar from '@/lib/contracts/kasar/pipeline.contract'
import * as rex from '@/lib/contracts/rex/pipeline.contract'
import { presentPipeline } from '@/lib/contracts/rex/pipeline.present'
import { readNewPipeline } from '@/lib/contracts/rex/pipeline.read'
import { createFlow } from '@/lib/domain/flow/create'
import { pageFlows } from '@/lib/domain/flow/find'
import { removeFlow } from '@/lib/domain/flow/remove'
import { updateFlow } from '@/lib/domain/flow/update'
import { createPipeline } from '@/lib/domain/pipeline/create'
import { countPipelines, listPipelines } from '@/lib/domain/pipeline/find'
import { pagePipelines } from '@/lib/domain/pipeline/page'
import { forbidden } from '@/lib/domain/refusal'
import { withItsRuns, withRuns } from '@/lib/domain/run/with-runs'
import { byDialect, endpoint } from '@/lib/http/endpoint'

const create = endpoint(
  rex.createPipeline,
  (tx, { body }) => createPipeline(tx, readNewPipeline(body)),
  (pipeline) => ({ data: presentPipeline(pipeline) }),
  (pipeline) => pipeline.version,
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
  kaireon: endpoint(
    kaireon.listPipelines,
    async (scope, { query }) => {
      const page = await pageFlows(scope, query.limit, query.cursor ?? null)
      return { ...page, rows: await withRuns(scope, page.rows) }
    },
    (page) => presentPage(page, presentForKaireon),
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
  kaireon: endpoint(
    kaireon.createPipeline,
    async (tx, { body }) => withItsRuns(tx, await createFlow(tx, readNewFlow(body))),
    presentForKaireon,
    ({ version }) => version,
  ),
})

export const PUT = endpoint(
  kaireon.updatePipeline,
  async (tx, { body, seen }) => withItsRuns(tx, await updateFlow(tx, body.id, readFlowChange(body), seen)),
  presentForKaireon,
  ({ version }) => version,
)

export const DELETE = endpoint(kaireon.deletePipeline, (tx, { query }) => removeFlow(tx, query.id), null)
