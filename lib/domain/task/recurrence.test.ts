import { expect, it } from 'vitest'
import { problemWith } from './recurrence'

it.each([
  'FREQ=DAILY',
  'FREQ=WEEKLY;BYDAY=MO',
  'freq=weekly;byday=mo,fr',
  'BYDAY=MO;FREQ=WEEKLY',
  'FREQ=DAILY;INTERVAL=10;COUNT=5',
  'FREQ=DAILY;UNTIL=19971224T000000Z',
  'FREQ=DAILY;UNTIL=19971224T000000',
  'FREQ=DAILY;UNTIL=20280229',
  'FREQ=WEEKLY;INTERVAL=2;WKST=SU;BYDAY=TU,TH;BYHOUR=9;BYMINUTE=0;BYSECOND=0',
  'FREQ=MONTHLY;BYDAY=1SU,-1SU,+2MO',
  'FREQ=MONTHLY;BYMONTHDAY=-3,31',
  'FREQ=YEARLY;BYYEARDAY=1,-366;BYMONTH=1,12',
  'FREQ=YEARLY;BYWEEKNO=20,-53;BYDAY=MO',
  'FREQ=YEARLY;BYDAY=53MO',
  'FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1',
  // Of no calendar, but of the right form: the series ends.
  'FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30',
])('%s is a rule that a task can follow', (rule) => {
  expect(problemWith(rule)).toBeNull()
})

const form = 'must be a recurrence rule such as FREQ=WEEKLY;BYDAY=MO'
const often = 'must not recur more often than daily'
const part = (text: string) => `has a part that no rule can have: ${text}`

it.each([
  ['', form],
  ['weekly', form],
  ['every monday', form],
  ['BYDAY=MO', form],
  ['FREQ=', form],
  ['FREQ=DAILY;', form],
  ['FREQ=DAILY;;INTERVAL=2', form],
  ['FREQ=DAILY INTERVAL=2', form],
  ['FREQ=DAILY;FREQ=WEEKLY', form],
  ['RRULE:FREQ=DAILY', form],
  ['DTSTART:20261122T090000Z\nRRULE:FREQ=DAILY', form],
  ['FREQ=DAILY;DTSTART=20261122T090000Z', part('DTSTART=20261122T090000Z')],
  ['FREQ=DAILY;TZID=EUROPE/PARIS', part('TZID=EUROPE/PARIS')],
  ['FREQ=DAILY;BYEASTER=0', part('BYEASTER=0')],
  ['FREQ=DAILY;CONSTRUCTOR=1', part('CONSTRUCTOR=1')],
  [`FREQ=DAILY;BYDAY=${'X'.repeat(400)}`, part(`BYDAY=${'X'.repeat(34)}`)],
  ['FREQ=HOURLY', often],
  ['FREQ=MINUTELY;INTERVAL=1440', often],
  ['FREQ=SECONDLY', often],
  ['FREQ=DAILY;BYHOUR=9,17', often],
  ['FREQ=DAILY;BYMINUTE=0,30', often],
  ['FREQ=DAILY;BYSECOND=0,1', often],
  ['FREQ=FORTNIGHTLY', part('FREQ=FORTNIGHTLY')],
  ['FREQ=DAILY;INTERVAL=0', part('INTERVAL=0')],
  ['FREQ=DAILY;INTERVAL=-1', part('INTERVAL=-1')],
  ['FREQ=DAILY;INTERVAL=1.5', part('INTERVAL=1.5')],
  ['FREQ=DAILY;INTERVAL=1000000', part('INTERVAL=1000000')],
  ['FREQ=DAILY;COUNT=0', part('COUNT=0')],
  ['FREQ=DAILY;COUNT=many', part('COUNT=MANY')],
  ['FREQ=DAILY;UNTIL=2026-12-31', part('UNTIL=2026-12-31')],
  ['FREQ=DAILY;UNTIL=20260229', part('UNTIL=20260229')],
  ['FREQ=DAILY;UNTIL=20261231T240000Z', part('UNTIL=20261231T240000Z')],
  ['FREQ=DAILY;BYHOUR=24', part('BYHOUR=24')],
  ['FREQ=DAILY;BYMINUTE=60', part('BYMINUTE=60')],
  ['FREQ=DAILY;BYSECOND=60', part('BYSECOND=60')],
  ['FREQ=WEEKLY;BYDAY=', form],
  ['FREQ=WEEKLY;BYDAY=MO,', part('BYDAY=MO,')],
  ['FREQ=WEEKLY;BYDAY=MON', part('BYDAY=MON')],
  ['FREQ=MONTHLY;BYDAY=0MO', part('BYDAY=0MO')],
  ['FREQ=YEARLY;BYDAY=54MO', part('BYDAY=54MO')],
  ['FREQ=MONTHLY;BYMONTHDAY=32', part('BYMONTHDAY=32')],
  ['FREQ=MONTHLY;BYMONTHDAY=0', part('BYMONTHDAY=0')],
  ['FREQ=YEARLY;BYYEARDAY=367', part('BYYEARDAY=367')],
  ['FREQ=YEARLY;BYWEEKNO=54', part('BYWEEKNO=54')],
  ['FREQ=YEARLY;BYMONTH=13', part('BYMONTH=13')],
  ['FREQ=YEARLY;BYMONTH=-1', part('BYMONTH=-1')],
  ['FREQ=MONTHLY;BYDAY=MO;BYSETPOS=0', part('BYSETPOS=0')],
  ['FREQ=WEEKLY;WKST=XX', part('WKST=XX')],
  // RFC 5545, 3.3.10: what "MUST NOT" stand together.
  ['FREQ=DAILY;COUNT=2;UNTIL=20261231', 'must have COUNT or UNTIL, not both'],
  ['FREQ=MONTHLY;BYWEEKNO=2', 'can have BYWEEKNO only with FREQ=YEARLY'],
  ['FREQ=MONTHLY;BYYEARDAY=2', 'can have BYYEARDAY only with FREQ=YEARLY'],
  ['FREQ=WEEKLY;BYMONTHDAY=2', 'cannot have BYMONTHDAY with FREQ=WEEKLY'],
  [
    'FREQ=WEEKLY;BYDAY=1MO',
    'can number the days of BYDAY only with FREQ=MONTHLY or FREQ=YEARLY, and not beside BYWEEKNO',
  ],
  [
    'FREQ=YEARLY;BYWEEKNO=2;BYDAY=1MO',
    'can number the days of BYDAY only with FREQ=MONTHLY or FREQ=YEARLY, and not beside BYWEEKNO',
  ],
  ['FREQ=MONTHLY;BYSETPOS=1', 'can have BYSETPOS only beside another BY part'],
])('%s is none: it %s', (rule, problem) => {
  expect(problemWith(rule)).toBe(problem)
})
