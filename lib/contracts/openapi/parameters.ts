import { type Contract, dialects } from '../contract'
import { isShared } from '../operations'
import { type JsonSchema, jsonSchemaOf, type NamedShapes } from './json-schema'

export interface Parameter {
  name: string
  in: 'path' | 'query' | 'header'
  required?: boolean
  description?: string
  schema: JsonSchema
  'x-extension'?: boolean
}

export interface Reference {
  $ref: string
}

/** Headers that many operations take; all are ours. */
export const headerParameters = {
  TenantId: {
    name: 'X-Tenant-Id',
    in: 'header',
    description:
      'The workspace, by slug or id. A signed-in browser has to name it; a key knows its own, and another is refused.',
    schema: { type: 'string' },
    'x-extension': true,
  },
  ApiContract: {
    name: 'X-Api-Contract',
    in: 'header',
    description: 'Which contract answers at an address that several define. Without it the key decides.',
    schema: { type: 'string' },
    'x-extension': true,
  },
  TimeZone: {
    name: 'X-Timezone',
    in: 'header',
    description: "The caller's time zone (IANA). Without it the user's counts, else the workspace's, else UTC.",
    schema: { type: 'string', examples: ['Europe/Paris'] },
    'x-extension': true,
  },
  IdempotencyKey: {
    name: 'Idempotency-Key',
    in: 'header',
    description:
      'Makes a retry safe: for 24 hours the same key replays the first reply. With another request it is a conflict.',
    schema: { type: 'string', minLength: 1, maxLength: 255 },
    'x-extension': true,
  },
  IfMatch: {
    name: 'If-Match',
    in: 'header',
    description: 'The ETag of what you have read: a change made since then refuses this one (412).',
    schema: { type: 'string' },
    'x-extension': true,
  },
  IfNoneMatch: {
    name: 'If-None-Match',
    in: 'header',
    description: 'The ETag of what you have already: it is not sent again (304).',
    schema: { type: 'string' },
    'x-extension': true,
  },
} satisfies Record<string, Parameter>

type Header = keyof typeof headerParameters

/** What an operation takes beside its body: path, query, headers, in that order. */
export function parametersOf(contract: Contract, shapes: NamedShapes): (Parameter | Reference)[] {
  return [...inPath(contract), ...inQuery(contract, shapes), ...headersOf(contract)]
}

const inPath = ({ path }: Contract): Parameter[] =>
  [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => ({
    name,
    in: 'path',
    required: true,
    schema: { type: 'string' },
    ...told[name],
  }))

// Of what stands in a path, all but ids.
const told: Record<string, Pick<Parameter, 'schema'> & Partial<Parameter>> = {
  object: { description: "The object's name", schema: { type: 'string', examples: ['opportunities', 'candidates'] } },
  file: { schema: { type: 'string', enum: dialects.map((dialect) => `${dialect}.json`) } },
}

function inQuery({ query, ours }: Contract, shapes: NamedShapes): Parameter[] {
  const { properties = {}, required = [] } = jsonSchemaOf(query, 'input', shapes)
  return Object.entries(properties).map(([name, property]) => {
    const { description, 'x-extension': mark, ...schema } = property
    return {
      name,
      in: 'query',
      ...(required.includes(name) && { required: true }),
      ...(typeof description === 'string' && { description }),
      schema,
      ...(mark === true && !ours && { 'x-extension': true }),
    }
  })
}

/** Whether a retry of it can carry an Idempotency-Key. */
export const isRepeatable = ({ method, file }: Contract): boolean =>
  (method === 'POST' || method === 'PATCH') && file === null

/** Whether a caller who has it already can be told so. */
export const isCacheable = ({ method, version, open }: Contract): boolean =>
  method === 'GET' && (version !== null || open)

function headersOf(contract: Contract): Reference[] {
  const taken: [Header, boolean][] = [
    ['ApiContract', isShared(contract)],
    ['TenantId', !contract.open],
    ['TimeZone', contract.local],
    ['IdempotencyKey', isRepeatable(contract)],
    ['IfMatch', contract.version === 'checked'],
    ['IfNoneMatch', isCacheable(contract)],
  ]
  return taken.flatMap(([name, takes]) => (takes ? [{ $ref: `#/components/parameters/${name}` }] : []))
}
