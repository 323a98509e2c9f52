import { describe, expect, it } from 'vitest'
import { dayOf, daysBetween, formatDay, formatDayFull } from './day'

const today = '2026-11-22'

describe('formatDay', () => {
  it('is relative when near', () => {
    expect(
      ['2026-11-22', '2026-11-23', '2026-11-21', '2026-11-19', '2026-11-27'].map((d) => formatDay(d, today, 'en-GB')),
    ).toEqual(['Today', 'Tomorrow', 'Yesterday', '3 days ago', 'In 5 days'])
  })

  it('names the day when it is far, and the year when it is another', () => {
    expect(formatDay('2026-03-12', today, 'en-GB')).toBe('12 Mar')
    expect(formatDay('2027-03-12', today, 'en-GB')).toBe('12 Mar 2027')
    expect(formatDayFull('2026-03-12', 'en-GB')).toMatch(/^Thursday,? 12 March 2026$/)
  })
})

describe('daysBetween', () => {
  it('counts calendar days over a change of the clock', () => {
    expect(daysBetween('2026-03-28', '2026-03-30')).toBe(2)
    expect(daysBetween('2026-11-22', '2026-11-20')).toBe(-2)
  })
})

describe('dayOf', () => {
  it('is the day where the reader is', () => {
    expect(dayOf(new Date(2026, 0, 5, 23, 59))).toBe('2026-01-05')
  })
})
