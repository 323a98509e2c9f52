import { openTransaction, type Scope } from '@/lib/db/transaction'
import { findConnector, refuseUnlessConnector } from '../connector/find'
import { type Drawing, refuseUnlessDrawing, refuseUnlessReferring } from '../flow/drawing'
import type { FlowRow } from '../flow/flow'
import { referencesOf } from '../flow/node-settings'
import { findObjectById, refuseUnlessObject } from '../object/find'

/** A flow that nobody has kept: what it reads, what it makes records of, and its drawing. */
export interface Sketch extends Drawing {
  connectorId: string
  objectId: string
}

/** What of a flow is needed to run it. */
export type Runnable = Pick<FlowRow, 'nodes' | 'edges' | 'connector' | 'object'>

/** Makes a sketch as good as a flow, whose nodes keep the ids that they came with. Refuses what createFlow would. */
export async function drawn(scope: Scope, { connectorId, objectId, nodes, edges }: Sketch): Promise<Runnable> {
  refuseUnlessDrawing({ nodes, edges })
  await openTransaction(scope, async (tx) => {
    await refuseUnlessConnector(tx, connectorId, 'connectorId')
    await refuseUnlessObject(tx, objectId, 'objectId')
    await refuseUnlessReferring(tx, nodes)
  })
  return {
    connector: await findConnector(scope, connectorId),
    object: await findObjectById(scope, objectId),
    nodes: nodes.map(({ id, nodeType, label = '', config = {} }) => ({
      ...{ id, nodeType, label, config, position: { x: 0, y: 0 } },
      connectorId: referencesOf(nodeType, config).connectorId ?? null,
    })),
    edges: edges.map(({ source, target, label = '' }, at) => ({ id: String(at), source, target, label })),
  }
}
