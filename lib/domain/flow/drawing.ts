import type { Tx } from '@/lib/db/transaction'
import { refuseUnlessConnector } from '../connector/find'
import type { Config } from '../connector/settings'
import { newId } from '../id'
import { refuseUnlessObject } from '../object/find'
import { invalid } from '../refusal'
import { flowBounds, type NodeType, type Position } from './flow'
import { refuseUnlessGraph } from './graph'
import { referencesOf } from './node-settings'

export interface NewNode {
  /** What the edges call it; it gets an id of its own. */
  id: string
  nodeType: NodeType
  /** By default empty. */
  label?: string
  config?: Config
  /** By default to the right of the node before. */
  position?: Position
}

export interface NewEdge {
  /** Ids of nodes given with it. */
  source: string
  target: string
  label?: string
}

/** The nodes and edges that are to be a flow's. */
export interface Drawing {
  nodes: NewNode[]
  edges: NewEdge[]
}

/** How far apart nodes without a position stand. */
const step = 240

/** Refuses a drawing that no flow can be, naming the field: no graph without cycles, or configs that are too long. */
export function refuseUnlessDrawing({ nodes, edges }: Drawing): void {
  refuseUnlessGraph(
    nodes.map(({ id }) => id),
    edges.map(({ source, target, label = '' }) => ({ source, target, label })),
  )
  let length = 0
  for (const [at, { config = {} }] of nodes.entries()) {
    const own = JSON.stringify(config).length
    const field = `nodes.${at}.config`
    length += own
    if (own > flowBounds.nodeConfig) throw invalid(field, tooLong(flowBounds.nodeConfig))
    if (length > flowBounds.allConfigs) throw invalid(field, `${tooLong(flowBounds.allConfigs)} with those before it`)
  }
}

const tooLong = (most: number): string => `must have at most ${most} characters as JSON`

/** Refuses nodes whose config names a connector or an object that there is not, naming the field. */
export async function refuseUnlessReferring(tx: Tx, nodes: NewNode[]): Promise<void> {
  const connectors = new Set<string>()
  const objects = new Set<string>()
  for (const [at, { nodeType, config = {} }] of nodes.entries()) {
    const { connectorId, schemaId } = referencesOf(nodeType, config)
    const field = `nodes.${at}.config`
    if (connectorId !== undefined && !connectors.has(connectorId)) {
      await refuseUnlessConnector(tx, connectorId, `${field}.connectorId`)
      connectors.add(connectorId)
    }
    if (schemaId !== undefined && !objects.has(schemaId)) {
      await refuseUnlessObject(tx, schemaId, `${field}.schemaId`)
      objects.add(schemaId)
    }
  }
}

/** Writes a flow's nodes and edges, under new ids. The flow has none yet. */
export async function draw(tx: Tx, flowId: string, { nodes, edges }: Drawing): Promise<void> {
  const { workspaceId } = tx
  const ids = new Map(nodes.map(({ id }) => [id, newId()]))
  const stored = (id: string): string => ids.get(id) as string
  await tx.db.flowNode.createMany({
    data: nodes.map(({ id, nodeType, label = '', config = {}, position }, order) => {
      const { connectorId, schemaId } = referencesOf(nodeType, config)
      return {
        workspaceId,
        flowId,
        order,
        id: stored(id),
        nodeType,
        label,
        config: config as object,
        position: { x: order * step, y: 0, ...position },
        connectorId: connectorId ?? null,
        objectId: schemaId ?? null,
      }
    }),
  })
  await tx.db.flowEdge.createMany({
    data: edges.map(({ source, target, label = '' }, order) => ({
      workspaceId,
      flowId,
      order,
      id: newId(),
      sourceId: stored(source),
      targetId: stored(target),
      label,
    })),
  })
}

/** Takes a flow's nodes and edges away. */
export async function erase(tx: Tx, flowId: string): Promise<void> {
  const where = { workspaceId: tx.workspaceId, flowId }
  await tx.db.flowEdge.deleteMany({ where })
  await tx.db.flowNode.deleteMany({ where })
}
