import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { actingWith } from '@/e2e/acting'
import type { Answer, RunningApi } from '@/e2e/api-client'
import { startContractApi } from '@/e2e/contract-api'
import { expectGiven, expectTaken, type FieldTable, filled, parametersOf } from '@/e2e/documented'
import { openWorkspace } from '@/e2e/workspace'
import { listPipelineDeals } from './deal.contract'
import * as rex from './pipeline.contract'

// REX's "Pipelines API", from its first line to its last: the tables, then every example in the order of the document.

let api: RunningApi
let key: string

beforeAll(async () => {
  api = await startContractApi()
  key = await (await openWorkspace()).key('rex')
})
afterAll(() => api.stop())

/** As the document's examples call: with X-Api-Key, and the body as it stands there. */
const curl = (method: string, target: string, raw?: string): Promise<Answer> =>
  api.ask(method, target, { headers: { 'x-api-key': key }, raw })

const instant = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/)
/** What a stage and a pipeline carry beside the document (DECISIONS, "Stages, gates, archived"). */
const oursOfStage = { required_fields: [], rotting_days: null, wip_limit: null }
const oursOfPipeline = { object: 'opportunities', metadata: {}, rotting_days: null }

const stageFields: FieldTable = [
  ['name', 'string', 'required'],
  ['type', 'string', 'required'],
  ['position', 'integer'],
  ['color', 'string'],
  ['probability', 'number'],
]

describe('the fields of the document', () => {
  it('are those of the contracts: names, types, what is required', () => {
    expectTaken(
      rex.createPipeline.body,
      [
        ['name', 'string', 'required'],
        ['is_default', 'boolean'],
        ['stages', 'object[]'],
        ['metadata', 'object'],
      ],
      ['object'],
    )
    expectTaken(rex.createPipeline.body.shape.stages.unwrap().element, stageFields)
    expectTaken(rex.addStage.body, stageFields)
    expectTaken(
      rex.updatePipeline.body,
      [
        ['name', 'string'],
        ['is_default', 'boolean'],
        ['metadata', 'object'],
      ],
      ['rotting_days'],
    )
    expectTaken(rex.reorderStages.body, [['stage_ids', 'string[]', 'required']])
    expect(parametersOf(rex.listPipelines)).toEqual(['cursor', 'limit'])
    expect(parametersOf(listPipelineDeals)).toEqual(['cursor', 'limit', 'stage_id', 'status'])
    for (const one of [rex.createPipeline, rex.getPipeline, rex.updatePipeline, rex.deletePipeline]) {
      expect(parametersOf(one)).toEqual([])
    }
    expect(parametersOf(rex.removeStage)).toEqual(['move_to'])
  })

  it('come back in the replies', () => {
    const { data } = rex.getPipeline.reply.shape
    expectGiven(data, [
      ['id', 'string'],
      ['name', 'string'],
      ['is_default', 'boolean'],
      ['stages', 'object[]'],
      ['created_at', 'string'],
      ['updated_at', 'string'],
    ])
    expectGiven(data.shape.stages.element, [
      ['id', 'string'],
      ['name', 'string'],
      ['position', 'integer'],
      ['type', 'string'],
      ['color', 'string'],
    ])
    expectGiven(rex.listPipelines.reply, [
      ['data', 'object[]'],
      ['has_more', 'boolean'],
    ])
  })
})

describe('the examples of the document', () => {
  let pipeline: { id: string; stages: { id: string; name: string }[] }
  const stageIds = () =>
    Object.fromEntries(pipeline.stages.map(({ id }, at) => [`stg_${String(at + 1).padStart(2, '0')}HQ...`, id]))

  it('POST /pipelines', async () => {
    const made = await curl(
      'POST',
      '/pipelines',
      `{
    "name": "Sales Pipeline",
    "is_default": true,
    "stages": [
      { "name": "Qualified", "type": "open", "color": "#3b82f6" },
      { "name": "Proposal Sent", "type": "open", "color": "#f59e0b" },
      { "name": "Closed Won", "type": "won", "color": "#10b981" },
      { "name": "Closed Lost", "type": "lost", "color": "#ef4444" }
    ]
  }`,
    )
    expect(made.status).toBe(201)
    pipeline = made.body.data
    const shown = JSON.parse(
      filled(
        `{
  "data": {
    "id": "pipe_01HQ...",
    "name": "Sales Pipeline",
    "is_default": true,
    "stages": [
      { "id": "stg_01HQ...", "name": "Qualified", "position": 0, "type": "open", "color": "#3b82f6" },
      { "id": "stg_02HQ...", "name": "Proposal Sent", "position": 1, "type": "open", "color": "#f59e0b" },
      { "id": "stg_03HQ...", "name": "Closed Won", "position": 2, "type": "won", "color": "#10b981" },
      { "id": "stg_04HQ...", "name": "Closed Lost", "position": 3, "type": "lost", "color": "#ef4444" }
    ]
  }
}`,
        { 'pipe_01HQ...': pipeline.id, ...stageIds() },
      ),
    ).data
    // Two open stages: the k-th of n has k/(n+1); won has 1, lost 0.
    const probabilities = [1 / 3, 2 / 3, 1, 0]
    expect(made.body.data).toEqual({
      ...shown,
      stages: shown.stages.map((stage: object, at: number) => ({
        ...stage,
        probability: probabilities[at],
        ...oursOfStage,
      })),
      ...oursOfPipeline,
      created_at: instant,
      updated_at: instant,
    })
  })

  it('GET /pipelines', async () => {
    const list = await curl('GET', '/pipelines')
    expect([list.status, list.body]).toEqual([200, { data: [pipeline], has_more: false, next_cursor: null }])
  })

  it('GET /pipelines/:id', async () => {
    const got = await curl('GET', `/pipelines/${pipeline.id}`)
    expect([got.status, got.body]).toEqual([200, { data: pipeline }])
  })

  it('PATCH /pipelines/:id', async () => {
    const changed = await curl('PATCH', `/pipelines/${pipeline.id}`, '{ "name": "Enterprise Sales" }')
    expect([changed.status, changed.body]).toEqual([
      200,
      { data: { ...pipeline, name: 'Enterprise Sales', updated_at: instant } },
    ])
    pipeline = changed.body.data
  })

  it('GET /pipelines/:id/deals?status=open', async () => {
    const acting = actingWith(api, key)
    const [open] = [
      await acting.deal(pipeline, { id: pipeline.stages[0]?.id ?? '' }),
      await acting.deal(pipeline, { id: pipeline.stages[2]?.id ?? '' }),
    ]
    const list = await curl('GET', `/pipelines/${pipeline.id}/deals?status=open`)
    expect([list.status, list.body]).toEqual([200, { data: [open], has_more: false, next_cursor: null }])
  })

  it('POST /pipelines/:id/stages', async () => {
    const added = await curl(
      'POST',
      `/pipelines/${pipeline.id}/stages`,
      `{
    "name": "Negotiation",
    "type": "open",
    "color": "#8b5cf6",
    "probability": 0.7
  }`,
    )
    expect(added.status).toBe(201)
    const stages = pipeline.stages.map((stage, at) => ({ ...stage, probability: [0.25, 0.5, 1, 0][at] }))
    expect(added.body).toEqual({
      data: {
        ...pipeline,
        stages: [
          ...stages,
          {
            id: expect.any(String),
            name: 'Negotiation',
            type: 'open',
            color: '#8b5cf6',
            probability: 0.7,
            position: 4,
            ...oursOfStage,
          },
        ],
        updated_at: instant,
      },
    })
    await curl('DELETE', `/pipelines/${pipeline.id}/stages/${added.body.data.stages[4].id}`)
  })

  it('PUT /pipelines/:id/stages', async () => {
    const text = '{\n    "stage_ids": ["stg_01HQ...", "stg_03HQ...", "stg_02HQ...", "stg_04HQ..."]\n  }'
    const turned = await curl('PUT', `/pipelines/${pipeline.id}/stages`, filled(text, stageIds()))
    expect(turned.status).toBe(200)
    const [one, two, three, four] = pipeline.stages
    const inOrder = [one, three, two, four].map((stage, position) => ({ ...stage, position }))
    expect(turned.body).toEqual({ data: { ...pipeline, stages: inOrder, updated_at: instant } })
    expect((await curl('GET', `/pipelines/${pipeline.id}`)).body).toEqual(turned.body)
  })

  it('DELETE /pipelines/:id/stages/:stage_id', async () => {
    const [one, two, three, four] = pipeline.stages
    const removed = await curl('DELETE', `/pipelines/${pipeline.id}/stages/${two?.id}`)
    expect([removed.status, removed.text]).toEqual([204, ''])
    const { stages } = (await curl('GET', `/pipelines/${pipeline.id}`)).body.data
    const shown = stages.map(({ id, position }: { id: string; position: number }) => [id, position])
    expect(shown).toEqual([one, three, four].map((stage, at) => [stage?.id, at]))
  })

  it('DELETE /pipelines/:id', async () => {
    const deleted = await curl('DELETE', `/pipelines/${pipeline.id}`)
    expect([deleted.status, deleted.text]).toEqual([204, ''])
    expect((await curl('GET', '/pipelines')).body).toEqual({ data: [], has_more: false, next_cursor: null })
  })
})
