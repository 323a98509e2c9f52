import { describe, expect, it } from 'vitest'
import { guessDateFormat, guessDecimal } from './formats'

describe('how dates are written', () => {
  it.each([
    [['24.12.2026', '1.2.2026'], 'en-GB', 'dd.mm.yyyy'],
    [['01/02/2026', '24/12/2026'], 'en-US', 'dd/mm/yyyy'],
    [['01/02/2026', '12/24/2026'], 'de-DE', 'mm/dd/yyyy'],
    [['01/02/2026'], 'en-US', 'mm/dd/yyyy'],
    [['01/02/2026'], 'en-GB', 'dd/mm/yyyy'],
    [['2026-12-24'], 'en-US', 'yyyy-mm-dd'],
    [[], 'en-US', 'yyyy-mm-dd'],
    [['12/24/2026', 'soon'], 'en-US', 'yyyy-mm-dd'],
  ])('%j is seen', (samples, locale, format) => expect(guessDateFormat(samples, locale)).toBe(format))
})

describe('what stands before a fraction', () => {
  it.each([
    [['1.234,50 €'], ','],
    [['12,5', '3'], ','],
    [['1.234.567'], ','],
    [['$1,234.50'], '.'],
    [['1,234,567'], '.'],
    [['1054', '4514'], '.'],
    [['1.5', '1,5'], '.'],
    [[], '.'],
  ])('%j is seen', (samples, decimal) => expect(guessDecimal(samples)).toBe(decimal))
})
