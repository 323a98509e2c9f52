import { evaluate } from '@marcbachmann/cel-js'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Clock } from '../program/clock'
import { Effort } from '../program/effort'
import { type Cell, rowFrom } from '../row'
import { compileExpression } from './expression'
import { Flaw } from './parse'
import { stepsARow } from './value'

const context = { now: new Date('2026-11-22T23:30:00Z'), clock: new Clock('Europe/Paris') }

/** What an expression makes of a row, or why it makes nothing. */
function worked(source: string, fields: Record<string, Cell> = {}): Cell {
  try {
    return compileExpression(source, context).value(rowFrom(fields), new Effort())
  } catch (error) {
    return `${(error as Error).name}: ${(error as Error).message}`
  }
}
const flawOf = (source: string): { at: number | null; message: string } => {
  try {
    compileExpression(source, context)
  } catch (error) {
    if (error instanceof Flaw) return { at: error.at, message: error.message }
    throw error
  }
  throw new Error(`${source} has no flaw`)
}
const cannot = (part: string, why: string) => `Unfit: Cannot work out '${part}': ${why}`

describe('an expression', () => {
  it.each<[string, Record<string, Cell>, Cell]>([
    ['price * count', { price: 2.5, count: 4 }, 10],
    ['price * 1.19 + 1', { price: 100 }, 120],
    ['count + 1', { count: 2 }, 3],
    ['count % 2 == 0', { count: 4 }, true],
    ['-count', { count: 4 }, -4],
    ['first + " " + last', { first: 'Ann', last: 'Lee' }, 'Ann Lee'],
    ['stage == "Won" && value > 1000', { stage: 'Won', value: 1001 }, true],
    ['stage in ["Won", "Lost"]', { stage: 'Lost' }, true],
    ['email == null ? "none" : email.lower()', { email: 'ANN@X' }, 'ann@x'],
    ['email == null ? "none" : email.lower()', {}, 'none'],
    ['row["odd name"] + row.plain', { 'odd name': 'a', plain: 'b' }, 'ab'],
    ['has(row.email)', {}, false],
    ['has(row.email)', { email: '' }, true],
    ['has(address.city) ? address.city : "?"', { address: { city: 'Oslo' } }, 'Oslo'],
    ['address.city.name', {}, null],
    ['tags.exists(t, t == "vip")', { tags: ['a', 'vip'] }, true],
    ['tags.all(t, t.size() > 1)', { tags: ['ab', 'c'] }, false],
    ['items.map(i, i.price).filter(p, p > 2)', { items: [{ price: 1 }, { price: 3 }] }, [3]],
    [
      'items.map(i, i.price > 2, i.name)',
      {
        items: [
          { price: 1, name: 'a' },
          { price: 3, name: 'b' },
        ],
      },
      ['b'],
    ],
    ['items.exists_one(i, i > 2)', { items: [1, 2, 3] }, true],
    [
      'items.map(i, items.map(j, i * j))',
      { items: [1, 2] },
      [
        [1, 2],
        [2, 4],
      ],
    ],
    ['address.map(key, key)', { address: { b: 1, a: 2 } }, ['b', 'a']],
    ['{"name": name, "tags": [1, "a", null]}', { name: 'Ann' }, { name: 'Ann', tags: [1, 'a', null] }],
    ['items[0] + items[size(items) - 1]', { items: [1, 2, 5] }, 6],
    ['items[7]', { items: [1] }, null],
    ['size(name)', { name: 'Ä😀' }, 2],
    ['size(row)', { a: 1, b: 2 }, 2],
    // Whole numbers of CEL stay whole; numbers of a row are not that.
    ['7 / 2', {}, 3],
    ['count / 2', { count: 7 }, 3.5],
    ['int(count) / 2', { count: 7 }, 3],
    ['9007199254740993 + 0', {}, '9007199254740993'],
    ['9007199254740991 + 0', {}, 9_007_199_254_740_991],
    ['count == 1', { count: 1 }, true],
    ['1 == 1.0', {}, true],
    ['"1" == 1', {}, false],
    ['type + string + int', { type: 'a', string: 'b', int: 'c' }, 'abc'],
  ])('%s', (source, fields, expected) => {
    expect(worked(source, fields)).toEqual(expected)
  })

  it.each<[string, Record<string, Cell>, Cell]>([
    ['name.lower() + name.upper()', { name: 'aB' }, 'abAB'],
    ['name.lowerAscii() + name.upperAscii()', { name: 'aB' }, 'abAB'],
    ['name.trim()', { name: ' a\u00a0' }, 'a'],
    ['name.replace(" ", "-")', { name: 'a b c' }, 'a-b-c'],
    ['name.replace("$&", "$1")', { name: 'a$&b' }, 'a$1b'],
    ['name.substring(1) + "|" + name.substring(0, 2)', { name: '😀bc' }, 'bc|😀b'],
    ['name.substring(5) + name.substring(0, 99)', { name: 'abc' }, 'abc'],
    ['name.indexOf("b") + name.indexOf("x")', { name: '😀b' }, 0],
    ['name.split(",").join("-")', { name: 'a,b,c' }, 'a-b-c'],
    ['[1, "a", null, true].join()', {}, '1atrue'],
    ['name.contains("b") && name.startsWith("a") && name.endsWith("c")', { name: 'abc' }, true],
    ['name.matches("^a.c$")', { name: 'abc' }, true],
    ['name.matches("(?i)B")', { name: 'abc' }, true],
    ['number(price) * 2', { price: '$1,234.50' }, 2469],
    ['number(price, ",")', { price: '1.234,5' }, 1234.5],
    ['double("3.5") + double(1)', {}, 4.5],
    ['int("42") + int(7.9)', {}, 49],
    ['string(1.5) + string(2) + string(true)', {}, '1.52true'],
    ['bool("yes") && !bool("F")', {}, true],
    ['date(day, "dd.mm.yyyy")', { day: '3.4.2020' }, '2020-04-03'],
    ['date(at) > "2020-01-01"', { at: '2020-04-03T10:00:00Z' }, true],
    // Half past midnight in Paris.
    ['today()', {}, '2026-11-23'],
    ['now()', {}, '2026-11-22T23:30:00.000Z'],
  ])('%s', (source, fields, expected) => {
    expect(worked(source, fields)).toEqual(expected)
  })

  it.each([
    ...['name.lower()', 'name.trim()', 'name.replace("a", "b")', 'name.substring(1)', 'name.split(",")'],
    ...['number(name)', 'double(name)', 'int(name)', 'string(name)', 'bool(name)', 'date(name)', 'name.join()'],
  ])('%s makes nothing of nothing', (source) => {
    expect(worked(source)).toBe(null)
  })

  it.each(['contains', 'startsWith', 'endsWith', 'matches'])('%s finds nothing in nothing', (method) => {
    expect(worked(`name.${method}("")`)).toBe(false)
  })
})

describe('an expression that cannot be worked out for a row says why in plain words', () => {
  it.each<[string, Record<string, Cell>, string]>([
    ['price * count', { price: null, count: 2 }, cannot('price * count', "'price' is empty")],
    ['price * count', { price: 2 }, cannot('price * count', "'count' is empty")],
    ['price * 2', { price: '5' }, cannot('price * 2', "'price' is text, not a number (number(…) reads one)")],
    ['price + 1', { price: '5' }, cannot('price + 1', "'1' is a number, not text (string(…) makes it text)")],
    ['price > 1', { price: '5' }, cannot('price > 1', 'text and a number have no order (number(…) reads a number)')],
    ['price > 1', {}, cannot('price > 1', "'price' is empty")],
    ['1 / (price - price)', { price: 5 }, cannot('1 / (price - price)', 'nothing can be divided by zero')],
    ['(a + (b)) * ((c))', { a: 1, b: 2 }, cannot('(a + (b)) * ((c))', "'c' is empty")],
    ['2 * (1 + (a + b))', { a: 1 }, cannot('a + b', "'b' is empty")],
    ['price ? 1 : 2', { price: 5 }, cannot('price ? 1 : 2', "'price' is a number, not true or false")],
    ['!price', {}, cannot('!price', "'price' is empty")],
    ['price && true', { price: 'x' }, cannot('price && true', "'price' is text, not true or false")],
    ['price.lower()', { price: 5 }, cannot('price.lower()', "'price' is a number, not text")],
    ['price.a', { price: 5 }, cannot('price.a', "'price' is a number, not an object")],
    ['price[0]', { price: 'abc' }, cannot('price[0]', "'price' is text, not a list or an object")],
    ['xs.all(x, x)', { xs: 5 }, cannot('xs.all(x, x)', "'xs' is a number, not a list")],
    ['xs.filter(x, x)', { xs: [5] }, cannot('xs.filter(x, x)', "'x' is a number, not true or false")],
    ['1 in price', { price: 5 }, cannot('1 in price', "'price' is a number, not a list")],
    ['size(price)', { price: 5 }, cannot('size(price)', "'price' is a number, not text, a list or an object")],
    ['number(price)', { price: 'abc' }, "Unfit: 'abc' is not a number"],
    [
      'number(price)',
      { price: '1,234' },
      "Unfit: '1,234' can be read as more than one number: say by 'decimal' what stands before a fraction",
    ],
    [
      'date(price)',
      { price: '03/04/2020' },
      "Unfit: '03/04/2020' can be read as more than one date: say by 'format' how dates are written",
    ],
    ['{name: 1}', { name: 5 }, cannot('{name: 1}', "'name' is a number, not text")],
    [
      '9223372036854775807 + size(xs)',
      { xs: [1] },
      cannot('9223372036854775807 + size(xs)', 'the number becomes too large'),
    ],
    ['price * price', { price: 1e200 }, 'Unfit: The expression makes too large a number'],
  ])('%s', (source, fields, reason) => {
    expect(worked(source, fields)).toBe(reason)
  })

  it('unless another part decides it', () => {
    expect(worked('price > 1 || true')).toBe(true)
    expect(worked('true || price > 1')).toBe(true)
    expect(worked('price > 1 && false')).toBe(false)
    expect(worked('price > 1 || false')).toBe(cannot('price > 1', "'price' is empty"))
    expect(worked('xs.exists(x, x > 1)', { xs: [null, 'a', 2] })).toBe(true)
    expect(worked('xs.all(x, x > 1)', { xs: [null, 1] })).toBe(false)
    expect(worked('xs.all(x, x > 1)', { xs: [null, 2] })).toBe(cannot('x > 1', "'x' is empty"))
  })

  it('must say true or false where that is asked', () => {
    const holds = (source: string, fields: Record<string, Cell>) =>
      compileExpression(source, context).holds(rowFrom(fields), new Effort())
    expect(holds('a > 1', { a: 2 })).toBe(true)
    expect(() => holds('a', { a: 2 })).toThrow('The expression must say true or false, and is a number')
    expect(() => holds('a', {})).toThrow('The expression must say true or false, and is empty')
  })
})

describe('a wrong expression is known before any row', () => {
  it.each<[string, number | null, string]>([
    ['', 0, 'unexpected token: the end'],
    ['price *', 7, 'unexpected token: the end'],
    ['(price', 6, "expected ')', got the end"],
    ['price ** 2', 7, "unexpected token: '*'"],
    ['price = 2', 6, 'unexpected character: ='],
    ['"abc', 0, 'unterminated string'],
    [
      'nonsense(price)',
      0,
      "there is no function 'nonsense', only: size, string, int, double, bool, number, date, today, now",
    ],
    ['lower(name)', 0, "there is no function 'lower': call it on a value, as in name.lower(…)"],
    ['name.number()', 0, "there is no method 'number': write it as number(…)"],
    [
      'name.constructor()',
      0,
      "there is no method 'constructor', only: size, contains, startsWith, endsWith, indexOf, matches, lower, upper, lowerAscii, upperAscii, trim, replace, substring, split, join",
    ],
    [
      'constructor("return 1")',
      0,
      "there is no function 'constructor', only: size, string, int, double, bool, number, date, today, now",
    ],
    ['1 + size()', 4, "'size' takes 1 value, not 0"],
    ['name.substring()', 0, "'substring' takes 1 to 2 values, not 0"],
    ['price + ("a" * 2)', 9, 'Cannot work out \'"a" * 2\': \'"a"\' is text, not a number (number(…) reads one)'],
    ['1 / 0', 0, "Cannot work out '1 / 0': nothing can be divided by zero"],
    ['name.matches("(")', 13, "has a pattern that has a '(' that is not closed"],
    ['name.matches(other)', 13, 'needs its pattern as a text that is the same for every row'],
    ['date(name, "dmy")', 11, "needs one of 'yyyy-mm-dd', 'dd.mm.yyyy', 'dd/mm/yyyy', 'mm/dd/yyyy'"],
    ['number(name, other)', 13, "needs one of '.', ','"],
    ['has(price)', 0, "'has' takes one field of something, as in has(row.email)"],
    ['xs.map(x)', 0, "'map' takes a variable and what to do with it, as in items.map(item, …)"],
    ['xs.map(1, 2)', 7, 'map(var, transform) invalid predicate iteration variable'],
    ['cel.bind(a, 1, a)', 0, "'cel.bind' is not known here"],
    ['b"abc"', 0, 'bytes and unsigned numbers are not known here'],
    ['5u', 0, 'bytes and unsigned numbers are not known here'],
    ['9223372036854775808', 0, 'the number is too large'],
    ['as', 0, 'reserved identifier: as'],
    ['1'.padEnd(4001, '+1'), null, 'is longer than 4000 characters'],
    [`${'1+'.repeat(1000)}1`, null, 'is too long or nested too deeply'],
    [`${'('.repeat(1500)}1${')'.repeat(1500)}`, null, 'is too long or nested too deeply'],
  ])('%s', (source, at, message) => {
    expect(flawOf(source)).toEqual({ at, message })
  })

  it.each(['!', '-', '(', '[', '{', 'a.', 'a[', 'f(', 'a?b:'])(
    '4,000 characters of %s are refused, and nothing else',
    (unit) => {
      expect(() => flawOf(unit.repeat(4000 / unit.length))).not.toThrow()
    },
  )
})

describe('names that objects inherit', () => {
  it.each(['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'valueOf'])(
    '%s is a field like any other',
    (name) => {
      expect(worked(`row["${name}"]`)).toBe(null)
      expect(worked(`address["${name}"]`, { address: {} })).toBe(null)
      expect(worked(`"${name}" in address`, { address: {} })).toBe(false)
      const own = JSON.parse(`{"${name}": "mine"}`)
      expect(worked(`row["${name}"]`, own)).toBe('mine')
      expect(worked(`address["${name}"]`, { address: own })).toBe('mine')
      expect(JSON.stringify(worked(`{"${name}": 1}`))).toBe(`{"${name}":1}`)
      expect(({} as Record<string, unknown>).mine).toBeUndefined()
    },
  )
})

const big = (length: number) => Array.from({ length }, (_, at) => at + 0.5)
const tooLong = 'Unfit: The expression takes too long for this row'

describe('no expression takes more than its steps', () => {
  const chain = (start: string, step: string, times: number) => start + step.repeat(times)

  it.each<[string, Record<string, Cell>]>([
    ['xs.map(a, xs.map(b, a * b)).size()', { xs: big(3000) }],
    ['xs.map(a, size(o))', { xs: big(3000), o: Object.fromEntries(big(3000).map((name) => [name, 1])) }],
    [
      'days.map(day, date(day)).size()',
      { days: Array.from({ length: 3000 }, (_, at) => new Date(at * 86_400_000).toISOString()) },
    ],
    ['xs.map(a, xs.map(b, b)).size()', { xs: big(3000) }],
    ['xs.all(a, xs.all(b, yes))', { xs: big(3000), yes: true }],
    ['xs.all(a, xs.all(b, xs.all(c, xs.all(d, a + b + c + d > 0.0))))', { xs: big(300) }],
    ['xs.all(x, x in xs)', { xs: big(20_000) }],
    ['xs.filter(x, xs == ys)', { xs: big(5000), ys: big(5000) }],
    ['xs.map(x, text.size())', { xs: big(5000), text: 'x'.repeat(1_000_000) }],
    ['xs.map(x, text.contains(part))', { xs: big(50), text: 'a'.repeat(100_000), part: `b${'a'.repeat(50_000)}` }],
    ['text.contains(part)', { text: 'a'.repeat(1_000_000), part: `b${'a'.repeat(500_000)}` }],
    ['xs.map(x, text.matches("(a|aa)+$"))', { xs: big(5000), text: `${'a'.repeat(10_000)}b` }],
    ['text.matches("^(([a-z]+)*|(a?){50})+$")', { text: `${'a'.repeat(1_000_000)}!` }],
    // Doubled thirty times over: lists, texts, and lists of one and the same list.
    [chain('["aaaaaaaaaaaaaaaa"]', '.map(x, x + x)', 60), {}],
    [chain('[[1, 2, 3, 4]]', '.map(x, x + x)', 60), {}],
    [chain('[1]', '.map(x, [x, x])', 40), {}],
    [chain('[name]', '.map(x, [x, x])', 40), { name: 'a' }],
    [chain('[name]', '.map(x, x.replace("a", "aaaaaaaa"))', 40), { name: 'a' }],
    [`[xs].map(x, x)${'.map(x, [x, x])'.repeat(30)} == [xs].map(x, x)${'.map(x, [x, x])'.repeat(30)}`, { xs: [1] }],
    ['xs.map(x, text + text).join()', { xs: big(5000), text: 'x'.repeat(100_000) }],
    ['xs.map(x, text)', { xs: big(5000), text: 'x'.repeat(1_000_000) }],
    ['xs.map(x, text.split(""))', { xs: big(50), text: 'x'.repeat(100_000) }],
    // What is too long may not be made up for by what would decide it.
    ['xs.all(x, x in xs) || true', { xs: big(20_000) }],
    ['xs.exists(y, xs.all(x, x in xs))', { xs: big(20_000) }],
  ])('%s', (source, fields) => {
    const limited = [tooLong, expect.stringMatching(/^Unfit: Cannot work out '.*': the text becomes too long$/)]
    const result = worked(source, fields)
    expect(limited).toContainEqual(result)
  })

  it('and none is made up for by what would decide it', () => {
    const { holds } = compileExpression('xs.all(x, x in xs) || true', context)
    expect(() => holds(rowFrom({ xs: big(20_000) }), new Effort())).toThrow('takes too long')
  })

  it('not before any row either, however much is the same for every row', () => {
    // Each would be a text of five million characters.
    const long = `"${'a'.repeat(50)}"${'.replace("a", "aaaaaaaaaa")'.repeat(5)}`
    const source = `[${Array(10).fill(long).join(', ')}]`
    expect(() => compileExpression(source, context)).not.toThrow()
    expect(worked(source)).toMatch(/takes too long|becomes too long/)
  })

  it('and ordinary ones on large rows are far below', () => {
    const items = Array.from({ length: 10_000 }, (_, at) => ({ price: at, name: `n${at}` }))
    expect(worked('items.filter(i, i.price > 9990).map(i, i.name.upper())', { items })).toHaveLength(9)
    expect(worked('text.lower().contains("needle") ? 1 : 0', { text: 'x'.repeat(1_000_000) })).toBe(0)
  })

  it('whatever is written: random expressions over large rows end at once, or say why', () => {
    const fields = { xs: big(400), text: 'a'.repeat(20_000), n: 3, o: { a: [1, 2], b: 'x' } }
    const { any } = fc.letrec<{ any: string }>((tie) => {
      const one = tie('any')
      const two = fc.tuple(one, one)
      return {
        any: fc.oneof(
          { maxDepth: 6, depthIdentifier: 'expression' },
          fc.constantFrom('xs', 'text', 'n', 'o', 'o.a', 'x', '"a"', '2', '1.5', 'null', 'true', '[1, 2]', 'row'),
          fc
            .tuple(two, fc.constantFrom('+', '-', '*', '/', '%', '==', '<', 'in', '&&', '||'))
            .map(([[a, b], op]) => `(${a} ${op} ${b})`),
          fc
            .tuple(two, fc.constantFrom('map', 'filter', 'all', 'exists', 'exists_one'))
            .map(([[a, b], m]) => `${a}.${m}(x, ${b})`),
          fc
            .tuple(two, fc.constantFrom('contains', 'split', 'indexOf', 'join'))
            .map(([[a, b], m]) => `${a}.${m}(${b})`),
          fc.tuple(two, one).map(([[a, b], c]) => `${a}.replace(${b}, ${c})`),
          fc.tuple(two, one).map(([[a, b], c]) => `(${a} ? ${b} : ${c})`),
          fc.tuple(one, fc.constantFrom('size', 'string', 'int', 'double', 'bool')).map(([a, f]) => `${f}(${a})`),
          two.map(([a, b]) => `[${a}, ${b}]`),
          two.map(([a, b]) => `${a}[${b}]`),
        ),
      }
    })
    fc.assert(
      fc.property(any, (source) => {
        const effort = new Effort()
        let most = 0
        effort.worked = (steps) => {
          most = Math.max(most, steps)
        }
        try {
          const cell = compileExpression(source, context).value(rowFrom(fields), effort)
          expect(JSON.stringify(cell).length).toBeLessThan(stepsARow * 20)
        } catch (error) {
          expect(['Unfit', 'Flaw'], `${source}: ${error}`).toContain((error as Error).name)
        }
        // One more step may be needed to see that it is too many.
        expect(most).toBeLessThan(stepsARow * 30)
      }),
      { numRuns: 1000 },
    )
  })
})

it('tells the batch what it took', () => {
  const taken = (source: string, fields: Record<string, Cell>) => {
    const effort = new Effort()
    let steps = 0
    effort.worked = (more) => {
      steps += more
    }
    const { value } = compileExpression(source, context)
    for (let count = 0; count < 3; count++) value(rowFrom(fields), effort)
    return steps / 3
  }
  // The multiplication, and the number that comes of it.
  expect(taken('price * 2', { price: 1 })).toBe(2)
  expect(taken('xs.all(x, x in xs)', { xs: big(100) })).toBeGreaterThan(5000)
})

describe('as CEL has it', () => {
  const { text, number, truth, list } = fc.letrec<{ text: string; number: string; truth: string; list: string }>(
    (tie) => {
      const pair = (name: 'text' | 'number' | 'truth' | 'list') => fc.tuple(tie(name), tie(name))
      const infix = (name: 'text' | 'number' | 'truth' | 'list', ...signs: string[]) =>
        fc.tuple(pair(name), fc.constantFrom(...signs)).map(([[a, b], sign]) => `(${a} ${sign} ${b})`)
      const depth = { maxDepth: 4, depthIdentifier: 'cel' }
      return {
        text: fc.oneof(
          depth,
          fc.constantFrom('"a"', '"ab"', '"Ba"', '""', 's', 't'),
          infix('text', '+'),
          tie('text').map((a) => `${a}.trim()`),
          fc.tuple(tie('truth'), pair('text')).map(([c, [a, b]]) => `(${c} ? ${a} : ${b})`),
        ),
        number: fc.oneof(
          depth,
          fc.constantFrom('1', '2', '7', '-3', '0'),
          infix('number', '+', '-', '*', '/', '%'),
          tie('text').map((a) => `size(${a})`),
          tie('list').map((a) => `${a}.size()`),
          fc.tuple(tie('truth'), pair('number')).map(([c, [a, b]]) => `(${c} ? ${a} : ${b})`),
        ),
        truth: fc.oneof(
          depth,
          fc.constantFrom('true', 'false', 'yes'),
          infix('truth', '&&', '||', '==', '!='),
          infix('number', '<', '<=', '>', '>=', '==', '!='),
          infix('text', '<', '<=', '>', '>=', '==', '!='),
          infix('list', '==', '!='),
          tie('truth').map((a) => `!${a}`),
          fc.tuple(tie('number'), tie('list')).map(([a, b]) => `(${a} in ${b})`),
          fc
            .tuple(pair('text'), fc.constantFrom('contains', 'startsWith', 'endsWith'))
            .map(([[a, b], m]) => `${a}.${m}(${b})`),
          fc
            .tuple(tie('list'), tie('truth'), fc.constantFrom('all', 'exists', 'exists_one'))
            .map(([a, b, m]) => `${a}.${m}(i, i > 1 || ${b})`),
        ),
        list: fc.oneof(
          depth,
          fc.constantFrom('[1, 2, 3]', '[7]', '[1, 1]'),
          infix('list', '+'),
          tie('list').map((a) => `${a}.map(i, i + 1)`),
          tie('list').map((a) => `${a}.filter(i, i > 1)`),
          pair('number').map(([a, b]) => `[${a}, ${b}]`),
        ),
      }
    },
  )
  const plain = (value: unknown): unknown =>
    typeof value === 'bigint' ? Number(value) : Array.isArray(value) ? value.map(plain) : value

  it('what the library works out is what we work out; where it fails, so do we', () => {
    const fields = { s: 'aB', t: ' b', yes: true }
    fc.assert(
      fc.property(fc.oneof(text, number, truth, list), (source) => {
        let expected: unknown
        try {
          expected = plain(evaluate(source, fields))
        } catch {
          expect(String(worked(source, fields))).toMatch(/^(Unfit|Flaw): /)
          return
        }
        const found = worked(source, fields)
        // What fails for every row we find even where CEL would not come to it.
        if (String(found).startsWith('Flaw: Cannot work out')) return
        expect(found, source).toEqual(expected)
      }),
      { numRuns: 3000 },
    )
  })
})
