import { expect, it } from 'vitest'
import { createUndoStack, type Done } from './undo-stack'

const done = (said: string, eventId: string | null = said): Done => ({ said, eventId, shows: new Map() })
const soon = (said: string, eventId?: string | null) => Promise.resolve(done(said, eventId))

it('gives back the latest first, any one once, and nothing that has changed nothing or was refused', async () => {
  const stack = createUndoStack()
  const [a, b, c] = [stack.push(soon('a')), stack.push(soon('b')), stack.push(soon('c'))]
  const useless = [
    stack.push(soon('nothing', null)),
    stack.push(Promise.resolve(null)),
    stack.push(Promise.reject(new Error('no'))),
  ]
  await Promise.all(useless.map(({ answered }) => answered))
  expect(stack.take(b)).toBe(b)
  expect(stack.take(b)).toBeNull()
  expect([stack.last(), stack.take(), stack.take(), stack.take()]).toEqual([c, c, a, null])
})

it('gives what has no answer yet, to be taken back once it has', async () => {
  const stack = createUndoStack()
  stack.push(soon('before'))
  let answer = (_: Done) => {}
  const step = stack.push(new Promise<Done>((resolve) => (answer = resolve)))
  expect(stack.take()).toBe(step)
  expect([step.done, stack.has(step)]).toEqual([null, false])
  answer(done('after'))
  expect(await step.answered).toMatchObject({ said: 'after' })
  expect(step.done).toMatchObject({ said: 'after' })
})

it('remembers the last fifty', async () => {
  const stack = createUndoStack()
  for (let at = 0; at < 60; at++) stack.push(soon(String(at)))
  const said: (string | undefined)[] = []
  for (let last = stack.take(); last; last = stack.take()) said.push((await last.answered)?.said)
  expect([said.length, said.at(-1)]).toEqual([50, '10'])
})
