import type { FlowEdgeRow, FlowNodeRow } from '../flow'
import type { Compiled } from './nodes'
import type { Step } from './step'

/** A node on the way of one source's rows in one phase. */
export interface Stop {
  nodeId: string
  step: Step | null
  /** The stops whose rows come here, in the order of edges; none: the source itself. */
  from: number[]
  /** How many stops take the rows that leave. */
  goesTo: number
  /** Rows end here: they arrive, are kept for a join, or go nowhere. Else null. */
  end: 'target' | 'kept' | 'nowhere' | null
  /** An earlier phase had the same rows here, and told which were rejected and skipped. */
  isRepeated: boolean
}

/** In one phase, of each source that is read in it, the stops of its rows in their order. */
export type Routes = Map<string, Stop[]>

export type Known = Pick<FlowNodeRow, 'id' | 'nodeType'> & { compiled: Compiled }

/**
 * Lays the ways of rows, phase after phase. A phase keeps the right sides of joins that later ones go through; all else
 * goes in the last. So a source that feeds both sides of a join is read in two.
 * @param nodes and the edges between them form no cycle
 */
export function layRoutes(nodes: Known[], edges: FlowEdgeRow[]): Routes[] {
  const links = linksOf(nodes, edges)
  const order = sorted(nodes, links)
  const { keptIn, last } = phasesOf(order, links)
  const firstIn = new Map<string, number>()
  const phases: Routes[] = []
  for (let phase = 0; phase <= last; phase++) {
    const wanted = wantedIn(phase, { order, links, keptIn, last })
    for (const id of wanted) if (!firstIn.has(id)) firstIn.set(id, phase)
    const kept = order.filter(({ id }) => keptIn.get(id) === phase)
    const along = order.filter(({ id }) => wanted.has(id))
    const routes: Routes = new Map()
    for (const { id, nodeType } of along) {
      if (nodeType !== 'source') continue
      routes.set(
        id,
        stopsFrom(id, along, kept, links, (each) => (firstIn.get(each) ?? phase) < phase),
      )
    }
    if (routes.size > 0) phases.push(routes)
  }
  return phases
}

/** Which nodes follow each other, in the order of edges. */
interface Links {
  /** Where the rows of a node come from; of a join, those of the left. */
  from: Map<string, string[]>
  /** Of a join, where those of the right come from; of nothing else. */
  right: Map<string, string[]>
  to: Map<string, string[]>
}

function linksOf(nodes: Known[], edges: FlowEdgeRow[]): Links {
  const types = new Map(nodes.map(({ id, nodeType }) => [id, nodeType]))
  // A target passes nothing on, and a source does nothing with what reaches it.
  const used = edges.filter(({ source, target }) => types.get(source) !== 'target' && types.get(target) !== 'source')
  const links: Links = { from: new Map(), right: new Map(), to: new Map(nodes.map(({ id }) => [id, []])) }
  for (const { id, compiled } of nodes) {
    const entering = used.filter(({ target }) => target === id)
    const right = compiled.step && 'keep' in compiled.step ? rightOf(entering) : []
    const left = entering.filter((edge) => !right.includes(edge))
    links.from.set(
      id,
      left.map(({ source }) => source),
    )
    if (right.length > 0)
      links.right.set(
        id,
        right.map(({ source }) => source),
      )
    for (const { source } of left) links.to.get(source)?.push(id)
  }
  return links
}

/** The edges that enter a join from the right: those that say so, else all but the first. None when one side is lacking. */
export function rightOf(entering: FlowEdgeRow[]): FlowEdgeRow[] {
  const labelled = (label: string) => entering.filter((edge) => edge.label.trim().toLowerCase() === label)
  const [left, right] = [labelled('left'), labelled('right')]
  const unsaid = entering.filter((edge) => !left.includes(edge) && !right.includes(edge))
  const all = left.length > 0 ? [...right, ...unsaid] : right.length > 0 ? right : unsaid.slice(1)
  return all.length < entering.length ? all : []
}

const beforeOf = ({ from, right }: Links, id: string): string[] => [...(from.get(id) ?? []), ...(right.get(id) ?? [])]

/** The nodes so that none comes before what its rows come from. */
function sorted(nodes: Known[], links: Links): Known[] {
  const known = new Map(nodes.map((node) => [node.id, node]))
  const order = new Set<Known>()
  const visit = (node: Known): void => {
    if (order.has(node)) return
    for (const id of beforeOf(links, node.id)) visit(known.get(id) as Known)
    order.add(node)
  }
  for (const node of nodes) visit(node)
  return [...order]
}

/** In which phase each join keeps its right side, and the last phase. */
function phasesOf(order: Known[], links: Links): { keptIn: Map<string, number>; last: number } {
  // The first phase in which rows can go through a node: behind a join, one later than what it keeps.
  const open = new Map<string, number>()
  const keptIn = new Map<string, number>()
  const latest = (ids: string[]) => Math.max(0, ...ids.map((id) => open.get(id) ?? 0))
  for (const { id } of order) {
    const right = links.right.get(id)
    if (right) keptIn.set(id, latest(right))
    open.set(id, Math.max(latest(links.from.get(id) ?? []), right ? latest(right) + 1 : 0))
  }
  return { keptIn, last: latest([...open.keys()]) }
}

interface Plan {
  order: Known[]
  links: Links
  keptIn: Map<string, number>
  last: number
}

/** The nodes that rows have to go through in a phase. */
function wantedIn(phase: number, { order, links, keptIn, last }: Plan): Set<string> {
  const feeding = new Map<string, number[]>()
  for (const [join, ids] of links.right) {
    for (const id of ids) feeding.set(id, [...(feeding.get(id) ?? []), keptIn.get(join) as number])
  }
  const wanted = new Set<string>()
  for (const { id } of [...order].reverse()) {
    const to = links.to.get(id) ?? []
    const feeds = feeding.get(id) ?? []
    const ends = phase === last && to.length === 0 && feeds.length === 0
    if (ends || feeds.includes(phase) || to.some((each) => wanted.has(each))) wanted.add(id)
  }
  return wanted
}

function stopsFrom(
  source: string,
  along: Known[],
  kept: Known[],
  links: Links,
  isRepeated: (id: string) => boolean,
): Stop[] {
  const places = new Map<string, number>()
  const stops: Stop[] = []
  const stopsAmong = (ids: string[]): number[] => ids.flatMap((id) => places.get(id) ?? [])
  const add = ({ id, compiled: { step } }: Known, from: number[], end: Stop['end']): number =>
    stops.push({
      nodeId: id,
      // A join that lacks a side is unfinished, and lets rows pass.
      step: step && 'keep' in step && !links.right.has(id) ? null : step,
      from,
      goesTo: 0,
      end,
      isRepeated: end !== 'kept' && isRepeated(id),
    })
  for (const node of along) {
    const from = node.id === source ? [] : stopsAmong(links.from.get(node.id) ?? [])
    if (node.id !== source && from.length === 0) continue
    places.set(node.id, add(node, from, node.nodeType === 'target' ? 'target' : null) - 1)
  }
  for (const join of kept) {
    const from = stopsAmong(links.right.get(join.id) ?? [])
    if (from.length > 0) add(join, from, 'kept')
  }
  for (const { from } of stops) for (const at of from) (stops[at] as Stop).goesTo++
  for (const stop of stops) if (stop.goesTo === 0 && stop.end === null) stop.end = 'nowhere'
  return stops
}
