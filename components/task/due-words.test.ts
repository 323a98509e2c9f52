import { describe, expect, it } from 'vitest'
import { dueOn } from './due'
import { formatDue, formatDueFull, formatDueTime, formatHeading } from './due-words'

const zone = 'Europe/London'
const reading = { today: '2026-11-22', zone, locale: 'en-GB' }
const said = (day: string, clock: string | null) => formatDue(dueOn(day, clock, zone), reading)

describe('formatDue', () => {
  it('is relative when near, with the time when it has one', () => {
    expect([said('2026-11-22', '09:00'), said('2026-11-22', null), said('2026-11-23', '14:30')]).toEqual([
      'Today 09:00',
      'Today',
      'Tomorrow 14:30',
    ])
    expect([said('2026-11-27', null), said('2026-11-28', '08:00')]).toEqual(['Friday', 'Saturday 08:00'])
  })

  it('is the date when far, with the year when it is another', () => {
    expect([said('2026-11-29', '09:00'), said('2027-03-12', null)]).toEqual(['29 Nov 09:00', '12 Mar 2027'])
  })

  it('tells of the past the day alone', () => {
    expect([said('2026-11-21', '09:00'), said('2026-11-19', null), said('2026-03-12', '09:00')]).toEqual([
      'Yesterday',
      '3 days ago',
      '12 Mar',
    ])
  })

  it('is said in the zone of the reader', () => {
    const due = new Date('2026-11-22T23:30:00Z')
    expect(formatDue(due, reading)).toBe('Today 23:30')
    expect(formatDue(due, { today: '2026-11-23', zone: 'Asia/Tokyo', locale: 'en-GB' })).toBe('Today 08:30')
  })
})

it('formatDueTime is empty for a day alone', () => {
  expect(formatDueTime(dueOn('2026-11-22', '09:05', zone), reading)).toBe('09:05')
  expect(formatDueTime(dueOn('2026-11-22', null, zone), reading)).toBe('')
})

it('formatDueFull names the day in full', () => {
  expect(formatDueFull(dueOn('2026-11-27', '14:30', zone), reading)).toMatch(/^Friday,? 27 November 2026 at 14:30$/)
  expect(formatDueFull(dueOn('2026-11-27', null, zone), reading)).toMatch(/^Friday,? 27 November 2026$/)
})

it('formatHeading is a name and a date when near, else the date', () => {
  expect(formatHeading('2026-11-23', '2026-11-22', 'en-GB')).toEqual({ name: 'Tomorrow', date: 'Monday 23 November' })
  expect(formatHeading('2026-11-25', '2026-11-22', 'en-GB')).toEqual({ name: 'Wednesday 25 November', date: '' })
  expect(formatHeading('2027-01-04', '2026-11-22', 'de-DE').name).toBe('Montag, 4. Januar 2027')
})
