import { describe, expect, it } from 'vitest'
import { formatAgo, formatAhead, formatMoment } from './moment'

const now = new Date(2026, 10, 22, 14, 30, 20)
const ago = (hours: number, minutes = 0, seconds = 0) =>
  new Date(now.getTime() - ((hours * 60 + minutes) * 60 + seconds) * 1000)

describe('formatAgo', () => {
  it.each([
    [ago(0, 0, 0), 'This minute'],
    [ago(0, 0, 59), 'This minute'],
    [ago(0, 1), '1 minute ago'],
    [ago(0, 59, 59), '59 minutes ago'],
    [ago(1), '1 hour ago'],
    [ago(14), '14 hours ago'],
    [ago(15), 'Yesterday'],
    [ago(24 * 6), '6 days ago'],
    [ago(24 * 7), 'Nov 15'],
    [new Date(2025, 10, 22), 'Nov 22, 2025'],
  ])('says %s as %s', (moment, said) => expect(formatAgo(moment, now, 'en-US')).toBe(said))

  it('says of a clock that goes ahead that it is now', () => {
    expect(formatAgo(new Date(now.getTime() + 90_000), now, 'en-US')).toBe('This minute')
  })

  it('says of the last hour across midnight how many minutes', () => {
    const early = new Date(2026, 10, 22, 0, 10)
    expect(formatAgo(new Date(2026, 10, 21, 23, 40), early, 'en-US')).toBe('30 minutes ago')
  })
})

it.each([
  [0, 'in 1 second'],
  [20, 'in 20 seconds'],
  [120, 'in 2 minutes'],
  [3 * 3600, 'in 3 hours'],
])('formatAhead says of %i seconds %s', (seconds, said) => {
  expect(formatAhead(new Date(now.getTime() + seconds * 1000), now, 'en-US')).toBe(said)
})

it('formatMoment names day and time in full', () => {
  expect(formatMoment(new Date(2026, 2, 12, 14, 3), 'en-GB')).toBe('12 March 2026 at 14:03')
})
