import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Decimal, readNumber } from './number'

const read = (text: string, decimal: Decimal | null) => {
  try {
    return readNumber(text, decimal)
  } catch (error) {
    return (error as Error).message
  }
}
const not = (text: string) => `'${text}' is not a number`
const twofold = (text: string) =>
  `'${text}' can be read as more than one number: say by 'decimal' what stands before a fraction`

describe('a number as text', () => {
  it.each([
    ['0', 0],
    ['-0.5', -0.5],
    ['.5', 0.5],
    ['5.', 5],
    ['+7', 7],
    [' 42 ', 42],
    ['007', 7],
    ['1e3', 1000],
    ['-3E-2', -0.03],
    ['1234.5', 1234.5],
    ['1.234', 1.234],
    ['1,234.50', 1234.5],
    ['1,234,567', 1_234_567],
    ['$1,234.50', 1234.5],
    ['-$5', -5],
    ['$-5', -5],
    ['€ 12.30', 12.3],
    ['12.30 €', 12.3],
    ['USD 5', 5],
    ['5 CHF', 5],
    ["1'234.50", 1234.5],
    ['1 234.50', 1234.5],
    ['1\u202f234', 1234],
    ['\u22121', -1],
    ['9007199254740991', 9_007_199_254_740_991],
  ])('%j is %d', (text, number) => {
    expect(read(text, null)).toBe(number)
    expect(read(text, '.')).toBe(number)
  })

  it.each([
    ['1,234', 1234],
    ['$1,234', 1234],
  ])('%j is %d once it is said that a point stands before the fraction', (text, number) => {
    expect(read(text, null)).toBe(twofold(text))
    expect(read(text, '.')).toBe(number)
  })

  it.each([
    ['1.234,50', 1234.5],
    ['12,5', 12.5],
    ['1,234', 1.234],
    ['1.234.567', 1_234_567],
    ['1.234,5 €', 1234.5],
  ])('%j is %d once it is said that a comma does', (text, number) => {
    expect(read(text, null)).toBe(twofold(text))
    expect(read(text, ',')).toBe(number)
  })

  it.each([
    ['1.234', 1234],
    ['1234', 1234],
    ['1 234,5', 1234.5],
  ])('%j is %d with a comma before the fraction', (text, number) => {
    expect(read(text, ',')).toBe(number)
  })

  it.each([
    ...['', ' ', 'abc', '1 2', '12 34', '1,23,456', '1,2345.6', '--1', '-$-1', '1-', '0x10', 'NaN', 'Infinity'],
    ...['1.2.3', '12 pcs', '5 MIO', '5 mio', '$5 USD', '$', '-', '.', ',', 'e5', '1e', '1e9999x', '٣', '50%', '(5)'],
    '1'.repeat(61),
  ])('%j is none', (text) => {
    expect(read(text, null)).toBe(not(text))
  })

  it('is not read where its digits would be lost, or where there is no such number', () => {
    expect(read('9007199254740993', null)).toBe(
      "'9007199254740993' has more digits than a number keeps: leave it as text",
    )
    expect(read('1e999', null)).toBe("'1e999' is too large a number")
  })

  it('is what a person wrote, in every way of writing it', () => {
    const value = fc.integer({ min: -99_999_999_999, max: 99_999_999_999 })
    const way = fc.record({
      decimal: fc.constantFrom<Decimal>('.', ','),
      group: fc.constantFrom('', 'other', ' ', "'", '\u00a0'),
      sign: fc.constantFrom('', '$', '€ ', 'USD '),
    })
    fc.assert(
      fc.property(value, way, (cents, { decimal, group, sign }) => {
        const other = decimal === '.' ? ',' : '.'
        const [whole = '', fraction] = (Math.abs(cents) / 100).toFixed(2).split('.')
        const grouping = whole.replace(/\B(?=(\d{3})+$)/g, group === 'other' ? other : group)
        const text = `${cents < 0 ? '-' : ''}${sign}${grouping}${decimal}${fraction}`
        expect(read(text, decimal)).toBe(cents / 100)
      }),
    )
  })

  it('is read or not, at once, whatever the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(..." 1.,e-$'A"), maxLength: 70 }), (text) => {
        const found = read(text, null)
        expect(typeof found === 'string' || Number.isFinite(found)).toBe(true)
      }),
    )
    expect(read(`1${' '.repeat(1_000_000)}x`, null)).toContain('is not a number')
  })
})
