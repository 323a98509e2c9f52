import { capitalised, dayOf, formatDay } from './day'

/**
 * A past moment as people say it, to the minute: `this minute`, `5 minutes ago`, `3 hours ago`, then as its day.
 * A moment ahead is now.
 */
export function formatAgo(moment: Date, now: Date, locale?: string): string {
  const minutes = Math.max(0, Math.floor((now.getTime() - moment.getTime()) / 60_000))
  const relative = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' })
  if (minutes < 60) return capitalised(relative.format(-minutes, 'minute'), locale)
  const today = dayOf(now)
  const day = dayOf(moment)
  if (day === today) return capitalised(relative.format(-Math.floor(minutes / 60), 'hour'), locale)
  return formatDay(day, today, locale)
}

/** A moment in full: `12 March 2026 at 14:03`. */
export function formatMoment(moment: Date, locale?: string): string {
  return new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeStyle: 'short' }).format(moment)
}
