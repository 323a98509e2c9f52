import { describe, expect, it } from 'vitest'
import { repeatOf, repeats, repeatWords, ruleOf } from './repeat'

// A Tuesday; in Samoa it is Wednesday already.
const due = new Date('2026-11-24T15:00:00.000Z')
const choice = (rule: string, zone = 'UTC') => repeatOf(rule, due, zone)
const words = (rule: string, zone = 'UTC') => repeatWords(rule, due, zone, 'en-GB')

describe('a rule', () => {
  it('is one of the choices, however it is written', () => {
    for (const repeat of repeats) expect(choice(ruleOf[repeat])).toBe(repeat)
    expect(choice('freq=weekly;byday=tu')).toBe('weekly')
    expect(choice('FREQ=WEEKLY;INTERVAL=1;WKST=MO')).toBe('weekly')
    expect(choice('BYDAY=FR,TH,WE,TU,MO;FREQ=WEEKLY')).toBe('weekdays')
    expect(choice('FREQ=MONTHLY;BYMONTHDAY=24')).toBe('monthly')
  })

  it('is one of its own when it says more', () => {
    for (const rule of [
      ...['FREQ=WEEKLY;BYDAY=MO', 'FREQ=WEEKLY;INTERVAL=2', 'FREQ=DAILY;COUNT=3', 'FREQ=MONTHLY;BYMONTHDAY=-1'],
      ...['FREQ=MONTHLY;BYDAY=2TU', 'FREQ=DAILY;UNTIL=20261231', 'FREQ=WEEKLY;BYDAY=MO,TU,WE,TH'],
    ]) {
      expect(choice(rule), rule).toBeNull()
    }
    expect(choice('FREQ=WEEKLY;BYDAY=TU', 'Pacific/Apia')).toBeNull()
    expect(choice('FREQ=WEEKLY;BYDAY=WE', 'Pacific/Apia')).toBe('weekly')
  })

  it.each([
    ['FREQ=DAILY', 'Every day'],
    ['FREQ=DAILY;INTERVAL=3', 'Every 3 days'],
    ['FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR', 'Every weekday'],
    ['FREQ=WEEKLY', 'Every week on Tuesday'],
    ['FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TH', 'Every 2 weeks on Monday and Thursday'],
    ['FREQ=WEEKLY;BYDAY=SU,SA', 'Every week on Sunday and Saturday'],
    ['FREQ=MONTHLY', 'Every month on day 24'],
    ['FREQ=MONTHLY;BYMONTHDAY=1;INTERVAL=3', 'Every 3 months on day 1'],
    ['FREQ=YEARLY', 'Every year on 24 November'],
    ['FREQ=DAILY;COUNT=6', 'Every day, 6 times'],
    ['FREQ=DAILY;COUNT=1', 'Every day, this once more'],
    ['FREQ=DAILY;UNTIL=20261231T235959Z', 'Every day, until 31 Dec 2026'],
    ['FREQ=MONTHLY;BYDAY=-1FR', 'By the rule FREQ=MONTHLY;BYDAY=-1FR'],
    ['FREQ=MONTHLY;BYMONTHDAY=-1', 'By the rule FREQ=MONTHLY;BYMONTHDAY=-1'],
    ['FREQ=YEARLY;BYMONTH=1', 'By the rule FREQ=YEARLY;BYMONTH=1'],
  ])('%s is said as %s', (rule, said) => expect(words(rule)).toBe(said))

  it('is said by the day where the reader is', () => {
    expect(words('FREQ=WEEKLY', 'Pacific/Apia')).toBe('Every week on Wednesday')
    expect(words('FREQ=MONTHLY', 'Pacific/Apia')).toBe('Every month on day 25')
  })
})
