import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020'
import type { Contract, Dialect } from '@/lib/contracts/contract'
import { type OpenApiDocument, openApiOf } from '@/lib/contracts/openapi/document'
import type { JsonSchema } from '@/lib/contracts/openapi/json-schema'
import type { ReplyObject } from '@/lib/contracts/openapi/replies'
import type { Answer } from './api-client'

/** Compiles schemas of a document, whose references may point into it. Refuses keywords that nobody knows. */
export function compilerOf(document: OpenApiDocument): (schema: JsonSchema) => ValidateFunction {
  const ajv = new Ajv2020({ strict: true, strictTypes: false, strictRequired: false, validateFormats: false })
  ajv.addVocabulary(['x-extension', 'example'])
  ajv.addSchema({ $id: 'document', $defs: absolute(document.components.schemas) })
  return (schema) => ajv.compile(absolute(schema))
}

const absolute = (schemas: object): object =>
  JSON.parse(JSON.stringify(schemas).replaceAll('"#/components/schemas/', '"document#/$defs/'))

/** What a reference inside a document points at. */
export function resolve(document: OpenApiDocument, ref: string): unknown {
  const keys = ref
    .replace(/^#\//, '')
    .split('/')
    .map((key) => key.replaceAll('~1', '/').replaceAll('~0', '~'))
  return keys.reduce<unknown>((here, key) => (here as Record<string, unknown> | undefined)?.[key], document)
}

/** A part of a document, or what it refers to with what stands beside the reference. */
export function followed<T extends object>(document: OpenApiDocument, part: T | { $ref: string }): T {
  return '$ref' in part && typeof part.$ref === 'string'
    ? { ...(resolve(document, part.$ref) as T), ...part }
    : (part as T)
}

interface Held {
  document: OpenApiDocument
  compile: (schema: JsonSchema) => ValidateFunction
  compiled: Map<string, ValidateFunction | null>
}

const held = new Map<Dialect, Held>()

function heldBy(dialect: Dialect): Held {
  const known = held.get(dialect)
  if (known) return known
  const document = openApiOf(dialect, '0')
  const made = { document, compile: compilerOf(document), compiled: new Map() }
  held.set(dialect, made)
  return made
}

/** How an answer differs from what OpenAPI tells of its operation; nothing when it does not. */
export function openApiProblems({ dialect, method, path }: Contract, { status, body }: Answer): string[] {
  const { document, compile, compiled } = heldBy(dialect)
  const operation = document.paths[path]?.[method.toLowerCase() as Lowercase<typeof method>]
  const told = operation?.responses[status]
  if (!told) return [`${method} ${path} is not told to answer ${status}`]
  const name = `${method} ${path} ${status}`
  let fits = compiled.get(name)
  if (fits === undefined) {
    const schema = followed<ReplyObject>(document, told).content?.['application/json']?.schema
    fits = schema ? compile(schema) : null
    compiled.set(name, fits)
  }
  if (fits === null || fits(body)) return []
  return (fits.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`)
}
