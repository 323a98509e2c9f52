import { type ConnectorRow, problemsOfConnector } from '../connector/connector'
import { isGiven, reviewConfig, type SettingProblem, settingOf, shown } from '../connector/settings'
import type { FlowEdgeRow, FlowNodeRow, FlowRow } from './flow'
import { reachedFrom } from './graph'
import { sheetOf, transformTypes } from './node-settings'
import { Clock } from './program/clock'
import { compileNode } from './program/nodes'
import { rightOf } from './program/route'

/** What is unfinished or wrong in a flow, and yet no reason not to keep it. */
export interface Problem {
  /** Null: of the flow as a whole. */
  nodeId: string | null
  /** `config.from`, `edges`, `connectorId`; null when it is of no one field. */
  field: string | null
  /** A sentence. */
  message: string
  /** An error cannot be run. */
  severity: 'error' | 'warning'
}

export type Reviewed = Pick<FlowRow, 'nodes' | 'edges'> & { connector: { id: string } }
export type KnownConnector = Pick<ConnectorRow, 'id' | 'name' | 'type' | 'config' | 'secretNames'>

/**
 * What is unfinished or wrong in a flow. A flow without nodes copies the fields of equal names, and so wants nothing but
 * its connector.
 * @param connectors those that the flow and its sources read
 */
export function problemsOfFlow(flow: Reviewed, connectors: KnownConnector[]): Problem[] {
  const { nodes, edges } = flow
  const own = connectors.find(({ id }) => id === flow.connector.id)
  if (nodes.length === 0) return own ? reading(own, null) : []
  return [
    ...nodes.flatMap(reviewNode),
    ...nodes.flatMap((node) => {
      if (node.nodeType !== 'source') return []
      const read = node.connectorId ? connectors.find(({ id }) => id === node.connectorId) : own
      return read ? reading(read, node) : []
    }),
    ...reviewShape(nodes, edges),
  ]
}

/** The same of a flow that has nodes, but for what its sources read. */
export const problemsOfDrawing = ({ nodes, edges }: Pick<FlowRow, 'nodes' | 'edges'>): Problem[] => [
  ...nodes.flatMap(reviewNode),
  ...reviewShape(nodes, edges),
]

// Whether settings mean anything does not depend on when and where.
const anytime = { now: new Date(0), clock: new Clock('UTC') }

function reviewNode(node: FlowNodeRow): Problem[] {
  const { id, nodeType, config } = node
  const sheet = sheetOf(nodeType, config)
  if (sheet) {
    const found = [...reviewConfig(sheet, config), ...compileNode(node, anytime, '').problems]
    return [...unready(node), ...found.map((problem) => ({ nodeId: id, ...problem }))]
  }
  if (!isGiven(settingOf(config, 'type'))) {
    return [{ nodeId: id, ...ofType("Setting 'type' is missing: the node changes nothing", 'warning') }]
  }
  return [{ nodeId: id, ...ofType(`Setting 'type' must be one of: ${transformTypes.join(', ')}`, 'error') }]
}

const unready = ({ id, nodeType }: FlowNodeRow): Problem[] =>
  nodeType === 'branch' || nodeType === 'aggregate'
    ? [
        {
          nodeId: id,
          field: null,
          message: `${article[nodeType]} node is not run yet: take it out to run the flow`,
          severity: 'error',
        },
      ]
    : []
const article = { branch: 'A branch', aggregate: 'An aggregate' }

const ofType = (message: string, severity: SettingProblem['severity']): SettingProblem => ({
  field: 'config.type',
  message,
  severity,
})

/** What keeps a connector from being read, at the node that reads it. */
function reading(connector: KnownConnector, node: FlowNodeRow | null): Problem[] {
  const called = `Connector '${shown(connector.name)}'`
  const errors = problemsOfConnector(connector).filter(({ severity }) => severity === 'error')
  const at = { nodeId: node?.id ?? null, field: 'connectorId', severity: 'error' as const }
  const broken = errors.map(({ message }) => ({ ...at, message: `${called}: ${message}` }))
  const says = (name: string) =>
    isGiven(settingOf(connector.config, name)) || isGiven(node && settingOf(node.config, name))
  if (connector.type !== 'postgres' || says('table') || says('query')) return broken
  return [...broken, { ...at, message: `${called}: Setting 'table' or 'query' is missing` }]
}

function reviewShape(nodes: FlowNodeRow[], edges: FlowEdgeRow[]): Problem[] {
  const ofTypes = (...types: string[]) => nodes.filter(({ nodeType }) => types.includes(nodeType))
  const sources = ofTypes('source').map(({ id }) => id)
  const reached = reachedFrom(sources, edges)
  const leaving = new Set(edges.map(({ source }) => source))
  const entering = countBy(edges.map(({ target }) => target))
  const at = (node: FlowNodeRow, message: string, severity: Problem['severity']): Problem[] => [
    { nodeId: node.id, field: null, message, severity },
  ]
  const shape = nodes.flatMap((node) => {
    const { id, nodeType } = node
    if (!reached.has(id)) return at(node, 'Nothing reaches this node: connect it to a source', 'error')
    if (nodeType === 'source' && entering.has(id))
      return at(node, 'A source does nothing with what reaches it', 'warning')
    if (nodeType === 'target' && leaving.has(id)) return at(node, 'A target passes nothing on', 'warning')
    if (nodeType !== 'target' && !leaving.has(id)) return at(node, 'What this node gives goes nowhere', 'warning')
    if (nodeType === 'join' && rightOf(edges.filter(({ target }) => target === id)).length === 0)
      return at(node, 'A join needs two inputs, a left and a right one', 'warning')
    return []
  })
  const lacking = (what: string): Problem => ({
    nodeId: null,
    field: 'nodes',
    message: `There is no ${what}`,
    severity: 'error',
  })
  return [
    ...shape,
    ...(sources.length === 0 ? [lacking('source')] : []),
    ...(ofTypes('target').length === 0 ? [lacking('target')] : []),
    ...twice(nodes, edges),
  ]
}

// Out of a branch the label tells two edges to one node apart; out of any other, each row goes along both.
function twice(nodes: FlowNodeRow[], edges: FlowEdgeRow[]): Problem[] {
  const branches = new Set(nodes.filter(({ nodeType }) => nodeType === 'branch').map(({ id }) => id))
  const seen = new Set<string>()
  return edges.flatMap(({ source, target }): Problem[] => {
    const ends = `${source} ${target}`
    if (branches.has(source) || !seen.has(ends)) {
      seen.add(ends)
      return []
    }
    return [
      { nodeId: target, field: 'edges', message: 'The same node is connected to this one twice', severity: 'warning' },
    ]
  })
}

function countBy(ids: string[]): Map<string, number> {
  const counts = new Map<string, number>()
  for (const id of ids) counts.set(id, (counts.get(id) ?? 0) + 1)
  return counts
}
