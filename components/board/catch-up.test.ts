import { describe, expect, it } from 'vitest'
import { type Board, findColumn, type Placed } from './board'
import { aBoard, aCard, aColumn, shownIn } from './board.fixture'
import type { BoardApi, BoardSlice } from './board-api'
import { createCatchUp, readAsShown } from './catch-up'

const before = () => aBoard(aColumn('new', [aCard('a', 'a'), aCard('b', 'b')]), aColumn('won', [aCard('d', 'd')]))
const after = () =>
  aBoard(aColumn('new', [aCard('b', 'b')]), aColumn('won', [aCard('a', 'c', { version: 2 }), aCard('d', 'd')]))

function watching(answer: () => Board) {
  let board = before()
  let failing = false
  const asked: BoardSlice[] = []
  const underWay = new Map<string, { home: Placed; shownIn: string }>()
  const api: BoardApi = {
    read: async (slice) => {
      asked.push(slice)
      if (failing) throw new Error('offline')
      return answer()
    },
    move: async () => Promise.reject(new Error('no moves here')),
    create: async () => Promise.reject(new Error('nothing new here')),
  }
  const catchUp = createCatchUp({
    api,
    read: () => board,
    write: (change) => {
      board = change(board)
    },
    underWay,
    epoch: () => 0,
  })
  const rest = () => new Promise<void>((resolve) => setImmediate(resolve))
  const fail = (now: boolean) => {
    failing = now
  }
  const show = (now: Board) => {
    board = now
  }
  return { catchUp, asked, underWay, rest, fail, show, board: () => board }
}

describe('createCatchUp', () => {
  it('reads what a hint names and shows it where it is', async () => {
    const { catchUp, asked, rest, board } = watching(after)
    catchUp.hint({ records: [{ id: 'a', version: 2 }], reset: false })
    await rest()
    expect(asked).toEqual([{ only: ['a'] }])
    expect(shownIn(board(), 'won')).toEqual(['a', 'd'])
    expect(findColumn(board(), 'new')?.count).toBe(1)
  })

  it('leaves alone what it knows in that version', async () => {
    const { catchUp, asked, rest } = watching(after)
    catchUp.hint({ records: [{ id: 'a', version: 1 }], reset: false })
    await rest()
    expect(asked).toEqual([])
  })

  it('reads a card again whose tasks are others, whatever its version', async () => {
    const next = { id: 't', title: 'Call', dueDate: null, action: null, assignedToId: null }
    const told = () =>
      aBoard(aColumn('new', [aCard('a', 'a', { nextTask: next }), aCard('b', 'b')]), aColumn('won', []))
    const { catchUp, asked, rest, board } = watching(told)
    catchUp.hint({ records: [{ id: 'a', version: null }], reset: false })
    catchUp.hint({ records: [{ id: 'a', version: 1 }], reset: false })
    await rest()
    expect(asked).toEqual([{ only: ['a'] }])
    expect(findColumn(board(), 'new')?.cards[0]?.nextTask).toEqual(next)
  })

  it('forgets no task over a later version of its card', async () => {
    const { catchUp, asked, underWay, rest, show } = watching(before)
    underWay.set('a', { home: { card: aCard('a', 'a'), stageId: 'new' }, shownIn: 'won' })
    catchUp.hint({ records: [{ id: 'a', version: null }], reset: false })
    // Our own move, told before its answer is here.
    catchUp.hint({ records: [{ id: 'a', version: 2 }], reset: false })
    await rest()
    underWay.delete('a')
    show(aBoard(aColumn('new', []), aColumn('won', [aCard('a', 'a', { version: 2 })])))
    catchUp.resume()
    await rest()
    expect(asked).toEqual([{ only: ['a'] }])
  })

  it('reads all again after a reset', async () => {
    const { catchUp, asked, rest, board } = watching(after)
    catchUp.hint({ records: [], reset: true })
    await rest()
    expect(asked).toEqual([{ limit: 50 }])
    expect(shownIn(board(), 'won')).toEqual(['a', 'd'])
  })

  it('reads all again whenever it is asked to, in the very moment that it comes to rest too', async () => {
    for (let turns = 0; turns < 8; turns++) {
      const { catchUp, asked, rest } = watching(after)
      catchUp.resume()
      for (let turn = 0; turn < turns; turn++) await Promise.resolve()
      void catchUp.reload()
      await rest()
      expect(asked, `after ${turns} turns`).toEqual([{ limit: 50 }])
    }
  })

  it('changes nothing under a hand that holds a card', async () => {
    const { catchUp, rest, board } = watching(after)
    catchUp.hint({ records: [{ id: 'a', version: 2 }], reset: false })
    catchUp.hold(true)
    await rest()
    expect(shownIn(board(), 'new')).toEqual(['a', 'b'])
    catchUp.hold(false)
    await rest()
    expect(shownIn(board(), 'won')).toEqual(['a', 'd'])
  })

  it('waits for the answer to a move of that card', async () => {
    const { catchUp, asked, underWay, rest } = watching(after)
    underWay.set('a', { home: { card: aCard('a', 'a'), stageId: 'new' }, shownIn: 'won' })
    catchUp.hint({ records: [{ id: 'a', version: 2 }], reset: false })
    await rest()
    expect(asked).toEqual([])
    underWay.delete('a')
    catchUp.resume()
    await rest()
    expect(asked).toEqual([{ only: ['a'] }])
  })

  it('asks again for what it could not read', async () => {
    const { catchUp, asked, rest, fail } = watching(after)
    fail(true)
    catchUp.hint({ records: [{ id: 'a', version: 2 }], reset: false })
    await rest()
    fail(false)
    catchUp.hint({ records: [{ id: 'b', version: 2 }], reset: false })
    await rest()
    expect(asked).toEqual([{ only: ['a'] }, { only: ['a', 'b'] }])
  })

  it('reads the whole board when its stages are others', async () => {
    const { catchUp, asked, rest, board } = watching(() => aBoard(aColumn('other', [aCard('a', 'a', { version: 2 })])))
    catchUp.hint({ records: [{ id: 'a', version: 2 }], reset: false })
    await rest()
    expect(asked).toEqual([{ only: ['a'] }, { limit: 50 }])
    expect(board().columns.map((column) => column.stage.id)).toEqual(['other'])
  })
})

describe('readAsShown', () => {
  it('reads a column as far as it is shown', async () => {
    const many = Array.from({ length: 260 }, (_, i) => aCard(`c${i}`, String(i).padStart(4, '0')))
    const shown = aBoard(aColumn('new', many.slice(0, 120)))
    const asked: BoardSlice[] = []
    const page = (from: number, limit: number) => ({
      ...aColumn('new', many.slice(from, from + limit)),
      nextCursor: from + limit < many.length ? String(from + limit) : null,
    })
    const api: Pick<BoardApi, 'read'> = {
      read: async (slice) => {
        asked.push(slice)
        if ('only' in slice) return aBoard()
        return aBoard(page('cursor' in slice ? Number(slice.cursor) : 0, slice.limit))
      },
    }
    const fresh = await readAsShown(api, shown)
    expect(asked).toHaveLength(2)
    expect(fresh.columns[0]?.cards).toHaveLength(250)
    expect(fresh.columns[0]?.nextCursor).toBe('250')
  })
})
