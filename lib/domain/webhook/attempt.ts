/** One try of a delivery, as its log keeps it. */
export interface Attempt {
  /** When it began, ISO 8601. */
  at: string
  /** How long it took; null when nothing was sent. */
  milliseconds: number | null
  /** HTTP status of the reply; null without one. */
  status: number | null
  /** How the reply began. */
  response: string | null
  /** Why there was no reply, in words. */
  error: string | null
}

/** What became of a try: a reply, or the reason why there was none. */
export type Outcome = Attempt & {
  /** How many seconds the receiver asks for before the next try. */
  retryAfter?: number
}

/** How many tries a log keeps. */
export const kept = 20

/** An entry for what ended without a try. */
export const byItself = (at: Date, error: string): Attempt => ({
  at: at.toISOString(),
  milliseconds: null,
  status: null,
  response: null,
  error,
})

const second = 1000
const minute = 60 * second
const hour = 60 * minute

/** How long after each failed try the next one comes; after the last there is none. */
const waits = [5 * second, 30 * second, 2 * minute, 10 * minute, hour, 6 * hour, 24 * hour]

/**
 * How many milliseconds after the `tries`-th failed try the next one comes: so many that a receiver which comes back is
 * not met by all at once. No sooner than it asks for, within a day. Null when it was the last.
 * @param chance from 0 up to 1
 */
export function waitAfter(tries: number, retryAfter = 0, chance = Math.random()): number | null {
  const wait = waits[tries - 1]
  if (wait === undefined) return null
  return Math.max(wait * (0.8 + 0.4 * chance), Math.min(retryAfter * second, 24 * hour))
}
