import { describe, expect, it } from 'vitest'
import { sentenceOf, shortCount, tell } from './notification'

const task = { id: 't', title: 'Call Alice' }
const sam = { id: 'u', name: 'Sam' }

describe('what a notification says', () => {
  it('names who did it and the task', () => {
    expect(sentenceOf({ type: 'task_assigned', task, actor: sam })).toBe('Sam assigned you “Call Alice”')
    expect(sentenceOf({ type: 'task_completed', task, actor: sam })).toBe('Sam completed “Call Alice”')
    expect(tell({ type: 'task_completed', task, actor: sam })).toEqual({
      who: 'Sam',
      before: ' completed ',
      title: 'Call Alice',
      after: '',
    })
  })

  it('does without a name where nobody in particular did it', () => {
    expect(sentenceOf({ type: 'task_assigned', task, actor: null })).toBe('You were assigned “Call Alice”')
    expect(sentenceOf({ type: 'task_completed', task, actor: null })).toBe('“Call Alice” was completed')
  })
})

it('a count has three characters at most', () => {
  expect([1, 99, 100, 12_345].map(shortCount)).toEqual(['1', '99', '99+', '99+'])
})
