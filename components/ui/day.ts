/** A calendar day, `YYYY-MM-DD`, without a time zone. */
export type Day = string

/** The calendar day of a moment where the reader is. */
export function dayOf(moment: Date): Day {
  const pad = (part: number) => String(part).padStart(2, '0')
  return `${moment.getFullYear()}-${pad(moment.getMonth() + 1)}-${pad(moment.getDate())}`
}

/** Whole days from one calendar day to another; negative when it is past. */
export function daysBetween(from: Day, to: Day): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / 86_400_000)
}

/** A day as people say it when it is near (`tomorrow`, `3 days ago`), else `12 Mar`, with the year when it is another. */
export function formatDay(day: Day, today: Day, locale?: string): string {
  const away = daysBetween(today, day)
  if (Math.abs(away) <= 6) return capitalised(relative(locale).format(away, 'day'), locale)
  const sameYear = day.slice(0, 4) === today.slice(0, 4)
  return plain(
    locale,
    sameYear ? { day: 'numeric', month: 'short' } : { day: 'numeric', month: 'short', year: 'numeric' },
  )(day)
}

/** A day in full: `Thursday, 12 March 2026`. */
export function formatDayFull(day: Day, locale?: string): string {
  return plain(locale, { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' })(day)
}

function plain(locale: string | undefined, options: Intl.DateTimeFormatOptions): (day: Day) => string {
  const format = new Intl.DateTimeFormat(locale, { ...options, timeZone: 'UTC' })
  return (day) => format.format(new Date(`${day}T00:00:00Z`))
}

function relative(locale: string | undefined): Intl.RelativeTimeFormat {
  return new Intl.RelativeTimeFormat(locale, { numeric: 'auto' })
}

/** With a capital first letter, to begin a line. */
export function capitalised(text: string, locale: string | undefined): string {
  const first = Array.from(text)[0] ?? ''
  return first.toLocaleUpperCase(locale) + text.slice(first.length)
}
