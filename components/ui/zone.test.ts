import { describe, expect, it } from 'vitest'
import { chance } from '@/e2e/random'
import { dayAt, endOfDay as endOfDayOnServer } from '@/lib/domain/time-zone'
import { addDays, clockIn, dayIn, endOfDay, momentAt, weekdayOf } from './zone'

const iso = (day: string, clock: string, zone: string) => momentAt(day, clock, zone).toISOString()

describe('momentAt', () => {
  it.each([
    ['2026-11-22', '09:00', 'UTC', '2026-11-22T09:00:00.000Z'],
    ['2026-11-22', '09:00', 'Asia/Kathmandu', '2026-11-22T03:15:00.000Z'],
    ['2026-07-01', '09:00', 'America/New_York', '2026-07-01T13:00:00.000Z'],
    ['2026-12-01', '09:00', 'America/New_York', '2026-12-01T14:00:00.000Z'],
    // Clocks go from 2 to 3.
    ['2026-03-08', '02:30', 'America/New_York', '2026-03-08T07:30:00.000Z'],
    // They show 1:30 twice.
    ['2026-11-01', '01:30', 'America/New_York', '2026-11-01T05:30:00.000Z'],
    // They go forward over midnight.
    ['2026-09-06', '00:00', 'America/Santiago', '2026-09-06T04:00:00.000Z'],
  ])('%s %s in %s is %s', (day, clock, zone, moment) => expect(iso(day, clock, zone)).toBe(moment))
})

it('a moment has one day and one time in a zone', () => {
  const moment = new Date('2026-11-22T18:20:30Z')
  expect([dayIn(moment, 'Asia/Kathmandu'), clockIn(moment, 'Asia/Kathmandu')]).toEqual(['2026-11-23', '00:05'])
  expect([dayIn(moment, 'America/New_York'), clockIn(moment, 'America/New_York')]).toEqual(['2026-11-22', '13:20'])
})

it('days are counted over months, years and leaps', () => {
  expect([addDays('2026-11-30', 1), addDays('2026-01-01', -1), addDays('2028-02-28', 1)]).toEqual([
    '2026-12-01',
    '2025-12-31',
    '2028-02-29',
  ])
  expect(['2026-11-22', '2026-11-23'].map(weekdayOf)).toEqual([0, 1])
})

it('days lie where the server has them: 3,000 random moments in random zones', () => {
  const random = chance(20_261_122)
  const zones = Intl.supportedValuesOf('timeZone')
  const [first, last] = [Date.UTC(1995, 0, 1), Date.UTC(2037, 11, 31)]
  for (let count = 0; count < 3_000; count++) {
    const zone = random.pick(zones)
    const moment = new Date(first + random.under((last - first) / 1000) * 1000)
    const where = `${moment.toISOString()} in ${zone}`
    const day = dayIn(moment, zone)
    expect(day, where).toBe(dayAt(moment, zone))
    expect(endOfDay(day, zone), where).toEqual(endOfDayOnServer(day, zone))
  }
})
