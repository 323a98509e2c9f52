import { describe, expect, it } from 'vitest'
import { filters } from './filter'

const read = (given: unknown) => filters.safeParse(typeof given === 'string' ? given : JSON.stringify(given))
const test = (more: object = {}) => ({ field: 'name', operator: 'equals', value: 'x', ...more })
const group = (...conditions: unknown[]) => ({ type: 'AND', conditions })
const problem = (given: unknown) => read(given).error?.issues[0]?.message
const nested = (depth: number): object => (depth === 1 ? group(test()) : group(nested(depth - 1)))

describe('a FilterGroup', () => {
  it('is read into groups of tests', () => {
    const given = { type: 'OR', conditions: [test(), group(test({ operator: 'is_null', value: undefined }))] }
    expect(read(given).data).toEqual({
      any: [
        { field: 'name', operator: 'equals', value: 'x' },
        { all: [{ field: 'name', operator: 'is_null', value: undefined }] },
      ],
    })
    expect(read(group()).data).toEqual({ all: [] })
  })

  it.each([
    ...['equals', 'not_equals', 'contains', 'not_contains', 'in', 'not_in', 'gt', 'gte', 'lt', 'lte'],
    ...['date_before', 'date_after', 'between', 'is_null', 'is_not_null'],
  ])('knows the operator %s', (operator) => {
    expect(read(group(test({ operator }))).data).toMatchObject({ all: [{ operator }] })
  })

  it.each([
    ['greater_than', 'gt'],
    ['less_than', 'lt'],
  ])('knows %s for %s', (alias, operator) => {
    expect(read(group(test({ operator: alias }))).data).toMatchObject({ all: [{ operator }] })
  })

  it('refuses an unknown operator by name', () => {
    for (const operator of ['like', 'EQUALS', '', 'constructor', '__proto__', 'toString']) {
      expect(problem(group(test({ operator })))).toContain(`'${operator}'`)
    }
  })

  it('is at most 5 groups deep, the outermost being 1', () => {
    expect(read(nested(5)).success).toBe(true)
    expect(problem(nested(6))).toContain('5')
    expect(problem(`${'{"type":"AND","conditions":['.repeat(3000)}${']}'.repeat(3000)}`)).toContain('5')
  })

  it('has at most 100 conditions, wherever they stand', () => {
    const tests = (count: number) => Array.from({ length: count }, () => test())
    expect(read(group(...tests(100))).success).toBe(true)
    expect(read(group(group(...tests(50)), group(...tests(50)))).success).toBe(true)
    expect(problem(group(...tests(101)))).toContain('100')
    expect(problem(group(group(...tests(50)), group(...tests(51))))).toContain('100')
  })

  it.each([
    ['no JSON', '{'],
    ['nothing', ''],
    ['null', 'null'],
    ['a list', [test()]],
    ['a lone condition', test()],
    ['another word than AND and OR', { type: 'and', conditions: [] }],
    ['no conditions', { type: 'AND' }],
    ['conditions that are no list', { type: 'AND', conditions: {} }],
    ['a condition without a field', group({ operator: 'equals', value: 1 })],
    ['a condition without an operator', group({ field: 'name', value: 1 })],
    ['a condition that is null', group(null)],
    ['a condition that is a word', group('name')],
    ['a key that nobody knows', group(test({ not: true }))],
    ['a group with a key that nobody knows', { ...group(), negate: true }],
    ['a field name without end', group(test({ field: 'x'.repeat(101) }))],
  ])('is refused: %s', (_, given) => {
    expect(problem(given)).toBeTruthy()
    expect(problem(given)?.length).toBeLessThan(300)
  })
})
