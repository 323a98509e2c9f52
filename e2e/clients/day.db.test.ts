import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Acting, actingWith } from '../acting'
import { type RunningApi, startApi } from '../api-client'
import { openWorkspace, type TestWorkspace } from '../workspace'
import { clarkyClient } from './clarky-client'
import { kaireonClient } from './kaireon-client'
import { kasarClient } from './kasar-client'
import { type RexPipeline, rexClient } from './rex-client'
import { Refused } from './speak'

// A day's work of a program that knows one reference and nothing of us, against the API on a real socket. What its
// reference has no way to make (deals, contacts, connectors) was there before it came.

let api: RunningApi
let workspace: TestWorkspace
let before: Acting

beforeAll(async () => {
  api = await startApi()
  workspace = await openWorkspace()
  before = actingWith(api, await workspace.key('rex'))
})
afterAll(() => api.stop())

/** What an ask was refused with. */
async function refusal(asked: Promise<unknown>): Promise<Refused> {
  const refused = await asked.catch((error: unknown) => error)
  if (refused instanceof Refused) return refused
  throw new Error('was not refused')
}

async function listed<T>(rows: AsyncGenerator<T>): Promise<T[]> {
  const all: T[] = []
  for await (const row of rows) all.push(row)
  return all
}

describe('a day with Kasar', () => {
  it('brings a candidate through every step, and learns what is missing where', async () => {
    const board = await before.board({
      name: 'Recruitment Pipeline',
      object: 'candidates',
      stages: ['Applied', 'Screening', 'Interview', 'Offer'].map((name) => ({ name, type: 'open' })),
    })
    const candidate = await before.deal(board, board.stages[0])
    await before.patch(`/pipelines/${board.id}/stages/${board.stages[2].id}`, { required_fields: ['amount'] })
    const kasar = kasarClient(api.url, await workspace.key('kasar'))

    const pipeline = (await kasar.listPipelines()).find(({ objectName }) => objectName === 'candidates')
    expect(pipeline?.steps.map(({ name, order_index }) => [name, order_index])).toEqual([
      ['Applied', 0],
      ['Screening', 1],
      ['Interview', 2],
      ['Offer', 3],
    ])
    const [, screening, interview, offer] = pipeline?.steps ?? []
    expect(await kasar.move('candidates', candidate.id, screening?.id ?? '')).toEqual({
      id: candidate.id,
      pipeline_step_id: screening?.id,
      pipeline_id: pipeline?.id,
    })
    const gate = await refusal(kasar.move('candidates', candidate.id, interview?.id ?? '', pipeline?.id))
    expect([gate.status, gate.body.code, gate.body.missing_fields]).toEqual([400, 'VALIDATION_ERROR', ['amount']])
    await before.patch(`/deals/${candidate.id}`, { value: 52_000_00 })
    expect(await kasar.move('candidates', candidate.id, interview?.id ?? '', pipeline?.id)).toMatchObject({
      pipeline_step_id: interview?.id,
    })
    const strange = await refusal(kasar.move('candidates', candidate.id, offer?.id ?? '', candidate.id))
    expect([strange.status, strange.body.code]).toEqual([400, 'VALIDATION_ERROR'])
    const unknown = await refusal(kasar.move('candidates', 'record-uuid', offer?.id ?? ''))
    expect([unknown.status, unknown.body.code]).toEqual([404, 'RECORD_NOT_FOUND'])
    expect(await kasar.move('candidates', candidate.id, offer?.id ?? '')).toMatchObject({ pipeline_step_id: offer?.id })
  })
})

describe('a day with REX', () => {
  it('sets a pipeline up, changes it while deals go through it, and takes it down', async () => {
    const rex = rexClient(`${api.url}/api/v1`, await workspace.key('rex'))
    const sales = await rex.createPipeline({
      name: 'Sales Pipeline',
      is_default: true,
      stages: [
        { name: 'Qualified', type: 'open', color: '#3b82f6' },
        { name: 'Proposal Sent', type: 'open', color: '#f59e0b' },
        { name: 'Closed Won', type: 'won', color: '#10b981' },
        { name: 'Closed Lost', type: 'lost', color: '#ef4444' },
      ],
      metadata: { region: 'EMEA', quota: { eur: 250_000 } },
    })
    const others = await Promise.all(['North', 'South', 'East'].map((name) => rex.createPipeline({ name })))
    const found = await listed(rex.pipelines(2))
    expect(found.filter(({ id }) => [sales, ...others].some((each) => each.id === id))).toHaveLength(4)
    expect(found.filter(({ is_default }) => is_default).map(({ name }) => name)).toContain('Sales Pipeline')

    const deals = await Promise.all(
      Array.from({ length: 7 }, (_, at) => before.deal(sales, sales.stages[at % 3] ?? { id: '' })),
    )
    const renamed = await rex.updatePipeline(sales.id, { name: 'Enterprise Sales' })
    expect(renamed.stages).toEqual(sales.stages.map((stage) => expect.objectContaining(stage)))
    const grown = await rex.addStage(sales.id, {
      name: 'Negotiation',
      type: 'open',
      color: '#8b5cf6',
      probability: 0.7,
    })
    const negotiation = grown.stages.at(-1)?.id ?? ''
    const [one, two, three, four] = grown.stages.map(({ id }) => id)
    const order = [one, two, negotiation, three, four].map(String)
    const turned = await rex.reorderStages(sales.id, order)
    expect(turned.stages.map(({ id, position }) => [id, position])).toEqual(order.map((id, at) => [id, at]))
    expect((await refusal(rex.reorderStages(sales.id, order.slice(1)))).status).toBe(400)

    expect((await listed(rex.deals(sales.id, { limit: '2' }))).map(({ id }) => id).toSorted()).toEqual(
      deals.map(({ id }) => id).toSorted(),
    )
    expect(await listed(rex.deals(sales.id, { status: 'won' }))).toHaveLength(2)
    expect(await listed(rex.deals(sales.id, { stage_id: String(one), status: 'open' }))).toHaveLength(3)
    expect((await refusal(rex.deals(sales.id, { status: 'closed' }).next())).body.error.message).toContain("'status'")

    await rex.removeStage(sales.id, negotiation)
    const held = await refusal(rex.removeStage(sales.id, String(one)))
    expect([held.status, held.body.error.code]).toEqual([409, 'conflict'])
    expect(names(await rex.getPipeline(sales.id))).toEqual(['Qualified', 'Proposal Sent', 'Closed Won', 'Closed Lost'])
    await rex.deletePipeline(sales.id)
    const gone = await refusal(rex.getPipeline(sales.id))
    expect([gone.status, gone.body.error.code]).toEqual([404, 'not_found'])
  })

  const names = ({ stages }: RexPipeline) => stages.map(({ name }) => name)
})

describe('a day with Clarky', () => {
  it('finds its board, fills it, works its cards off, and puts them away', async () => {
    const board = await before.board({ name: 'Clarky Sales' })
    const contact = await before.record('contacts')
    const clarky = clarkyClient(api.url, await workspace.key('clarky'))
    const pipelines = (await clarky.pipelines({ page_size: '100' })).data
    const pipeline = pipelines.find(({ name }) => name === 'Clarky Sales')
    expect(pipeline).toMatchObject({ id: board.id, workspace_id: workspace.id, is_private: false })
    expect((await clarky.pipelines({ bot_id: pipeline?.bot_id ?? '', page_size: '1' })).pagination.total).toBe(
      pipelines.length,
    )
    const stages = await clarky.stages(board.id)
    expect(stages.map(({ order_index }) => order_index)).toEqual([0, 1, 2, 3])
    const [lead, qualified] = stages.map(({ id }) => id) as [string, string]

    for (let at = 0; at < 30; at++) await clarky.createCard({ pipeline_stage_id: lead, title: `Card ${at}` })
    const first = await clarky.createCard({
      pipeline_stage_id: lead,
      title: 'Acme Corp – renewal',
      contact_id: contact.id,
      tags: ['renewal'],
      order_index: 0,
    })
    const all = await clarky.allCards({ pipeline_id: board.id })
    expect(all.map(({ title }) => title)).toEqual([
      'Acme Corp – renewal',
      ...Array.from({ length: 30 }, (_, at) => `Card ${at}`),
    ])
    expect(all.map(({ order_index }) => order_index)).toEqual(Array.from({ length: 31 }, (_, at) => at))
    expect((await clarky.cards({ contact_id: contact.id })).data).toEqual([first])

    const moved = await clarky.updateCard(first.id, { pipeline_stage_id: qualified, order_index: 0 })
    expect(moved).toEqual({ ...first, pipeline_stage_id: qualified, updated_at: moved.updated_at })
    const put = await clarky.updateCard(String(all[5]?.id), { order_index: 0 })
    expect(put.order_index).toBe(0)
    expect((await clarky.card(String(all[1]?.id))).order_index).toBe(1)

    const away = await clarky.updateCard(first.id, { archived_at: '2026-04-29T19:15:00Z', contact_id: null })
    expect(away).toMatchObject({ archived_at: '2026-04-29T19:15:00.000Z', contact_id: null })
    expect((await clarky.cards({ pipeline_stage_id: qualified })).data).toEqual([])
    const kept = await clarky.cards({ pipeline_stage_id: qualified, include_archived: 'true' })
    expect(kept.data).toEqual([away])
    expect(await clarky.updateCard(first.id, { archived_at: null })).toMatchObject({
      archived_at: null,
      order_index: 0,
    })
    await clarky.deleteCard(first.id)
    const gone = await refusal(clarky.card(first.id))
    expect([gone.status, gone.body.error.code]).toEqual([404, 'not_found'])
    const wrong = await refusal(clarky.createCard({ pipeline_stage_id: lead, title: '' }))
    expect([wrong.status, wrong.body.error.details]).toEqual([422, { field: 'title' }])
  })

  it('reads with a read key, and is told what it needs to write', async () => {
    const clarky = clarkyClient(api.url, await workspace.key('clarky', { scopes: ['read'] }))
    const board = await before.board()
    const [stage] = await clarky.stages(board.id)
    const refused = await refusal(clarky.createCard({ pipeline_stage_id: String(stage?.id), title: 'x' }))
    expect([refused.status, refused.body.error.code]).toEqual([403, 'forbidden'])
    expect(refused.body.error.message).toContain('write')
  })
})

describe('a day with KaireonAI', () => {
  it('keeps data pipelines: makes the one of the reference, finds it, changes it and takes it away', async () => {
    const key = await workspace.key('kaireon')
    const own = actingWith(api, key)
    const connector = (await own.post('/connectors', { name: 'Production', type: 'csv' })).body
    const schema = (await own.get('/schemas')).body.data.find(({ name }: { name: string }) => name === 'contacts')
    const kaireon = kaireonClient(api.url, workspace.slug, key)
    const made = await kaireon.create({
      name: 'Customer Import',
      connectorId: connector.id,
      schemaId: schema.id,
      schedule: '0 2 * * *',
      executionConfig: { batchSize: 5000, parallelism: 4 },
      nodes: [
        { id: 'n1', nodeType: 'source', label: 'Snowflake Source', config: {} },
        { id: 'n2', nodeType: 'transform', label: 'Rename Fields', config: { type: 'rename_field' } },
        { id: 'n3', nodeType: 'target', label: 'Customer Table', config: {} },
      ],
      edges: [
        { source: 'n1', target: 'n2' },
        { source: 'n2', target: 'n3' },
      ],
    })
    const others = await Promise.all(
      ['One', 'Two'].map((name) => kaireon.create({ name, connectorId: connector.id, schemaId: schema.id })),
    )
    const list = await kaireon.list()
    expect([list.total, list.hasMore]).toEqual([3, false])
    expect(list.data.map(({ id }) => id).toSorted()).toEqual([made, ...others].map(({ id }) => id).toSorted())
    const page = await kaireon.list({ limit: '2' })
    expect([page.data.length, page.total, page.hasMore]).toEqual([2, 3, true])
    const rest = await kaireon.list({ limit: '2', cursor: String(page.nextCursor) })
    expect([...page.data, ...rest.data]).toEqual(list.data)

    const shown = list.data.find(({ id }) => id === made.id)
    expect(shown).toMatchObject({
      name: 'Customer Import',
      status: 'active',
      schedule: '0 2 * * *',
      executionConfig: { batchSize: 5000, parallelism: 4 },
      connector: { id: connector.id, name: 'Production', type: 'csv' },
      schema: { id: schema.id, name: 'contacts', displayName: schema.displayName },
    })
    const [source, rename, target] = shown?.nodes.map(({ id }) => id) ?? []
    expect(shown?.edges).toMatchObject([
      { source, target: rename },
      { source: rename, target },
    ])
    const changed = await kaireon.update({
      id: made.id,
      name: 'Customers',
      nodes: [
        { id: 'a', nodeType: 'source' },
        { id: 'b', nodeType: 'target' },
      ],
      edges: [{ source: 'a', target: 'b' }],
    })
    expect([changed.name, changed.nodes.length, changed.edges.length, changed.schedule]).toEqual([
      'Customers',
      2,
      1,
      '0 2 * * *',
    ])
    await kaireon.delete(made.id)
    const gone = await refusal(kaireon.delete(made.id))
    expect([gone.status, gone.body.error.code, gone.body.error.status]).toEqual([404, 'NOT_FOUND', 404])
    expect((await kaireon.list()).total).toBe(2)
  })
})
