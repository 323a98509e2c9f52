import fs from 'node:fs'
import path from 'node:path'
import { Ajv2020 } from 'ajv/dist/2020'
import { describe, expect, it } from 'vitest'
import { collectContracts, nameOf } from '@/e2e/contract-registry'
import { compilerOf, followed, resolve } from '@/e2e/openapi-schemas'
import { type Documented, documented } from '@/e2e/references'
import { type Dialect, dialects } from '../contract'
import { operations } from '../operations'
import { type OpenApiDocument, openApiOf } from './document'
import type { JsonSchema } from './json-schema'
import type { Parameter } from './parameters'
import type { ReplyObject } from './replies'

const documents = Object.fromEntries(dialects.map((dialect) => [dialect, openApiOf(dialect, '1.2.3')])) as Record<
  Dialect,
  OpenApiDocument
>

type Operation = NonNullable<OpenApiDocument['paths'][string]['get']>

/** The operations of a document by `GET /pipelines`. */
const operationsIn = (dialect: Dialect): [string, Operation][] =>
  Object.entries(documents[dialect].paths).flatMap(([address, methods]) =>
    Object.entries(methods).map(([method, operation]): [string, Operation] => [
      `${method.toUpperCase()} ${address}`,
      operation,
    ]),
  )

function refsIn(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, below]) =>
    key === '$ref' && typeof below === 'string' ? [below] : refsIn(below),
  )
}

describe('the list of operations', () => {
  it('holds every contract that a file declares', async () => {
    const declared = (await collectContracts()).map(nameOf)
    expect(operations.map(({ contract }) => nameOf(contract)).sort()).toEqual(declared.sort())
  })
})

/** Besides what takes filters, in which a bare date is a local day. */
const ofTheDay = ['GET /tasks/stats', 'PUT /me/calendar']

describe.each(dialects)('the document of %s', (dialect) => {
  const document = documents[dialect]

  it('is OpenAPI 3.1', () => {
    const ajv = new Ajv2020({ strict: false, validateFormats: false })
    const schema = path.join(import.meta.dirname, '../../../e2e/openapi-3.1.schema.json')
    const fits = ajv.compile(JSON.parse(fs.readFileSync(schema, 'utf8')))
    fits(JSON.parse(JSON.stringify(document)))
    expect(fits.errors).toBe(null)
  })

  it('has schemas that a validator takes, and references that lead somewhere', () => {
    for (const ref of refsIn(document)) expect(resolve(document, ref), ref).toBeDefined()
    const compile = compilerOf(document)
    for (const [name, operation] of operationsIn(dialect)) {
      for (const schema of schemasOf(dialect, operation)) expect(() => compile(schema), name).not.toThrow()
    }
  })

  it('holds exactly the operations that answer in its words, each under a name of its own', () => {
    const own = operations.filter(({ contract }) => contract.dialect === dialect && !contract.refused)
    expect(
      operationsIn(dialect)
        .map(([name]) => name)
        .sort(),
    ).toEqual(own.map(({ contract }) => `${contract.method} ${contract.path}`).sort())
    const ids = operationsIn(dialect).map(([, { operationId }]) => operationId)
    expect(new Set(ids).size).toBe(ids.length)
    for (const id of ids) expect(id).toMatch(/^[a-z][A-Za-z]+$/)
  })

  it('names every parameter of a path', () => {
    for (const [name, operation] of operationsIn(dialect)) {
      const parameters = operation.parameters.map((each) => followed<Parameter>(documents[dialect], each))
      const inPath = parameters.filter((each) => each.in === 'path').map((each) => each.name)
      expect(inPath, name).toEqual([...name.matchAll(/\{(\w+)\}/g)].map(([, parameter]) => parameter))
    }
  })

  it('takes a time zone where the answer depends on the day of the caller', () => {
    for (const [name, operation] of operationsIn(dialect)) {
      const parameters = operation.parameters.map((each) => followed<Parameter>(document, each))
      const takes = (wanted: string) => parameters.some((each) => each.name === wanted)
      expect(takes('X-Timezone'), name).toBe(takes('filters') || ofTheDay.includes(name))
    }
  })

  it('tells of the refusals in its own form', () => {
    const statuses =
      dialect === 'clarky' ? ['400', '401', '403', '422', '429', '500'] : ['400', '401', '403', '429', '500']
    for (const [name, operation] of operationsIn(dialect)) {
      if (operation.security) continue
      expect(Object.keys(operation.responses), name).toEqual(expect.arrayContaining(statuses))
    }
    const fits = compilerOf(document)({ $ref: '#/components/schemas/Error' })
    for (const reply of Object.values(document.components.responses)) {
      const examples = Object.values(reply.content?.['application/json']?.examples ?? {})
      expect(examples.length).toBeGreaterThan(0)
      for (const { value } of examples) expect(fits(value), JSON.stringify(value)).toBe(true)
    }
  })

  it('shows examples that its own schemas take', () => {
    for (const { contract } of operations.filter(({ contract }) => contract.dialect === dialect)) {
      const { body, reply } = contract.example
      if (body !== undefined) expect(contract.body?.safeParse(body).error, nameOf(contract)).toBeUndefined()
      if (reply !== undefined) expect(contract.reply?.safeParse(reply).error, nameOf(contract)).toBeUndefined()
    }
  })

  it('has every field, requirement and default of the published reference, and marks what is not there', () => {
    const names = operationsIn(dialect).map(([name]) => name)
    expect(Object.keys(documented[dialect]).filter((name) => !names.includes(name))).toEqual(missing[dialect])
    for (const [name, operation] of operationsIn(dialect)) {
      const published = documented[dialect][name]
      expect(operation['x-extension'] ?? false, `${name} is an extension`).toBe(!published)
      if (published) expect(toldOf(dialect, operation, published), name).toEqual(sorted(published))
    }
  })
})

/** Operations of the references that are not served yet. */
const missing: Record<Dialect, string[]> = {
  kasar: [],
  rex: [],
  clarky: [],
  kaireon: [],
}

const words = (text: string | undefined): string[] => (text ?? '').split(' ').filter(Boolean).sort()

const sorted = ({ status, query, body, reply }: Documented) => ({
  status,
  query: words(query),
  body: words(body),
  reply: words(reply),
})

/** What our document says of an operation, less what it marks as ours, as deep as the reference goes. */
function toldOf(dialect: Dialect, operation: Operation, published: Documented) {
  const parameters = operation.parameters.map((each) => followed<Parameter>(documents[dialect], each))
  const query = parameters.flatMap(({ in: where, name, required, schema, 'x-extension': mark }) =>
    where === 'query' && !mark ? [`${name}${required ? '*' : ''}${defaultOf(schema)}`] : [],
  )
  const status = Number(Object.keys(operation.responses)[0])
  const reply = followed<ReplyObject>(documents[dialect], operation.responses[status] as ReplyObject)
  return {
    status,
    query: query.sort(),
    body: fieldsOf(dialect, bodyOf(operation), words(published.body)).sort(),
    // Where the reference is silent, so is this. What is always in a reply goes without saying.
    reply: (published.reply === undefined
      ? []
      : fieldsOf(dialect, reply.content?.['application/json']?.schema, words(published.reply))
    )
      .map((field) => field.replace(/\*$/, ''))
      .sort(),
  }
}

const bodyOf = (operation: Operation) => operation.requestBody?.content['application/json']?.schema
const defaultOf = ({ default: value }: JsonSchema) => (value === undefined ? '' : `=${value}`)

/** The fields of a schema by their paths; below a field only where the reference goes below it. */
function fieldsOf(dialect: Dialect, given: JsonSchema | undefined, published: string[], at = ''): string[] {
  const goes = at === '' || published.some((field) => field.startsWith(`${at}.`) || field.startsWith(`${at}[]`))
  if (!given || !goes) return []
  const schema = followed<JsonSchema>(documents[dialect], given)
  const below = (schema.anyOf ?? []).flatMap((each) => fieldsOf(dialect, each, published, at))
  const items = schema.items ? fieldsOf(dialect, schema.items, published, `${at}[]`) : []
  const properties = Object.entries(schema.properties ?? {}).flatMap(([name, property]) => {
    const field = followed<JsonSchema>(documents[dialect], property)
    if (field['x-extension']) return []
    const here = at === '' ? name : `${at}.${name}`
    const required = schema.required?.includes(name) ? '*' : ''
    return [`${here}${required}${defaultOf(field)}`, ...fieldsOf(dialect, field, published, here)]
  })
  return [...below, ...items, ...properties]
}

/** Every schema that an operation shows. */
function schemasOf(dialect: Dialect, operation: Operation): JsonSchema[] {
  const replies = Object.values(operation.responses).map((reply) => followed<ReplyObject>(documents[dialect], reply))
  return [
    ...operation.parameters.map((each) => followed<Parameter>(documents[dialect], each).schema),
    ...[bodyOf(operation) ?? []].flat(),
    ...replies.flatMap(({ content = {} }) => Object.values(content).map(({ schema }) => schema)),
  ]
}
