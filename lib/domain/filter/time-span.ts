import { instantOf, isDay } from '../instant'
import { endOfDay, startOfDay } from '../time-zone'

/** What a text covers in time, as ISO 8601: an instant, or what lies from one up to, not including, `until`. */
export interface TimeSpan {
  from: string
  until?: string
}

/** The time that a text names: an instant, or for a bare date the whole day in `zone`; null for any other text. */
export function timeSpan(text: string, zone: string): TimeSpan | null {
  if (isDay(text)) return { from: iso(startOfDay(text, zone)), until: iso(endOfDay(text, zone)) }
  const instant = instantOf(text)
  return instant && { from: iso(instant) }
}

const [first, last] = ['0001-01-01T00:00:00.000Z', '9999-12-31T23:59:59.999Z']

/** ISO text, which sorts as instants do; at the ends of the calendar, its end. */
function iso(instant: Date): string {
  if (instant.getTime() < Date.parse(first)) return first
  return instant.getTime() > Date.parse(last) ? last : instant.toISOString()
}
