import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Board, findCard, type Placed, type Spot } from './board'
import { aBoard, aCard, aColumn, shownIn } from './board.fixture'
import { createMoveQueue, type MoveRequest } from './move-queue'

const stages = ['one', 'two', 'three']

/** A server that answers when told to, in any order, and keeps its own truth. */
function aServer() {
  const places = new Map<string, { stageId: string; rank: number; version: number }>()
  const seats = ['a', 'b', 'c', 'd', 'e', 'f']
  for (const [i, id] of seats.entries()) places.set(id, { stageId: stages[i % 2] ?? '', rank: i + 1, version: 1 })
  const waiting: { id: string; request: MoveRequest; answer: () => void; refuse: () => void }[] = []
  const refusals: string[] = []
  let settledTimes = 0

  const rankText = (rank: number) => rank.toFixed(14).padStart(20, '0')
  const listed = (stageId: string) =>
    [...places].filter(([, place]) => place.stageId === stageId).sort(([, x], [, y]) => x.rank - y.rank)
  const cardOf = (id: string) => {
    const place = places.get(id)
    return aCard(id, rankText(place?.rank ?? 0), { version: place?.version ?? 0 })
  }
  const columns = () =>
    stages.map((stageId) =>
      aColumn(
        stageId,
        listed(stageId).map(([id]) => cardOf(id)),
      ),
    )

  let board: Board = aBoard(...columns())
  const carryOut = (id: string, request: MoveRequest) => {
    const others = listed(request.stageId).filter(([other]) => other !== id)
    let index = others.length
    if (request.orderIndex !== undefined && !request.afterId && !request.beforeId)
      index = Math.min(request.orderIndex, others.length)
    if (request.afterId) index = others.findIndex(([other]) => other === request.afterId) + 1
    if (request.beforeId) index = others.findIndex(([other]) => other === request.beforeId)
    if (request.afterId && index === 0) throw new Error(`${request.afterId} is not in ${request.stageId}`)
    if (request.beforeId && index < 0) throw new Error(`${request.beforeId} is not in ${request.stageId}`)
    const above = others[index - 1]?.[1].rank ?? (others[index]?.[1].rank ?? 2) - 1
    const below = others[index]?.[1].rank ?? above + 1
    const version = (places.get(id)?.version ?? 0) + 1
    places.set(id, { stageId: request.stageId, rank: (above + below) / 2, version })
  }

  const queue = createMoveQueue({
    read: () => board,
    write: (change) => {
      board = change(board)
    },
    send: (placed, request) =>
      new Promise<Placed>((resolve, reject) => {
        const id = placed.card.id
        waiting.push({
          id,
          request,
          answer: () => {
            carryOut(id, request)
            resolve({ card: cardOf(id), stageId: request.stageId })
          },
          refuse: () => reject(new Error('This deal needs an amount')),
        })
      }),
    refused: (home) => refusals.push(home.card.id),
    settled: () => {
      settledTimes++
    },
  })
  const turn = async (index: number, how: 'answer' | 'refuse') => {
    const [request] = waiting.splice(index % waiting.length, 1)
    request?.[how]()
    for (let i = 0; i < 6; i++) await Promise.resolve()
  }
  return {
    queue,
    waiting,
    refusals,
    turn,
    board: () => board,
    truth: () => stages.map((stageId) => listed(stageId).map(([id]) => id)),
    settledTimes: () => settledTimes,
  }
}

describe('createMoveQueue', () => {
  it('shows a move at once and asks once, by the neighbour above', async () => {
    const server = aServer()
    server.queue.move('a', { stageId: 'two', at: { after: 'b' } })
    expect(shownIn(server.board(), 'two')).toEqual(['b', 'a', 'd', 'f'])
    expect(server.waiting.map(({ request }) => request)).toEqual([{ stageId: 'two', afterId: 'b', orderIndex: 1 }])
    await server.turn(0, 'answer')
    expect(findCard(server.board(), 'a')?.card).toMatchObject({ version: 2 })
    expect(server.settledTimes()).toBe(1)
  })

  it('asks by the neighbour below at the top, and by the stage alone when it is empty', () => {
    const server = aServer()
    server.queue.move('a', { stageId: 'two', at: { before: 'b' } })
    server.queue.move('c', { stageId: 'three', at: 'end' })
    expect(server.waiting.map(({ request }) => request)).toEqual([
      { stageId: 'two', beforeId: 'b', orderIndex: 0 },
      { stageId: 'three' },
    ])
  })

  it('puts a refused card back and keeps a second drag made meanwhile', async () => {
    const server = aServer()
    server.queue.move('a', { stageId: 'two', at: { after: 'b' } })
    server.queue.move('c', { stageId: 'two', at: 'end' })
    await server.turn(0, 'refuse')
    expect(shownIn(server.board(), 'one')).toEqual(['a', 'e'])
    expect(shownIn(server.board(), 'two')).toEqual(['b', 'd', 'f', 'c'])
    expect(server.refusals).toEqual(['a'])
    await server.turn(0, 'answer')
    expect(shownIn(server.board(), 'two')).toEqual(['b', 'd', 'f', 'c'])
  })

  it('sends the last wish of a card only after the first was answered', async () => {
    const server = aServer()
    server.queue.move('a', { stageId: 'two', at: { after: 'b' } })
    server.queue.move('a', { stageId: 'three', at: 'end' })
    server.queue.move('a', { stageId: 'one', at: { after: 'e' } })
    expect(server.waiting).toHaveLength(1)
    await server.turn(0, 'refuse')
    expect(server.refusals).toEqual([])
    expect(server.waiting.map(({ request }) => request)).toEqual([{ stageId: 'one', afterId: 'e', orderIndex: 2 }])
    await server.turn(0, 'answer')
    expect(shownIn(server.board(), 'one')).toEqual(['c', 'e', 'a'])
  })

  it('waits for a neighbour that is itself under way', async () => {
    const server = aServer()
    server.queue.move('a', { stageId: 'three', at: 'end' })
    server.queue.move('c', { stageId: 'three', at: { after: 'a' } })
    expect(server.waiting.map(({ id }) => id)).toEqual(['a'])
    await server.turn(0, 'answer')
    expect(server.waiting.map(({ request }) => request)).toEqual([{ stageId: 'three', afterId: 'a', orderIndex: 1 }])
  })

  it('keeps a neighbour where it is until the card beside it has its answer', async () => {
    const server = aServer()
    server.queue.move('d', { stageId: 'two', at: { before: 'f' } })
    server.queue.move('b', { stageId: 'one', at: 'end' })
    expect(server.waiting.map(({ request }) => request)).toEqual([{ stageId: 'two', afterId: 'b', orderIndex: 1 }])
    await server.turn(0, 'answer')
    expect(server.waiting.map(({ request }) => request)).toEqual([{ stageId: 'one' }])
    await server.turn(0, 'answer')
    expect(server.board().columns.map((column) => column.cards.map((card) => card.id))).toEqual(server.truth())
  })

  it('shows what the server has once all is answered, whatever was dragged, refused, and in whatever order', async () => {
    const spot = fc.record({
      stageId: fc.constantFrom(...stages),
      at: fc.oneof(fc.constant('end' as const), fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f')),
      before: fc.boolean(),
    })
    const step = fc.oneof(
      fc.record({ do: fc.constant('move' as const), id: fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f'), spot }),
      fc.record({ do: fc.constantFrom('answer' as const, 'refuse' as const), index: fc.nat(5) }),
    )
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 30 }), async (steps) => {
        const server = aServer()
        for (const next of steps) {
          if (next.do !== 'move') {
            if (server.waiting.length > 0) await server.turn(next.index, next.do)
            continue
          }
          const { stageId, at, before } = next.spot
          const beside: Spot['at'] = at === 'end' ? 'end' : before ? { before: at } : { after: at }
          const neighbour = at === 'end' || shownIn(server.board(), stageId).includes(at)
          if (neighbour && at !== next.id) server.queue.move(next.id, { stageId, at: beside })
        }
        while (server.waiting.length > 0) await server.turn(0, 'answer')
        expect(stages.map((stageId) => shownIn(server.board(), stageId))).toEqual(server.truth())
        expect(server.board().columns.map((column) => column.count)).toEqual(server.truth().map((ids) => ids.length))
        expect(server.queue.underWay.size).toBe(0)
      }),
      { numRuns: 1000 },
    )
  })
})
