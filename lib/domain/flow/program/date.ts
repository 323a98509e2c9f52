import { instantOf, isDay } from '../../instant'
import type { Clock } from './clock'
import { told, Unfit } from './unfit'

/** How days may be written; ISO 8601 is understood beside each. */
export const dateFormats = ['yyyy-mm-dd', 'dd.mm.yyyy', 'dd/mm/yyyy', 'mm/dd/yyyy'] as const
export type DateFormat = (typeof dateFormats)[number]

/** A day, perhaps with a time of the clocks there in milliseconds after midnight; or an instant. */
type Moment = { day: string; time: number | null } | { instant: number }

/** The day that a text names, YYYY-MM-DD; of an instant the day of the clock's zone. Unfit when it names none. */
export function readDay(text: string, format: DateFormat | null, clock: Clock): string {
  const moment = momentOf(text, format)
  const day = 'instant' in moment ? clock.dayAt(moment.instant) : moment.day
  if (isDay(day)) return day
  throw new Unfit(`${told(text)} is not a date between the years 1 and 9999`)
}

/** The instant that a text names, in ISO 8601; without an offset by the clock, of a day its beginning. Unfit when it names none. */
export function readInstant(text: string, format: DateFormat | null, clock: Clock): string {
  const moment = momentOf(text, format)
  if ('instant' in moment) return new Date(moment.instant).toISOString()
  const instant = moment.time === null ? clock.startOf(moment.day) : clock.instantAt(moment.day, moment.time)
  const written = new Date(instant).toISOString()
  if (/^[+-]|^0000/.test(written)) throw new Unfit(`${told(text)} is not a date and time between the years 1 and 9999`)
  return written
}

const longest = 40
const time = String.raw`(?:[T ,]+(\d{1,2}):(\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)?)?`
const iso = new RegExp(String.raw`^(\d{4}-\d\d-\d\d)${time}$`)
const spelt: Record<DateFormat, { pattern: RegExp; order: [number, number, number] } | null> = {
  'yyyy-mm-dd': null,
  'dd.mm.yyyy': { pattern: new RegExp(String.raw`^(\d{1,2})\.(\d{1,2})\.(\d{4})${time}$`), order: [3, 2, 1] },
  'dd/mm/yyyy': { pattern: new RegExp(String.raw`^(\d{1,2})/(\d{1,2})/(\d{4})${time}$`), order: [3, 2, 1] },
  'mm/dd/yyyy': { pattern: new RegExp(String.raw`^(\d{1,2})/(\d{1,2})/(\d{4})${time}$`), order: [3, 1, 2] },
}

function momentOf(given: string, format: DateFormat | null): Moment {
  const text = given.length <= longest ? given.trim() : ''
  const moment = isoMoment(text) ?? (format && speltMoment(text, format))
  if (moment) return moment
  if (format) throw new Unfit(`${told(given)} is not a date as ${format}`)
  if (/^\d{1,2}[./-]\d{1,2}[./-]\d{2,4}\b/.test(text)) {
    throw new Unfit(`${told(given)} can be read as more than one date: say by 'format' how dates are written`)
  }
  throw new Unfit(`${told(given)} is not a date`)
}

function isoMoment(text: string): Moment | null {
  const [, day = '', ...clocks] = iso.exec(text) ?? []
  if (isDay(day)) return local(day, clocks)
  // Databases write a space for the T.
  const instant = instantOf(text.replace(/^(\d{4}-\d\d-\d\d) +(?=\d)/, '$1T').replace(/ +(?=Z$|[+-]\d)/i, ''))
  return instant && { instant: instant.getTime() }
}

function speltMoment(text: string, format: DateFormat): Moment | null {
  const how = spelt[format]
  const found = how?.pattern.exec(text)
  if (!how || !found) return null
  const [year, month, date] = how.order.map((at) => found[at] ?? '') as [string, string, string]
  const day = `${year}-${month.padStart(2, '0')}-${date.padStart(2, '0')}`
  return isDay(day) ? local(day, found.slice(4)) : null
}

function local(day: string, [hours, minutes, seconds = '0', fraction = '0']: (string | undefined)[]): Moment | null {
  if (hours === undefined || minutes === undefined) return { day, time: null }
  const whole = (Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds)
  const fits = Number(hours) < 24 && Number(minutes) < 60 && Number(seconds) < 60
  return fits ? { day, time: whole * 1000 + Math.floor(Number(`0.${fraction}`) * 1000) } : null
}
