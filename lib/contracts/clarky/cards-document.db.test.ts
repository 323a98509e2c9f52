import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { actingWith } from '@/e2e/acting'
import type { Answer, RunningApi } from '@/e2e/api-client'
import { refusalIn, startContractApi } from '@/e2e/contract-api'
import { expectGiven, expectTaken, filled, parametersOf } from '@/e2e/documented'
import { openWorkspace, type TestWorkspace } from '@/e2e/workspace'
import * as cards from './card.contract'
import { listPipelines, listStages } from './pipeline.contract'

// Clarky's reference of pipelines, stages and cards, from its first line to its last.

let api: RunningApi
let workspace: TestWorkspace
let key: string
/** What the document's placeholders stand for here. */
let ids: Record<string, string>

beforeAll(async () => {
  api = await startContractApi()
  workspace = await openWorkspace()
  key = await workspace.key('clarky')
  const rex = actingWith(api, await workspace.key('rex'))
  const board = await rex.board({
    name: 'Sales Pipeline',
    stages: [
      { name: 'Lead', type: 'open', color: '#94a3b8' },
      { name: 'Qualified', type: 'open', color: '#3b82f6' },
      { name: 'Closed Won', type: 'won', color: '#22c55e' },
    ],
  })
  const contact = await rex.record('contacts')
  const bots = await api.ask('GET', '/bots', { key })
  ids = {
    'w_01HXXX...': workspace.id,
    'b_01HDEF...': bots.body.data[0].id,
    b_01HDEF: bots.body.data[0].id,
    'p_01HPLA...': board.id,
    p_01HPLA: board.id,
    'ps_01HSTA...': board.stages[0].id,
    ps_01HSTA: board.stages[0].id,
    'ps_01HSTB...': board.stages[1].id,
    'ps_01HSTC...': board.stages[2].id,
    ps_01HSTC: board.stages[2].id,
    'c_01HXYZ...': contact.id,
    c_01HXYZ: contact.id,
  }
})
afterAll(() => api.stop())

/** As the document's examples call. */
const curl = (method: string, target: string, text?: string): Promise<Answer> =>
  api.ask(method, filled(target, ids), {
    headers: { authorization: `Bearer ${key}` },
    ...(text !== undefined && { raw: filled(text, ids) }),
  })
/** A body that the document shows, with our ids; times are any in its format. */
const shown = (text: string) =>
  JSON.parse(filled(text, ids), (name, value) => (/^(created|updated)_at$/.test(name) ? instant : value))
const instant = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/)

describe('the objects of the document', () => {
  it('Pipeline, Stage and Pipeline Card have its fields, types and nulls', () => {
    expectGiven(listPipelines.reply.shape.data.element, [
      ['id', 'string'],
      ['workspace_id', 'string'],
      ['bot_id', 'string'],
      ['name', 'string'],
      ['is_default', 'boolean'],
      ['is_private', 'boolean'],
      ['created_at', 'string'],
      ['updated_at', 'string'],
    ])
    expectGiven(listStages.reply.shape.data.element, [
      ['id', 'string'],
      ['bot_id', 'string'],
      ['pipeline_id', 'string'],
      ['name', 'string'],
      ['color', 'string'],
      ['order_index', 'integer'],
      ['created_at', 'string'],
      ['updated_at', 'string'],
    ])
    expectGiven(cards.getCard.reply.shape.data, [
      ['id', 'string'],
      ['pipeline_stage_id', 'string'],
      ['contact_id', 'string | null'],
      ['title', 'string'],
      ['description', 'string | null'],
      ['tags', 'string[]'],
      ['order_index', 'integer'],
      ['archived_at', 'string | null'],
      ['created_at', 'string'],
      ['updated_at', 'string'],
    ])
    for (const { reply } of [listPipelines, cards.listCards]) {
      expectGiven(reply.shape.pagination, [
        ['page', 'integer'],
        ['page_size', 'integer'],
        ['total', 'integer'],
        ['total_pages', 'integer'],
      ])
    }
    expect(Object.keys(listStages.reply.shape)).toEqual(['data'])
  })

  it('bodies and parameters are its own; after_id and before_id are ours', () => {
    expectTaken(
      cards.createCard.body,
      [
        ['pipeline_stage_id', 'string', 'required'],
        ['title', 'string', 'required'],
        ['contact_id', 'string'],
        ['description', 'string'],
        ['tags', 'string[]'],
        ['order_index', 'integer'],
      ],
      ['after_id', 'before_id'],
    )
    expectTaken(
      cards.updateCard.body,
      [
        ['pipeline_stage_id', 'string'],
        ['contact_id', 'string | null'],
        ['title', 'string'],
        ['description', 'string'],
        ['tags', 'string[]'],
        ['order_index', 'integer'],
        ['archived_at', 'string | null'],
      ],
      ['after_id', 'before_id'],
    )
    expect(parametersOf(listPipelines)).toEqual(['bot_id', 'page', 'page_size'])
    expect(parametersOf(cards.listCards)).toEqual([
      'bot_id',
      'contact_id',
      'include_archived',
      'page',
      'page_size',
      'pipeline_id',
      'pipeline_stage_id',
    ])
    for (const one of [listStages, cards.getCard, cards.createCard, cards.updateCard, cards.deleteCard]) {
      expect(parametersOf(one)).toEqual([])
    }
  })
})

describe('the examples of the document', () => {
  let cardId: string

  it('GET /pipelines?bot_id=', async () => {
    const list = await curl('GET', '/pipelines?bot_id=b_01HDEF')
    expect(list.status).toBe(200)
    expect(list.body).toEqual(
      shown(`{
  "data": [
    {
      "id": "p_01HPLA...",
      "workspace_id": "w_01HXXX...",
      "bot_id": "b_01HDEF...",
      "name": "Sales Pipeline",
      "is_default": true,
      "is_private": false,
      "created_at": "2026-01-15T10:00:00.000Z",
      "updated_at": "2026-04-01T08:00:00.000Z"
    }
  ],
  "pagination": { "page": 1, "page_size": 25, "total": 1, "total_pages": 1 }
}`),
    )
  })

  it('GET /pipelines/{id}/stages', async () => {
    const list = await curl('GET', '/pipelines/p_01HPLA/stages')
    expect(list.status).toBe(200)
    const times = '"created_at": "2026-01-15T10:00:00.000Z", "updated_at": "2026-01-15T10:00:00.000Z"'
    expect(list.body).toEqual(
      shown(`{
  "data": [
    { "id": "ps_01HSTA...", "bot_id": "b_01HDEF...", "pipeline_id": "p_01HPLA...",
      "name": "Lead", "color": "#94a3b8", "order_index": 0, ${times} },
    { "id": "ps_01HSTB...", "bot_id": "b_01HDEF...", "pipeline_id": "p_01HPLA...",
      "name": "Qualified", "color": "#3b82f6", "order_index": 1, ${times} },
    { "id": "ps_01HSTC...", "bot_id": "b_01HDEF...", "pipeline_id": "p_01HPLA...",
      "name": "Closed Won", "color": "#22c55e", "order_index": 2, ${times} }
  ]
}`),
    )
  })

  it('POST /pipeline-cards', async () => {
    for (const title of ['one', 'two', 'three']) {
      await curl('POST', '/pipeline-cards', `{ "pipeline_stage_id": "ps_01HSTA", "title": "${title}" }`)
    }
    const made = await curl(
      'POST',
      '/pipeline-cards',
      `{
    "pipeline_stage_id": "ps_01HSTA",
    "title": "Acme Corp – renewal",
    "contact_id": "c_01HXYZ",
    "tags": ["renewal"]
  }`,
    )
    expect(made.status).toBe(201)
    cardId = made.body.data.id
    ids = { ...ids, 'pc_01HCRD...': cardId, pc_01HCRD: cardId }
    // The example leaves `description` out; the object has it, null.
    const { data } = shown(`{
  "data": {
    "id": "pc_01HCRD...",
    "pipeline_stage_id": "ps_01HSTA...",
    "contact_id": "c_01HXYZ...",
    "title": "Acme Corp – renewal",
    "tags": ["renewal"],
    "order_index": 3,
    "archived_at": null,
    "created_at": "2026-04-29T19:10:00.000Z",
    "updated_at": "2026-04-29T19:10:00.000Z"
  }
}`)
    expect(made.body).toEqual({ data: { ...data, description: null } })
  })

  const card = (orderIndex: number) => `{
      "id": "pc_01HCRD...",
      "pipeline_stage_id": "ps_01HSTA...",
      "contact_id": "c_01HXYZ...",
      "title": "Acme Corp – renewal",
      "description": "Renewal due in Q2",
      "tags": ["renewal"],
      "order_index": ${orderIndex},
      "archived_at": null,
      "created_at": "2026-04-10T09:00:00.000Z",
      "updated_at": "2026-04-29T15:00:00.000Z"
    }`

  it('GET /pipeline-cards/{id}', async () => {
    await curl('PATCH', '/pipeline-cards/pc_01HCRD', '{ "description": "Renewal due in Q2" }')
    const got = await curl('GET', '/pipeline-cards/pc_01HCRD')
    expect([got.status, got.body]).toEqual([200, shown(`{ "data": ${card(3)} }`)])
  })

  it('GET /pipeline-cards?pipeline_stage_id=', async () => {
    const others = (await curl('GET', '/pipeline-cards?pipeline_stage_id=ps_01HSTA')).body.data.slice(0, 3)
    for (const { id } of others) await curl('DELETE', `/pipeline-cards/${id}`)
    const list = await curl('GET', '/pipeline-cards?pipeline_stage_id=ps_01HSTA')
    const pagination = '{ "page": 1, "page_size": 25, "total": 1, "total_pages": 1 }'
    expect([list.status, list.body]).toEqual([200, shown(`{ "data": [${card(0)}], "pagination": ${pagination} }`)])
  })

  it('PATCH /pipeline-cards/{id}: move a card to a new stage', async () => {
    await curl('POST', '/pipeline-cards', '{ "pipeline_stage_id": "ps_01HSTC", "title": "there before" }')
    const moved = await curl(
      'PATCH',
      '/pipeline-cards/pc_01HCRD',
      '{ "pipeline_stage_id": "ps_01HSTC", "order_index": 0 }',
    )
    expect(moved.status).toBe(200)
    const { data } = shown(`{
  "data": {
    "id": "pc_01HCRD...",
    "pipeline_stage_id": "ps_01HSTC...",
    "order_index": 0,
    "updated_at": "2026-04-29T19:15:00.000Z"
  }
}`)
    expect(moved.body).toEqual({ data: { ...shown(card(0)), ...data } })
  })

  it('DELETE /pipeline-cards/{id}', async () => {
    const deleted = await curl('DELETE', '/pipeline-cards/pc_01HCRD')
    expect([deleted.status, deleted.text]).toEqual([204, ''])
  })
})

describe('what the document says of nulls', () => {
  it('a contact may be unlinked by null, a card un-archived by null, and nothing else takes null', async () => {
    const made = await curl('POST', '/pipeline-cards', '{ "pipeline_stage_id": "ps_01HSTA", "title": "x" }')
    const { id } = made.body.data
    for (const field of ['pipeline_stage_id', 'title', 'description', 'tags', 'order_index']) {
      const refused = refusalIn(await curl('PATCH', `/pipeline-cards/${id}`, `{ "${field}": null }`), 'clarky')
      expect(refused).toMatchObject({ status: 422, code: 'validation_error', field })
    }
    for (const field of ['contact_id', 'description', 'tags', 'order_index']) {
      const text = `{ "pipeline_stage_id": "ps_01HSTA", "title": "x", "${field}": null }`
      expect(refusalIn(await curl('POST', '/pipeline-cards', text), 'clarky')).toMatchObject({ status: 422, field })
    }
    const nulls = await curl('PATCH', `/pipeline-cards/${id}`, '{ "contact_id": null, "archived_at": null }')
    expect([nulls.status, nulls.body]).toEqual([200, made.body])
    const cleared = await curl('PATCH', `/pipeline-cards/${id}`, '{ "description": "", "tags": [] }')
    expect(cleared.body.data).toMatchObject({ description: '', tags: [] })
  })
})
