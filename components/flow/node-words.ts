import type { FlowNode } from './flow'

const types: Record<FlowNode['nodeType'], string> = {
  source: 'Source',
  filter: 'Filter',
  transform: 'Change',
  validate: 'Check',
  branch: 'Branch',
  join: 'Join',
  enrich: 'Look up',
  aggregate: 'Sum up',
  target: 'Target',
}

/** What a node is called: by its label, else by what it does. */
export function nodeName({ label, nodeType, config }: Pick<FlowNode, 'label' | 'nodeType' | 'config'>): string {
  if (label) return label
  const what = nodeType === 'transform' && typeof config.type === 'string' ? config.type.replaceAll('_', ' ') : ''
  return what ? what.charAt(0).toUpperCase() + what.slice(1) : types[nodeType]
}

const longest = 160

/** What a node was told, in a line: `from: Name, to: name`. */
export function nodeInWords({ config }: Pick<FlowNode, 'config'>): string {
  const told = Object.entries(config).filter(([name]) => name !== 'type')
  const line = told.map(([name, value]) => `${name}: ${valueInWords(value)}`).join(', ')
  return line.length > longest ? `${line.slice(0, longest).toWellFormed()}…` : line
}

function valueInWords(value: unknown): string {
  if (Array.isArray(value)) return value.map(valueInWords).join(', ')
  if (typeof value === 'object' && value !== null) {
    return Object.entries(value)
      .map(([from, to]) => `${from} → ${valueInWords(to)}`)
      .join(', ')
  }
  return String(value)
}

/** Nodes in the order in which rows come by them. */
export function inOrder(nodes: readonly FlowNode[], edges: readonly { source: string; target: string }[]): FlowNode[] {
  const ordered: FlowNode[] = []
  const waiting = [...nodes]
  while (waiting.length > 0) {
    const at = waiting.findIndex(({ id }) =>
      edges.every(({ source, target }) => target !== id || !waiting.some((node) => node.id === source)),
    )
    ordered.push(...waiting.splice(Math.max(0, at), 1))
  }
  return ordered
}
