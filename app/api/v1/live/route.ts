import { watchChanges } from '@/lib/contracts/rex/board.contract'
import { findPipeline } from '@/lib/domain/pipeline/find'
import { streaming } from '@/lib/http/endpoint'
import { liveEvents } from '@/lib/http/event-stream'

export const GET = streaming(watchChanges, async (scope, { query, caller, signal }, stillAllowed) => {
  const pipeline = query.pipeline_id === undefined ? null : await findPipeline(scope, query.pipeline_id)
  const watch = { workspaceId: scope.workspaceId, userId: caller.actor.userId, pipelineId: pipeline?.id ?? null }
  return liveEvents(watch, signal, stillAllowed)
})
