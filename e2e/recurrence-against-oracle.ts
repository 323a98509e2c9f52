import { expect } from 'vitest'
import { nextOccurrence } from '@/lib/domain/task/next-occurrence'
import { chance } from './random'

/** What the platform's own calendar writes for an instant: `2026-11-22 09:00`, and the instants of such a text. */
class Clock {
  private readonly calendar: Intl.DateTimeFormat

  constructor(zone: string) {
    this.calendar = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'short' })
  }

  shows(instant: number): string {
    return this.calendar.format(instant)
  }

  /** The first instant at which it shows this; where it never does, as much later as it is set forward there. */
  instantOf(shown: string): number {
    const utc = Date.parse(`${shown.replace(' ', 'T')}:00Z`)
    const ahead = (instant: number) => Date.parse(`${this.shows(instant).replace(' ', 'T')}:00Z`) - instant
    // By quarters of an hour, as all zones have been since 1972; those of the east come first.
    for (let offset = 15 * 60; offset >= -13 * 60; offset -= 15) {
      if (this.shows(utc - offset * minute) === shown) return utc - offset * minute
    }
    // A minute before the clocks are set, they are as much ahead as they were all day.
    let before = utc - 15 * 60 * minute
    while (this.shows(before + minute) < shown) before += minute
    return utc - ahead(before)
  }
}

const minute = 60_000
const oneDay = 86_400_000

/** The days of a simple rule, found by looking at each: `fits` gets the day and the first, as UTC midnights. */
interface Simple {
  rule: string
  fits(day: Date, first: Date): boolean
}

const weekOf = (day: Date) => Math.floor((day.getTime() / oneDay + 3) / 7)
const monthOf = (day: Date) => day.getUTCFullYear() * 12 + day.getUTCMonth()
const weekdays = ['SU', 'MO', 'TU', 'WE', 'TH', 'FR', 'SA']

function simpleRule({ under, pick }: ReturnType<typeof chance>): Simple {
  const every = 1 + under(4)
  const chosen = weekdays.filter(() => under(3) === 0)
  const some = chosen.length > 0 ? chosen : ['WE']
  const monthDay = 1 + under(31)
  const named = (day: Date) => weekdays[day.getUTCDay()] ?? ''
  return pick<Simple>([
    {
      rule: `FREQ=DAILY;INTERVAL=${every}`,
      fits: (day, first) => ((day.getTime() - first.getTime()) / oneDay) % every === 0,
    },
    {
      rule: `FREQ=WEEKLY;INTERVAL=${every};BYDAY=${some.join()}`,
      fits: (day, first) => (weekOf(day) - weekOf(first)) % every === 0 && some.includes(named(day)),
    },
    {
      rule: `FREQ=MONTHLY;INTERVAL=${every};BYMONTHDAY=${monthDay}`,
      fits: (day, first) => (monthOf(day) - monthOf(first)) % every === 0 && day.getUTCDate() === monthDay,
    },
    {
      rule: 'FREQ=MONTHLY;BYMONTHDAY=-1',
      fits: (day) => new Date(day.getTime() + oneDay).getUTCDate() === 1,
    },
    {
      rule: 'FREQ=MONTHLY;BYDAY=2TU,-1FR',
      fits: (day) =>
        (named(day) === 'TU' && Math.ceil(day.getUTCDate() / 7) === 2) ||
        (named(day) === 'FR' && new Date(day.getTime() + 7 * oneDay).getUTCMonth() !== day.getUTCMonth()),
    },
    {
      rule: 'FREQ=YEARLY',
      fits: (day, first) => day.getUTCMonth() === first.getUTCMonth() && day.getUTCDate() === first.getUTCDate(),
    },
  ])
}

/** Holds what comes after random tasks in random zones against looking at day after day. */
export function holdNextOccurrences(seed: number, cases: number): void {
  const random = chance(seed)
  const zones = Intl.supportedValuesOf('timeZone')
  const edges = [0, 30, 60, 90, 120, 135, 150, 165, 180]
  for (let nth = 0; nth < cases; nth++) {
    const zone = random.pick(zones)
    const clock = new Clock(zone)
    const { rule, fits } = simpleRule(random)
    const firstDay = new Date(Date.UTC(1975 + random.under(60), random.under(12), 1 + random.under(31)))
    // Half of all at the hours at which clocks are set.
    const time = (random.under(2) ? random.pick(edges) : random.under(24 * 60)) * minute
    const shownOn = (day: Date) => new Date(day.getTime() + time).toISOString().slice(0, 16).replace('T', ' ')
    const dueAt = new Date(clock.instantOf(shownOn(firstDay)))
    // What clocks skip is no beginning.
    if (clock.shows(dueAt.getTime()) !== shownOn(firstDay)) continue
    const moment = new Date(dueAt.getTime() + (random.under(200) - 20) * 11 * 60 * minute)
    const count = random.under(3) ? null : 1 + random.under(20)
    const untilDay = count || random.under(3) ? null : new Date(firstDay.getTime() + random.under(120) * oneDay)
    const until = untilDay?.toISOString().slice(0, 10).replaceAll('-', '')
    const recurrence = rule + (count ? `;COUNT=${count}` : '') + (until ? `;UNTIL=${until}` : '')

    let expected: { dueAt: Date; recurrence: string } | null = null
    let left = (count ?? 1e9) - 1
    for (let day = firstDay, days = 0; days < 366 * 9 && left > 0; days++) {
      day = new Date(day.getTime() + oneDay)
      if (untilDay && day > untilDay) break
      if (!fits(day, firstDay)) continue
      const instant = clock.instantOf(shownOn(day))
      if (instant > dueAt.getTime() && instant > moment.getTime()) {
        expected = { dueAt: new Date(instant), recurrence: recurrence.replace(/COUNT=\d+/, `COUNT=${left}`) }
        break
      }
      left--
    }
    const found = nextOccurrence({ dueAt, recurrence, dueLocal: null }, moment, zone)
    const told = found && { dueAt: found.dueAt, recurrence: found.recurrence }
    const where = `SEED=${seed}, ${nth}: ${recurrence} in ${zone} from ${dueAt.toISOString()}, done ${moment.toISOString()}`
    expect(told, where).toEqual(expected)
  }
}
