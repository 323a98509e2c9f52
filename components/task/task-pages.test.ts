import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Section, sections } from './due'
import type { Task, TaskChange } from './task'
import { taskOf } from './task.fixture'
import { inOrder, shownAs, type TaskPages, withFresh, withPage, withTaken } from './task-pages'

const ids = ({ rows }: TaskPages) => rows.map(({ id }) => id)
const due = (id: string, day: number | null) =>
  taskOf({ id, due_date: day === null ? null : `2026-11-${10 + day}T09:00:00.000Z` })

describe('withFresh', () => {
  const loaded: TaskPages = { rows: [due('a', 1), due('b', 3), due('c', 5)], next: 'more' }

  it('puts a task where it belongs now', () => {
    expect(ids(withFresh(loaded, ['c'], [due('c', 2)], 'upcoming'))).toEqual(['a', 'c', 'b'])
    expect(ids(withFresh(loaded, ['new'], [due('new', 0)], 'upcoming'))).toEqual(['new', 'a', 'b', 'c'])
  })

  it('takes away what belongs elsewhere', () => {
    expect(ids(withFresh(loaded, ['b', 'unknown'], [], 'upcoming'))).toEqual(['a', 'c'])
  })

  it('leaves what belongs beyond what is loaded to its page, unless all is', () => {
    expect(ids(withFresh(loaded, ['a'], [due('a', 9)], 'upcoming'))).toEqual(['b', 'c'])
    expect(ids(withFresh({ ...loaded, next: null }, ['a'], [due('a', 9)], 'upcoming'))).toEqual(['b', 'c', 'a'])
    expect(ids(withFresh({ rows: [], next: null }, ['a'], [due('a', 9)], 'upcoming'))).toEqual(['a'])
  })

  it('is what sorting all of them gives, for any tasks and any changes', () => {
    const instant = fc.constantFrom(
      null,
      '2026-11-10T09:00:00.000Z',
      '2026-11-11T09:00:00.000Z',
      '2026-11-12T09:00:00.000Z',
    )
    const some = fc.uniqueArray(
      fc
        .record({ id: fc.constantFrom(...'abcdefgh'), due_date: instant, completed_at: instant })
        .map((given): Task => taskOf({ ...given, is_completed: given.completed_at !== null })),
      { selector: ({ id }) => id },
    )
    fc.assert(
      fc.property(some, some, fc.constantFrom<Section>(...sections), (before, changed, section) => {
        const sorted = (tasks: Task[]) => [...tasks].sort((a, b) => inOrder(section, a, b))
        const again = changed.map(({ id }) => id)
        const after = withFresh({ rows: sorted(before), next: null }, again, changed, section)
        const rest = before.filter(({ id }) => !again.includes(id))
        expect(after.rows).toEqual(sorted([...rest, ...changed]))
      }),
    )
  })
})

describe('the order of a section', () => {
  const sorted = (section: Section, tasks: Task[]) => tasks.sort((a, b) => inOrder(section, a, b)).map(({ id }) => id)

  it('is by date, those without one last, then by id', () => {
    expect(sorted('today', [due('c', null), due('b', 2), due('a', 2), due('d', 1)])).toEqual(['d', 'a', 'b', 'c'])
  })

  it('has the latest first in what is completed', () => {
    const done = (id: string, at: number) =>
      taskOf({ id, is_completed: true, completed_at: `2026-11-${10 + at}T00:00:00.000Z` })
    expect(sorted('completed', [done('a', 1), done('b', 3), done('c', 2)])).toEqual(['b', 'c', 'a'])
  })

  it('has what is open first in all', () => {
    const done = { ...due('a', 0), is_completed: true, completed_at: '2026-11-09T00:00:00.000Z' }
    expect(sorted('all', [done, due('b', null), due('c', 4)])).toEqual(['c', 'b', 'a'])
  })
})

it('withPage goes on behind what is loaded, each task once', () => {
  const page = { rows: [due('a', 1), due('d', 6)], next: null }
  expect(withPage({ rows: [due('a', 1), due('b', 3)], next: 'x' }, page)).toEqual({
    rows: [due('a', 1), due('b', 3), due('d', 6)],
    next: null,
  })
})

describe('a change that the server has taken', () => {
  const place = { zone: 'UTC', today: '2026-11-10' }
  const loaded: TaskPages = { rows: [due('a', 1), due('b', 2), due('c', 3)], next: null }
  const taken = (id: string, change: TaskChange | 'gone', section: Section = 'upcoming') =>
    ids(withTaken(loaded, new Map([[id, change]]), section, place))

  it('puts a task where it belongs', () => {
    expect(taken('a', { due_date: '2026-11-13T10:00:00.000Z' })).toEqual(['b', 'c', 'a'])
    expect(taken('a', { title: 'Other' })).toEqual(['a', 'b', 'c'])
    expect(taken('x', { title: 'Other' })).toEqual(['a', 'b', 'c'])
  })

  it('takes it away where it belongs elsewhere', () => {
    expect(taken('a', { due_date: '2026-11-10T10:00:00.000Z' })).toEqual(['b', 'c'])
    expect(taken('b', { is_completed: true, completed_at: '2026-11-10T10:00:00.000Z' })).toEqual(['a', 'c'])
    expect(taken('b', { is_completed: true, completed_at: '2026-11-10T10:00:00.000Z' }, 'all')).toEqual(['a', 'c', 'b'])
    expect(taken('c', 'gone')).toEqual(['a', 'b'])
  })
})

it('a change is shown over the task, and what is gone is not shown', () => {
  const changes = new Map<string, TaskChange | 'gone'>([
    ['a', { priority: 'high' }],
    ['b', 'gone'],
  ])
  expect(shownAs(due('a', 1), changes)?.priority).toBe('high')
  expect(shownAs(due('b', 1), changes)).toBeNull()
})
