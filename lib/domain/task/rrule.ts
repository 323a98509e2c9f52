import * as library from 'rrule'
import type { Rule } from './recurrence'

// Node gets the CommonJS build, whose names stand below `default`; bundlers get the other, which has no default.
const { RRule } = 'RRule' in library ? library : (library as { default: typeof library }).default

/** The calendar repeats after 400 years. */
const cycle = 146_097 * 86_400_000

/**
 * The first thing that `pick` finds among the occurrences of a rule after its first one, which is given, from one to the
 * next until it says 'none'. COUNT and UNTIL are its affair. Null when it finds nothing, or there is nothing for
 * centuries.
 * @param anchor what clocks show at the first occurrence, in milliseconds as if it were UTC; so is what `pick` gets
 */
export function findOccurrence<Found extends object>(
  rule: Rule,
  anchor: number,
  pick: (local: number) => Found | 'none' | null,
): Found | null {
  if (!mayOccur(rule, anchor)) return null
  const { COUNT, UNTIL, ...others } = rule
  const text = Object.entries(others).map((part) => part.join('='))
  // The search for a day that fits goes on to the year 9999 and cannot be ended: it is begun a few centuries before.
  const shift = Math.floor((9799 - new Date(anchor).getUTCFullYear()) / 400) * cycle
  // The library counts in seconds.
  const fraction = anchor - Math.floor(anchor / 1000) * 1000
  const dtstart = new Date(anchor - fraction + shift)
  const picked: (Found | 'none')[] = []
  new RRule({ ...RRule.parseString(text.join(';')), dtstart }, true).all((date) => {
    const local = date.getTime() - shift + fraction
    const found = local > anchor ? pick(local) : null
    if (found) picked.push(found)
    return !found
  })
  const [found] = picked
  return found && found !== 'none' ? found : null
}

const longest = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]

/** Whether a daily rule can meet a day at all: centuries of days take long. Of any other they do not. */
function mayOccur({ FREQ, INTERVAL = '1', BYMONTH, BYMONTHDAY, BYDAY, BYSETPOS = '1' }: Rule, anchor: number): boolean {
  if (FREQ !== 'DAILY') return true
  const months = BYMONTH?.split(',').map(Number) ?? [1]
  const days = BYMONTHDAY?.split(',').map((day) => Math.abs(Number(day))) ?? [1]
  const weekday = ['SU', 'MO', 'TU', 'WE', 'TH', 'FR', 'SA'][new Date(anchor).getUTCDay()] ?? ''
  const always = Number(INTERVAL) % 7 === 0 ? weekday : ''
  return (
    months.some((month) => days.some((day) => day <= (longest[month - 1] ?? 0))) &&
    (BYDAY ?? always).includes(always) &&
    BYSETPOS.split(',').some((place) => Math.abs(Number(place)) === 1)
  )
}
