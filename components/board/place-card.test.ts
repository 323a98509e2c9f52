import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Board, findCard, findColumn, type Spot } from './board'
import { aBoard, aCard, aColumn, shownIn } from './board.fixture'
import { placeCard, settleCard, unplaceCard } from './place-card'

const now = '2026-11-22T10:00:00.000Z'

function sales(): Board {
  return aBoard(
    aColumn('new', [aCard('a', 'a'), aCard('b', 'b'), aCard('c', 'c')], { probability: 0.25 }),
    aColumn('won', [aCard('d', 'd', { value: 500 })], { type: 'won', probability: 1 }),
    aColumn('empty', []),
  )
}

function place(board: Board, id: string, spot: Spot): Board {
  const placed = findCard(board, id)
  if (!placed) throw new Error(`No card ${id}`)
  return placeCard(board, placed, spot, now)
}

describe('placeCard', () => {
  it('puts a card behind, before, and at the end', () => {
    expect(shownIn(place(sales(), 'a', { stageId: 'new', at: { after: 'b' } }), 'new')).toEqual(['b', 'a', 'c'])
    expect(shownIn(place(sales(), 'c', { stageId: 'new', at: { before: 'a' } }), 'new')).toEqual(['c', 'a', 'b'])
    expect(shownIn(place(sales(), 'a', { stageId: 'empty', at: 'end' }), 'empty')).toEqual(['a'])
  })

  it('lets counts, totals and weighted totals follow', () => {
    const board = place(sales(), 'a', { stageId: 'won', at: { after: 'd' } })
    expect(findColumn(board, 'new')).toMatchObject({
      count: 2,
      totals: [{ currency: 'USD', value: 2000, weighted: 500 }],
    })
    expect(findColumn(board, 'won')).toMatchObject({
      count: 2,
      totals: [{ currency: 'USD', value: 1500, weighted: 1500 }],
    })
    expect(findCard(board, 'a')?.card).toMatchObject({ status: 'won', daysInStage: 0, stageEnteredAt: now })
  })

  it('keeps currencies apart', () => {
    const board = sales()
    const yen = aCard('y', 'y', { value: 70, currency: 'JPY' })
    board.columns[2] = { ...aColumn('empty', [yen]), totals: [{ currency: 'JPY', value: 70, weighted: 35 }] }
    const moved = place(board, 'y', { stageId: 'won', at: 'end' })
    expect(findColumn(moved, 'won')?.totals).toEqual([
      { currency: 'USD', value: 500, weighted: 500 },
      { currency: 'JPY', value: 70, weighted: 70 },
    ])
    expect(findColumn(moved, 'empty')?.totals).toEqual([])
  })

  it('leaves the columns in between untouched', () => {
    const before = sales()
    const after = place(before, 'a', { stageId: 'won', at: 'end' })
    expect(after.columns[2]).toBe(before.columns[2])
  })

  it('takes a card to the end of a column that is not loaded whole out of sight, and counts it', () => {
    const board = sales()
    board.columns[1] = { ...aColumn('won', [aCard('d', 'd')]), count: 90, nextCursor: 'more' }
    const moved = place(board, 'a', { stageId: 'won', at: 'end' })
    expect(shownIn(moved, 'won')).toEqual(['d'])
    expect(findColumn(moved, 'won')?.count).toBe(91)
  })

  it('changes nothing for a stage that is gone', () => {
    const board = sales()
    expect(place(board, 'a', { stageId: 'gone', at: 'end' })).toBe(board)
  })
})

describe('unplaceCard', () => {
  it('is the inverse of any number of moves of one card', () => {
    const spot = fc.record({
      stageId: fc.constantFrom('new', 'won', 'empty'),
      at: fc.oneof(
        fc.constant('end' as const),
        fc.constantFrom('a', 'b', 'd').map((after) => ({ after })),
        fc.constantFrom('b', 'c', 'd').map((before) => ({ before })),
      ),
    })
    fc.assert(
      fc.property(fc.constantFrom('a', 'b', 'c', 'd'), fc.array(spot, { minLength: 1, maxLength: 5 }), (id, spots) => {
        const before = sales()
        const home = findCard(before, id)
        if (!home) return false
        const moved = spots.reduce((board, next) => place(board, id, next), before)
        expect(unplaceCard(moved, findCard(moved, id)?.stageId ?? '', home)).toEqual(before)
        return true
      }),
    )
  })

  it('keeps a drag of another card that was made meanwhile', () => {
    const before = sales()
    const home = findCard(before, 'a')
    if (!home) throw new Error('No card a')
    const board = place(place(before, 'a', { stageId: 'won', at: 'end' }), 'b', { stageId: 'won', at: { before: 'd' } })
    const back = unplaceCard(board, 'won', home)
    expect(shownIn(back, 'new')).toEqual(['a', 'c'])
    expect(shownIn(back, 'won')).toEqual(['b', 'd'])
  })
})

describe('settleCard', () => {
  it('keeps the place that is shown when the confirmed rank agrees with it', () => {
    const board = place(sales(), 'd', { stageId: 'new', at: { after: 'a' } })
    const settled = settleCard(board, 'new', { card: aCard('d', 'aV', { version: 2 }), stageId: 'new' })
    expect(shownIn(settled, 'new')).toEqual(['a', 'd', 'b', 'c'])
    expect(findCard(settled, 'd')?.card).toMatchObject({ version: 2, rank: 'aV' })
    expect(findCard(settled, 'd')?.card).not.toHaveProperty('pending')
  })

  it('goes by the confirmed rank when a colleague was quicker', () => {
    const board = place(sales(), 'd', { stageId: 'new', at: { after: 'a' } })
    const settled = settleCard(board, 'new', { card: aCard('d', 'bV'), stageId: 'new' })
    expect(shownIn(settled, 'new')).toEqual(['a', 'b', 'd', 'c'])
  })

  it('compares ranks by code unit, not by locale', () => {
    const board = aBoard(aColumn('new', [aCard('x', 'B'), aCard('y', 'a')]), aColumn('won', [aCard('d', 'd')]))
    const moved = place(board, 'd', { stageId: 'new', at: 'end' })
    const settled = settleCard(moved, 'new', { card: aCard('d', 'C'), stageId: 'new' })
    expect(shownIn(settled, 'new')).toEqual(['x', 'd', 'y'])
  })
})
