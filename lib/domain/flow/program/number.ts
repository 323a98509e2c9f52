import { told, Unfit } from './unfit'

/** Which character stands before the fraction of a number; the other, and spaces and apostrophes, may group thousands. */
export const decimals = ['.', ','] as const
export type Decimal = (typeof decimals)[number]

const plain = /^-?\d{1,15}(\.\d{1,15})?$/
const longest = 60
// What it reads is short, so that how often it can go back is bounded.
const money = /^([-+]?)(\p{Sc}|[A-Z]{3})? ?([-+]?)([\d.,' ]*\d[.,]?)([eE][-+]?\d{1,3})? ?(\p{Sc}|[A-Z]{3})?$/u
const currencies = new Set(Intl.supportedValuesOf('currency'))

/**
 * The number that a text writes: 1234.5, 1,234.50, $1,234.50, 1 234.50 EUR, -3e4. Unfit when it writes none, when only
 * `decimal` could tell what it writes, and when a number would not keep all of its digits.
 */
export function readNumber(given: string, decimal: Decimal | null): number {
  if (decimal !== ',' && plain.test(given)) return Number(given)
  const text = given.length <= longest ? typed(given) : ''
  const [, sign = '', before = '', inner = '', digits = '', exponent = '', after = ''] = money.exec(text) ?? []
  const isMoney = [before, after].every((code) => code.length < 3 || currencies.has(code)) && !(before && after)
  const read = plainDigits(digits, decimal ?? '.')
  // 1,234 may be a thousand or little more than one; 1,234.5 and 1,234,567 say themselves what they are.
  if (!decimal && isMoney && (read === null || digits.includes(',')) && plainDigits(digits, ',') !== null) {
    throw new Unfit(
      `${told(given)} can be read as more than one number: say by 'decimal' what stands before a fraction`,
    )
  }
  if (read === null || !isMoney || (sign && inner)) throw new Unfit(`${told(given)} is not a number`)
  const value = Number(`${sign || inner}${read}${exponent}`)
  if (!Number.isFinite(value)) throw new Unfit(`${told(given)} is too large a number`)
  if (!exponent && Number.isInteger(value) && !Number.isSafeInteger(value)) {
    throw new Unfit(`${told(given)} has more digits than a number keeps: leave it as text`)
  }
  return value
}

/** A text in the characters of a keyboard. */
const typed = (text: string): string =>
  text
    .trim()
    .replace(/[\u00a0\u2009\u202f]/g, ' ')
    .replace(/\u2212/g, '-')
    .replace(/\u2019/g, "'")

const groups = [/^\d{1,3}(,\d{3})+$/, /^\d{1,3}(\.\d{3})+$/, /^\d{1,3}('\d{3})+$/, /^\d{1,3}( \d{3})+$/]

/** Digits as JavaScript reads them; null when they are no number. */
function plainDigits(digits: string, decimal: Decimal): string | null {
  const at = digits.lastIndexOf(decimal)
  const [whole, fraction] = at < 0 ? [digits, ''] : [digits.slice(0, at), digits.slice(at + 1)]
  if (!/^\d*$/.test(fraction) || whole.includes(decimal) || whole + fraction === '') return null
  if (!/^\d*$/.test(whole) && !groups.some((group) => group.test(whole))) return null
  return `${whole.replace(/\D/g, '')}.${fraction}0`
}
