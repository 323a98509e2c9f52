import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startContractApi } from '@/e2e/contract-api'
import { type ManyCards, makeManyCards } from '@/e2e/many-cards'
import { type Chance, chance, seedOfRun } from '@/e2e/random'
import { openWorld, type World } from '@/e2e/sample'

const seed = seedOfRun()
const count = 2_000

let api: Awaited<ReturnType<typeof startContractApi>>
let world: World
let cards: ManyCards

beforeAll(async () => {
  api = await startContractApi()
  world = await openWorld(api)
  cards = await makeManyCards(world.workspace.id, world.workspace.adminId, count)
}, 600_000)
afterAll(() => api.stop())

const stageId = (luck: Chance) => luck.pick(cards.board.stages).id

/** Every id of a list, page by page, as it comes. */
async function walk(target: string, limit: number): Promise<string[]> {
  const ids: string[] = []
  const glue = target.includes('?') ? '&' : '?'
  for (let cursor: string | null = ''; cursor !== null; ) {
    const more: string = cursor && `&cursor=${encodeURIComponent(cursor)}`
    const answer = await world.acting.get(`${target}${glue}limit=${limit}${more}`)
    expect(answer.status, answer.text).toBe(200)
    ids.push(...answer.body.data.map(({ id }: { id: string }) => id))
    cursor = answer.body.next_cursor
  }
  return ids
}

/** Does `work` while four writers do what they do, each until it has ended. */
async function among<T>(write: (luck: Chance) => Promise<unknown>, work: () => Promise<T>): Promise<T> {
  let ended = false
  let written = 0
  const writer = async (at: number) => {
    const luck = chance(seed + at)
    while (!ended) {
      await write(luck)
      written++
    }
  }
  const writers = [1, 2, 3, 4].map(writer)
  try {
    return await work()
  } finally {
    ended = true
    await Promise.all(writers)
    expect(written).toBeGreaterThan(4)
  }
}

/** Walks a list while others write: what nobody touches is there exactly once, in its order, and nothing is twice. */
async function isStable(
  target: string,
  write: (touched: Set<string>, luck: Chance) => Promise<unknown>,
): Promise<void> {
  const luck = chance(seed)
  const before = await walk(target, 200)
  expect(before.length).toBeGreaterThanOrEqual(count)
  const touched = new Set(before.filter(() => luck.under(5) === 0))
  const untouched = before.filter((id) => !touched.has(id))
  for (const limit of [200, 50, 17]) {
    const walked = await among(
      (own) => write(touched, own),
      () => walk(target, limit),
    )
    expect(new Set(walked).size, `SEED=${seed}, ${target}, ${limit} a page`).toBe(walked.length)
    const kept = new Set(untouched)
    expect(
      walked.filter((id) => kept.has(id)),
      `SEED=${seed}, ${target}, ${limit} a page`,
    ).toEqual(untouched)
  }
}

/** Makes, renames, moves, archives and deletes deals; of those that were there before only the touched. */
async function writeDeals(touched: Set<string>, luck: Chance): Promise<void> {
  const { acting } = world
  const id = luck.pick([...touched])
  const [stage] = cards.board.stages
  await luck.pick([
    () => acting.deal(cards.board, { id: stageId(luck) }),
    () => acting.deal(cards.board, { id: stage?.id ?? '' }),
    () => acting.patch(`/deals/${id}`, { name: `renamed ${luck.under(1e6)}` }),
    () => acting.post(`/deals/${id}/stage`, { stage_id: stageId(luck), order_index: luck.under(50) }),
    () => acting.patch(`/pipeline-cards/${id}`, { archived_at: luck.pick([null, '2026-05-01T00:00:00Z']) }),
    () => (luck.under(4) === 0 ? acting.delete(`/deals/${id}`) : Promise.resolve()),
  ])()
}

describe(`a walk by cursor over ${count} rows while others insert, change and delete (SEED=${seed})`, () => {
  it('of /deals', () => isStable('/deals', writeDeals))

  it('of /pipelines/{id}/deals', () => isStable(`/pipelines/${cards.board.id}/deals`, writeDeals))

  it('of /deals/{id}/history', async () => {
    const { acting, dealId } = world
    for (let at = 0; at < count; at++) await acting.patch(`/deals/${dealId}`, { name: `named ${at}` })
    await isStable(`/deals/${dealId}/history`, (_, luck) =>
      acting.patch(`/deals/${dealId}`, { value: luck.under(1e9) }),
    )
  })

  it('of /pipelines', async () => {
    const { acting } = world
    for (let made = 0; made < count; made += 20) {
      await Promise.all(Array.from({ length: 20 }, () => acting.board({ stages: [] })))
    }
    await isStable('/pipelines', (touched, luck) => {
      const id = luck.pick([...touched])
      return luck.pick([
        () => acting.board({ stages: [] }),
        () => acting.patch(`/pipelines/${id}`, { name: `renamed ${luck.under(1e6)}`, is_default: true }),
        () => acting.delete(`/pipelines/${id}`),
        () => acting.post(`/pipelines/${id}/restore`),
      ])()
    })
  })
})

interface Card {
  id: string
  pipeline_stage_id: string
  order_index: number
}
interface NumberedPage {
  data: Card[]
  pagination: { total: number; total_pages: number }
}

/*
 * Numbered pages move under whoever turns them when cards come and go ahead: no list with page numbers can help that.
 * What can be promised: a page is one moment of the board, whole and in order, and cards that come behind disturb nobody.
 */
describe(`numbered pages of cards in board order while others write (SEED=${seed})`, () => {
  const page = async (number: number, size: number): Promise<NumberedPage> => {
    const target = `/pipeline-cards?pipeline_id=${cards.board.id}&page=${number}&page_size=${size}`
    return (await world.acting.get(target)).body
  }
  const turnAll = async (size: number, look: (page: NumberedPage, number: number) => void = () => {}) => {
    const ids: string[] = []
    for (let number = 1, pages = 1; number <= pages; number++) {
      const read = await page(number, size)
      look(read, number)
      ids.push(...read.data.map(({ id }) => id))
      pages = read.pagination.total_pages
    }
    return ids
  }

  it('give every card exactly once, in its order, when others only come behind', async () => {
    const before = await turnAll(100)
    const last = cards.board.stages.at(-1)?.id ?? ''
    const { acting } = world
    for (const size of [100, 33]) {
      const turned = await among(
        () => acting.post('/pipeline-cards', { pipeline_stage_id: last, title: 'behind' }),
        () => turnAll(size),
      )
      expect(turned.slice(0, before.length), `${size} a page`).toEqual(before)
      expect(new Set(turned).size).toBe(turned.length)
    }
  })

  it('are each one moment of the board, whatever others do', async () => {
    const order = cards.board.stages.map(({ id }) => id)
    const all = (await turnAll(100)).filter((_, at) => at % 3 === 0)
    const touched = new Set(all)
    const look =
      (size: number) =>
      ({ data, pagination }: NumberedPage, number: number) => {
        const where = `SEED=${seed}, page ${number} of ${size}`
        expect(new Set(data.map(({ id }) => id)).size, where).toBe(data.length)
        const expected = Math.max(0, Math.min(size, pagination.total - (number - 1) * size))
        expect(data.length, `${where}: as many rows as its own total says`).toBe(expected)
        for (const [at, card] of data.entries()) {
          const ahead = data[at - 1]
          if (!ahead) continue
          const [here, there] = [order.indexOf(card.pipeline_stage_id), order.indexOf(ahead.pipeline_stage_id)]
          expect(here, where).toBeGreaterThanOrEqual(there)
          expect(card.order_index, where).toBe(here === there ? ahead.order_index + 1 : 0)
        }
      }
    for (const size of [100, 40]) {
      await among(
        (luck) => writeDeals(touched, luck),
        () => turnAll(size, look(size)),
      )
    }
  })
})
