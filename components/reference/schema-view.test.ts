import { describe, expect, it } from 'vitest'
import { type ShownSchema, typeOf } from './schema-view'

describe('the type of a field in words', () => {
  it.each<[ShownSchema, string]>([
    [{ type: 'string' }, 'string'],
    [{ type: ['string', 'null'], format: 'date-time' }, 'string or null (date-time)'],
    [{ type: 'integer', format: 'int64' }, 'integer'],
    [{ type: 'string', enum: ['open', 'won'] }, 'open | won'],
    [{ type: 'array', items: { type: 'object', properties: {} } }, 'list of object'],
    [{ anyOf: [{ type: 'string' }, { type: 'number' }, { type: 'null' }] }, 'string or number or null'],
    [{ const: true }, 'true'],
    [{}, 'any JSON'],
  ])('%j is %s', (schema, words) => {
    expect(typeOf(schema)).toBe(words)
  })
})
