import type { z } from 'zod'
import type { Tried } from '@/lib/domain/run/preview'
import type { previewPipeline } from './preview.contract'

/** What is to be previewed, in the domain's words. */
export const readTried = (body: z.output<typeof previewPipeline.body>): Tried => {
  const { pipelineId, connectorId = '', schemaId = '', nodes = [], edges = [] } = body
  return pipelineId === undefined ? { connectorId, objectId: schemaId, nodes, edges } : { flowId: pipelineId }
}
