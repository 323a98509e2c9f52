import { type Day, formatDay } from '@/components/ui/day'
import { formatMoment } from '@/components/ui/moment'
import type { CrmRecord, Field } from './use-record'

type Value = CrmRecord['fields'][string]

/** What a field holds, as people read it; null when it holds nothing. A yes-or-no that is no holds something. */
export function fieldWords(type: Field['type'], value: Value | undefined, today: Day, locale?: string): string | null {
  if (value === undefined || value === null || value === '') return null
  if (Array.isArray(value)) return value.length > 0 ? new Intl.ListFormat(locale).format(value) : null
  if (typeof value === 'boolean') return value ? 'Yes' : 'No'
  if (typeof value === 'number') return new Intl.NumberFormat(locale, { maximumFractionDigits: 20 }).format(value)
  if (type === 'date') return formatDay(value, today, locale)
  if (type === 'datetime') return formatMoment(new Date(value), locale)
  return value
}

/** Where a field's value leads when it is pressed; null when it is no address. Only addresses that are safe to follow. */
export function fieldHref(type: Field['type'], value: Value | undefined): string | null {
  if (typeof value !== 'string' || value === '') return null
  if (type === 'email') return `mailto:${encodeURIComponent(value).replace('%40', '@')}`
  if (type === 'phone') return `tel:${value.replace(/[^\d+]/g, '')}`
  if (type === 'url' && /^https?:\/\//i.test(value)) return value
  return null
}
