import { capitalised, type Day, daysBetween, formatDay, formatDayFull } from '@/components/ui/day'
import { dayIn } from '@/components/ui/zone'
import { isWholeDay } from './due'

/** Where and when the reader is. */
export type Reading = { today: Day; zone: string; locale?: string }

/** When a task is due, as people say it: `Today 09:00`, `Tomorrow`, `Friday 14:30`, `3 days ago`, `12 Mar 09:00`. */
export function formatDue(due: Date, { today, zone, locale }: Reading): string {
  const day = dayIn(due, zone)
  const words = nearDay(day, today, locale)
  return isWholeDay(due, zone) || day < today ? words : `${words} ${formatTime(due, zone, locale)}`
}

/** The time of day alone; empty for a task that has none. */
export const formatDueTime = (due: Date, { zone, locale }: Reading): string =>
  isWholeDay(due, zone) ? '' : formatTime(due, zone, locale)

/** When a task is due, in full: `Friday 27 November 2026 at 14:30`. */
export function formatDueFull(due: Date, { zone, locale }: Reading): string {
  if (isWholeDay(due, zone)) return formatDayFull(dayIn(due, zone), locale)
  return new Intl.DateTimeFormat(locale, { dateStyle: 'full', timeStyle: 'short', timeZone: zone }).format(due)
}

/** A day above the tasks that are due on it: what people call it, when near, and its date. */
export function formatHeading(day: Day, today: Day, locale?: string): { name: string; date: string } {
  const away = daysBetween(today, day)
  const date = dated(day, locale, day.slice(0, 4) === today.slice(0, 4))
  return Math.abs(away) <= 1 ? { name: formatDay(day, today, locale), date } : { name: date, date: '' }
}

/** A day of a week: `Friday 27 November`. */
export const formatWeekday = (day: Day, locale?: string): string => dated(day, locale, true)

function nearDay(day: Day, today: Day, locale: string | undefined): string {
  const away = daysBetween(today, day)
  if (away < 2 || away > 6) return formatDay(day, today, locale)
  const weekday = new Intl.DateTimeFormat(locale, { weekday: 'long', timeZone: 'UTC' })
  return capitalised(weekday.format(new Date(`${day}T00:00:00Z`)), locale)
}

function dated(day: Day, locale: string | undefined, sameYear: boolean): string {
  const format = new Intl.DateTimeFormat(locale, {
    ...{ weekday: 'long', day: 'numeric', month: 'long', timeZone: 'UTC' },
    ...(!sameYear && { year: 'numeric' }),
  })
  return capitalised(format.format(new Date(`${day}T00:00:00Z`)), locale)
}

const clocks = new Map<string, Intl.DateTimeFormat>()

// Made once for every zone: a list draws many times.
function formatTime(moment: Date, timeZone: string, locale: string | undefined): string {
  const key = `${locale ?? ''} ${timeZone}`
  const clock = clocks.get(key) ?? new Intl.DateTimeFormat(locale, { timeStyle: 'short', timeZone })
  clocks.set(key, clock)
  return clock.format(moment)
}
