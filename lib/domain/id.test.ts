import { expect, it } from 'vitest'
import { isId, newId } from './id'

it('makes ids in order, each once, of the present time', () => {
  const before = Date.now()
  const ids = Array.from({ length: 5_000 }, newId)
  expect(new Set(ids).size).toBe(5_000)
  expect([...ids].sort()).toEqual(ids)
  expect(ids.every((id) => isId(id) && /^.{14}7.{4}[89ab]/.test(id))).toBe(true)
  const time = (id: string | undefined = '') => Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16)
  expect(time(ids[0])).toBeGreaterThanOrEqual(before)
  expect(time(ids.at(-1))).toBeLessThanOrEqual(Date.now())
  // What is left to chance in one id is no part of the next.
  expect(new Set(ids.map((id) => id.slice(-11))).size).toBe(5_000)
})
