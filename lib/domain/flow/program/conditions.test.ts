import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { arbitraryFilter, holds, type Fields as Kinds, type Row as OracleRow } from '@/e2e/filter-oracle'
import { chance } from '@/e2e/random'
import type { Cell } from '../row'
import { context, type Fields, through } from './flow.fixture'

/** Whether a filter lets a row pass; why it rejects it. */
async function filtered(config: Record<string, unknown>, row: Fields): Promise<boolean | string> {
  const { rows, reasons, skipped } = await through('filter', config, [row])
  if (reasons.length > 0) return reasons.join()
  expect(rows.length + skipped).toBe(1)
  return rows.length === 1
}
const test = (operator: string, value: unknown, cell: Cell) => filtered({ field: 'f', operator, value }, { f: cell })

describe('a test of a field', () => {
  it.each<[string, unknown, Cell[], Cell[]]>([
    ['equals', 'Won', ['Won', ['Lost', 'Won']], ['won', 'Won ', '', null, [], 5, true, { a: 'Won' }]],
    ['equals', 5, [5, '5', '5.0', '$5.00', [5]], [6, '6', 'five', null, '', true]],
    ['equals', '5', [5, '5'], ['5.0', null]],
    ['equals', true, [true, 'true'], [false, 'yes', 1, null]],
    ['not_equals', 'Won', ['won', null, '', 5, ['Lost']], ['Won', ['Won']]],
    ['in', ['Won', 'Lost', 7], ['Won', 'Lost', 7, '7.0'], ['Open', null]],
    ['not_in', ['Won', 'Lost'], ['Open', null], ['Won']],
    ['contains', 'ACME', ['acme inc', 'The Acme', ['x', 'Acme']], ['ac me', null, '']],
    ['contains', 5, [15, 'a5'], [6]],
    ['not_contains', 'acme', ['x', null], ['ACME']],
    ['gt', 100, [101, '101', '$1,000.00'], [100, '99', null, '']],
    ['gt', '100', [101, '101'], [100, '99']],
    ['gte', 100, [100, '100.0'], [99.9]],
    ['lt', 100, [-1, '99'], [100]],
    ['lte', 100, [100], [100.1]],
    ['between', [1, 3], [1, '2', 3], [0.9, 3.1, null]],
    ['is_null', null, [null, '', []], ['x', 0, false]],
    ['is_not_null', undefined, ['x', 0, false, [null]], [null, '', []]],
    // A bare date is a day there: in Paris from eleven in the evening before, in winter.
    [
      'equals',
      '2017-03-01',
      ['2017-03-01', '2017-02-28T23:00:00Z', '2017-03-01T12:00'],
      ['2017-03-01T23:00:00Z', '2017-02-28T22:59:59Z', 'x'],
    ],
    [
      'equals',
      '2017-03-01T10:00:00Z',
      ['2017-03-01T10:00:00Z', '2017-03-01T11:00:00+01:00'],
      ['2017-03-01', '2017-03-01T10:00:01Z'],
    ],
    ['gt', '2017-03-01', ['2017-03-02', '2017-03-01T23:00:00Z'], ['2017-03-01', '2017-03-01T22:59:59Z', null]],
    ['lte', '2017-03-01', ['2017-03-01', '2017-03-01T22:59:59Z'], ['2017-03-01T23:00:00Z', '2017-03-02']],
    ['date_before', '2017-03-01', ['2017-02-28', '2017-02-28T22:59:59Z'], ['2017-03-01', '2017-02-28T23:00:00Z']],
    [
      'date_after',
      '2017-03-01T10:00:00Z',
      ['2017-03-01T10:00:01Z', '2017-03-02'],
      ['2017-03-01T10:00:00Z', '2017-03-01'],
    ],
    [
      'between',
      ['2017-03-01', '2017-03-31'],
      ['2017-03-01', '2017-03-31', '2017-03-31T21:59:59Z'],
      ['2017-02-28', '2017-03-31T22:00:00Z'],
    ],
  ])('%s %j', async (operator, value, fitting, others) => {
    for (const cell of fitting) expect(await test(operator, value, cell), JSON.stringify(cell)).toBe(true)
    for (const cell of others) expect(await test(operator, value, cell), JSON.stringify(cell)).toBe(false)
  })

  it.each<[string, unknown, Cell, string]>([
    ['gt', 100, 'abc', "'abc' is not a number: field 'f'"],
    [
      'lt',
      100,
      '1,234',
      "'1,234' can be read as more than one number: say by 'decimal' what stands before a fraction: field 'f'",
    ],
    ['gt', 100, [5], "a list is not a number: field 'f'"],
    ['gt', '2020-01-01', 'soon', "'soon' is not a date: field 'f'"],
    [
      'date_before',
      '2020-01-01',
      '03/04/2020',
      "'03/04/2020' can be read as more than one date: say by 'format' how dates are written: field 'f'",
    ],
    ['date_before', '2020-01-01', 5, "5 is not a date: field 'f'"],
  ])('%s %j of %j rejects the row', async (operator, value, cell, reason) => {
    expect(await test(operator, value, cell)).toBe(reason)
  })

  it('of a field that a row lacks is one of null', async () => {
    expect(await filtered({ field: 'f', operator: 'is_null' }, {})).toBe(true)
    expect(await filtered({ field: 'constructor', operator: 'is_null' }, {})).toBe(true)
    expect(await filtered({ field: 'f', operator: 'gt', value: 1 }, {})).toBe(false)
  })
})

describe('a filter', () => {
  it('asks all that it is told', async () => {
    const config = {
      expression: 'a > 1',
      field: 'b',
      operator: 'equals',
      value: 'x',
      conditions: [{ field: 'c', operator: 'is_null' }],
    }
    expect(await filtered(config, { a: 2, b: 'x' })).toBe(true)
    expect(await filtered(config, { a: 1, b: 'x' })).toBe(false)
    expect(await filtered(config, { a: 2, b: 'y' })).toBe(false)
    expect(await filtered(config, { a: 2, b: 'x', c: 'c' })).toBe(false)
    expect(await filtered(config, { b: 'x' })).toBe("Cannot work out 'a > 1': 'a' is empty")
  })

  it.each([
    {},
    { field: 'f' },
    { field: 'f', operator: 'gt' },
    { field: 'f', operator: 'equals', value: '' },
    { operator: 'gt', value: 5 },
    { conditions: [] },
    { conditions: { type: 'OR', conditions: [{ field: 'f' }] } },
  ])('unfinished as %j lets every row pass', async (config) => {
    expect(await filtered(config, { f: 1 })).toBe(true)
  })

  it('does without the conditions that are unfinished', async () => {
    const conditions = {
      type: 'OR',
      conditions: [
        { field: 'f', operator: 'gt' },
        { field: 'f', operator: 'equals', value: 'x' },
      ],
    }
    expect(await filtered({ conditions }, { f: 'x' })).toBe(true)
    expect(await filtered({ conditions }, { f: 'y' })).toBe(false)
  })

  it('with groups of conditions lets pass what a plain reading does', { timeout: 60_000 }, async () => {
    const kinds: Kinds = {
      name: { kind: 'text' },
      amount: { kind: 'number' },
      open: { kind: 'boolean' },
      at: { kind: 'instant' },
      day: { kind: 'day' },
      tags: { kind: 'list' },
    }
    const random = chance(20_261_122)
    const minute = 60_000
    const maybe = <T>(value: T) => (random.under(5) === 0 ? null : value)
    const rows = Array.from(
      { length: 60 },
      (_, at): OracleRow => ({
        id: String(at),
        name: maybe(random.pick(['Ann', 'ann', 'Ännchen', 'a_b', '50%', '漢字', 'Bob Ann'])),
        amount: maybe(random.under(20) - 10),
        open: maybe(random.under(2) === 0),
        at: maybe(new Date(Date.UTC(2026, 2, 27) + random.under(6 * 24 * 60) * minute).toISOString()),
        day: maybe(new Date(Date.UTC(2026, 2, 27 + random.under(6))).toISOString().slice(0, 10)),
        tags: maybe(random.pick([[], ['a'], ['a', 'B'], ['%']])),
      }),
    )
    const isFinished = (group: unknown): boolean =>
      !JSON.stringify(group).includes('"value":""') && !/\[[^\]]*""/.test(JSON.stringify(group))
    await fc.assert(
      fc.asyncProperty(arbitraryFilter(kinds, rows, context.timeZone).filter(isFinished), async (group) => {
        const named = JSON.parse(JSON.stringify(group).replaceAll('greater_than', 'gt').replaceAll('less_than', 'lt'))
        const expected = rows.filter((row) => isEmptyGroup(named) || holdsHere(named, row))
        const { rows: left } = await through('filter', { conditions: named }, rows as unknown as Fields[])
        expect(left.map(({ id }) => id)).toEqual(expected.map(({ id }) => id))
      }),
      { numRuns: 300, seed: 20_261_122 },
    )

    function holdsHere(filter: Parameters<typeof holds>[0], row: OracleRow): boolean {
      if (!('conditions' in filter)) return holds(filter, row, kinds, context.timeZone)
      const asking = filter.conditions.filter((each) => !isEmptyGroup(each))
      const each = asking.map((one) => holdsHere(one, row))
      return filter.type === 'AND' ? each.every(Boolean) : each.some(Boolean)
    }
  })
})

/** A group of nothing asks nothing. */
const isEmptyGroup = (filter: object): boolean =>
  'conditions' in filter && (filter.conditions as object[]).every(isEmptyGroup)

describe('validate', () => {
  const validated = async (config: Record<string, unknown>, row: Fields) => {
    const { rows, reasons } = await through('validate', config, [row])
    return reasons[0] ?? rows[0]
  }

  it.each<[Record<string, unknown>, Fields, string | null]>([
    [{ field: 'email', required: true }, { email: 'a' }, null],
    [{ field: 'email', required: true }, { email: '' }, "Field 'email' is required"],
    [{ field: 'email', required: true }, {}, "Field 'email' is required"],
    [{ field: 'email', pattern: '^[^@]+@[^@]+$' }, { email: 'a@b' }, null],
    [
      { field: 'email', pattern: '^[^@]+@[^@]+$' },
      { email: 'ab' },
      "Field 'email' does not look as it must, and is 'ab'",
    ],
    [{ field: 'email', pattern: '^[^@]+@[^@]+$' }, { email: null }, null],
    [{ field: 'zip', pattern: '^\\d{5}$' }, { zip: 12345 }, null],
    [{ field: 'amount', operator: 'gt', value: 0 }, { amount: 5 }, null],
    [{ field: 'amount', operator: 'gt', value: 0 }, { amount: -5 }, "Field 'amount' must be more than 0, and is -5"],
    [{ field: 'amount', operator: 'gt', value: 0 }, {}, "Field 'amount' must be more than 0, and is nothing"],
    [{ field: 'amount', operator: 'gt', value: 0 }, { amount: 'x' }, "'x' is not a number: field 'amount'"],
    [
      { field: 'stage', operator: 'in', value: ['Won', 'Lost'] },
      { stage: 'Open' },
      "Field 'stage' must be one of 'Won', 'Lost', and is 'Open'",
    ],
    [{ field: 'stage', operator: 'is_null' }, { stage: 'Open' }, "Field 'stage' must be empty, and is 'Open'"],
    [{ expression: 'a < b' }, { a: 1, b: 2 }, null],
    [{ expression: 'a < b' }, { a: 2, b: 1 }, "'a < b' does not hold"],
    [{ expression: 'a < b' }, { a: 2 }, "Cannot work out 'a < b': 'b' is empty"],
    [{ expression: 'a < b', message: 'It ends before it begins' }, { a: 2, b: 1 }, 'It ends before it begins'],
  ])('%j of %j: %s', async (rule, row, reason) => {
    expect(await validated(rule, row)).toEqual(reason ?? row)
    expect(await validated({ rules: [rule] }, row)).toEqual(reason ?? row)
  })

  it('tells every rule that is broken', async () => {
    const rules = [
      { field: 'a', required: true },
      { field: 'b', required: true, message: 'b!' },
      { expression: 'c > 1' },
      { field: 'd', operator: 'equals', value: 1 },
    ]
    expect(await validated({ rules }, { c: 1, d: 1 })).toBe("Field 'a' is required; b!; 'c > 1' does not hold")
  })

  it('has a field required and of a pattern and tested at once', async () => {
    const rule = { field: 'a', required: true, pattern: '^x', operator: 'contains', value: 'y' }
    expect(await validated({ rules: [rule] }, { a: 'xy' })).toEqual({ a: 'xy' })
    expect(await validated({ rules: [rule] }, { a: 'z' })).toBe(
      "Field 'a' does not look as it must, and is 'z'; Field 'a' must contain 'y', and is 'z'",
    )
  })

  it('is done with any text within its steps', async () => {
    const config = { field: 'a', pattern: '^(([a-z]+)*|(a?){50})+$' }
    expect(await validated(config, { a: `${'a'.repeat(100_000)}!` })).toBe(
      "The pattern takes too long for this text: field 'a'",
    )
  })

  it('unfinished lets rows pass', async () => {
    for (const config of [{}, { rules: [] }, { rules: [{}] }, { rules: [{ field: 'a' }] }, { field: 'a' }]) {
      expect(await validated(config, { b: 1 })).toEqual({ b: 1 })
    }
  })
})
