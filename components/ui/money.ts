/**
 * An amount of integer minor units as its currency is written in the reader's locale: `123456` USD is `$1,234.56`.
 * Whole amounts drop their zeros. An unknown currency code is written out.
 */
export function formatMoney(minor: number, currency: string, locale?: string): string {
  const { format, digits } = formatOf(currency, locale, false)
  return format.format(minor / 10 ** digits)
}

/** The same, short enough for a header: `$1.2M`. What a locale does not shorten is rounded to whole units. */
export function formatMoneyShort(minor: number, currency: string, locale?: string): string {
  const { format, digits } = formatOf(currency, locale, true)
  const amount = minor / 10 ** digits
  const isShort = format.formatToParts(amount).some((part) => part.type === 'compact')
  return isShort ? format.format(amount) : formatMoney(Math.round(amount) * 10 ** digits, currency, locale)
}

/**
 * What a person typed as an amount, in minor units: `1,234.5`, `1 234,50`, `$99`, `12k` and `1.5m` are understood by
 * the separators of the locale. Undefined when it is no amount or too large to be exact; null when it is empty.
 */
export function parseMoney(text: string, currency: string, locale?: string): number | null | undefined {
  const { digits, decimal, group } = formatOf(currency, locale, false)
  const bare = text
    .normalize('NFKC')
    .replace(/[\s\p{Sc}]/gu, '')
    .replaceAll(group.normalize('NFKC').trim() || '\u0000', '')
    .replace(decimal, '.')
  if (text.trim() === '') return null
  const match = /^(\d+(?:\.\d*)?|\.\d+)([km]?)$/i.exec(bare)
  if (!match) return undefined
  const scale = { k: 1e3, m: 1e6 }[match[2]?.toLowerCase() ?? ''] ?? 1
  const minor = Math.round(Number(match[1]) * scale * 10 ** digits)
  return Number.isSafeInteger(minor) ? minor : undefined
}

type MoneyFormat = { format: Intl.NumberFormat; digits: number; decimal: string; group: string }

const formats = new Map<string, MoneyFormat>()

function formatOf(currency: string, locale: string | undefined, short: boolean): MoneyFormat {
  const key = `${locale ?? ''} ${currency} ${short}`
  const known = formats.get(key)
  if (known) return known
  const style: Intl.NumberFormatOptions = { style: 'currency', currency, currencyDisplay: 'narrowSymbol' }
  const digits = new Intl.NumberFormat(locale, style).resolvedOptions().maximumFractionDigits ?? 2
  const format = short
    ? new Intl.NumberFormat(locale, {
        ...style,
        notation: 'compact',
        minimumFractionDigits: 0,
        maximumFractionDigits: 1,
      })
    : new Intl.NumberFormat(locale, { ...style, trailingZeroDisplay: 'stripIfInteger' })
  const parts = new Intl.NumberFormat(locale, { minimumFractionDigits: 1 }).formatToParts(1234567.5)
  const part = (type: string) => parts.find((each) => each.type === type)?.value ?? ''
  const made = { format, digits, decimal: part('decimal') || '.', group: part('group') }
  formats.set(key, made)
  return made
}
