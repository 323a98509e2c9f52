import type { Config } from '../../connector/settings'
import type { FlowEdgeRow, FlowNodeRow, FlowRow, NodeType } from '../flow'
import { type Cell, type Item, type Row, rowFrom } from '../row'
import { compileFlow } from './compile'
import { memoryIo } from './memory-io'
import type { Io, Outcome } from './program'

/** Half past midnight in Paris. */
export const context = { now: new Date('2026-11-22T23:30:00Z'), timeZone: 'Europe/Paris' }

export const node = (id: string, nodeType: NodeType, config: Config = {}): FlowNodeRow => ({
  ...{ id, nodeType, label: id, config, position: { x: 0, y: 0 }, connectorId: null },
})

/** An edge as `a b`, or `a b label`. */
export function edge(written: string): FlowEdgeRow {
  const [source = '', target = '', label = ''] = written.split(' ')
  return { id: written, source, target, label }
}

export type Drawn = Pick<FlowRow, 'nodes' | 'edges' | 'connector' | 'object'>

export const flowOf = (nodes: FlowNodeRow[], edges: (string | FlowEdgeRow)[]): Drawn => ({
  nodes,
  edges: edges.map((each) => (typeof each === 'string' ? edge(each) : each)),
  connector: { id: 'connector', name: 'Files', type: 'csv' },
  object: { id: 'contacts', name: 'contacts', displayName: 'Contacts' },
})

/** A source, nodes one behind the other, and a target. */
export const chainOf = (...configs: [NodeType, Config][]): Drawn => {
  const nodes = [
    node('in', 'source'),
    ...configs.map(([type, config], at) => node(`n${at}`, type, config)),
    node('out', 'target'),
  ]
  return flowOf(
    nodes,
    nodes.slice(1).map(({ id }, at) => `${nodes[at]?.id} ${id}`),
  )
}

export type Fields = Record<string, Cell>

/** Items numbered from 1; a text is what could not be read. */
export const itemsOf = (rows: (Fields | string)[]): Item[] =>
  rows.map((row, at) =>
    typeof row === 'string'
      ? { number: at + 1, broken: 'It has too few cells', original: row }
      : { number: at + 1, row: rowFrom(row) },
  )

/** What a flow makes of its sources, phase by phase, in batches of so many rows. */
export async function run(
  flow: Drawn,
  sources: Record<string, (Fields | string)[]>,
  { size = 1000, io = memoryIo() }: { size?: number; io?: Io } = {},
): Promise<Outcome & { read: number }> {
  const program = compileFlow(flow, context)
  const total = {
    passed: new Map(),
    rejects: [],
    skipped: 0,
    staged: 0,
    added: 0,
    repeated: 0,
    broken: null,
    read: 0,
  } as Outcome & {
    read: number
  }
  for (const [phase, reads] of program.phases.entries()) {
    for (const { nodeId } of reads) {
      const items = itemsOf(sources[nodeId] ?? [])
      for (let from = 0; from < items.length; from += size) {
        const batch = items.slice(from, from + size)
        const outcome = await program.process(nodeId, batch, io, phase)
        total.read += batch.length
        for (const count of ['skipped', 'staged', 'added', 'repeated'] as const) total[count] += outcome[count]
        total.rejects.push(...outcome.rejects)
        total.broken ??= outcome.broken
        for (const [target, rows] of outcome.passed)
          total.passed.set(target, [...(total.passed.get(target) ?? []), ...rows])
      }
    }
  }
  return total
}

/** The rows that a target of a flow got, as plain objects. */
export const arrived = ({ passed }: Outcome, target = 'out'): Fields[] =>
  (passed.get(target) ?? []).map(({ row }) => ({ ...row }))

/** What one node makes of rows: those that pass, and why others do not. */
export async function through(type: NodeType, config: Config, rows: (Fields | string)[], io?: Io) {
  const outcome = await run(chainOf([type, config]), { in: rows }, { io })
  return { rows: arrived(outcome), reasons: outcome.rejects.map(({ reason }) => reason), skipped: outcome.skipped }
}

/** The same of a transform and one row: the row, or why there is none. */
export async function transformed(config: Config, row: Fields): Promise<Row | string> {
  const { rows, reasons } = await through('transform', config, [row])
  return rows[0] ?? reasons.join()
}
