const second = 1000
const minute = 60 * second

/** How long after each time that it did not go on it is tried again; after the last it is given up. */
const waits = [second, 5 * second, 30 * second, 2 * minute, 10 * minute]

/** How often something is begun that does not go on. */
export const mostAttempts = waits.length + 1

const longestWish = 60 * minute

/**
 * How many milliseconds after the `attempts`-th time the next one comes: no sooner than the source asks for, within an
 * hour. Null when it was the last.
 * @param retryAfter in seconds
 * @param chance from 0 up to 1: so many that what comes back is not met by all at once
 */
export function waitAfter(attempts: number, retryAfter: number | null, chance = Math.random()): number | null {
  const wait = waits[attempts - 1]
  if (wait === undefined) return null
  return Math.max(wait * (0.8 + 0.4 * chance), Math.min((retryAfter ?? 0) * second, longestWish))
}
