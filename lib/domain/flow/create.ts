import type { Tx } from '@/lib/db/transaction'
import { refuseUnlessConnector } from '../connector/find'
import { recordEvent } from '../event/record-event'
import { newId } from '../id'
import { refuseUnlessObject } from '../object/find'
import { draw, type NewEdge, type NewNode, refuseUnlessDrawing, refuseUnlessReferring } from './drawing'
import { findFlow } from './find'
import { defaultExecution, type ExecutionConfig, type FlowRow, type FlowStatus } from './flow'
import { refuseUnlessCron } from './schedule'

export interface NewFlow {
  name: string
  connectorId: string
  objectId: string
  description?: string
  /** By default active. */
  status?: FlowStatus
  schedule?: string | null
  executionConfig?: Partial<ExecutionConfig>
  nodes?: NewNode[]
  edges?: NewEdge[]
}

/**
 * Makes a flow with its nodes and edges. Refuses it whole (invalid) for a graph that is none, a schedule that is no cron,
 * and a connector or object that there is not; what is merely unfinished is kept, and told among its problems.
 */
export async function createFlow(tx: Tx, given: NewFlow): Promise<FlowRow> {
  const drawing = { nodes: given.nodes ?? [], edges: given.edges ?? [] }
  if (typeof given.schedule === 'string') refuseUnlessCron(given.schedule)
  refuseUnlessDrawing(drawing)
  await refuseUnlessConnector(tx, given.connectorId, 'connectorId')
  await refuseUnlessObject(tx, given.objectId, 'objectId')
  await refuseUnlessReferring(tx, drawing.nodes)
  const id = newId()
  await tx.db.flow.create({
    data: {
      workspaceId: tx.workspaceId,
      id,
      name: given.name,
      description: given.description ?? null,
      status: given.status ?? 'active',
      schedule: given.schedule ?? null,
      executionConfig: { ...defaultExecution, ...given.executionConfig },
      connectorId: given.connectorId,
      objectId: given.objectId,
      createdAt: tx.now,
      updatedAt: tx.now,
    },
  })
  await draw(tx, id, drawing)
  const flow = await findFlow(tx, id)
  const change = { subject: 'flow', subjectId: id, before: null, after: summaryOf(flow), version: flow.version }
  await recordEvent(tx, 'flow.create', [change])
  return flow
}

/** What a change records of a flow: of its nodes' configs nothing, for one of them may hold what is secret. */
export const summaryOf = (flow: FlowRow) => ({
  name: flow.name,
  description: flow.description,
  status: flow.status,
  schedule: flow.schedule,
  executionConfig: flow.executionConfig,
  connectorId: flow.connector.id,
  objectId: flow.object.id,
  nodes: flow.nodes.map(({ id, nodeType, label }) => ({ id, nodeType, label })),
  edges: flow.edges.map(({ source, target, label }) => ({ source, target, label })),
})
