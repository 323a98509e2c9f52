import { dayAt, endOfDay, startOfDay } from '../time-zone'

/** A stretch of time from an instant up to, not including, another. */
export interface Span {
  from: Date
  until: Date
}

/** The local day that an instant lies in. `zone` is an IANA name. */
export function dayAround(instant: Date, zone: string): Span {
  const day = dayAt(instant, zone)
  return { from: startOfDay(day, zone), until: endOfDay(day, zone) }
}

/** The local ISO week, Monday first, that an instant lies in. */
export function weekAround(instant: Date, zone: string): Span {
  const day = new Date(dayAt(instant, zone))
  const monday = new Date(day)
  monday.setUTCDate(day.getUTCDate() - ((day.getUTCDay() + 6) % 7))
  const sunday = new Date(monday)
  sunday.setUTCDate(monday.getUTCDate() + 6)
  const text = (date: Date) => date.toISOString().slice(0, 10)
  return { from: startOfDay(text(monday), zone), until: endOfDay(text(sunday), zone) }
}
