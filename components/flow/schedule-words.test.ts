import { describe, expect, it } from 'vitest'
import { scheduleInWords } from './schedule-words'

describe('a schedule', () => {
  it.each([
    ['0 2 * * *', 'Every day at 02:00'],
    ['30 5 * * *', 'Every day at 05:30'],
    ['*/15 * * * *', 'Every 15 minutes'],
    ['* * * * *', 'Every minute'],
    ['0 * * * *', 'Every hour'],
    ['20 * * * *', 'Every hour at 20 past'],
    ['0 */6 * * *', 'Every 6 hours'],
    ['0 9 * * 1-5', 'Weekdays at 09:00'],
    ['0 9,17 * * MON-FRI', 'Weekdays at 09:00 and 17:00'],
    ['15 8 * * 6,0', 'Weekends at 08:15'],
    ['15 8 * * 6,7', 'Weekends at 08:15'],
    ['0 7 * * 5,1', 'Mondays and Fridays at 07:00'],
    ['0 7 * * *  ', 'Every day at 07:00'],
    ['0 0 * * 0-6', 'Every day at 00:00'],
    ['*/10 * * * 1-5', 'Every 10 minutes, weekdays'],
    ['0 3 1 * *', 'On the 1st of every month at 03:00'],
    ['0 3 1,2,3,4,11,22 * *', 'On the 1st, 2nd, 3rd, 4th, 11th, and 22nd of every month at 03:00'],
    ['0 3 1 1,JUL *', 'On the 1st of January and July at 03:00'],
    ['0 3 * 12 *', 'Every day in December at 03:00'],
    ['0 3 * 12 1', 'Mondays in December at 03:00'],
    ['0 3 13 * 5', 'By 0 3 13 * 5'],
    ['1-59/2 3 * * *', 'By 1-59/2 3 * * *'],
    ['0 3 L * *', 'By 0 3 L * *'],
  ])('%s is said as %s', (cron, words) => {
    expect(scheduleInWords(cron)).toBe(words)
  })
})
