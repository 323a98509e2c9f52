import { dayIn, weekdayOf } from '@/components/ui/zone'

/** How often a task can be chosen to come again; every other rule is one of its own. */
export const repeats = ['daily', 'weekdays', 'weekly', 'monthly', 'yearly'] as const
export type Repeat = (typeof repeats)[number]

/** The RRULE of a choice; its day is that of the due date. */
export const ruleOf: Record<Repeat, string> = {
  daily: 'FREQ=DAILY',
  weekdays: 'FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR',
  weekly: 'FREQ=WEEKLY',
  monthly: 'FREQ=MONTHLY',
  yearly: 'FREQ=YEARLY',
}

/** Which of the choices a rule is for a task that is due at this moment; null for a rule of its own. */
export function repeatOf(rule: string, due: Date, zone: string): Repeat | null {
  const { INTERVAL = '1', WKST: _, ...parts } = partsOf(rule)
  if (INTERVAL !== '1') return null
  const day = dayIn(due, zone)
  // What a rule says of its day and the due date says as well.
  if (parts.FREQ === 'WEEKLY' && parts.BYDAY === weekdays[weekdayOf(day)]) delete parts.BYDAY
  if (parts.FREQ === 'MONTHLY' && parts.BYMONTHDAY === String(Number(day.slice(8)))) delete parts.BYMONTHDAY
  const said = textOf(parts)
  return repeats.find((repeat) => textOf(partsOf(ruleOf[repeat])) === said) ?? null
}

/** A rule in words: `Every 2 weeks on Monday and Thursday, 6 more times`; one that words are too short for as it is. */
export function repeatWords(rule: string, due: Date, zone: string, locale?: string): string {
  const { FREQ = '', INTERVAL = '1', BYDAY, BYMONTHDAY, COUNT, UNTIL, WKST: _, ...others } = partsOf(rule)
  const unit = units[FREQ]
  const days = BYDAY?.split(',').map((day) => weekdays.indexOf(day))
  const plainDays = !days || (!days.includes(-1) && (FREQ === 'WEEKLY' || FREQ === 'DAILY'))
  const plainDate = !BYMONTHDAY || (/^\d+$/.test(BYMONTHDAY) && FREQ === 'MONTHLY')
  if (!unit || Object.keys(others).length > 0 || !plainDays || !plainDate) return `By the rule ${rule}`
  const how = INTERVAL === '1' ? `Every ${unit}` : `Every ${INTERVAL} ${unit}s`
  const isWeekdays = FREQ === 'WEEKLY' && INTERVAL === '1' && textOf({ BYDAY }) === 'BYDAY=FR,MO,TH,TU,WE'
  const words = isWeekdays ? 'Every weekday' : how + onWords({ FREQ, days, BYMONTHDAY }, dayIn(due, zone), locale)
  return words + endWords({ COUNT, UNTIL }, locale)
}

const units: Record<string, string> = { DAILY: 'day', WEEKLY: 'week', MONTHLY: 'month', YEARLY: 'year' }
const weekdays = ['SU', 'MO', 'TU', 'WE', 'TH', 'FR', 'SA']

type Parts = Record<string, string | undefined>

const partsOf = (rule: string): Parts =>
  Object.fromEntries(
    rule
      .toUpperCase()
      .split(';')
      .map((part) => part.split('=')),
  )

/** Parts in an order of their own, and lists in theirs. */
const textOf = (parts: Parts): string =>
  Object.entries(parts)
    .map(([name, value = '']) => `${name}=${value.split(',').sort().join()}`)
    .sort()
    .join(';')

type On = { FREQ: string; days: number[] | undefined; BYMONTHDAY: string | undefined }

function onWords({ FREQ, days, BYMONTHDAY }: On, day: string, locale: string | undefined): string {
  const say = (options: Intl.DateTimeFormatOptions, date = day) =>
    new Intl.DateTimeFormat(locale, { ...options, timeZone: 'UTC' }).format(new Date(`${date}T00:00:00Z`))
  if (FREQ === 'YEARLY') return ` on ${say({ day: 'numeric', month: 'long' })}`
  if (FREQ === 'MONTHLY') return ` on day ${BYMONTHDAY ?? Number(day.slice(8))}`
  if (FREQ === 'DAILY' && !days) return ''
  // The first of February 1970 was a Sunday.
  const names = (days ?? [weekdayOf(day)]).map((at) => say({ weekday: 'long' }, `1970-02-0${1 + at}`))
  return ` on ${new Intl.ListFormat('en', { type: 'conjunction' }).format(names)}`
}

function endWords({ COUNT, UNTIL }: { COUNT?: string; UNTIL?: string }, locale: string | undefined): string {
  if (COUNT) return COUNT === '1' ? ', this once more' : `, ${COUNT} times`
  if (!UNTIL) return ''
  const [, year, month, day] = /^(\d{4})(\d\d)(\d\d)/.exec(UNTIL) ?? []
  const last = new Date(`${year}-${month}-${day}T00:00:00Z`)
  return `, until ${new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeZone: 'UTC' }).format(last)}`
}
