import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type Answer, type RunningApi, startApi } from '@/e2e/api-client'
import { auditCards } from '@/e2e/audit'
import { openWorkspace, type TestWorkspace } from '@/e2e/workspace'

/** Sixteen clients at once, with keys of three contracts, on the API's real socket. */

let api: RunningApi
let workspace: TestWorkspace
let rex: string
let clarky: string
let kasar: string
let pipeline: { id: string; stages: { id: string }[] }
let cards: string[]

const clients = 16
const stage = (at: number) => pipeline.stages[at % pipeline.stages.length]?.id ?? ''
const card = (at: number) => cards[at % cards.length] ?? ''

beforeAll(async () => {
  api = await startApi()
})
afterAll(() => api.stop())

beforeEach(async () => {
  workspace = await openWorkspace()
  ;[rex, clarky, kasar] = await Promise.all([workspace.key('rex'), workspace.key('clarky'), workspace.key('kasar')])
  const stages = ['New', 'Met', 'Offered', 'Won'].map((name) => ({ name, type: name === 'Won' ? 'won' : 'open' }))
  pipeline = (await api.ask('POST', '/pipelines', { key: rex, body: { name: 'Race', stages } })).body.data
  const made = await Promise.all(Array.from({ length: 24 }, (_, at) => create(stage(at % 2), `card ${at}`)))
  cards = made.map((each) => each.body.data.id)
})

const create = (stageId: string, title: string) =>
  api.ask('POST', '/pipeline-cards', { key: clarky, body: { pipeline_stage_id: stageId, title } })
const drop = (id: string, to: object) => api.ask('POST', `/deals/${id}/stage`, { key: rex, body: to })
const patch = (id: string, change: object) => api.ask('PATCH', `/pipeline-cards/${id}`, { key: clarky, body: change })
const put = (id: string, step: string) =>
  api.ask('PUT', `/pipelines/opportunities/${id}/move`, { key: kasar, body: { pipeline_step_id: step } })

/** Each of the clients does its `rounds` of work one after the other, all clients at once. Gives all answers. */
async function race(rounds: number, work: (client: number, round: number) => Promise<Answer>): Promise<Answer[]> {
  const answers: Answer[] = []
  const one = async (client: number) => {
    for (let round = 0; round < rounds; round++) answers.push(await work(client, round))
  }
  await Promise.all(Array.from({ length: clients }, (_, client) => one(client)))
  return answers
}

const statuses = (answers: Answer[]): number[] => [...new Set(answers.map(({ status }) => status))].sort()

/** The cards of a stage in order, as Clarky lists them; positions must be dense. */
async function column(stageId: string): Promise<string[]> {
  const list = await api.ask('GET', `/pipeline-cards?pipeline_stage_id=${stageId}&page_size=100`, { key: clarky })
  expect(list.status).toBe(200)
  const data: { id: string; order_index: number }[] = list.body.data
  expect(data.map((each) => each.order_index)).toEqual(data.map((_, at) => at))
  return data.map((each) => each.id)
}

/** Every card stands in exactly one column, and its history tells how it came there. */
async function expectAll(expected: string[]): Promise<void> {
  const { body } = await api.ask('GET', `/pipelines/${pipeline.id}`, { key: rex })
  const stages: { id: string }[] = body.data.stages
  const columns = await Promise.all(stages.map(({ id }) => column(id)))
  expect(columns.flat().sort()).toEqual([...expected].sort())
  const board = await api.ask('GET', `/pipelines/${pipeline.id}/board?limit=200`, { key: rex })
  const shown: { cards: { id: string }[]; count: number }[] = board.body.data.columns
  expect(shown.map((each) => each.cards.map(({ id }) => id))).toEqual(columns)
  expect(shown.map(({ count }) => count)).toEqual(columns.map(({ length }) => length))
  expect(await auditCards(workspace.id)).toEqual([])
}

describe('sixteen clients', () => {
  it('move random cards to one stage, through every door', async () => {
    const answers = await race(8, (client, round) => {
      const id = card(client * 5 + round * 7)
      if (round % 4 === 3) return drop(id, { stage_id: stage(client) })
      if (client % 3 === 0) return put(id, stage(2))
      if (client % 3 === 1) return patch(id, { pipeline_stage_id: stage(2), order_index: round })
      return drop(id, { stage_id: stage(2), order_index: client })
    })
    expect(statuses(answers)).toEqual([200])
    await expectAll(cards)
  })

  it('drop cards at one spot: all before the same card, all at the top', async () => {
    const anchor = card(2)
    const others = cards.filter((id) => id !== anchor)
    const before = await race(8, (client, round) =>
      drop(others[(client * 8 + round) % others.length] ?? '', { stage_id: stage(0), before_id: anchor }),
    )
    expect(statuses(before)).toEqual([200])
    expect((await column(stage(0))).at(-1)).toBe(anchor)
    expect(await column(stage(0))).toHaveLength(cards.length)
    const top = await race(8, (client, round) =>
      patch(others[(client + round * clients) % others.length] ?? '', { pipeline_stage_id: stage(1), order_index: 0 }),
    )
    expect(statuses(top)).toEqual([200])
    await expectAll(cards)
    expect(await column(stage(0))).toEqual([anchor])
  })

  it('move the same card', async () => {
    const answers = await race(8, (client, round) => {
      if (client % 4 === 0) return patch(card(0), { order_index: round })
      return client % 2 === 0
        ? drop(card(0), { stage_id: stage(client + round), order_index: client % 3 })
        : put(card(0), stage(client * 3 + round))
    })
    expect(statuses(answers)).toEqual([200])
    await expectAll(cards)
  })

  it('create cards in one stage while others are moved through it', async () => {
    const answers = await race(6, (client, round) =>
      client % 2 === 0
        ? create(stage(3), `new ${client}.${round}`)
        : drop(card(client * 6 + round), { stage_id: stage(3) }),
    )
    expect(statuses(answers)).toEqual([200, 201])
    const made = answers.filter(({ status }) => status === 201).map(({ body }) => body.data.id)
    await expectAll([...cards, ...made])
  })

  it('archive, restore, rename and delete cards that others move', async () => {
    const deleted = new Set<string>()
    const answers = await race(8, async (client, round) => {
      const id = card(client + round * 5)
      if (client === 0) {
        deleted.add(id)
        return api.ask('DELETE', `/pipeline-cards/${id}`, { key: clarky })
      }
      if (client % 5 === 1) return patch(id, { archived_at: round % 2 === 0 ? '2026-01-01T00:00:00Z' : null })
      if (client % 5 === 2)
        return api.ask('PATCH', `/deals/${id}`, { key: rex, body: { name: `named ${client}.${round}` } })
      return drop(id, { stage_id: stage(client + round), order_index: round })
    })
    for (const status of statuses(answers)) expect([200, 204, 404]).toContain(status)
    for (const id of cards) if (!deleted.has(id)) expect((await patch(id, { archived_at: null })).status).toBe(200)
    await expectAll(cards.filter((id) => !deleted.has(id)))
  })

  it('move cards while stages are removed, added and put in another order', async () => {
    const path = `/pipelines/${pipeline.id}/stages`
    const fixed = stage(0)
    const answers = await race(8, async (client, round) => {
      if (client > 2) return drop(card(client * 8 + round), { stage_id: stage(client + round), order_index: 0 })
      if (client === 0)
        return api.ask('POST', path, { key: rex, body: { name: `more ${round}`, type: 'open', position: round } })
      const { body } = await api.ask('GET', `/pipelines/${pipeline.id}`, { key: rex })
      const ids: string[] = body.data.stages.map(({ id }: { id: string }) => id)
      if (client === 1) return api.ask('PUT', path, { key: rex, body: { stage_ids: ids.reverse() } })
      const last = ids.filter((id) => id !== fixed).at(-1) ?? ''
      return api.ask('DELETE', `${path}/${last}?move_to=${fixed}`, { key: rex })
    })
    for (const status of statuses(answers)) expect([200, 201, 204, 400, 404, 409]).toContain(status)
    await expectAll(cards)
  })

  it('move cards while their board goes to the trash and comes back', async () => {
    const answers = await race(6, (client, round) => {
      if (client > 0) return drop(card(client * 6 + round), { stage_id: stage(client + round) })
      return round % 2 === 0
        ? api.ask('DELETE', `/pipelines/${pipeline.id}`, { key: rex })
        : api.ask('POST', `/pipelines/${pipeline.id}/restore`, { key: rex, body: {} })
    })
    for (const status of statuses(answers)) expect([200, 204, 400, 404]).toContain(status)
    await expectAll(cards)
  })
})
