import { z } from 'zod'
import { flowBounds, nodeTypes } from '@/lib/domain/flow/flow'
import { text } from '../schema'

/** What a request calls a node, so that its edges can. */
const temporaryId = text(100).min(1)
const label = text(500)
const coordinate = z.number().min(-flowBounds.coordinate).max(flowBounds.coordinate)

const node = z.strictObject({
  id: temporaryId,
  nodeType: z.enum(nodeTypes),
  label: label.optional(),
  config: z.record(z.string(), z.unknown()).optional(),
  position: z.strictObject({ x: coordinate, y: coordinate }).optional(),
})
const edge = z.strictObject({ source: temporaryId, target: temporaryId, label: label.optional() })

/** The nodes and edges of a request. */
export const drawnNodes = z.array(node).max(flowBounds.nodes)
export const drawnEdges = z.array(edge).max(flowBounds.edges)
