import { addDays, clockIn, dayIn, weekdayOf } from '@/components/ui/zone'
import { dueOn, partsOf } from './due'

export type Snooze = { name: string; due: Date }

const hour = 3_600_000

/**
 * The days that people put a task off to. Later today is a full hour, three from now, as long as that is today; tomorrow
 * and next week's Monday, unless that is tomorrow, keep the time that the task has.
 */
export function snoozesFor(due: Date | null, now: Date, zone: string): Snooze[] {
  const today = dayIn(now, zone)
  const clock = due && partsOf(due, zone).clock
  const later = fullHour(new Date(now.getTime() + 3 * hour), zone)
  const untilMonday = 7 - ((weekdayOf(today) + 6) % 7)
  return [
    ...(dayIn(later, zone) === today ? [{ name: 'Later today', due: later }] : []),
    { name: 'Tomorrow', due: dueOn(addDays(today, 1), clock, zone) },
    ...(untilMonday > 1 ? [{ name: 'Next week', due: dueOn(addDays(today, untilMonday), clock, zone) }] : []),
  ]
}

/** The first full hour, by the clocks of a zone, that is not before a moment. */
function fullHour(moment: Date, zone: string): Date {
  const minutes = Number(clockIn(moment, zone).slice(3))
  const whole = Math.floor(moment.getTime() / 60_000) * 60_000
  return new Date(minutes === 0 ? whole : whole + (60 - minutes) * 60_000)
}
