import { describe, expect, it } from 'vitest'
import { minorUnitsOf } from './currency'

describe('an amount in minor units', () => {
  it.each<[string, string, number]>([
    ['12.50', 'EUR', 1250],
    ['12.5', 'USD', 1250],
    ['12', 'USD', 1200],
    ['12.500', 'USD', 1250],
    ['-0.01', 'USD', -1],
    ['-0', 'USD', 0],
    ['+7', 'USD', 700],
    ['0012', 'USD', 1200],
    ['1234', 'JPY', 1234],
    ['1.234', 'BHD', 1234],
    ['1.10', 'USD', 110],
    ['4.35', 'USD', 435],
    ['90071992547409.91', 'USD', 9_007_199_254_740_991],
  ])('%s %s is %d', (amount, currency, minor) => expect(minorUnitsOf(amount, currency)).toBe(minor))

  it('keeps every cent or is refused', () => {
    expect(() => minorUnitsOf('12.345', 'USD')).toThrow('must have at most 2 decimals in USD')
    expect(() => minorUnitsOf('1.5', 'JPY')).toThrow('must have at most 0 decimals in JPY')
    expect(() => minorUnitsOf('90071992547409.92', 'USD')).toThrow('is too large')
    expect(() => minorUnitsOf('9'.repeat(400), 'USD')).toThrow('is too large')
  })
})
