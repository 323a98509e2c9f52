import type { z } from 'zod'
import type { NewFlow } from '@/lib/domain/flow/create'
import type { FlowChange } from '@/lib/domain/flow/update'
import type { createPipeline, updatePipeline } from './pipeline.contract'

/** A new data pipeline, in the domain's words. */
export const readNewFlow = ({ schemaId, ...body }: z.output<typeof createPipeline.body>): NewFlow => ({
  ...body,
  objectId: schemaId,
})

/** A change of a data pipeline, in the domain's words. */
export const readFlowChange = ({ id: _, schemaId, ...body }: z.output<typeof updatePipeline.body>): FlowChange => ({
  ...body,
  ...(schemaId !== undefined && { objectId: schemaId }),
})
