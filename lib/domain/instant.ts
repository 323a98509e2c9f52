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
export function isDay(value: string): boolean {
  const [, year, month, day] = /^(\d{4})-(\d\d)-(\d\d)$/.exec(value) ?? []
  return Number(year) > 0 && Number(day) > 0 && Number(day) <= daysIn(Number(year), Number(month))
}

const lengths = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]

function daysIn(year: number, month: number): number {
  const isLeap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0)
  return month === 2 && isLeap ? 29 : (lengths[month - 1] ?? 0)
}
