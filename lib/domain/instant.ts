const iso = /^(\d{4}-\d\d-\d\d)T(\d\d:\d\d)(:\d\d(?:\.\d+)?)?(Z|[+-]\d\d)(?::?(\d\d))?$/i

/**
 * The instant that a text names as ISO 8601 with any offset, in any of its spellings: Z, +02, +0200, +02:00; seconds
 * may be left out. Null for any other text, for a day or an hour that no calendar has, and for years outside 1 to 9999
 * in UTC.
 */
export function instantOf(text: string): Date | null {
  const [, calendarDay = '', time, seconds = ':00', hours = '', minutes] = iso.exec(text) ?? []
  const zone = hours.toUpperCase()
  if (!isDay(calendarDay) || (zone === 'Z' && minutes !== undefined)) return null
  const date = new Date(`${calendarDay}T${time}${seconds}${zone === 'Z' ? zone : `${zone}:${minutes ?? '00'}`}`)
  // Replies write four digits; an offset can carry an instant over either end of them.
  return date.getUTCFullYear() >= 1 && date.getUTCFullYear() <= 9999 ? date : null
}

/** Whether a text is a real calendar day, YYYY-MM-DD. */
export const isDay = (value: string): boolean =>
  /^(?!0000)\d{4}-\d\d-\d\d$/.test(value) &&
  !Number.isNaN(Date.parse(value)) &&
  new Date(value).toISOString().startsWith(value)
