import { describe, expect, it } from 'vitest'
import { chance } from '@/e2e/random'
import { dayAround, weekAround } from './local-day'

const calendars = new Map<string, Intl.DateTimeFormat>()
/** The local date as the platform's own calendar writes it, which is not how the code under test finds it. */
function dateIn(instant: number, zone: string): string {
  const calendar =
    calendars.get(zone) ??
    new Intl.DateTimeFormat('sv-SE', { timeZone: zone, year: 'numeric', month: '2-digit', day: '2-digit' })
  calendars.set(zone, calendar)
  return calendar.format(instant)
}

const instant = (text: string) => new Date(text)

describe('a local day', () => {
  it.each([
    // At midnight, to the millisecond.
    ['UTC', '2026-11-22T00:00:00.000Z', '2026-11-22T00:00:00.000Z', '2026-11-23T00:00:00.000Z'],
    ['UTC', '2026-11-21T23:59:59.999Z', '2026-11-21T00:00:00.000Z', '2026-11-22T00:00:00.000Z'],
    // 23 hours as clocks go forward, 25 as they go back.
    ['America/New_York', '2026-03-08T12:00:00Z', '2026-03-08T05:00:00.000Z', '2026-03-09T04:00:00.000Z'],
    ['America/New_York', '2026-11-01T12:00:00Z', '2026-11-01T04:00:00.000Z', '2026-11-02T05:00:00.000Z'],
    ['Asia/Kathmandu', '2026-11-22T18:15:00Z', '2026-11-22T18:15:00.000Z', '2026-11-23T18:15:00.000Z'],
    ['Asia/Kathmandu', '2026-11-22T18:14:59.999Z', '2026-11-21T18:15:00.000Z', '2026-11-22T18:15:00.000Z'],
    ['Pacific/Apia', '2026-11-22T10:59:59Z', '2026-11-21T11:00:00.000Z', '2026-11-22T11:00:00.000Z'],
    // Samoa skipped 30 December 2011: the 29th ends where the 31st begins.
    ['Pacific/Apia', '2011-12-30T09:59:59Z', '2011-12-29T10:00:00.000Z', '2011-12-30T10:00:00.000Z'],
    ['Pacific/Apia', '2011-12-30T10:00:00Z', '2011-12-30T10:00:00.000Z', '2011-12-31T10:00:00.000Z'],
    // Where clocks go forward over midnight the day begins at one.
    ['America/Santiago', '2026-09-06T12:00:00Z', '2026-09-06T04:00:00.000Z', '2026-09-07T03:00:00.000Z'],
  ])('of %s around %s is from %s until %s', (zone, at, from, until) => {
    expect(dayAround(instant(at), zone)).toEqual({ from: instant(from), until: instant(until) })
  })

  it('holds every one of 10,000 random instants in random zones, and nothing of another date', () => {
    const random = chance(20_261_122)
    const zones = Intl.supportedValuesOf('timeZone')
    const [first, last] = [Date.UTC(1972, 0, 1), Date.UTC(2037, 11, 31)]
    const second = 1000
    for (let count = 0; count < 10_000; count++) {
      const zone = random.pick(zones)
      const at = first + random.under((last - first) / second) * second + random.under(second)
      const { from, until } = dayAround(new Date(at), zone)
      const where = `${new Date(at).toISOString()} in ${zone}`
      const today = dateIn(at, zone)
      expect(from.getTime() <= at && at < until.getTime(), where).toBe(true)
      expect(dateIn(from.getTime(), zone), where).toBe(today)
      expect(dateIn(until.getTime() - 1, zone), where).toBe(today)
      expect(dateIn(from.getTime() - 1, zone) < today, where).toBe(true)
      expect(dateIn(until.getTime(), zone) > today, where).toBe(true)
    }
  })
})

describe('a local week', () => {
  it.each([
    ['UTC', '2026-11-22T12:00:00Z', '2026-11-16T00:00:00.000Z', '2026-11-23T00:00:00.000Z'],
    ['UTC', '2026-11-23T00:00:00Z', '2026-11-23T00:00:00.000Z', '2026-11-30T00:00:00.000Z'],
    // The last of December can lie in the first week of the next year.
    ['UTC', '2025-12-31T12:00:00Z', '2025-12-29T00:00:00.000Z', '2026-01-05T00:00:00.000Z'],
    ['America/New_York', '2026-03-08T12:00:00Z', '2026-03-02T05:00:00.000Z', '2026-03-09T04:00:00.000Z'],
    ['Pacific/Apia', '2026-11-22T12:00:00Z', '2026-11-22T11:00:00.000Z', '2026-11-29T11:00:00.000Z'],
  ])('of %s around %s begins on Monday, %s, and ends at %s', (zone, at, from, until) => {
    expect(weekAround(instant(at), zone)).toEqual({ from: instant(from), until: instant(until) })
  })
})
