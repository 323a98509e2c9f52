import { describe, expect, it } from 'vitest'
import { type Board, findCard, findColumn, type Placed } from './board'
import { aBoard, aCard, aColumn, shownIn } from './board.fixture'
import { mergeBoard, mergeHint, mergePage } from './merge-board'
import { placeCard } from './place-card'

const idle = new Map<string, { home: Placed; shownIn: string }>()

function sales(): Board {
  return aBoard(aColumn('new', [aCard('a', 'a'), aCard('b', 'b'), aCard('c', 'c')]), aColumn('won', [aCard('d', 'd')]))
}

function dragged(board: Board, id: string, stageId: string) {
  const home = findCard(board, id)
  if (!home) throw new Error(`No card ${id}`)
  const shown = placeCard(board, home, { stageId, at: 'end' }, '2026-11-22T10:00:00.000Z')
  return { shown, underWay: new Map([[id, { home, shownIn: stageId }]]) }
}

describe('mergeBoard', () => {
  it('keeps the identity of everything that did not change', () => {
    const shown = sales()
    const fresh = sales()
    fresh.columns[1] = aColumn('won', [aCard('d', 'd'), aCard('e', 'e')])
    const merged = mergeBoard(shown, fresh, idle)
    expect(merged.columns[0]).toBe(shown.columns[0])
    expect(merged.columns[1]?.cards[0]).toBe(shown.columns[1]?.cards[0])
    expect(shownIn(merged, 'won')).toEqual(['d', 'e'])
  })

  it('leaves a card whose move is under way where it is shown, counts included', () => {
    const { shown, underWay } = dragged(sales(), 'a', 'won')
    const merged = mergeBoard(shown, sales(), underWay)
    expect(shownIn(merged, 'new')).toEqual(['b', 'c'])
    expect(shownIn(merged, 'won')).toEqual(['d', 'a'])
    expect(merged.columns.map((column) => column.count)).toEqual([2, 2])
    expect(findColumn(merged, 'won')?.totals).toEqual([{ currency: 'USD', value: 2000, weighted: 1000 }])
  })

  it('counts once when the server already has the move that is under way', () => {
    const { shown, underWay } = dragged(sales(), 'a', 'won')
    const fresh = aBoard(
      aColumn('new', [aCard('b', 'b'), aCard('c', 'c')]),
      aColumn('won', [aCard('d', 'd'), aCard('a', 'e', { version: 2 })]),
    )
    const merged = mergeBoard(shown, fresh, underWay)
    expect(shownIn(merged, 'won')).toEqual(['d', 'a'])
    expect(merged.columns.map((column) => column.count)).toEqual([2, 2])
  })

  it('does not go back to an older version that was read before a move was confirmed', () => {
    const shown = aBoard(
      aColumn('new', [aCard('b', 'b')]),
      aColumn('won', [aCard('a', 'a', { version: 2 }), aCard('d', 'd')]),
    )
    const fresh = aBoard(aColumn('new', [aCard('a', 'a'), aCard('b', 'b')]), aColumn('won', [aCard('d', 'd')]))
    const merged = mergeBoard(shown, fresh, idle)
    expect(shownIn(merged, 'new')).toEqual(['b'])
    expect(shownIn(merged, 'won')).toEqual(['a', 'd'])
    expect(merged.columns.map((column) => column.count)).toEqual([1, 2])
  })
})

describe('mergePage', () => {
  it('appends and doubles nothing', () => {
    const shown = sales()
    const first = { ...aColumn('won', [aCard('d', 'd')]), count: 3, nextCursor: 'next' }
    shown.columns[1] = first
    const page = aColumn('won', [aCard('d', 'd'), aCard('e', 'e'), aCard('f', 'f')])
    const merged = mergePage(shown, page, idle)
    expect(shownIn(merged, 'won')).toEqual(['d', 'e', 'f'])
    expect(findColumn(merged, 'won')).toMatchObject({ count: 3, nextCursor: null })
  })
})

describe('mergeHint', () => {
  const fresh = aBoard(aColumn('new', []), aColumn('won', [aCard('b', 'a', { version: 2 })]))

  it('moves the asked card by its rank and takes the counts', () => {
    fresh.columns = fresh.columns.map((column, i) => ({ ...column, count: i ? 2 : 2 }))
    const merged = mergeHint(sales(), fresh, ['b'], idle, { count: true })
    expect(shownIn(merged, 'new')).toEqual(['a', 'c'])
    expect(shownIn(merged, 'won')).toEqual(['b', 'd'])
    expect(merged.columns.map((column) => column.count)).toEqual([2, 2])
  })

  it('takes away a card that left the board', () => {
    expect(shownIn(mergeHint(sales(), fresh, ['c'], idle, { count: false }), 'new')).toEqual(['a', 'b'])
  })

  it('does not touch a card under way', () => {
    const { shown, underWay } = dragged(sales(), 'b', 'won')
    const merged = mergeHint(shown, fresh, ['b'], underWay, { count: false })
    expect(shownIn(merged, 'won')).toEqual(['d', 'b'])
  })

  it('keeps a later version', () => {
    const shown = aBoard(aColumn('new', [aCard('b', 'b', { version: 3 })]), aColumn('won', []))
    expect(shownIn(mergeHint(shown, fresh, ['b'], idle, { count: false }), 'new')).toEqual(['b'])
  })

  it('leaves out of sight what lies beyond the loaded cards', () => {
    const shown = aBoard(aColumn('new', [aCard('b', 'b')]), {
      ...aColumn('won', [aCard('A', 'A')]),
      nextCursor: 'more',
    })
    expect(shownIn(mergeHint(shown, fresh, ['b'], idle, { count: false }), 'won')).toEqual(['A'])
  })
})
