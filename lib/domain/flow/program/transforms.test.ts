import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Cell } from '../row'
import { arrived, chainOf, type Fields, run, through, transformed } from './flow.fixture'
import { masked } from './node/mask-pii'

/** A row's fields in their order. */
const ordered = async (config: Fields, row: Fields) => Object.entries(await transformed(config, row))

describe('rename', () => {
  const rename = { type: 'rename_field', from: 'a', to: 'b' }
  it('keeps the place of the field', async () => {
    expect(await ordered(rename, { x: 1, a: 2, y: 3 })).toEqual([
      ['x', 1],
      ['b', 2],
      ['y', 3],
    ])
    expect(await ordered({ ...rename, type: 'rename' }, { a: 2 })).toEqual([['b', 2]])
  })
  it('takes the place of another of that name', async () => {
    expect(await ordered(rename, { b: 1, a: 2, c: 3 })).toEqual([
      ['b', 2],
      ['c', 3],
    ])
    expect(await ordered(rename, { a: 2, b: 1 })).toEqual([['b', 2]])
  })
  it('leaves a row without the field, and a null is a field', async () => {
    expect(await transformed(rename, { b: 1 })).toEqual({ b: 1 })
    expect(await transformed(rename, { a: null, b: 1 })).toEqual({ b: null })
  })
  it.each([{}, { from: 'a' }, { to: 'b' }, { from: 'a', to: '' }, { from: 'a', to: 'a' }])(
    'unfinished as %j it changes nothing',
    async (config) => {
      expect(await transformed({ type: 'rename', ...config }, { a: 1, b: 2 })).toEqual({ a: 1, b: 2 })
    },
  )
})

describe('drop, add_field', () => {
  it('takes fields away, and those that are not there', async () => {
    expect(await transformed({ type: 'drop', fields: ['a', 'z'] }, { a: 1, b: 2 })).toEqual({ b: 2 })
    expect(await transformed({ type: 'drop', fields: [] }, { a: 1 })).toEqual({ a: 1 })
  })
  it('sets a field, in its place where there is one', async () => {
    expect(await ordered({ type: 'add_field', field: 'a', value: 'x' }, { a: 1, b: 2 })).toEqual([
      ['a', 'x'],
      ['b', 2],
    ])
    expect(await ordered({ type: 'add_field', field: 'c', value: [1] }, { b: 2 })).toEqual([
      ['b', 2],
      ['c', [1]],
    ])
    expect(await transformed({ type: 'add_field', field: 'c' }, {})).toEqual({ c: null })
    expect(await transformed({ type: 'add_field', value: 1 }, { a: 1 })).toEqual({ a: 1 })
  })
})

describe('cast', () => {
  const cast = async (to: string, value: Cell, more: Fields = {}) => {
    const row = await transformed({ type: 'cast', field: 'f', to, ...more }, { f: value })
    return typeof row === 'string' ? row : row.f
  }
  const not = (text: string) => `${text}: field 'f'`

  it.each<[string, Cell, Cell]>([
    ['text', 5, '5'],
    ['text', 1.5, '1.5'],
    ['text', true, 'true'],
    ['text', [1, 'a'], '[1,"a"]'],
    ['text', { a: 1 }, '{"a":1}'],
    ['text', 'x', 'x'],
    ['number', '12.5', 12.5],
    ['number', '$1,234.50', 1234.5],
    ['number', 7, 7],
    ['integer', '12', 12],
    ['integer', '12.0', 12],
    ['integer', '1e3', 1000],
    ['integer', 12, 12],
    ['boolean', 'Yes', true],
    ['boolean', '0', false],
    ['boolean', 1, true],
    ['boolean', 'FALSE', false],
    ['boolean', true, true],
    ['date', '2017-03-01', '2017-03-01'],
    ['date', '2017-03-01T23:30:00Z', '2017-03-02'],
    ['datetime', '2017-03-01T23:30:00+01:00', '2017-03-01T22:30:00.000Z'],
    ['datetime', '2017-03-01', '2017-02-28T23:00:00.000Z'],
    ['json', '{"a": [1, null]}', { a: [1, null] }],
    ['json', '"x"', 'x'],
    ['json', { a: 1 }, { a: 1 }],
  ])('to %s makes of %j %j', async (to, value, expected) => {
    expect(await cast(to, value)).toEqual(expected)
  })

  it.each(['text', 'number', 'integer', 'boolean', 'date', 'datetime', 'json'])(
    'to %s makes null of what is empty',
    async (to) => {
      for (const empty of [null, '', []]) expect(await cast(to, empty)).toBe(null)
      expect(await transformed({ type: 'cast', field: 'f', to }, { g: 'x' })).toEqual({ g: 'x' })
    },
  )

  it.each<[string, Cell, string]>([
    ['number', 'abc', "'abc' is not a number"],
    ['number', ' ', "' ' is not a number"],
    ['number', '1,234', "'1,234' can be read as more than one number: say by 'decimal' what stands before a fraction"],
    ['number', true, 'true is not a number'],
    ['number', [1], 'a list is not a number'],
    ['integer', '12.5', "'12.5' is not a whole number"],
    ['integer', 12.5, '12.5 is not a whole number'],
    ['integer', 1e300, '1e+300 is not a whole number'],
    ['boolean', 'maybe', "'maybe' is neither true nor false"],
    ['boolean', 2, "'2' is neither true nor false"],
    ['boolean', {}, 'an object is neither true nor false'],
    ['date', '03/04/2020', "'03/04/2020' can be read as more than one date: say by 'format' how dates are written"],
    ['date', 'soon', "'soon' is not a date"],
    ['date', 43891, '43891 is not a date'],
    ['datetime', true, 'true is not a date'],
    ['json', '{a: 1}', "'{a: 1}' is not JSON"],
    ['number', `a\0b\n${'x'.repeat(200)}`, `'a b ${'x'.repeat(96)}…' is not a number`],
    ['number', 'a\ud800', "'a\ufffd' is not a number"],
  ])('to %s says of %j why not', async (to, value, reason) => {
    expect(await cast(to, value)).toBe(not(reason))
  })

  it('reads dates and numbers as it is told', async () => {
    expect(await cast('date', '03/04/2020', { format: 'dd/mm/yyyy' })).toBe('2020-04-03')
    expect(await cast('date', '03/04/2020', { format: 'mm/dd/yyyy' })).toBe('2020-03-04')
    expect(await cast('datetime', '3.4.2020 12:00', { format: 'dd.mm.yyyy' })).toBe('2020-04-03T10:00:00.000Z')
    expect(await cast('number', '1.234,5', { decimal: ',' })).toBe(1234.5)
    expect(await cast('integer', '1,234', { decimal: '.' })).toBe(1234)
  })

  it('to json takes nothing that is nested without end', async () => {
    const nested = `${'['.repeat(100_000)}${']'.repeat(100_000)}`
    expect(await cast('json', nested)).toMatch(/is nested too deeply: field 'f'$/)
    expect(await cast('json', `${'['.repeat(100)}1${']'.repeat(100)}`)).toBeInstanceOf(Array)
  })

  it('unfinished it changes nothing', async () => {
    expect(await transformed({ type: 'cast', field: 'f' }, { f: '5' })).toEqual({ f: '5' })
    expect(await transformed({ type: 'cast', to: 'number' }, { f: '5' })).toEqual({ f: '5' })
  })
})

describe('expression', () => {
  it('sets a field to what it makes of the row', async () => {
    const total = { type: 'expression', field: 'total', expression: 'number(price) * count' }
    expect(await ordered(total, { price: '2.50', count: 4 })).toEqual([
      ['price', '2.50'],
      ['count', 4],
      ['total', 10],
    ])
    expect(await transformed({ ...total, field: 'count' }, { price: '2.50', count: 4 })).toEqual({
      price: '2.50',
      count: 10,
    })
    expect(await transformed(total, { price: '2.50' })).toBe(
      "Cannot work out 'number(price) * count': 'count' is empty: field 'total'",
    )
    expect(await transformed(total, { price: 'x', count: 1 })).toBe("'x' is not a number: field 'total'")
    expect(await transformed({ type: 'expression', field: 'total' }, { a: 1 })).toEqual({ a: 1 })
  })
})

describe('map_values', () => {
  const clean = {
    type: 'map_values',
    field: 'product',
    values: { GTXPro: 'GTX Pro', 5: 'five', true: false, '': 'none' },
  }
  it('puts one value in the place of another, found by its text', async () => {
    for (const [given, expected] of [
      ['GTXPro', 'GTX Pro'],
      [5, 'five'],
      [true, false],
      ['', 'none'],
      [null, 'none'],
      ['GTK 500', 'GTK 500'],
      [['GTXPro'], ['GTXPro']],
    ] as [Cell, Cell][]) {
      expect(await transformed(clean, { product: given })).toEqual({ product: expected })
    }
    expect(await transformed(clean, { other: 'GTXPro' })).toEqual({ other: 'GTXPro' })
  })
  it('makes all others one, when it is told', async () => {
    const otherwise = { type: 'map_values', field: 'p', values: { a: 'A' }, otherwise: '?' }
    for (const [given, expected] of [
      ['a', 'A'],
      ['b', '?'],
      ['', '?'],
      [null, '?'],
      [7, '?'],
    ] as [Cell, Cell][]) {
      expect(await transformed(otherwise, { p: given })).toEqual({ p: expected })
    }
    expect(await transformed(otherwise, {})).toEqual({ p: '?' })
    expect(await transformed({ ...otherwise, otherwise: null }, { p: 'b' })).toEqual({ p: null })
  })
  it.each(['__proto__', 'constructor', 'toString'])('%s is a value like any other', async (name) => {
    expect(await transformed(clean, { product: name })).toEqual({ product: name })
    const config = JSON.parse(`{"type": "map_values", "field": "p", "values": {"${name}": "found"}}`)
    expect(await transformed(config, { p: name })).toEqual({ p: 'found' })
  })
})

describe('split', () => {
  const names = { type: 'split', field: 'name', into: ['first', 'last'] }
  it.each<[Fields, Cell, Fields]>([
    [{}, 'Ann Lee', { first: 'Ann', last: 'Lee' }],
    [{}, '  Ann \t Maria Lee ', { first: 'Ann', last: 'Maria Lee' }],
    [{}, 'Ann', { first: 'Ann', last: null }],
    [{}, '', { first: null, last: null }],
    [{}, null, { first: null, last: null }],
    [{}, 42, { first: '42', last: null }],
    [{ separator: ',' }, 'Lee, Ann, PhD', { first: 'Lee', last: 'Ann, PhD' }],
    [{ separator: ',' }, ',Ann', { first: null, last: 'Ann' }],
    [{ separator: '.*' }, 'a.*b', { first: 'a', last: 'b' }],
    [{ separator: ' - ' }, 'a - b', { first: 'a', last: 'b' }],
    [{ separator: ' ' }, 'Ann\u00a0Lee', { first: 'Ann', last: 'Lee' }],
  ])('%j of %j', async (more, value, expected) => {
    expect(await transformed({ ...names, ...more }, { name: value })).toEqual({ name: value, ...expected })
  })
  it('may take the place of what it splits, and does nothing unfinished', async () => {
    expect(await transformed({ ...names, into: ['name', 'rest'] }, { name: 'a b c' })).toEqual({
      name: 'a',
      rest: 'b c',
    })
    expect(await transformed({ type: 'split', field: 'name' }, { name: 'a b' })).toEqual({ name: 'a b' })
  })
})

describe('merge', () => {
  const name = { type: 'merge', fields: ['first', 'last'], into: 'name' }
  it.each<[Fields, Fields, Cell]>([
    [{}, { first: 'Ann', last: 'Lee' }, 'Ann Lee'],
    [{}, { first: '', last: 'Lee' }, 'Lee'],
    [{}, { last: null }, null],
    [{ separator: ', ' }, { first: 1, last: true }, '1, true'],
    [{ separator: '' }, { first: 'a', last: 'b' }, 'ab'],
  ])('%j of %j', async (more, row, expected) => {
    expect(await transformed({ ...name, ...more }, row)).toEqual({ ...row, name: expected })
  })
  it('makes no text without end', async () => {
    const doubling = Array.from({ length: 60 }, () => [
      ['transform', { type: 'expression', field: 'b', expression: 'a' }],
      ['transform', { type: 'merge', fields: ['a', 'b'], into: 'a' }],
    ]).flat() as Parameters<typeof chainOf>
    const outcome = await run(chainOf(...doubling), { in: [{ a: 'x' }] })
    expect(outcome.rejects.map(({ reason }) => reason)).toEqual([expect.stringContaining('too long')])
  })
})

describe('hash', () => {
  const sha = (text: string) => createHash('sha256').update(text).digest('hex')
  it('puts SHA-256 in the place of values', async () => {
    expect(
      await transformed({ type: 'hash', fields: ['a', 'b', 'c', 'd'] }, { a: 'x', b: 5, c: null, d: '', z: 'x' }),
    ).toEqual({
      ...{ a: sha('x'), b: sha('5'), c: null, d: sha(''), z: 'x' },
    })
    expect(await transformed({ type: 'hash', field: 'a', salt: 'pepper' }, { a: 'x' })).toEqual({ a: sha('pepperx') })
    // From FIPS 180-2.
    expect(await transformed({ type: 'hash', field: 'a' }, { a: 'abc' })).toEqual({
      a: 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
    })
  })
})

describe('mask_pii', () => {
  it.each([
    ['ann.lee@acme.com', 'a**.l**@****.com'],
    ['ann@mail.acme.example', 'a**@****.****.*******'],
    ['ann@lee', 'a**@***'],
    ['me@x.io', '**@*.io'],
    ['Ann Lee', 'A** L**'],
    ["Anna O'Brien-Li", "A*** *'B****-**"],
    ['Åsa 😀 漢字仮名', 'Å** * 漢***'],
    ['+1 (555) 010-0199', '+* (***) ***-**99'],
    ['0555-0100', '****-**00'],
    ['4111 1111 1111 1111', '**** **** **** 1111'],
    ['4111 1111 1111 1112', '**** **** **** **12'],
    ['12', '**'],
    ['123456', '******'],
    ['a@b', '*@*'],
    ['--', '**'],
    ['', ''],
  ])('%s is %s', (text, expected) => {
    expect(masked(text)).toBe(expected)
  })

  it('takes numbers and all else by its text, and leaves null', async () => {
    expect(
      await transformed(
        { type: 'mask_pii', fields: ['a', 'b', 'c', 'd'] },
        { a: 5550100199, b: null, c: true, d: ['Ann'] },
      ),
    ).toEqual({
      ...{ a: '********99', b: null, c: 't***', d: '*"A**"*' },
    })
  })

  it('lets no value pass: what had a sign to hide is another, and most of it hidden', () => {
    const part = fc.constantFrom(
      'a',
      'Ann',
      'lee',
      '@',
      '.',
      ' ',
      '+1',
      '5550100',
      '411111111111',
      '-',
      '漢',
      '😀',
      '\n',
      'com',
    )
    fc.assert(
      fc.property(
        fc.oneof(
          fc.array(part, { maxLength: 8 }).map((parts) => parts.join('')),
          fc.string({ unit: 'grapheme' }),
        ),
        (text) => {
          const result = masked(text)
          expect([...result]).toHaveLength([...text].length)
          if (/[^\s*]/.test(text)) expect(result).not.toBe(text)
          for (const word of text.match(/[\p{L}\p{N}]{3,}/gu) ?? []) {
            // But for the end of an e-mail address, which names nobody.
            if (!(text.endsWith(`.${word}`) && /^[a-z]{2,4}$/i.test(word)))
              expect(result.replaceAll('*', '')).not.toContain(word)
          }
        },
      ),
      { numRuns: 2000 },
    )
  })
})

describe('deduplicate', () => {
  const config = { type: 'deduplicate', keys: ['email', 'name'] }
  it('lets the first of its keys pass, and all without any', async () => {
    const rows: Fields[] = [
      { email: 'a', name: 'x', at: 1 },
      { email: 'a', name: 'y', at: 2 },
      { email: 'a', name: 'x', at: 3 },
      { email: 'a', name: '', at: 4 },
      { email: 'a', at: 5 },
      { email: '', name: null, at: 6 },
      { at: 7 },
      { email: 5, name: 'x', at: 8 },
      { email: '5', name: 'x', at: 9 },
    ]
    for (const size of [1, 2, 100]) {
      const outcome = await run(chainOf(['transform', config]), { in: rows }, { size })
      expect(arrived(outcome).map(({ at }) => at)).toEqual([1, 2, 4, 6, 7, 8])
      expect(outcome.skipped).toBe(3)
    }
  })
  it('takes keys of any length, and none for another', async () => {
    const long = 'x'.repeat(1_000_000)
    const rows: Fields[] = [
      { email: long },
      { email: `${long}y` },
      { email: long },
      { email: '["a"]' },
      { email: ['a'] },
      { email: 'a","b' },
      { email: 'a', name: 'b' },
    ]
    const { rows: left } = await through('transform', config, rows)
    expect(left).toHaveLength(5)
  })
})

it.each(['hash', 'mask_pii'])(
  '%s lets no row pass that lacks the field: it may stand there by another name',
  async (type) => {
    const rows: Fields[] = [{ email: 'ann@acme.com' }, { Email: 'bob@acme.com' }, { email: null }, {}]
    const { rows: passed, reasons } = await through('transform', { type, fields: ['email'] }, rows)
    expect(passed).toHaveLength(2)
    expect(passed[1]).toEqual({ email: null })
    expect(reasons).toEqual(Array(2).fill("There is no field 'email' to be made unreadable"))
  },
)

it.each(['hash', 'mask_pii'])('%s without a field is no flow to run', async (type) => {
  await expect(transformed({ type }, { a: 1 })).rejects.toThrow(/cannot be run/)
})

it('a transform of no type lets rows pass', async () => {
  expect(await transformed({}, { a: 1 })).toEqual({ a: 1 })
})
