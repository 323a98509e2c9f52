import { isDay } from '../instant'

/** An RRULE of RFC 5545 as it was read: the values of its parts by their names. */
export type Rule = Partial<Record<string, string>>

/** What is wrong with a text as an RRULE that a task can follow; completes "Field 'recurrence' …". Null: nothing. */
export function problemWith(text: string): string | null {
  const rule = readRule(text)
  if (!rule?.FREQ) return 'must be a recurrence rule such as FREQ=WEEKLY;BYDAY=MO'
  if (isSubDaily(rule)) return 'must not recur more often than daily'
  const wrong = Object.entries(rule).find(([name, value = '']) => !(Object.hasOwn(parts, name) && parts[name]?.(value)))
  if (wrong) return `has a part that no rule can have: ${wrong.join('=').slice(0, 40)}`
  return conflicts.find(({ in: conflict }) => conflict(rule))?.says ?? null
}

/** The parts of an RRULE; null when a text has another form, or says a part twice. */
export function readRule(text: string): Rule | null {
  const rule: Rule = {}
  for (const part of text.toUpperCase().split(';')) {
    const [, name = '', value] = /^([A-Z]+)=([^=\s]+)$/.exec(part) ?? []
    if (value === undefined || name in rule) return null
    rule[name] = value
  }
  return rule
}

/** By its frequency, or by having several times a day. */
const isSubDaily = ({ FREQ = '', BYHOUR = '', BYMINUTE = '', BYSECOND = '' }: Rule): boolean =>
  /^(HOURLY|MINUTELY|SECONDLY)$/.test(FREQ) || [BYHOUR, BYMINUTE, BYSECOND].some((value) => value.includes(','))

const weekday = '(MO|TU|WE|TH|FR|SA|SU)'
const listOf = (fits: (item: string) => boolean) => (value: string) => value.split(',').every(fits)
const whole = (least: number, most: number) => (value: string) =>
  /^\d{1,6}$/.test(value) && Number(value) >= least && Number(value) <= most
/** Counted from the beginning, or with a minus from the end. */
const counted = (most: number) => (value: string) => whole(1, most)(value.replace(/^[+-]/, ''))

const parts: Record<string, (value: string) => boolean> = {
  FREQ: (value) => /^(DAILY|WEEKLY|MONTHLY|YEARLY)$/.test(value),
  INTERVAL: whole(1, 999_999),
  COUNT: whole(1, 999_999),
  UNTIL: (value) => untilOf(value) !== null,
  BYSECOND: whole(0, 59),
  BYMINUTE: whole(0, 59),
  BYHOUR: whole(0, 23),
  BYDAY: listOf((day) => new RegExp(`^${weekday}$`).test(day.replace(/^[+-]?([1-9]|[1-4]\d|5[0-3])(?=[A-Z])/, ''))),
  BYMONTHDAY: listOf(counted(31)),
  BYYEARDAY: listOf(counted(366)),
  BYWEEKNO: listOf(counted(53)),
  BYMONTH: listOf(whole(1, 12)),
  BYSETPOS: listOf(counted(366)),
  WKST: (value) => new RegExp(`^${weekday}$`).test(value),
}

/** What RFC 5545 forbids of parts together. */
const conflicts: { in(rule: Rule): boolean; says: string }[] = [
  { in: ({ COUNT, UNTIL }) => !!COUNT && !!UNTIL, says: 'must have COUNT or UNTIL, not both' },
  {
    in: ({ FREQ, BYWEEKNO }) => !!BYWEEKNO && FREQ !== 'YEARLY',
    says: 'can have BYWEEKNO only with FREQ=YEARLY',
  },
  {
    in: ({ FREQ, BYYEARDAY }) => !!BYYEARDAY && FREQ !== 'YEARLY',
    says: 'can have BYYEARDAY only with FREQ=YEARLY',
  },
  {
    in: ({ FREQ, BYMONTHDAY }) => !!BYMONTHDAY && FREQ === 'WEEKLY',
    says: 'cannot have BYMONTHDAY with FREQ=WEEKLY',
  },
  {
    in: ({ FREQ, BYDAY = '', BYWEEKNO }) => /\d/.test(BYDAY) && (!!BYWEEKNO || !/^(MONTHLY|YEARLY)$/.test(FREQ ?? '')),
    says: 'can number the days of BYDAY only with FREQ=MONTHLY or FREQ=YEARLY, and not beside BYWEEKNO',
  },
  {
    in: (rule) => !!rule.BYSETPOS && Object.keys(rule).filter((name) => name.startsWith('BY')).length === 1,
    says: 'can have BYSETPOS only beside another BY part',
  },
]

/**
 * The last moment of a rule: what clocks show then, in milliseconds as if it were UTC, or, where it is said in UTC, the
 * instant itself. A bare date is the whole day. Null for a text that is no UNTIL.
 */
export function untilOf(value: string): { moment: number; utc: boolean } | null {
  const [, year, month, day, hour = '23', minute = '59', second = '59', z] =
    /^(\d{4})(\d\d)(\d\d)(?:T([01]\d|2[0-3])([0-5]\d)([0-5]\d)(Z)?)?$/.exec(value) ?? []
  const date = `${year}-${month}-${day}`
  if (!isDay(date)) return null
  return { moment: Date.parse(`${date}T${hour}:${minute}:${second}.999Z`), utc: z !== undefined }
}
