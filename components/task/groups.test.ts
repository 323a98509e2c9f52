import { describe, expect, it } from 'vitest'
import type { Section } from './due'
import { linesOf } from './groups'
import type { Task } from './task'
import { taskOf } from './task.fixture'

const reading = { today: '2026-11-22', zone: 'Asia/Kathmandu', locale: 'en-GB' }
const at = (id: string, due_date: string | null) => taskOf({ id, due_date })
const drawn = (section: Section, tasks: Task[]) =>
  linesOf(section, tasks, reading).map((line) =>
    'task' in line ? line.task.id : `# ${[line.heading.name, line.heading.date].filter(Boolean).join(', ')}`,
  )

describe('the lines of a section', () => {
  it('are the tasks alone where all are of one kind', () => {
    expect(drawn('today', [at('a', '2026-11-22T05:00:00Z'), at('b', '2026-11-22T06:00:00Z')])).toEqual(['a', 'b'])
  })

  it('are days where tasks are coming, by the clock of the reader', () => {
    // Kathmandu is 5:45 ahead.
    const tasks = [at('a', '2026-11-22T18:15:00Z'), at('b', '2026-11-23T18:14:59Z'), at('c', '2026-11-23T18:15:00Z')]
    expect(drawn('upcoming', tasks)).toEqual(['# Tomorrow, Monday 23 November', 'a', 'b', '# Tuesday 24 November', 'c'])
  })

  it('are days where tasks are done', () => {
    const done = (id: string, completed_at: string) => taskOf({ id, completed_at, is_completed: true })
    const tasks = [done('a', '2026-11-22T10:00:00Z'), done('b', '2026-11-21T10:00:00Z')]
    expect(drawn('completed', tasks)).toEqual([
      '# Today, Sunday 22 November',
      'a',
      '# Yesterday, Saturday 21 November',
      'b',
    ])
  })

  it('are the other sections in all of them', () => {
    const tasks = [
      at('a', '2026-11-20T10:00:00Z'),
      at('b', '2026-11-22T10:00:00Z'),
      at('c', '2026-11-30T10:00:00Z'),
      at('d', null),
      { ...at('e', null), is_completed: true },
    ]
    expect(drawn('all', tasks)).toEqual([
      '# Overdue',
      'a',
      '# Today',
      'b',
      '# Upcoming',
      'c',
      '# No date',
      'd',
      '# Completed',
      'e',
    ])
  })

  it('have keys of their own even while a task stands out of its place', () => {
    const tasks = [at('a', '2026-11-24T10:00:00Z'), at('b', '2026-11-25T10:00:00Z'), at('c', '2026-11-24T10:00:00Z')]
    const keys = linesOf('upcoming', tasks, reading).flatMap((line) => ('heading' in line ? [line.heading.key] : []))
    expect(new Set(keys).size).toBe(3)
  })
})
