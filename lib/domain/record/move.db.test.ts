import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type RunningApi, startApi } from '@/e2e/api-client'
import { openWorkspace, type TestWorkspace } from '@/e2e/workspace'

let api: RunningApi
let workspace: TestWorkspace
let rex: string
let clarky: string

beforeAll(async () => {
  api = await startApi()
  workspace = await openWorkspace()
  rex = await workspace.key('rex')
  clarky = await workspace.key('clarky')
})
afterAll(() => api.stop())

async function board(names = ['Qualified', 'Proposal', 'Won']) {
  const stages = names.map((name) => ({ name, type: name === 'Won' ? 'won' : 'open' }))
  const made = await api.ask('POST', '/pipelines', { key: rex, body: { name: 'Sales', stages } })
  expect(made.status).toBe(201)
  return made.body.data
}

async function card(stageId: string, title: string) {
  const made = await api.ask('POST', '/pipeline-cards', { key: clarky, body: { pipeline_stage_id: stageId, title } })
  expect(made.status).toBe(201)
  return made.body.data
}

async function titles(stageId: string): Promise<string[]> {
  const list = await api.ask('GET', `/pipeline-cards?pipeline_stage_id=${stageId}&page_size=100`, { key: clarky })
  const data: { title: string; order_index: number }[] = list.body.data
  expect(data.map((each) => each.order_index)).toEqual(data.map((_, at) => at))
  return data.map((each) => each.title)
}

describe('moving a card', () => {
  it('puts it where its neighbours or its number say, in its own stage and in another', async () => {
    const { stages } = await board()
    const [first, second] = stages
    const cards = [await card(first.id, 'a'), await card(first.id, 'b'), await card(first.id, 'c')]
    const move = (id: string, body: object) => api.ask('POST', `/deals/${id}/stage`, { key: rex, body })
    expect((await move(cards[2].id, { stage_id: first.id, before_id: cards[0].id })).status).toBe(200)
    expect(await titles(first.id)).toEqual(['c', 'a', 'b'])
    await move(cards[2].id, { stage_id: first.id, after_id: cards[0].id })
    expect(await titles(first.id)).toEqual(['a', 'c', 'b'])
    await move(cards[0].id, { stage_id: first.id, order_index: 1 })
    expect(await titles(first.id)).toEqual(['c', 'a', 'b'])
    await move(cards[0].id, { stage_id: first.id, order_index: 99 })
    expect(await titles(first.id)).toEqual(['c', 'b', 'a'])
    await move(cards[1].id, { stage_id: second.id })
    await move(cards[0].id, { stage_id: second.id, order_index: 0 })
    expect(await titles(first.id)).toEqual(['c'])
    expect(await titles(second.id)).toEqual(['a', 'b'])
  })

  it('writes nothing when the card already stands there', async () => {
    const { stages } = await board()
    const one = await card(stages[0].id, 'only')
    const before = await api.ask('GET', `/deals/${one.id}`, { key: rex })
    const after = await api.ask('POST', `/deals/${one.id}/stage`, { key: rex, body: { stage_id: stages[0].id } })
    expect(after.body.data).toEqual(before.body.data)
    const history = await api.ask('GET', `/deals/${one.id}/history`, { key: rex })
    expect(history.body.data).toHaveLength(1)
  })

  it('holds the gate and names what is missing, and lets through a drop that fills it', async () => {
    const pipeline = await board()
    const proposal = pipeline.stages[1]
    const gate = { required_fields: ['amount', 'source'] }
    const path = `/pipelines/${pipeline.id}/stages/${proposal.id}`
    expect((await api.ask('PATCH', path, { key: rex, body: gate })).status).toBe(200)
    const one = await card(pipeline.stages[0].id, 'poor')
    const refused = await api.ask('PATCH', `/pipeline-cards/${one.id}`, {
      key: clarky,
      body: { pipeline_stage_id: proposal.id },
    })
    expect(refused.status).toBe(422)
    expect(refused.body.error).toMatchObject({
      code: 'validation_error',
      details: { missing_fields: ['amount', 'source'] },
    })
    expect(await titles(pipeline.stages[0].id)).toEqual(['poor'])
    const filled = await api.ask('POST', `/deals/${one.id}/stage`, {
      key: rex,
      body: { stage_id: proposal.id, fields: { amount: 0, source: 'fair' } },
    })
    expect(filled.status).toBe(200)
    expect(filled.body.data).toMatchObject({ stage_id: proposal.id, value: 0, source: 'fair', currency: 'USD' })
  })
})
