import { invalid } from '../../refusal'
import type { FlowEdgeRow, FlowNodeRow, FlowRow } from '../flow'
import { refuseUnlessGraph } from '../graph'
import { problemsOfDrawing } from '../problems'
import { Clock } from './clock'
import { firstOf } from './node/data-set'
import { compileNode } from './nodes'
import { type Program, type SourceRead, unnamed } from './program'
import { layRoutes } from './route'
import { walk } from './walk'

/**
 * Makes a flow ready to run. One without nodes takes the rows of its connector to its object as they are, from
 * `unnamed.source` to `unnamed.target`, and its rejects name no node.
 * @param context when it runs, and where the workspace's clocks are
 * @throws Refusal (invalid) for what its problems call an error, but those of its connectors
 */
export function compileFlow(
  flow: Pick<FlowRow, 'nodes' | 'edges' | 'connector' | 'object'>,
  context: { now: Date; timeZone: string },
): Program {
  const isUnnamed = flow.nodes.length === 0
  const { nodes, edges } = isUnnamed ? straight : flow
  refuseUnlessRunnable(nodes, edges)
  const around = { now: context.now, clock: new Clock(context.timeZone) }
  const compiled = nodes.map((node) => ({ ...node, compiled: compileNode(node, around, flow.object.id) }))
  const routes = layRoutes(compiled, edges)
  const read = (id: string): SourceRead => {
    const { connectorId = null, config = {} } = nodes.find((node) => node.id === id) ?? {}
    return { nodeId: id, connectorId: connectorId ?? flow.connector.id, config }
  }
  return {
    phases: routes.map((route) => [...route.keys()].map(read)),
    targets: compiled.flatMap(({ compiled: { target } }) => target ?? []),
    verdict: firstOf(compiled.flatMap(({ compiled: { verdict } }) => verdict ?? [])),
    async process(sourceNodeId, items, io, phase, observe) {
      const stops = routes[phase]?.get(sourceNodeId)
      if (!stops) throw new Error(`no source ${sourceNodeId} is read in phase ${phase}`)
      const outcome = await walk(stops, items, io, phase, observe)
      return isUnnamed
        ? { ...outcome, rejects: outcome.rejects.map((reject) => ({ ...reject, nodeId: null })) }
        : outcome
    },
  }
}

function refuseUnlessRunnable(nodes: FlowNodeRow[], edges: FlowEdgeRow[]): void {
  refuseUnlessGraph(
    nodes.map(({ id }) => id),
    edges,
  )
  const error = problemsOfDrawing({ nodes, edges }).find(({ severity }) => severity === 'error')
  if (error) throw invalid('nodes', `cannot be run: ${error.message}`)
}

const node = (id: string, nodeType: 'source' | 'target'): FlowNodeRow => ({
  ...{ id, nodeType, label: '', config: {}, position: { x: 0, y: 0 }, connectorId: null },
})
const straight: { nodes: FlowNodeRow[]; edges: FlowEdgeRow[] } = {
  nodes: [node(unnamed.source, 'source'), node(unnamed.target, 'target')],
  edges: [{ id: 'edge', source: unnamed.source, target: unnamed.target, label: '' }],
}
