import { tzOffset } from '@date-fns/tz'
import type { Day } from './day'

/** A time of day on a 24-hour clock, `HH:MM`. */
export type Clock = string

/** The calendar day of a moment in a time zone (IANA). */
export const dayIn = (moment: Date, zone: string): Day => shownIn(moment, zone).slice(0, 10)

/** The time that clocks in a zone show at a moment. */
export const clockIn = (moment: Date, zone: string): Clock => shownIn(moment, zone).slice(11, 16)

/**
 * The moment at which clocks in a zone show this; of two, the first. A time that they pass over when they are set
 * forward is as much later.
 */
export function momentAt(day: Day, clock: Clock, zone: string): Date {
  const shown = Date.parse(`${day}T${clock}:00Z`)
  const [before, after] = [-oneDay, oneDay].map((away) => offsetAt(new Date(shown + away), zone)) as [number, number]
  const fits = [before, after].filter((offset) => offsetAt(new Date(shown - offset), zone) === offset)
  return new Date(shown - Math.max(...(fits.length > 0 ? fits : [before])))
}

/** The moment at which a day ends in a zone: where the next begins. */
export const endOfDay = (day: Day, zone: string): Date => momentAt(addDays(day, 1), '00:00', zone)

/** The day so many days later, or earlier when negative. */
export function addDays(day: Day, days: number): Day {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * oneDay).toISOString().slice(0, 10)
}

/** The day of the week: 0 is Sunday. */
export const weekdayOf = (day: Day): number => new Date(`${day}T00:00:00Z`).getUTCDay()

const oneDay = 86_400_000

/** By how many milliseconds the clocks of a zone are ahead of UTC. */
const offsetAt = (moment: Date, zone: string): number => tzOffset(zone, moment) * 60_000

const shownIn = (moment: Date, zone: string): string =>
  new Date(moment.getTime() + offsetAt(moment, zone)).toISOString()
