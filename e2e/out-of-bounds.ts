import type { JsonSchema } from './body-fields'

const misspelt: Record<string, unknown[]> = {
  'date-time': ['yesterday', '2026-02-30T00:00:00Z', '2026-01-01', ''],
  date: ['yesterday', '2026-02-30', '2026-1-1', ''],
  email: ['nobody', ''],
  uri: ['nowhere', ''],
}

const oddities = ['', ' ', 'ÿ', '-', 'no such thing', '#', '0'.repeat(80)]

/** Values of a field's own JSON type that its bounds, its list of choices, its pattern or its format keep out. */
export function outOfBounds(schema: JsonSchema): unknown[] {
  const { type, minimum, maximum, minLength = 0, maxLength, maxItems, items, pattern, format } = schema
  if (schema.enum) return ['no such choice', '', String(schema.enum[0]).toUpperCase(), `${schema.enum[0]} `]
  switch (type) {
    case 'integer':
    case 'number':
      return [...(minimum === undefined ? [] : [minimum - 1]), ...(maximum === undefined ? [] : [maximum + 1])]
    case 'string':
      return [
        ...(minLength > 0 ? [''] : []),
        ...(maxLength === undefined ? [] : ['x'.repeat(maxLength + 1)]),
        ...(pattern === undefined ? [] : oddities.filter((text) => !new RegExp(pattern, 'u').test(text))),
        ...(format === undefined ? [] : (misspelt[format] ?? [])),
      ]
    case 'array':
      return [
        ...(maxItems === undefined ? [] : [Array(maxItems + 1).fill(items?.type === 'object' ? {} : 'x')]),
        ...outOfBounds(items ?? {}).map((item) => [item]),
      ]
    default:
      return []
  }
}
