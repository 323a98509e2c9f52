import { CronExpressionParser } from 'cron-parser'
import { invalid } from '../refusal'

const fields = 5

/** Refuses (invalid) what is no cron expression of exactly five fields, or one whose time never comes. */
export function refuseUnlessCron(schedule: string): void {
  const given = schedule.trim().split(/[ \t]+/)
  // The parser also takes seconds, nicknames like @daily, and H, which stands for chance.
  if (given.length !== fields || given.some((field) => /(^|,)H|\s/i.test(field))) {
    throw invalid('schedule', 'must be a cron expression of five fields: minute, hour, day, month, weekday')
  }
  try {
    CronExpressionParser.parse(given.join(' '), { tz: 'UTC' }).next()
  } catch {
    throw invalid('schedule', 'is not a valid cron expression')
  }
}

/**
 * The next times of a schedule behind an instant, by the clocks of a zone: a time that they show twice is one, and one that
 * they are set forward over comes as much later.
 */
export function slotsAfter(schedule: string, timeZone: string, after: Date, count: number): Date[] {
  const times = CronExpressionParser.parse(schedule.trim(), { tz: timeZone, currentDate: after })
  return Array.from({ length: count }, () => times.next().toDate())
}

const longAgo = 2 * 86_400_000

/**
 * The last time of a schedule that has come by now, and the next one that has not.
 * @param first one of its times, not after now
 */
export function slotsAround(schedule: string, timeZone: string, first: Date, now: Date): { last: Date; next: Date } {
  const walk = (from: Date, known: Date | null) => {
    const times = CronExpressionParser.parse(schedule.trim(), { tz: timeZone, currentDate: from })
    let last = known
    for (;;) {
      const next = times.next().toDate()
      if (next > now) return { last, next }
      last = next
    }
  }
  // What comes often need not be gone through from long ago.
  const recent = new Date(now.getTime() - longAgo)
  const { last, next } = recent > first ? walk(recent, null) : walk(first, first)
  return last ? { last, next } : (walk(first, first) as { last: Date; next: Date })
}
