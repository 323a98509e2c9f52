import { expect, it } from 'vitest'
import { endOf } from './expiry'

it('endOf gives never, so many days, or the end of a day where the reader is', () => {
  const now = new Date('2026-11-22T10:00:00Z')
  expect(endOf('never', '', now)).toBeNull()
  expect(endOf('30', '', now)?.toISOString()).toBe('2026-12-22T10:00:00.000Z')
  expect(endOf('365', '', now)?.toISOString()).toBe('2027-11-22T10:00:00.000Z')
  expect(endOf('day', '2027-02-28', now)).toEqual(new Date(2027, 1, 28, 23, 59, 59, 999))
})
