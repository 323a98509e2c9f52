import type { Day } from '@/components/ui/day'
import { addDays, dayIn, momentAt, weekdayOf } from '@/components/ui/zone'

/**
 * The days of the week that a day lies in, in their order. A day that the calendar of the zone has left out is none of
 * them.
 * @param firstWeekday on which weeks begin: 0 is Sunday
 */
export function weekOf(day: Day, firstWeekday: number, zone: string): Day[] {
  const first = addDays(day, -((weekdayOf(day) - firstWeekday + 7) % 7))
  const days = [0, 1, 2, 3, 4, 5, 6].map((ahead) => addDays(first, ahead))
  return days.filter((each) => dayIn(momentAt(each, '12:00', zone), zone) === each)
}

type WeekInfo = { firstDay: number }
// Browsers have it under one name or the other, and TypeScript under neither.
type KnowingWeeks = Intl.Locale & { getWeekInfo?: () => WeekInfo; weekInfo?: WeekInfo }

/** The weekday on which weeks begin for the people of a locale: 0 is Sunday; Monday where the browser cannot tell. */
export function firstWeekdayOf(locale = new Intl.DateTimeFormat().resolvedOptions().locale): number {
  const known = new Intl.Locale(locale) as KnowingWeeks
  const { firstDay } = known.getWeekInfo?.() ?? known.weekInfo ?? { firstDay: 1 }
  return firstDay % 7
}

/** A week as people say it: `23 – 29 November 2026`. */
export function formatWeek(days: readonly Day[], locale?: string): string {
  const [first, last] = [days[0], days.at(-1)]
  if (!first || !last) return ''
  const format = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' })
  return format.formatRange(new Date(`${first}T00:00:00Z`), new Date(`${last}T00:00:00Z`))
}

/** A week in the address is any of its days; of others than people plan, and of what is no day, there is none. */
export const isPlannable = (text: string): boolean =>
  /^(19|2\d)\d\d-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(`${text}T00:00:00Z`)) && addDays(text, 0) === text
