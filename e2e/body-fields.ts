import { z } from 'zod'

export type JsonType = 'string' | 'integer' | 'number' | 'boolean' | 'null' | 'array' | 'object'

/** What a JSON schema of ours says, as far as tests ask. */
export interface JsonSchema {
  type?: JsonType | JsonType[]
  anyOf?: JsonSchema[]
  enum?: unknown[]
  pattern?: string
  format?: string
  minLength?: number
  maxLength?: number
  minimum?: number
  maximum?: number
  maxItems?: number
  items?: JsonSchema
  properties?: Record<string, JsonSchema>
  required?: string[]
  additionalProperties?: boolean | JsonSchema
  $ref?: string
}

/** A field of a body, however deep: where it stands and what it may be. */
export interface BodyField {
  /** As refusals name it: `stages.0.name`. */
  path: string
  /** The same, to set a value by. */
  keys: (string | number)[]
  types: Set<JsonType>
  schema: JsonSchema
  /** The body is refused without it. */
  required: boolean
}

/** The JSON schema of what callers send for a zod type. */
export const schemaOf = (type: z.ZodType): JsonSchema =>
  z.toJSONSchema(type, { io: 'input', unrepresentable: 'any' }) as JsonSchema

/** The JSON types that a schema allows. */
export function typesOf({ type, anyOf, $ref }: JsonSchema): Set<JsonType> {
  if (anyOf) return new Set(anyOf.flatMap((each) => [...typesOf(each)]))
  if (type === undefined || $ref) {
    return new Set(['string', 'integer', 'number', 'boolean', 'null', 'array', 'object'] as const)
  }
  return new Set([type].flat())
}

/** Every field that a body has, those of objects in its lists too. */
export function bodyFields(type: z.ZodType): BodyField[] {
  return fieldsBelow(schemaOf(type), [], [])
}

function fieldsBelow({ properties = {}, required = [] }: JsonSchema, keys: BodyField['keys'], found: BodyField[]) {
  for (const [name, schema] of Object.entries(properties)) {
    const here = [...keys, name]
    const alternatives = schema.anyOf ?? [schema]
    found.push({
      path: here.join('.'),
      keys: here,
      types: typesOf(schema),
      schema: alternatives.find((each) => each.type !== 'null') ?? schema,
      required: keys.length === 0 && required.includes(name),
    })
    if (schema.properties) fieldsBelow(schema, here, found)
    if (schema.items?.properties) fieldsBelow(schema.items, [...here, 0], found)
  }
  return found
}

/** A copy of a body with one field set to `value`; `undefined` leaves it out. */
export function withField(body: unknown, [key, ...rest]: BodyField['keys'], value: unknown): unknown {
  if (key === undefined) return value
  if (typeof key === 'number') {
    const items = Array.isArray(body) ? body : []
    return items.toSpliced(key, 1, withField(items[key], rest, value))
  }
  const object = typeof body === 'object' && body !== null ? (body as Record<string, unknown>) : {}
  return { ...object, [key]: withField(object[key], rest, value) }
}
