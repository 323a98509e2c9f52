/**
 * Order keys: strings that sort by their bytes and always leave room for another one in between.
 *
 * A key is a whole number followed by a fraction. The first letter tells how many digits the number has ('a' one, 'b'
 * two … upwards; 'Z' one, 'Y' two … below zero), so appending grows a key only as the count of appends gains digits.
 */
const digits = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'
const smallest = digits.charAt(0)
const largest = digits.charAt(digits.length - 1)

/** Keys longer than this are renumbered (with their whole stage); in bytes, as all characters are ASCII. */
export const longestRank = 60

/** The key of the first card in an empty stage. */
const origin = `a${smallest}`

/**
 * A key strictly between `low` and `high`; null stands for "nothing on that side".
 * Takes keys made here, `low < high`; throws when they are not in order, which is a defect and no caller's fault.
 */
export function rankBetween(low: string | null, high: string | null): string {
  if (low !== null && high !== null && low >= high) throw new Error(`no rank fits between ${low} and ${high}`)
  if (low === null && high === null) return origin
  if (low === null) return before(high as string)
  if (high === null) return increment(whole(low))
  const next = increment(whole(low))
  if (next < high) return next
  if (whole(low) === whole(high)) return whole(low) + middle(fraction(low), fraction(high))
  return whole(low) + middle(fraction(low), null)
}

/** `count` ascending keys, all after `low`. */
export function ranksAfter(low: string | null, count: number): string[] {
  const ranks: string[] = []
  for (let last = low; ranks.length < count; ranks.push(last)) last = rankBetween(last, null)
  return ranks
}

function before(high: string): string {
  if (fraction(high) !== '') return whole(high)
  return decrement(whole(high))
}

function lengthOfWhole(head: string): number {
  return head >= 'a' ? head.charCodeAt(0) - 'a'.charCodeAt(0) + 2 : 'Z'.charCodeAt(0) - head.charCodeAt(0) + 2
}

const whole = (rank: string): string => rank.slice(0, lengthOfWhole(rank.charAt(0)))
const fraction = (rank: string): string => rank.slice(lengthOfWhole(rank.charAt(0)))

function increment(number: string): string {
  const head = number.charAt(0)
  const carried = step(number.slice(1), 1)
  if (carried !== null) return head + carried
  if (head === 'Z') return origin
  const next = String.fromCharCode(head.charCodeAt(0) + 1)
  return next + smallest.repeat(lengthOfWhole(next) - 1)
}

function decrement(number: string): string {
  const head = number.charAt(0)
  const carried = step(number.slice(1), -1)
  if (carried !== null) return head + carried
  if (head === 'a') return `Z${largest}`
  const next = String.fromCharCode(head.charCodeAt(0) - 1)
  return next + largest.repeat(lengthOfWhole(next) - 1)
}

/** Adds 1 or -1 to a string of digits; null when it overflows. */
function step(number: string, by: 1 | -1): string | null {
  const result = [...number]
  for (let at = result.length - 1; at >= 0; at--) {
    const digit = digits.indexOf(result[at] as string) + by
    if (digit >= 0 && digit < digits.length) {
      result[at] = digits.charAt(digit)
      return result.join('')
    }
    result[at] = by === 1 ? smallest : largest
  }
  return null
}

/** A fraction strictly between two fractions, never ending in the smallest digit; null as `high` means one whole. */
function middle(low: string, high: string | null): string {
  if (high !== null) {
    let same = 0
    while (same < high.length && (low.charAt(same) || smallest) === high.charAt(same)) same++
    if (same > 0) return high.slice(0, same) + middle(low.slice(same), high.slice(same))
  }
  const lowDigit = low === '' ? 0 : digits.indexOf(low.charAt(0))
  const highDigit = high === null ? digits.length : digits.indexOf(high.charAt(0))
  if (highDigit - lowDigit > 1) return digits.charAt(Math.floor((lowDigit + highDigit) / 2))
  if (high !== null && high.length > 1) return high.charAt(0)
  return digits.charAt(lowDigit) + middle(low.slice(1), null)
}
