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

/** How long it is until a moment: `in 20 seconds`, `in 2 minutes`, `in 6 hours`; nothing is nearer than a second. */
export function formatAhead(moment: Date, now: Date, locale?: string): string {
  const relative = new Intl.RelativeTimeFormat(locale)
  const seconds = Math.max(1, Math.round((moment.getTime() - now.getTime()) / 1000))
  if (seconds < 60) return relative.format(seconds, 'second')
  if (seconds < 3600) return relative.format(Math.round(seconds / 60), 'minute')
  return relative.format(Math.round(seconds / 3600), 'hour')
}

/** A moment in full: `12 March 2026 at 14:03`. */
export function formatMoment(moment: Date, locale?: string): string {
  return new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeStyle: 'short' }).format(moment)
}
