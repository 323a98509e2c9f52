import * as kaireon from '@/lib/contracts/kaireon/pipeline.contract'
import { presentPipeline as presentForKaireon } from '@/lib/contracts/kaireon/pipeline.present'
import * as rex from '@/lib/contracts/rex/pipeline.contract'
import { presentPipeline } from '@/lib/contracts/rex/pipeline.present'
import { readPipelineChange } from '@/lib/contracts/rex/pipeline.read'
import { findFlow } from '@/lib/domain/flow/find'
import { findPipeline } from '@/lib/domain/pipeline/find'
import { trashPipeline } from '@/lib/domain/pipeline/trash'
import { updatePipeline } from '@/lib/domain/pipeline/update'
import { withItsRuns } from '@/lib/domain/run/with-runs'
import { endpoint, hosting } from '@/lib/http/endpoint'

export const GET = hosting(
  endpoint(
    rex.getPipeline,
    (scope, { params }) => findPipeline(scope, params.id),
    (pipeline) => ({ data: presentPipeline(pipeline) }),
    (pipeline) => pipeline.version,
  ),
  endpoint(
    kaireon.getPipeline,
    async (scope, { params }) => withItsRuns(scope, await findFlow(scope, params.id)),
    presentForKaireon,
    ({ version }) => version,
  ),
)

export const PATCH = endpoint(
  rex.updatePipeline,
  (tx, { params, body, seen }) => updatePipeline(tx, params.id, readPipelineChange(body), seen),
  (pipeline) => ({ data: presentPipeline(pipeline) }),
  (pipeline) => pipeline.version,
)

export const DELETE = endpoint(rex.deletePipeline, (tx, { params, seen }) => trashPipeline(tx, params.id, seen), null)
