import { expect, it } from 'vitest'
import { among, askFor, isNarrowed, linkOf, type TaskFilter } from './view'

const filter = (given: Partial<TaskFilter> = {}): TaskFilter => ({
  who: 'me',
  type: null,
  priority: null,
  about: null,
  words: '',
  ...given,
})
const asked = (given: Partial<TaskFilter>, ids?: string[]) =>
  Object.fromEntries(
    Object.entries(askFor(filter(given), 'ada', ids && [among(ids)])).filter(([, value]) => value !== undefined),
  )
const group = (...conditions: object[]) => JSON.stringify({ type: 'AND', conditions })

it('asks for whose tasks are meant', () => {
  expect(asked({})).toEqual({ assigned_to: 'ada' })
  expect(asked({ who: 'sam' })).toEqual({ assigned_to: 'sam' })
  expect(asked({ who: 'everyone' })).toEqual({})
  expect(asked({ who: 'nobody' })).toEqual({ filters: group({ field: 'assigned_to_id', operator: 'is_null' }) })
})

it('asks for what narrows them, all together', () => {
  const narrow = {
    who: 'everyone',
    type: 'call',
    priority: 'high',
    about: 'contacts:al:ice',
    words: ' offer ',
  } as const
  expect(asked(narrow, ['a', 'b'])).toEqual({
    priority: 'high',
    action_type: 'call',
    linked_entity_id: 'al:ice',
    filters: group(
      { field: 'title', operator: 'contains', value: 'offer' },
      { field: 'id', operator: 'in', value: ['a', 'b'] },
    ),
  })
  expect(linkOf('contacts:al:ice')).toEqual({ type: 'contacts', id: 'al:ice' })
})

it('knows whether anything narrows them', () => {
  expect(
    [filter(), filter({ who: 'everyone', words: ' ' }), filter({ words: 'x' }), filter({ type: 'call' })].map(
      isNarrowed,
    ),
  ).toEqual([false, false, true, true])
})
