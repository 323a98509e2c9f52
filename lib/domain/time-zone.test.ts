import { describe, expect, it } from 'vitest'
import { atLocalTime, endOfDay, isTimeZone, startOfDay } from './time-zone'

describe('a time zone', () => {
  it('is what IANA knows by name', () => {
    for (const name of ['UTC', 'Europe/Paris', 'Asia/Kathmandu', 'america/new_york', 'Etc/GMT+5']) {
      expect(isTimeZone(name), name).toBe(true)
    }
    for (const name of ['', ' ', 'Mars/Olympus', '+02:00', '-05', 'Europe/Paris ', 'Europe', '../etc/passwd', 'x\0']) {
      expect(isTimeZone(name), name).toBe(false)
    }
  })
})

/** From timeanddate.com and the IANA rules of each zone, in UTC. */
describe('a local day', () => {
  it.each([
    ['2026-11-22', 'UTC', '2026-11-22T00:00', '2026-11-23T00:00'],
    ['2026-11-22', 'Asia/Kathmandu', '2026-11-21T18:15', '2026-11-22T18:15'],
    ['2026-11-22', 'Pacific/Kiritimati', '2026-11-21T10:00', '2026-11-22T10:00'],
    ['2026-11-22', 'Pacific/Pago_Pago', '2026-11-22T11:00', '2026-11-23T11:00'],
    // 23 hours in spring, 25 in autumn.
    ['2026-03-08', 'America/New_York', '2026-03-08T05:00', '2026-03-09T04:00'],
    ['2026-11-01', 'America/New_York', '2026-11-01T04:00', '2026-11-02T05:00'],
    // Clocks set forward at midnight: the day begins at one.
    ['2018-11-04', 'America/Sao_Paulo', '2018-11-04T03:00', '2018-11-05T02:00'],
    ['2024-04-26', 'Africa/Cairo', '2024-04-25T22:00', '2024-04-26T21:00'],
    // Clocks set forward from 23:30 to 00:30.
    ['1919-03-31', 'America/Toronto', '1919-03-31T04:30', '1919-04-01T04:00'],
    // A quarter of an hour more, at midnight.
    ['1986-01-01', 'Asia/Kathmandu', '1985-12-31T18:30', '1986-01-01T18:15'],
    // Samoa went over the date line: there was no 30 December 2011.
    ['2011-12-29', 'Pacific/Apia', '2011-12-29T10:00', '2011-12-30T10:00'],
    ['2011-12-30', 'Pacific/Apia', '2011-12-30T10:00', '2011-12-30T10:00'],
    ['2011-12-31', 'Pacific/Apia', '2011-12-30T10:00', '2011-12-31T10:00'],
    ['2024-02-29', 'Europe/Paris', '2024-02-28T23:00', '2024-02-29T23:00'],
    ['0050-06-01', 'UTC', '0050-06-01T00:00', '0050-06-02T00:00'],
  ])('%s in %s is from %s to %s', (day, zone, from, to) => {
    expect(startOfDay(day, zone).toISOString()).toBe(`${from}:00.000Z`)
    expect(endOfDay(day, zone).toISOString()).toBe(`${to}:00.000Z`)
  })

  it('has no end within four digits on the last one', () => {
    expect(endOfDay('9999-12-31', 'UTC').getTime()).toBe(Date.UTC(10_000, 0, 1))
    expect(startOfDay('0001-01-01', 'Asia/Kathmandu').getTime()).toBeLessThan(Date.parse('0001-01-01T00:00:00Z'))
  })
})

describe('a local time', () => {
  it.each([
    ['2026-07-01T10:00', 'UTC', '2026-07-01T10:00'],
    ['2026-07-01T10:00', 'Asia/Kathmandu', '2026-07-01T04:15'],
    ['2026-07-01T10:00', 'America/New_York', '2026-07-01T14:00'],
    // Shown twice: the first.
    ['2026-11-01T01:30', 'America/New_York', '2026-11-01T05:30'],
    ['2026-11-01T02:00', 'America/New_York', '2026-11-01T07:00'],
    // Never shown: an hour later, as if the clocks had not been set.
    ['2026-03-08T02:30', 'America/New_York', '2026-03-08T07:30'],
    ['2026-03-08T03:00', 'America/New_York', '2026-03-08T07:00'],
    ['2011-12-30T12:00', 'Pacific/Apia', '2011-12-30T22:00'],
  ])('%s in %s is %s', (shown, zone, instant) => {
    expect(atLocalTime(Date.parse(`${shown}:00Z`), zone).toISOString()).toBe(`${instant}:00.000Z`)
  })
})
