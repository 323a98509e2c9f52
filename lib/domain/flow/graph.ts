import { invalid } from '../refusal'

/** An edge by what its ends are called. */
export interface Link {
  source: string
  target: string
}

/**
 * Refuses what is no graph that a flow could follow, naming the field: two nodes of one id, an edge whose end is no node,
 * two edges alike (of the same ends and label), a cycle.
 */
export function refuseUnlessGraph(ids: string[], edges: (Link & { label: string })[]): void {
  const known = new Set<string>()
  for (const [at, id] of ids.entries()) {
    if (known.has(id)) throw invalid(`nodes.${at}.id`, 'is the id of an earlier node too')
    known.add(id)
  }
  const drawn = new Map<string, number>()
  for (const [at, edge] of edges.entries()) {
    for (const end of ['source', 'target'] as const) {
      if (!known.has(edge[end])) throw invalid(`edges.${at}.${end}`, 'must be the id of one of the nodes')
    }
    const mark = JSON.stringify([edge.source, edge.target, edge.label])
    const earlier = drawn.get(mark)
    if (earlier !== undefined) throw invalid(`edges.${at}`, `is the same as edge ${earlier}`)
    drawn.set(mark, at)
  }
  const cycle = findCycle(ids, edges)
  if (cycle) throw invalid('edges', `must not form a cycle: ${told(cycle)}`)
}

const mostTold = 10

function told(cycle: string[]): string {
  const shown = cycle.length > mostTold ? [...cycle.slice(0, mostTold), '…'] : [...cycle, cycle[0]]
  return shown.join(' → ')
}

/** Nodes that follow each other in a circle; null when the edges form none. */
export function findCycle(ids: string[], edges: Link[]): string[] | null {
  const onCycle = new Set(ids)
  const outgoing = targetsOf(edges)
  const incoming = new Map(ids.map((id) => [id, 0]))
  for (const { target } of edges) incoming.set(target, (incoming.get(target) ?? 0) + 1)
  // Takes away what nothing leads to, until only circles and what follows from them are left.
  const free = ids.filter((id) => incoming.get(id) === 0)
  for (let id = free.pop(); id !== undefined; id = free.pop()) {
    onCycle.delete(id)
    for (const target of outgoing.get(id) ?? []) {
      const left = (incoming.get(target) ?? 0) - 1
      incoming.set(target, left)
      if (left === 0) free.push(target)
    }
  }
  return onCycle.size === 0 ? null : walkBack(onCycle, edges)
}

// Each node that is left has an edge from another that is left: going back along them must come round.
function walkBack(left: Set<string>, edges: Link[]): string[] {
  const before = new Map(edges.filter(({ source }) => left.has(source)).map(({ source, target }) => [target, source]))
  const path: string[] = []
  let at = [...left][0] as string
  while (!path.includes(at)) {
    path.push(at)
    at = before.get(at) as string
  }
  return path.slice(path.indexOf(at)).reverse()
}

/** The nodes that the edges lead to from some, those included. */
export function reachedFrom(start: string[], edges: Link[]): Set<string> {
  const outgoing = targetsOf(edges)
  const reached = new Set(start)
  // A set goes on to what is added while it is walked.
  for (const id of reached) for (const target of outgoing.get(id) ?? []) reached.add(target)
  return reached
}

function targetsOf(edges: Link[]): Map<string, string[]> {
  const targets = new Map<string, string[]>()
  for (const { source, target } of edges) {
    const known = targets.get(source)
    if (known) known.push(target)
    else targets.set(source, [target])
  }
  return targets
}
