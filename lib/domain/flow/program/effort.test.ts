import { expect, it } from 'vitest'
import { Effort, mostEffort } from './effort'

it.each([
  ['worked', mostEffort.steps, 'The expressions take too long for so many rows'],
  ['wrote', mostEffort.text, 'The texts that are put together are too long in all'],
  ['added', mostEffort.rows, 'The rows become too many where they are joined or copied'],
] as const)('a batch has %s no more than %d', (does, most, message) => {
  const effort = new Effort()
  effort[does](most - 1)
  effort[does](1)
  expect(() => effort[does](1)).toThrow(message)
})
