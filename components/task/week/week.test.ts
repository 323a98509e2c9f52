import { describe, expect, it } from 'vitest'
import { endOfDay, momentAt } from '@/components/ui/zone'
import { firstWeekdayOf, formatWeek, isPlannable, weekOf } from './week'

const hours = (days: string[], zone: string) =>
  (endOfDay(days.at(-1) ?? '', zone).getTime() - momentAt(days[0] ?? '', '00:00', zone).getTime()) / 3_600_000

describe('a week', () => {
  it('holds its day, whatever day it begins on', () => {
    // 22 November 2026 is a Sunday.
    expect(weekOf('2026-11-22', 1, 'UTC')).toEqual([
      ...['2026-11-16', '2026-11-17', '2026-11-18', '2026-11-19', '2026-11-20', '2026-11-21', '2026-11-22'],
    ])
    expect(weekOf('2026-11-22', 0, 'UTC')).toEqual([
      ...['2026-11-22', '2026-11-23', '2026-11-24', '2026-11-25', '2026-11-26', '2026-11-27', '2026-11-28'],
    ])
    expect(weekOf('2026-11-22', 6, 'UTC')[0]).toBe('2026-11-21')
    for (const first of [0, 1, 6]) {
      const days = weekOf('2027-01-01', first, 'Asia/Kathmandu')
      for (const day of days) expect(weekOf(day, first, 'Asia/Kathmandu')).toEqual(days)
    }
  })

  it('is an hour shorter or longer where clocks are set', () => {
    const zone = 'America/New_York'
    expect(hours(weekOf('2026-03-08', 0, zone), zone)).toBe(7 * 24 - 1)
    expect(hours(weekOf('2026-03-08', 1, zone), zone)).toBe(7 * 24 - 1)
    expect(hours(weekOf('2026-11-01', 0, zone), zone)).toBe(7 * 24 + 1)
    expect(hours(weekOf('2026-11-02', 1, zone), zone)).toBe(7 * 24)
    expect(hours(weekOf('2026-11-22', 1, 'Asia/Kathmandu'), 'Asia/Kathmandu')).toBe(7 * 24)
  })

  it('lacks the day that Samoa left out when it went to the other side of the date line', () => {
    const days = weekOf('2011-12-31', 1, 'Pacific/Apia')
    expect(days).toEqual(['2011-12-26', '2011-12-27', '2011-12-28', '2011-12-29', '2011-12-31', '2012-01-01'])
    expect(hours(days, 'Pacific/Apia')).toBe(6 * 24)
    expect(weekOf('2011-12-31', 1, 'UTC')).toHaveLength(7)
  })

  it('begins where people say so', () => {
    expect(['en-US', 'en-GB', 'de', 'ar-EG'].map((locale) => firstWeekdayOf(locale))).toEqual([0, 1, 1, 6])
  })

  it('is said by its first and last day', () => {
    expect(formatWeek(weekOf('2026-11-22', 1, 'UTC'), 'en-GB')).toMatch(/^16\s?–\s?22 November 2026$/)
    expect(formatWeek(weekOf('2027-01-01', 1, 'UTC'), 'en-GB')).toMatch(/^28 December 2026\s?–\s?3 January 2027$/)
    expect(formatWeek([], 'en-GB')).toBe('')
  })
})

it('takes no address for a week that is none', () => {
  expect(['2026-11-22', '2028-02-29', '1900-01-01'].map(isPlannable)).toEqual([true, true, true])
  expect(
    ['2026-02-29', '2026-13-01', '0026-11-22', '9999-12-31', 'today', '', '2026-11-22T00'].map(isPlannable),
  ).toEqual(Array(7).fill(false))
})
