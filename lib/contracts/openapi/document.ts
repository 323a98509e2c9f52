import type { Contract, Dialect, Method } from '../contract'
import { type Operation, operations } from '../operations'
import { profiles } from '../profiles'
import { introductions } from './introductions'
import { type JsonSchema, jsonSchemaOf, type NamedShapes } from './json-schema'
import { headerParameters, type Parameter, parametersOf, type Reference } from './parameters'
import { type ReplyObject, refusalReplies, repliesOf, replyHeaders } from './replies'

interface OperationObject {
  operationId: string
  tags: string[]
  summary: string
  description?: string
  parameters: (Parameter | Reference)[]
  requestBody?: { required: boolean; content: Record<string, { schema: JsonSchema; example?: unknown }> }
  responses: Record<string, ReplyObject | Reference>
  security?: []
  'x-extension'?: boolean
}

/** As far as we write it: https://spec.openapis.org/oas/v3.1.0 */
export interface OpenApiDocument {
  openapi: '3.1.0'
  info: { title: string; version: string; description: string }
  servers: { url: string }[]
  security: Record<string, string[]>[]
  tags: { name: string }[]
  paths: Record<string, Partial<Record<Lowercase<Method>, OperationObject>>>
  components: {
    securitySchemes: Record<string, object>
    parameters: Record<string, Parameter>
    headers: Record<string, object>
    responses: Record<string, ReplyObject>
    schemas: Record<string, JsonSchema>
  }
}

const methods: Method[] = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE']

/**
 * The OpenAPI 3.1 document of one contract, made from its contract objects: exactly the operations that answer in its
 * words. What the published document lacks is marked `x-extension`.
 * @param version of the product
 */
export function openApiOf(dialect: Dialect, version: string): OpenApiDocument {
  const shapes: NamedShapes = new Map()
  const own = operations.filter(({ contract }) => contract.dialect === dialect && !contract.refused).sort(byAddress)
  const paths: OpenApiDocument['paths'] = {}
  for (const operation of own) {
    const { path, method } = operation.contract
    paths[path] = { ...paths[path], [method.toLowerCase()]: operationObject(operation, shapes) }
  }
  const responses = refusalReplies(profiles[dialect], shapes)
  return {
    openapi: '3.1.0',
    info: { ...introductions[dialect], version },
    servers: [{ url: '/api/v1' }],
    security: [{ bearer: [] }, { key: [] }, { session: [] }],
    tags: tagsOf(own).map((name) => ({ name })),
    paths,
    components: {
      securitySchemes,
      parameters: parametersIn(dialect),
      headers: replyHeaders,
      responses,
      schemas: Object.fromEntries([...shapes].sort(([one], [other]) => (one < other ? -1 : 1))),
    },
  }
}

const securitySchemes = {
  bearer: { type: 'http', scheme: 'bearer', description: 'An API key of whichever contract, as a bearer token.' },
  key: { type: 'apiKey', in: 'header', name: 'X-Api-Key', description: 'The same key in a header of its own.' },
  session: {
    type: 'apiKey',
    in: 'cookie',
    name: 'next-auth.session-token',
    description:
      'A signed-in browser, from this site only; it names the workspace in X-Tenant-Id. Over https the name begins with `__Secure-`.',
  },
}

// The first value is what a reader would send from this document.
const parametersIn = (dialect: Dialect): Record<string, Parameter> => ({
  ...headerParameters,
  ApiContract: { ...headerParameters.ApiContract, schema: { type: 'string', enum: [dialect] } },
})

function byAddress(one: Operation, other: Operation): number {
  if (one.contract.path !== other.contract.path) return one.contract.path < other.contract.path ? -1 : 1
  return methods.indexOf(one.contract.method) - methods.indexOf(other.contract.method)
}

/** The first word of the path: `/pipeline-cards/{id}` is told under "Pipeline cards". */
function tagOf({ path }: Contract): string {
  const words = (path.split('/')[1] ?? '').replaceAll('-', ' ')
  return words.charAt(0).toUpperCase() + words.slice(1)
}

/** What the published reference is about comes first. */
function tagsOf(own: Operation[]): string[] {
  const published = own.filter(({ contract }) => !contract.ours)
  return [...new Set([...published, ...own].map(({ contract }) => tagOf(contract)))]
}

function operationObject({ id, contract }: Operation, shapes: NamedShapes): OperationObject {
  const { title, ours, open, body, file } = contract
  return {
    operationId: id,
    tags: [tagOf(contract)],
    summary: title,
    description: describe(contract),
    ...(ours && { 'x-extension': true }),
    ...(open && { security: [] }),
    parameters: parametersOf(contract, shapes),
    ...(body && { requestBody: requestBodyOf(contract, body, shapes) }),
    ...(file && {
      requestBody: { required: true, content: Object.fromEntries(file.types.map((type) => [type, aFile])) },
    }),
    responses: repliesOf(contract, profiles[contract.dialect], shapes),
  }
}

const aFile = { schema: { type: 'string', format: 'binary' } }

function describe({ about, ours, open, role, scope, guarded }: Contract): string {
  const higher = Object.entries(guarded).map(([field, needed]) => ` Field \`${field}\` needs the role ${needed}.`)
  const needs = open ? 'Needs no key.' : `Needs the role ${role} and the scope ${scope}.${higher.join('')}`
  const extension = ours ? "An extension of Throughline in this contract's style." : ''
  return [about, extension, needs].filter(Boolean).join('\n\n')
}

function requestBodyOf({ example }: Contract, body: NonNullable<Contract['body']>, shapes: NamedShapes) {
  const schema = jsonSchemaOf(body, 'input', shapes)
  return {
    required: !body.safeParse({}).success,
    content: { 'application/json': { schema, ...(example.body !== undefined && { example: example.body }) } },
  }
}
