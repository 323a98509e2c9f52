import { describe, expect, it } from 'vitest'
import { refuseUnlessCron, slotsAfter, slotsAround } from './schedule'

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

const at = (texts: string[]) => texts.map((text) => new Date(text))

describe('the times of a schedule', () => {
  // Paris sets its clocks forward on 29 March 2026 from 02:00 to 03:00, and back on 25 October from 03:00 to 02:00.
  it.each([
    ['in spring', '30 2 * * *', '2026-03-28T00:00Z', ['2026-03-28T01:30Z', '2026-03-29T01:30Z', '2026-03-30T00:30Z']],
    ['in autumn', '30 2 * * *', '2026-10-24T00:00Z', ['2026-10-24T00:30Z', '2026-10-25T00:30Z', '2026-10-26T01:30Z']],
    [
      'each hour of a long night',
      '0 * * * *',
      '2026-10-24T23:30Z',
      ['2026-10-25T00:00Z', '2026-10-25T01:00Z', '2026-10-25T02:00Z'],
    ],
    [
      'each hour of a short one',
      '0 * * * *',
      '2026-03-29T00:30Z',
      ['2026-03-29T01:00Z', '2026-03-29T02:00Z', '2026-03-29T03:00Z'],
    ],
  ])('come once each, %s', (_, schedule, after, slots) => {
    expect(slotsAfter(schedule, 'Europe/Paris', new Date(after), 3)).toEqual(at(slots))
  })

  it('are the same whether they are walked one by one or all at once', () => {
    for (const schedule of ['30 2 * * *', '*/20 1-3 * * *', '0 0 1 * *', '15 2 * 3,10 SUN']) {
      let last = new Date('2026-03-20T00:00:00Z')
      const all = slotsAfter(schedule, 'Europe/Paris', last, 40)
      for (const slot of all) {
        expect(slotsAfter(schedule, 'Europe/Paris', last, 1)).toEqual([slot])
        last = slot
      }
    }
  })

  it.each([
    // Nothing ran for a while: the last one that was missed, and the one to come.
    ['0 2 * * *', '2026-06-01T00:00Z', '2026-06-04T12:00Z', '2026-06-04T00:00Z', '2026-06-05T00:00Z'],
    ['0 2 * * *', '2026-06-01T00:00Z', '2026-06-01T00:00Z', '2026-06-01T00:00Z', '2026-06-02T00:00Z'],
    ['* * * * *', '2025-01-01T00:00Z', '2026-06-04T12:00:30Z', '2026-06-04T12:00Z', '2026-06-04T12:01Z'],
    ['0 0 1 1 *', '2019-12-31T23:00Z', '2026-06-04T12:00Z', '2025-12-31T23:00Z', '2026-12-31T23:00Z'],
    ['30 2 * * *', '2026-03-28T01:30Z', '2026-03-29T12:00Z', '2026-03-29T01:30Z', '2026-03-30T00:30Z'],
    ['30 2 * * *', '2026-10-24T00:30Z', '2026-10-25T01:10Z', '2026-10-25T00:30Z', '2026-10-26T01:30Z'],
    ['30 2 * * *', '2026-10-25T00:30Z', '2026-10-25T00:59Z', '2026-10-25T00:30Z', '2026-10-26T01:30Z'],
  ])('%s from %s on, at %s', (schedule, first, now, last, next) => {
    expect(slotsAround(schedule, 'Europe/Paris', new Date(first), new Date(now))).toEqual({
      last: new Date(last),
      next: new Date(next),
    })
  })
})
