import { hiding } from '../hide'
import type { Compile } from '../step'

/**
 * Makes personal data unreadable, and leaves their shape: who sees a value knows what it was, not whose. A row without
 * the field is rejected.
 */
export const maskPii: Compile = (settings) => {
  const names = settings.names()
  if (names.length === 0) return null
  return { each: hiding(names, masked) }
}

const sign = '*'

/**
 * A text with every letter and digit as a star but few: of an e-mail address the first letters and a short ending such as
 * .com, of a card the last four digits, of a phone number the last two, of anything else the first letters of its words. What is
 * shorter than three characters shows nothing.
 */
export function masked(text: string): string {
  const [, local, domain = '', top = ''] =
    /^([^@\s]+)@([^@\s]+?)(\.[a-z]{2,4})?$/i.exec(text.slice(0, longestAddress)) ?? []
  const result =
    local !== undefined && text.length <= longestAddress
      ? `${initials(local)}@${stars(domain)}${top}`
      : isNumber(text)
        ? lastDigits(text, isCard(text) ? 4 : 2)
        : initials(text)
  // Of signs alone nothing was hidden yet.
  return result === text ? stars(text, /\S/gu) : result
}

const longestAddress = 320
const stars = (text: string, which = /[^\s@.+()/,;:_'"-]/gu): string => text.replace(which, sign)

/** Letters in a row, or what else is no separator: its first stays when it has three or more. */
const initials = (text: string): string =>
  text.replace(/[^\s@.+()/,;:_'"-]+/gu, (word) => {
    const [first = '', ...rest] = word
    return (rest.length >= 2 && /\p{L}/u.test(first) ? first : sign) + sign.repeat(rest.length)
  })

const digitsOf = (text: string): string => text.replace(/\D/g, '')
const isNumber = (text: string): boolean => /^[\d\s+()./-]*$/.test(text) && digitsOf(text).length >= 7

function lastDigits(text: string, shown: number): string {
  let left = digitsOf(text).length - shown
  return text.replace(/\d/g, (digit) => (left-- > 0 ? sign : digit))
}

/** Whether digits are those of a payment card, whose last one proves the others (Luhn). */
function isCard(text: string): boolean {
  const digits = [...digitsOf(text)].reverse().map(Number)
  const sum = digits.reduce(
    (total, digit, at) => total + (at % 2 === 0 ? digit : ([0, 2, 4, 6, 8, 1, 3, 5, 7, 9][digit] as number)),
    0,
  )
  return digits.length >= 12 && digits.length <= 19 && sum % 10 === 0
}
