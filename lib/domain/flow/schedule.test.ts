import { describe, expect, it } from 'vitest'
import { refuseUnlessCron } from './schedule'

describe('a schedule', () => {
  it.each([
    '0 2 * * *',
    '*/15 * * * *',
    '0 8-18/2 * * MON-FRI',
    '0 0 1,15 * *',
    '5 4 * * 7',
    '0 0 29 2 *',
    '0\t0  * JAN,MAR THU',
    '59 23 31 12 *',
  ])('may be %j', (given) => {
    expect(() => refuseUnlessCron(given)).not.toThrow()
  })

  it.each([
    '',
    ' ',
    'daily',
    '@daily',
    '@reboot',
    '* * * *',
    '* * * * * *',
    '0 0 2 * * *',
    '60 * * * *',
    '* 24 * * *',
    '* * 0 * *',
    '* * 32 * *',
    '* * * 13 *',
    '* * * * 8',
    '*/0 * * * *',
    '5-1 * * * *',
    '1,,2 * * * *',
    'a b c d e',
    '1.5 * * * *',
    '-1 * * * *',
    'H * * * *',
    '1,H * * * *',
    'H(0-5) * * * *',
    '0 2 * * *;',
    '0 2 * *\n*',
    '٣ * * * *',
  ])('is refused as %j', (given) => {
    expect(() => refuseUnlessCron(given)).toThrow(/cron expression/)
  })

  it.each(['0 0 31 2 *', '0 0 30 2 *', '0 0 31 4,6,9,11 *'])('%j never comes, and is refused', (given) => {
    expect(() => refuseUnlessCron(given)).toThrow('is not a valid cron expression')
  })
})
