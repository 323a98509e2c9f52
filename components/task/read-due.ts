import { type Chrono, casual, GB, type ParsedResult, type Parser, ParsingComponents } from 'chrono-node/en'
import type { Day } from '@/components/ui/day'
import { addDays, type Clock, dayIn, momentAt, weekdayOf } from '@/components/ui/zone'
import { wholeDay } from './due'
import type { LineContext, Piece, Span } from './read-line'

/** What some words of a line say of when: a day, a time, both, or a moment. */
export type Reading = { span: Span; day: Day | null; clock: Clock | null; moment: Date | null; next: Next }

/** What comes next when it is past already: `friday 9am` is one of next week's then. */
type Next = 'week' | 'year' | null

/** What a line says of when, wherever it does; some of it may be left as words. */
export function datesIn(line: string, { now, zone, dayFirst }: LineContext): Reading[] {
  const today = dayIn(now, zone)
  return (dayFirst ? dayFirstReader : reader)
    .parse(line, noonOf(today))
    .filter((result) => isMeant(result, line))
    .flatMap((result) => readingOf(result, today, now) ?? [])
}

/** By when something is due: of several dates the last; a day and a time that stand apart are one date. */
export function dueOf(line: string, dates: readonly Reading[], context: LineContext): Piece[] {
  const last = dates.at(-1)
  if (!last) return []
  const partner = dates.slice(0, -1).findLast((other) => complete(other, last))
  const whole = partner ? { ...last, day: last.day ?? partner.day, clock: last.clock ?? partner.clock } : last
  const value = momentOf({ ...whole, next: last.next ?? partner?.next ?? null }, context)
  if (!value) return []
  const spans = partner ? [partner.span, last.span] : [last.span]
  return [{ kind: 'due', value, words: spans.map(({ from, to }) => line.slice(from, to)).join(' … '), spans }]
}

/** One says the day and the other the time. */
const complete = (one: Reading, other: Reading): boolean =>
  !one.moment &&
  !other.moment &&
  (one.day === null) !== (other.day === null) &&
  (one.clock === null) !== (other.clock === null)

function momentOf({ day, clock, moment, next }: Reading, { now, zone }: LineContext): Date | null {
  const today = dayIn(now, zone)
  if (moment) return moment
  if (clock === null) return day === null || day < today ? null : wholeDay(day, zone)
  const at = momentAt(day ?? today, clock, zone)
  if (at > now) return at
  if (day === null) return momentAt(addDays(today, 1), clock, zone)
  if (next === 'week') return momentAt(addDays(day, 7), clock, zone)
  if (next === 'year') return momentAt(yearLater(day), clock, zone)
  return day < today ? null : at
}

// The reader is asked about a day in the frame of UTC, at noon: what it makes of its reference and of the machine's own
// zone then never crosses a midnight. Times, weekdays and years are settled here, by the clocks of the zone that is meant.
const noonOf = (day: Day) => ({ instant: new Date(`${day}T12:00:00Z`), timezone: 0 })

const spoken: Record<string, Clock> = { morning: '09:00', afternoon: '14:00', evening: '18:00', tonight: '20:00' }

function readingOf(result: ParsedResult, today: Day, now: Date): Reading | null {
  const { start, text, index } = result
  const span = { from: index, to: index + text.replace(/[\s,]+$/, '').length }
  if (start.tags().has('result/relativeDateAndTime')) {
    return { span, day: null, clock: null, moment: momentAfter(text, now), next: null }
  }
  const found = dayOf(result, today)
  const clock = clockOf(result)
  if (!found && clock === null) return null
  const { day, next } = found ?? { day: null, next: null }
  const offset = start.isCertain('timezoneOffset') ? start.get('timezoneOffset') : null
  if (clock === null || offset === null) return { span, day, clock, moment: null, next }
  // A zone that is named is the one that is meant.
  const moment = new Date(Date.parse(`${day ?? today}T${clock}:00Z`) - offset * 60_000)
  return { span, day, clock, moment, next }
}

function dayOf({ start, text }: ParsedResult, today: Day): { day: Day; next: Next } | null {
  if (/^next week$/i.test(text)) return { day: addDays(mondayOf(today), 7), next: null }
  const [year, month, day] = (['year', 'month', 'day'] as const).map((part) => start.get(part) ?? 1)
  const date = (inYear = year, onDay = day) =>
    new Date(Date.UTC(inYear ?? 0, (month ?? 1) - 1, onDay)).toISOString().slice(0, 10)
  if (start.isCertain('day') && start.isCertain('month')) {
    if (start.isCertain('year')) return { day: date(), next: null }
    const thisYear = date(Number(today.slice(0, 4)))
    return { day: thisYear < today ? yearLater(thisYear) : thisYear, next: 'year' }
  }
  if (start.isCertain('weekday')) {
    const weekday = start.get('weekday') ?? 0
    if (/\bnext\b/i.test(text)) return { day: addDays(mondayOf(today), 7 + ((weekday + 6) % 7)), next: 'week' }
    return { day: addDays(today, (weekday - weekdayOf(today) + 7) % 7), next: 'week' }
  }
  if (!start.tags().has('result/relativeDate') || !start.isCertain('month')) return null
  return { day: /^next\b/i.test(text) ? date(year, 1) : date(), next: null }
}

function clockOf({ start, text }: ParsedResult): Clock | null {
  if (start.isCertain('hour')) {
    const hour = start.get('hour') ?? 0
    // Nobody means five in the morning by 5, unless they write 05:00.
    const afternoon = !start.isCertain('meridiem') && hour >= 1 && hour <= 6 && !/\b0\d/.test(text)
    return `${pad(afternoon ? hour + 12 : hour)}:${pad(start.get('minute') ?? 0)}`
  }
  for (const [word, clock] of Object.entries(spoken)) if (start.tags().has(`casualReference/${word}`)) return clock
  return null
}

// In the middle of June nobody changes their clocks: there the words say how long they mean.
const june = noonOf('2026-06-15')

/** `in 2 hours` after a moment, to the minute. */
function momentAfter(words: string, now: Date): Date {
  const [start] = reader.parse(words, june).map((result) => result.start)
  const [year, month, day, hour, minute] = (['year', 'month', 'day', 'hour', 'minute'] as const).map(
    (part) => start?.get(part) ?? 0,
  )
  const ahead = Date.UTC(year ?? 0, (month ?? 1) - 1, day, hour, minute) - june.instant.getTime()
  return new Date(Math.floor(now.getTime() / 60_000) * 60_000 + ahead)
}

const pad = (part: number): string => String(part).padStart(2, '0')

const mondayOf = (day: Day): Day => addDays(day, -((weekdayOf(day) + 6) % 7))

const yearLater = (day: Day): Day => {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number)
  return new Date(Date.UTC(year + 1, month - 1, date)).toISOString().slice(0, 10)
}

/** Words that can be a date and mostly are none. */
const past = /^(?:last|past|previous)\b|\bago$|^yesterday\b/i
const vague = /^(?:now|weekend|night|morning|afternoon|evening|24\/7)$/i
const ambiguous = /^(?:sun|sat|wed)$/i
const led = /(?:^|\s)(?:on|by|this|next|until|till|before|due)\s+$/i
const aheadWords =
  /^(?:in|within|after|\+)|(?:from now|later|hence)$|^next (?:week|month)$|^(?:the\s+)?day after tomorrow/i

function isMeant({ text, index, start }: ParsedResult, line: string): boolean {
  const [before, after] = [line.slice(0, index), line.slice(index + text.length)]
  // A part of a longer word, or somebody's: Monday's deck, v1/2, https://example.com/2026/12/01.
  if (/[^\s(,;:"“«–—]$/.test(before) || !/^(?:$|[\s),;:!?"”»–—]|\.(?:\s|$))/.test(after)) return false
  if (past.test(text) || vague.test(text)) return false
  if (ambiguous.test(text)) return led.test(before) || after.trim() === ''
  return !start.tags().has('result/relativeDate') || aheadWords.test(text)
}

const dayAfterTomorrow: Parser = {
  pattern: () => /\b(?:the\s+)?day\s+after\s+tomorrow\b/i,
  extract: ({ reference }) => ParsingComponents.createRelativeFromReference(reference, { day: 2 }),
}

/** `the 5th`: the next day of a month that has this number. */
const dayOfMonth: Parser = {
  pattern: () => /\b(?:on\s+)?the\s+(\d{1,2})(?:st|nd|rd|th)\b/i,
  extract: ({ refDate }, match) => {
    const wanted = Number(match[1])
    for (let ahead = 0; ahead < 62; ahead++) {
      const day = addDays(refDate.toISOString().slice(0, 10), ahead)
      const [year = 0, month = 1, date = 1] = day.split('-').map(Number)
      if (date === wanted) return { year, month, day: date }
    }
    return null
  },
}

function extended(chrono: Chrono): Chrono {
  const copy = chrono.clone()
  copy.parsers.push(dayAfterTomorrow, dayOfMonth)
  return copy
}

const reader = extended(casual)
const dayFirstReader = extended(GB)
