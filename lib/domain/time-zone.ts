const clocks = new Map<string, Intl.DateTimeFormat>()

/** Whether the IANA database knows a time zone by this name. */
export function isTimeZone(name: string): boolean {
  if (!/^[a-z]/i.test(name)) return false
  try {
    clockOf(name)
    return true
  } catch {
    return false
  }
}

/**
 * The instant at which a local day begins, where clocks are set forward over midnight too: the first one that is not
 * before it. A day that a zone has skipped begins, and ends, where the next begins.
 * @param day YYYY-MM-DD
 * @param zone IANA
 */
export function startOfDay(day: string, zone: string): Date {
  const midnight = Date.parse(day)
  const local = (instant: number) => instant + offsetAt(instant, zone)
  const guess = midnight - offsetAt(midnight - offsetAt(midnight, zone), zone)
  if (local(guess) === midnight && local(guess - 1) < midnight) return new Date(guess)
  let [before, from] = [midnight - oneDay, midnight + oneDay]
  while (from - before > 1) {
    const between = Math.floor((before + from) / 2)
    if (local(between) < midnight) before = between
    else from = between
  }
  return new Date(from)
}

/** The instant at which a local day ends: where the next begins. */
export const endOfDay = (day: string, zone: string): Date => {
  const next = new Date(Date.parse(day) + oneDay).toISOString()
  return startOfDay(next.slice(0, next.indexOf('T')), zone)
}

/** The local day that an instant lies in, YYYY-MM-DD. */
export const dayAt = (instant: Date, zone: string): string =>
  new Date(localTime(instant, zone)).toISOString().slice(0, 10)

/** What the clocks of a zone show at an instant, in milliseconds as if it were UTC. */
export const localTime = (instant: Date, zone: string): number => instant.getTime() + offsetAt(instant.getTime(), zone)

/**
 * The instant at which the clocks of a zone show a time, the first where they show it twice; where they are set forward
 * over it, as much later as they are set.
 * @param shown what they show, in milliseconds as if it were UTC
 */
export function atLocalTime(shown: number, zone: string): Date {
  const before = offsetAt(shown - oneDay, zone)
  const after = offsetAt(shown + oneDay, zone)
  const fits = [before, after].filter((offset) => offsetAt(shown - offset, zone) === offset)
  return new Date(shown - (fits.length > 0 ? Math.max(...fits) : before))
}

const oneDay = 86_400_000

/** By how many milliseconds the clocks of a zone are ahead of UTC at an instant. */
function offsetAt(instant: number, zone: string): number {
  // No zone is finer than seconds; what is below them is the same on every clock.
  const seconds = Math.floor(instant / 1000) * 1000
  const parts: Record<string, string> = {}
  for (const { type, value } of clockOf(zone).formatToParts(seconds)) parts[type] = value
  const year = parts.era === 'BC' ? 1 - Number(parts.year) : Number(parts.year)
  const shown = new Date(0)
  shown.setUTCFullYear(year, Number(parts.month) - 1, Number(parts.day))
  shown.setUTCHours(Number(parts.hour), Number(parts.minute), Number(parts.second))
  return shown.getTime() - seconds
}

// Made once for every zone: making one costs more than all the rest.
function clockOf(zone: string): Intl.DateTimeFormat {
  const known = clocks.get(zone)
  if (known) return known
  const date = { era: 'short', year: 'numeric', month: 'numeric', day: 'numeric' } as const
  const time = { hour: 'numeric', minute: 'numeric', second: 'numeric', hourCycle: 'h23' } as const
  const clock = new Intl.DateTimeFormat('en-US', { timeZone: zone, ...date, ...time })
  if (clocks.size < 1000) clocks.set(zone, clock)
  return clock
}
