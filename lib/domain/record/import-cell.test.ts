import { describe, expect, it } from 'vitest'
import type { Cell } from '../flow/row'
import {
  amountIn,
  booleanIn,
  dayIn,
  type Filled,
  instantIn,
  isEmptyCell,
  listIn,
  minorUnitsIn,
  numberIn,
  textIn,
  told,
  wordIn,
} from './import-cell'

/** What a function reads out of a cell, or how it refuses. */
const reading =
  <T>(read: (cell: Filled, name: string) => T) =>
  (cell: Filled): T | string => {
    try {
      return read(cell, 'x')
    } catch (error) {
      return `refused: ${(error as Error).message}`
    }
  }

const cases = <T>(read: (cell: Filled, name: string) => T, table: [Filled, T | string][]) =>
  it.each(table)('%j is %j', (cell, expected) => expect(reading(read)(cell)).toEqual(expected))

it('is empty when it is null or holds blanks only', () => {
  const empty: Cell[] = [null, '', ' ', '\t\n', '\u00a0']
  const filled: Cell[] = [0, false, '0', 'null', [], {}]
  expect(empty.filter((cell) => !isEmptyCell(cell))).toEqual([])
  expect(filled.filter(isEmptyCell)).toEqual([])
})

const noText = 'refused: must be a text'
const bad = 'refused: must not contain NUL or broken Unicode characters'

describe('a text', () => {
  cases(textIn, [
    ['a', 'a'],
    [' a ', ' a '],
    [42, '42'],
    [-0.5, '-0.5'],
    [true, 'true'],
    [['a'], noText],
    [{ a: 1 }, noText],
    ['a\0b', bad],
    ['\ud83d', bad],
    ['🙂', '🙂'],
  ])
  it('loses the blanks around it where they mean nothing', () => expect(wordIn(' a b ', 'x')).toBe('a b'))
})

const noNumber = 'refused: must be a number'

describe('a number', () => {
  cases(numberIn, [
    [1.5, 1.5],
    [0, 0],
    ['12', 12],
    [' -12.50 ', -12.5],
    ['+7', 7],
    ['007', 7],
    ['1e3', 1000],
    ['1E-2', 0.01],
    ['9007199254740991', 9_007_199_254_740_991],
    ['9007199254740993', 'refused: must be a number of at most 15 digits'],
    ['1e400', noNumber],
    ['1,5', noNumber],
    ['1,234.50', noNumber],
    ['1 000', noNumber],
    ['$5', noNumber],
    ['.5', noNumber],
    ['5.', noNumber],
    ['0x10', noNumber],
    ['1_000', noNumber],
    ['Infinity', noNumber],
    ['١٢', noNumber],
    [true, noNumber],
    [[1], noNumber],
    [Number.NaN, noNumber],
    [Number.POSITIVE_INFINITY, noNumber],
  ])
})

const noCents = 'refused: must be a whole number of minor units, 1250 for 12.50'

describe('minor units', () => {
  cases(minorUnitsIn, [
    [1250, 1250],
    ['1250', 1250],
    ['-3.00', -3],
    [-0, 0],
    [12.5, noCents],
    ['12.5', noCents],
    [9_007_199_254_740_992, noCents],
    ['x', noNumber],
  ])
})

const noAmount = 'refused: must be an amount such as 1234.50'

describe('an amount', () => {
  cases(amountIn, [
    ['1234.50', '1234.50'],
    [' -3 ', '-3'],
    [12.5, '12.5'],
    [0.1 + 0.2, '0.3'],
    [1_234_567.89, '1234567.89'],
    [1e21, noAmount],
    [1e-7, noAmount],
    ['1e3', noAmount],
    ['1,234.50', noAmount],
    ['€5', noAmount],
    [true, noAmount],
    [{}, noAmount],
  ])
})

const noBoolean = 'refused: must be true or false'

describe('a truth value', () => {
  cases(booleanIn, [
    [true, true],
    [false, false],
    ['TRUE', true],
    [' no ', false],
    ['Yes', true],
    [1, true],
    ['0', false],
    [2, noBoolean],
    ['maybe', noBoolean],
    ['on', noBoolean],
    [[true], noBoolean],
  ])
})

const noDay = 'refused: must be a date as YYYY-MM-DD'

describe('a day', () => {
  cases(dayIn, [
    ['2024-02-29', '2024-02-29'],
    [' 2024-02-29 ', '2024-02-29'],
    ['2024-02-29T23:30:00-01:00', '2024-03-01'],
    ['2024-02-29T00:00:00.000Z', '2024-02-29'],
    ['2023-02-29', noDay],
    ['29.02.2024', noDay],
    ['2024-2-9', noDay],
    [20_240_229, noDay],
  ])
})

const noInstant = 'refused: must be an ISO 8601 date and time'

describe('an instant', () => {
  cases(instantIn, [
    ['2024-02-29T10:00:00+02:00', new Date('2024-02-29T08:00:00Z')],
    ['2024-02-29', new Date('2024-02-29T00:00:00Z')],
    ['2024-02-29 10:00:00', noInstant],
    ['2024-02-29T10:00:00', noInstant],
    ['2024-02-30', noInstant],
    [1_709_200_800_000, noInstant],
  ])
})

describe('a list', () => {
  cases(listIn, [
    [
      ['a', ' b', 3],
      ['a', ' b', '3'],
    ],
    [[], []],
    ['a, b,,c', ['a', 'b', 'c']],
    ['a; b, c', ['a', 'b, c']],
    ['a', ['a']],
    [7, ['7']],
    [['a', null], 'refused: must be a list of texts'],
    [['a', ['b']], noText],
    [['a\0'], bad],
    [{ a: 1 }, noText],
  ])
})

it('is told again, but not at any length', () => {
  expect(told('a')).toBe("'a'")
  expect(told('x'.repeat(1_000_000))).toBe(`'${'x'.repeat(100)}…'`)
  expect(told(`${'x'.repeat(99)}🙂`)).toHaveLength(103)
  expect(told(`${'x'.repeat(99)}🙂`).isWellFormed()).toBe(true)
})
