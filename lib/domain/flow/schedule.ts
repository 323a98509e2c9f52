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
