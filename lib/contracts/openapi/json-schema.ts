import { z } from 'zod'

/** A JSON Schema of draft 2020-12, which is what OpenAPI 3.1 speaks. */
export interface JsonSchema {
  [keyword: string]: unknown
  properties?: Record<string, JsonSchema>
  required?: string[]
  anyOf?: JsonSchema[]
  items?: JsonSchema
}

/** Shapes that have a name (`title`), each written once; everything else points there. */
export type NamedShapes = Map<string, JsonSchema>

/**
 * The JSON Schema of what callers send (`input`) or get (`output`) for a zod type. Shapes with a title are moved to
 * `shapes` and referred to. Refuses two different shapes of one title.
 */
export function jsonSchemaOf(type: z.ZodType, io: 'input' | 'output', shapes: NamedShapes): JsonSchema {
  const raw = z.toJSONSchema(type, { io, target: 'draft-2020-12', unrepresentable: 'any', override: keepDefault })
  return tidy(raw as JsonSchema, io, shapes)
}

// Of a pipe, zod knows what is read when nothing is sent, but does not write it down.
const keepDefault: z.core.ToJSONSchemaParams['override'] = ({ zodSchema, jsonSchema }) => {
  if (zodSchema._zod.def.type !== 'default') return
  const unsent = z.safeParse(zodSchema, undefined)
  if (unsent.success) jsonSchema.default = unsent.data as NonNullable<typeof jsonSchema.default>
}

function tidy(schema: JsonSchema, io: 'input' | 'output', shapes: NamedShapes): JsonSchema {
  const { $schema, list, standsFor, properties, anyOf, items, additionalProperties, ...rest } = schema
  const below = (each: JsonSchema) => tidy(each, io, shapes)
  const made: JsonSchema = { ...withoutNoise(rest, standsFor ? below(standsFor as JsonSchema) : undefined) }
  if (properties) made.properties = mapped(properties, below)
  if (items) made.items = below(items)
  if (anyOf && !standsFor) Object.assign(made, either(anyOf.map(below)))
  for (const several of ['oneOf', 'allOf', 'prefixItems']) {
    if (Array.isArray(made[several])) made[several] = made[several].map(below)
  }
  // Callers must bear new fields in a reply, and may not send unknown ones.
  if (typeof additionalProperties === 'object') made.additionalProperties = below(additionalProperties as JsonSchema)
  else if (additionalProperties === false && io === 'input') made.additionalProperties = false
  return typeof made.title === 'string' ? named(made, made.title, shapes) : made
}

/** Without what only says how zod checks: the bounds of every safe integer, the spelling of every instant. */
function withoutNoise(schema: JsonSchema, standsFor: JsonSchema | undefined): JsonSchema {
  const { pattern, propertyNames, minimum, maximum, ...rest } = schema
  if (standsFor) {
    const { type, enum: _, ...told } = rest
    return { ...standsFor, ...told }
  }
  return {
    ...rest,
    ...(pattern !== undefined && rest.format === undefined && { pattern }),
    ...(minimum !== undefined && minimum !== Number.MIN_SAFE_INTEGER && { minimum }),
    ...(maximum !== undefined && maximum !== Number.MAX_SAFE_INTEGER && { maximum }),
    ...(rest.type === 'integer' && isWide(minimum, maximum) && { format: 'int64' }),
  }
}

const isWide = (minimum: unknown, maximum: unknown): boolean =>
  maximum === Number.MAX_SAFE_INTEGER || minimum === Number.MIN_SAFE_INTEGER

/** Alternatives; what one of them is marked with holds for the whole field, and null beside one plain type is a type. */
function either(alternatives: JsonSchema[]): JsonSchema {
  const marks = alternatives.some((each) => each['x-extension']) ? { 'x-extension': true } : {}
  const [one, other, ...more] = alternatives.map(({ 'x-extension': _, ...each }) => each)
  const plain = typeof one?.type === 'string' && !one.enum && !one.properties && one.const === undefined
  if (plain && other?.type === 'null' && more.length === 0) return { ...one, type: [one.type, 'null'], ...marks }
  return { anyOf: [one, other, ...more] as JsonSchema[], ...marks }
}

function named(schema: JsonSchema, title: string, shapes: NamedShapes): JsonSchema {
  const { 'x-extension': mark, title: _, description, ...shape } = schema
  const known = shapes.get(title)
  if (known && JSON.stringify(known) !== JSON.stringify(shape)) throw new Error(`Two shapes are called ${title}`)
  shapes.set(title, shape)
  return {
    $ref: `#/components/schemas/${title}`,
    ...(description !== undefined && { description }),
    ...(mark === true && { 'x-extension': true }),
  }
}

const mapped = (schemas: Record<string, JsonSchema>, change: (each: JsonSchema) => JsonSchema) =>
  Object.fromEntries(Object.entries(schemas).map(([name, each]) => [name, change(each)]))
