import { describe, expect, it } from 'vitest'
import { chance } from '@/e2e/random'
import { dayAt } from '@/lib/domain/time-zone'
import { dueOn, isWholeDay, partsOf, sectionOf, wholeDay } from './due'

describe('a day alone', () => {
  it('is its last minute', () => {
    expect(wholeDay('2026-11-22', 'Europe/Paris').toISOString()).toBe('2026-11-22T22:59:00.000Z')
    expect(isWholeDay(new Date('2026-11-22T22:59:00.000Z'), 'Europe/Paris')).toBe(true)
    expect(isWholeDay(new Date('2026-11-22T22:59:00.000Z'), 'UTC')).toBe(false)
    expect(isWholeDay(new Date('2026-11-22T22:59:01.000Z'), 'Europe/Paris')).toBe(false)
  })

  it('is not midnight, which is a time', () => {
    const midnight = dueOn('2026-11-22', '00:00', 'Europe/Paris')
    expect(partsOf(midnight, 'Europe/Paris')).toEqual({ day: '2026-11-22', clock: '00:00' })
  })

  it('lies in its day and reads back, at 2,000 random days in random zones', () => {
    const random = chance(7)
    const zones = Intl.supportedValuesOf('timeZone')
    for (let count = 0; count < 2_000; count++) {
      const zone = random.pick(zones)
      const day = new Date(Date.UTC(2000, 0, 1 + random.under(13_000))).toISOString().slice(0, 10)
      // Samoa and Kiribati once skipped a day.
      if (dayAt(wholeDay(day, zone), zone) !== day && /Apia|Fakaofo|Kiritimati|Enderbury|Kanton/.test(zone)) continue
      expect(partsOf(wholeDay(day, zone), zone), `${day} in ${zone}`).toEqual({ day, clock: null })
      const clock = `${String(10 + random.under(10))}:${String(10 + random.under(50))}`
      expect(partsOf(dueOn(day, clock, zone), zone), `${day} ${clock} in ${zone}`).toEqual({ day, clock })
    }
  })
})

describe('sectionOf', () => {
  const open = (due_date: string | null) => ({ due_date, is_completed: false })
  it.each([
    [open('2026-11-22T22:59:00Z'), 'today'],
    [open('2026-11-21T23:00:00Z'), 'today'],
    [open('2026-11-21T22:59:59Z'), 'overdue'],
    [open('2026-11-22T23:00:00Z'), 'upcoming'],
    [open(null), null],
    [{ due_date: '2020-01-01T00:00:00Z', is_completed: true }, 'completed'],
  ])('%o is %s', (task, section) => expect(sectionOf(task, '2026-11-22', 'Europe/Paris')).toBe(section))
})
