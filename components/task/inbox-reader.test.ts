import { describe, expect, it } from 'vitest'
import { createInboxReader } from './inbox-reader'
import { taskOf } from './task.fixture'
import type { TaskPages } from './task-pages'

type Asked = { limit: number; cursor?: string; ids?: readonly string[] }

const due = (id: string, day: number) => taskOf({ id, due_date: `2026-11-${10 + day}T09:00:00.000Z` })

function setUp(answers: (asked: Asked) => TaskPages | Promise<TaskPages>, loaded?: TaskPages) {
  let pages = loaded
  const asked: Asked[] = []
  const log: string[] = []
  const reader = createInboxReader({
    section: 'upcoming',
    ask: async (slice) => {
      asked.push(slice)
      return answers(slice)
    },
    loaded: () => pages,
    write: (change) => {
      pages = pages && change(pages)
    },
    mark: () => log.length,
    touchedSince: (mark) => [...new Set(log.slice(mark))],
  })
  return { reader, asked, touch: (id: string) => log.push(id), ids: () => pages?.rows.map(({ id }) => id) }
}

describe('reading a section', () => {
  it('begins with a page, and later reads as much as was loaded', async () => {
    const rows = Array.from({ length: 230 }, (_, at) => due(String(at).padStart(3, '0'), 1))
    const answers = ({ limit, cursor }: Asked) => {
      const from = Number(cursor ?? 0)
      return { rows: rows.slice(from, from + limit), next: from + limit < 230 ? String(from + limit) : null }
    }
    const first = setUp(answers)
    expect((await first.reader.read()).rows).toHaveLength(50)
    expect(first.asked).toEqual([{ limit: 50 }])
    const again = setUp(answers, { rows: rows.slice(0, 150), next: '150' })
    expect((await again.reader.read()).rows).toHaveLength(150)
    expect(again.asked).toEqual([{ limit: 100 }, { limit: 50, cursor: '100' }])
  })

  it('reads once more what has changed meanwhile', async () => {
    const { reader, asked, touch } = setUp(({ ids }) => {
      if (ids) return { rows: [due('a', 5)], next: null }
      touch('a')
      return { rows: [due('a', 1), due('b', 2)], next: null }
    })
    const { rows } = await reader.read()
    expect(rows.map(({ id }) => id)).toEqual(['b', 'a'])
    expect(asked[1]?.ids).toEqual(['a'])
  })
})

describe('reading on', () => {
  it('adds the next page, asks for it once at a time, and may be asked again when it failed', async () => {
    let failing = true
    const { reader, asked, ids } = setUp(
      () => {
        if (failing) throw new Error('lost')
        return { rows: [due('b', 2)], next: null }
      },
      { rows: [due('a', 1)], next: 'x' },
    )
    await expect(reader.more()).rejects.toThrow('lost')
    failing = false
    await Promise.all([reader.more(), reader.more()])
    expect(ids()).toEqual(['a', 'b'])
    expect(asked).toEqual([
      { limit: 50, cursor: 'x' },
      { limit: 50, cursor: 'x' },
    ])
    await reader.more()
    expect(asked).toHaveLength(2)
  })
})

describe('reading some tasks again', () => {
  it('puts them where they belong, a hundred at a time', async () => {
    const { reader, asked, ids } = setUp(({ ids }) => ({ rows: ids?.includes('a') ? [due('a', 9)] : [], next: null }), {
      rows: [due('a', 1), due('b', 2), due('c', 3)],
      next: null,
    })
    await reader.refresh(['a', 'b', ...Array.from({ length: 100 }, (_, at) => `x${at}`)])
    expect(ids()).toEqual(['c', 'a'])
    expect(asked.map(({ ids }) => ids?.length)).toEqual([100, 2])
  })

  it('does not write an answer over a change that was made after it was asked for', async () => {
    const { reader, touch, ids } = setUp(
      () => {
        touch('a')
        return { rows: [], next: null }
      },
      { rows: [due('a', 1), due('b', 2)], next: null },
    )
    await reader.refresh(['a', 'b'])
    expect(ids()).toEqual(['a'])
  })
})
