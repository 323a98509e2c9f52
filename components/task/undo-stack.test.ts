import { expect, it } from 'vitest'
import { createUndoStack, type Done } from './undo-stack'

const done = (said: string, eventId: string | null = said): Done => ({ said, eventId, shows: new Map() })

it('gives back the latest first, any one once, and nothing that has changed nothing', () => {
  const stack = createUndoStack()
  const [a, b, c] = [done('a'), done('b'), done('c')]
  for (const each of [a, b, c, done('nothing', null)]) stack.push(each)
  expect(stack.take(b)).toBe(b)
  expect(stack.take(b)).toBeNull()
  expect([stack.last(), stack.take(), stack.take(), stack.take()]).toEqual([c, c, a, null])
})

it('remembers the last fifty', () => {
  const stack = createUndoStack()
  for (let at = 0; at < 60; at++) stack.push(done(String(at)))
  let [taken, oldest] = [0, '']
  for (let last = stack.take(); last; last = stack.take()) [taken, oldest] = [taken + 1, last.said]
  expect([taken, oldest]).toEqual([50, '10'])
})
