import type { DateFormat, Decimal } from './plan'

const slashed = /^(\d{1,2})\/(\d{1,2})\/\d{4}/

/** How dates are written, by some of them; where day and month could be either, as people around the reader write. */
export function guessDateFormat(samples: readonly string[], locale: string): DateFormat {
  if (samples.length > 0 && samples.every((text) => /^\d{1,2}\.\d{1,2}\.\d{4}/.test(text))) return 'dd.mm.yyyy'
  const parts = samples.map((text) => slashed.exec(text))
  if (samples.length === 0 || !parts.every((part) => part !== null)) return 'yyyy-mm-dd'
  if (parts.some((part) => Number(part[1]) > 12)) return 'dd/mm/yyyy'
  if (parts.some((part) => Number(part[2]) > 12)) return 'mm/dd/yyyy'
  return locale === 'en-US' ? 'mm/dd/yyyy' : 'dd/mm/yyyy'
}

/** Which character stands before the fraction of numbers, by some of them. */
export function guessDecimal(samples: readonly string[]): Decimal {
  const marks = samples.map((text) => text.replace(/[^\d.,]/g, ''))
  const comma = marks.some((text) => /,\d{1,2}$|,\d{4,}$|\.\d{3},|\.\d{3}\.\d{3}/.test(text))
  const point = marks.some((text) => /\.\d{1,2}$|\.\d{4,}$|,\d{3}\.|,\d{3},\d{3}/.test(text))
  return comma && !point ? ',' : '.'
}
