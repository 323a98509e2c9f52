import { expect, test } from 'vitest'
import { waitAfter } from './attempt'

test('tries come at 5 s, 30 s, 2 min, 10 min, 1 h, 6 h and 24 h after one another, a fifth sooner or later', () => {
  const seconds = [5, 30, 120, 600, 3_600, 21_600, 86_400]
  for (const [at, wait] of seconds.entries()) {
    expect(waitAfter(at + 1, 0, 0.5)).toBeCloseTo(wait * 1000)
    expect(waitAfter(at + 1, 0, 0)).toBeCloseTo(wait * 800)
    expect(waitAfter(at + 1, 0, 1)).toBeCloseTo(wait * 1200)
  }
  expect(waitAfter(8)).toBeNull()
})

test('a receiver is given the time that it asks for, up to a day', () => {
  expect(waitAfter(1, 60, 0.5)).toBe(60_000)
  expect(waitAfter(3, 60, 0.5)).toBe(120_000)
  expect(waitAfter(1, 10_000_000, 0.5)).toBe(86_400_000)
  expect(waitAfter(8, 60)).toBeNull()
})
