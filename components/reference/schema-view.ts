import type { ReactNode } from 'react'
import type { SwaggerSystem } from 'swagger-ui-dist/swagger-ui-es-bundle.js'

/** A JSON Schema as the renderer hands it to us: with what it referred to in the place of references. */
export interface ShownSchema {
  type?: string | string[]
  format?: string
  enum?: unknown[]
  const?: unknown
  default?: unknown
  description?: string
  pattern?: string
  minLength?: number
  maxLength?: number
  minimum?: number
  maximum?: number
  maxItems?: number
  items?: ShownSchema
  anyOf?: ShownSchema[]
  oneOf?: ShownSchema[]
  allOf?: ShownSchema[]
  properties?: Record<string, ShownSchema>
  additionalProperties?: boolean | ShownSchema
  required?: string[]
  'x-extension'?: boolean
}

/** A mark on what the published reference lacks. The renderer draws with a React of its own, so we must as well. */
export const extensionMark = ({ React }: SwaggerSystem): ReactNode =>
  React.createElement('span', { className: 'extension', title: 'Not in the published reference' }, 'extension')

/** A schema as a list of its fields with what each may be, those of its objects beneath. */
export function schemaView(system: SwaggerSystem, schema: ShownSchema): ReactNode {
  const h = system.React.createElement
  const head = fieldsOf(schema).length === 0 || schema.type === 'array'
  return h(
    'div',
    { className: 'schema' },
    head && h('p', { className: 'schema-type' }, typeOf(schema)),
    fieldList(system, schema),
  )
}

function fieldList(system: SwaggerSystem, schema: ShownSchema): ReactNode {
  const h = system.React.createElement
  const fields = fieldsOf(schema)
  if (fields.length === 0) return null
  return h(
    'ul',
    null,
    fields.map(({ name, required, field }) => {
      const said = [field.description, boundsOf(field)].filter(Boolean)
      return h(
        'li',
        { key: name },
        h('code', { className: 'schema-name' }, name),
        h('span', { className: 'schema-type' }, typeOf(field)),
        required && h('span', { className: 'schema-required' }, 'required'),
        isExtension(field) && extensionMark(system),
        said.length > 0 && h('p', null, said.join('. ')),
        fieldList(system, field),
      )
    }),
  )
}

interface NamedField {
  name: string
  required: boolean
  field: ShownSchema
}

/** The fields of an object, or of the objects that it is a list or a choice of. */
function fieldsOf(schema: ShownSchema): NamedField[] {
  const own = Object.entries(schema.properties ?? {}).map(([name, field]) => ({
    name,
    required: schema.required?.includes(name) ?? false,
    field,
  }))
  const within = [...(schema.anyOf ?? []), ...(schema.oneOf ?? []), ...(schema.allOf ?? [])]
  if (schema.items) within.push(schema.items)
  return [...own, ...within.flatMap(fieldsOf)]
}

const isExtension = (field: ShownSchema): boolean => field['x-extension'] ?? field.items?.['x-extension'] ?? false

/** What a value may be, in a few words: `string (date-time) or null`, `open | won | lost`. */
export function typeOf(schema: ShownSchema): string {
  const choices = schema.anyOf ?? schema.oneOf
  if (choices) return [...new Set(choices.map(typeOf))].join(' or ')
  if (schema.const !== undefined) return JSON.stringify(schema.const)
  if (schema.enum) return schema.enum.map(String).join(' | ')
  if (schema.items) return `list of ${typeOf(schema.items)}`
  const format = schema.format && schema.format !== 'int64' ? ` (${schema.format})` : ''
  return schema.type ? [schema.type].flat().join(' or ') + format : 'any JSON'
}

function boundsOf({ minLength, maxLength, minimum, maximum, maxItems, pattern, default: usual }: ShownSchema): string {
  return [
    range(minLength, maxLength, 'characters'),
    range(minimum, maximum, ''),
    range(undefined, maxItems, 'items'),
    pattern && `Matches ${pattern}`,
    usual !== undefined && `By default ${JSON.stringify(usual)}`,
  ]
    .filter(Boolean)
    .join('. ')
}

function range(least: number | undefined, most: number | undefined, noun: string): string {
  if (least === undefined && most === undefined) return ''
  const words =
    most === undefined ? `At least ${least}` : least === undefined ? `At most ${most}` : `${least} to ${most}`
  return `${words} ${noun}`.trim()
}
