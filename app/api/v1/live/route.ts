import { watchBoard } from '@/lib/contracts/rex/board.contract'
import { findPipeline } from '@/lib/domain/pipeline/find'
import { streaming } from '@/lib/http/endpoint'
import { boardEvents } from '@/lib/http/event-stream'

export const GET = streaming(watchBoard, async (scope, { query, signal }, stillAllowed) => {
  const pipeline = await findPipeline(scope, query.pipeline_id)
  return boardEvents(scope.workspaceId, pipeline.id, signal, stillAllowed)
})
