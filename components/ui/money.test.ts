import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { formatMoney, formatMoneyShort, parseMoney } from './money'

describe('formatMoney', () => {
  it('goes by the digits of the currency', () => {
    expect(formatMoney(123456, 'USD', 'en-US')).toBe('$1,234.56')
    expect(formatMoney(120000, 'USD', 'en-US')).toBe('$1,200')
    expect(formatMoney(5000, 'JPY', 'en-US')).toBe('¥5,000')
    expect(formatMoney(123456, 'KWD', 'en-US').replace(/\s/g, ' ')).toBe('KWD 123.456')
    expect(formatMoney(123456, 'EUR', 'de-DE').replace(/\s/g, ' ')).toBe('1.234,56 €')
  })

  it('is short in a header', () => {
    expect(formatMoneyShort(1000553400, 'USD', 'en-US')).toBe('$10M')
    expect(formatMoneyShort(123456700, 'USD', 'en-US')).toBe('$1.2M')
    expect(formatMoneyShort(95000, 'USD', 'en-US')).toBe('$950')
    expect(formatMoneyShort(95075, 'USD', 'en-US')).toBe('$951')
    expect(formatMoneyShort(1250050, 'EUR', 'de-DE').replace(/\s/g, ' ')).toBe('12.501 €')
  })
})

describe('parseMoney', () => {
  it('reads what people type', () => {
    expect(parseMoney('1,234.5', 'USD', 'en-US')).toBe(123450)
    expect(parseMoney('$99', 'USD', 'en-US')).toBe(9900)
    expect(parseMoney('12k', 'USD', 'en-US')).toBe(1200000)
    expect(parseMoney('1.234,50 €', 'EUR', 'de-DE')).toBe(123450)
    expect(parseMoney('1 234,50', 'EUR', 'fr-FR')).toBe(123450)
    expect(parseMoney('5000', 'JPY', 'ja-JP')).toBe(5000)
    expect(parseMoney(' ', 'USD', 'en-US')).toBeNull()
  })

  it('refuses what is no amount', () => {
    for (const text of ['abc', '-5', '1.2.3', '1e5', '99999999999999999']) {
      expect(parseMoney(text, 'USD', 'en-US')).toBeUndefined()
    }
  })

  it('reads back what it writes', () => {
    const cases = fc.tuple(
      fc.integer({ min: 0, max: 1e12 }),
      fc.constantFrom('USD', 'EUR', 'JPY', 'SEK'),
      fc.constantFrom('en-US', 'de-DE', 'fr-FR', 'ja-JP', 'sv-SE', 'en-IN'),
    )
    const figures = (text: string) => text.replace(/[^\d.,\s\u202f\u00a0]/g, '')
    fc.assert(
      fc.property(cases, ([minor, currency, locale]) => {
        expect(parseMoney(figures(formatMoney(minor, currency, locale)), currency, locale)).toBe(minor)
      }),
    )
  })
})
