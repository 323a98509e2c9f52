import type { createPipeline } from '@/lib/contracts/kaireon/pipeline.contract'
import type { Call } from '@/lib/http/call'
import { byEmail, type Choice, type ImportField, type ImportTarget, keysOf, mappedColumns, type Plan } from './plan'

type Body = NonNullable<Call<typeof createPipeline>['body']>
type Node = NonNullable<Body['nodes']>[number]

/** What a flow is drawn as. */
export type Drawing = { nodes: Node[]; edges: { source: string; target: string }[] }

/** How far nodes stand from each other. */
const apart = 240

/** Only a source and a target: enough to look at a file. */
export const bareDrawing: Drawing = chained([
  node('source', 'source', {}, 'File'),
  node('target', 'target', { fields: {} }, 'Records'),
])

/**
 * The flow that does what a plan says: the columns are read as what their fields hold, one after the other, and then
 * put into those fields; what is in no field stays away.
 */
export function drawingOf(
  plan: Plan,
  target: ImportTarget,
  schemas: { contacts?: string; companies?: string },
): Drawing {
  const mapped = mappedColumns(plan, target)
  const names = new Set(Object.keys(plan.columns))
  const free = (name: string) => {
    let found = name
    while (names.has(found)) found = `${found}_`
    return found
  }
  const fields: Record<string, string> = {}
  const steps: Node[] = []
  for (const { column, choice, field } of mapped) {
    const cast = castOf(column, choice, field)
    if (cast) steps.push(node(`cast-${steps.length}`, 'transform', cast, `Read ${field.label}`))
    const looksIn =
      choice.by === 'name' && field.type in plural ? schemas[plural[field.type as keyof typeof plural]] : undefined
    if (looksIn) {
      const found = free(`(${field.name})`)
      const config = { schemaId: looksIn, match: { [column]: 'name' }, as: { id: found } }
      steps.push(node(`find-${steps.length}`, 'enrich', config, `Find ${field.label.toLowerCase()} by name`))
      fields[found] = field.name
    } else fields[column] = field.name
  }
  const keys = plan.mode === 'append' ? [] : keysOf(plan, target)
  if (keys.includes(byEmail)) {
    const email = mapped.find(({ field }) => field.type === 'email')
    const found = free('(external id)')
    const cell = `row[${JSON.stringify(email?.column ?? '')}]`
    const config = { type: 'expression', field: found, expression: `${cell} == null ? null : ${cell}.trim().lower()` }
    steps.push(node('key', 'transform', config, 'Keep the e-mail as external id'))
    fields[found] = 'external_id'
  }
  for (const [field, value] of placeOf(
    plan,
    mapped.map(({ field }) => field.name),
  )) {
    const name = free(`(${field})`)
    steps.push(node(`put-${field}`, 'transform', { type: 'add_field', field: name, value }, placeLabels[field]))
    fields[name] = field
  }
  const config = {
    fields,
    mode: plan.mode,
    keys: [...new Set(keys.map((key) => (key === byEmail ? 'external_id' : key)))],
  }
  return chained([node('source', 'source', {}, 'File'), ...steps, node('target', 'target', config, target.displayName)])
}

const plural = { contact: 'contacts', company: 'companies' } as const
const placeLabels = { pipeline_id: 'Put onto the board', stage_id: 'Put into the stage' }

/** Where new records stand, but for what columns tell. */
function placeOf({ board, stage }: Plan, told: string[]): ['pipeline_id' | 'stage_id', string][] {
  if (board === null) return []
  const byColumn = told.includes('stage_id')
  if (!byColumn && stage === null) return []
  return [
    ...(told.includes('pipeline_id') ? [] : [['pipeline_id', board] as ['pipeline_id', string]]),
    ...(byColumn || stage === null ? [] : [['stage_id', stage] as ['stage_id', string]]),
  ]
}

function castOf(field: string, { format, decimal }: Choice, { type }: ImportField): Record<string, unknown> | null {
  if (type === 'date' || type === 'datetime') return { type: 'cast', field, to: type, format }
  if (type === 'money' || type === 'number') return { type: 'cast', field, to: 'number', decimal }
  if (type === 'boolean') return { type: 'cast', field, to: 'boolean' }
  return null
}

function node(id: string, nodeType: Node['nodeType'], config: Record<string, unknown>, label: string): Node {
  return { id, nodeType, config, label }
}

function chained(nodes: Node[]): Drawing {
  return {
    nodes: nodes.map((each, at) => ({ ...each, position: { x: at * apart, y: 0 } })),
    edges: nodes.slice(1).map(({ id }, at) => ({ source: nodes[at]?.id ?? '', target: id })),
  }
}
