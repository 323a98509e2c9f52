import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Acting, actingWith } from '@/e2e/acting'
import type { RunningApi } from '@/e2e/api-client'
import { refusalIn, startContractApi } from '@/e2e/contract-api'
import { expectGiven, expectTaken, filled, parametersOf } from '@/e2e/documented'
import { openWorkspace } from '@/e2e/workspace'
import { listPipelines, moveRecord } from './pipeline.contract'

// The reference "Pipelines" of Kasar, from its first line to its last, with its own words and bodies.

let api: RunningApi
let kasar: Acting
let rex: Acting
let bearer: Record<string, string>
/** What the document's placeholders stand for here. */
let ids: Record<string, string>

const opportunities = ['Qualification', 'Discovery', 'Proposal', 'Negotiation', 'Closed Won']
const candidates = ['Applied', 'Screening', 'Interview', 'Offer']

beforeAll(async () => {
  api = await startContractApi()
  const workspace = await openWorkspace()
  const key = await workspace.key('kasar')
  bearer = { authorization: `Bearer ${key}` }
  kasar = actingWith(api, key)
  rex = actingWith(api, await workspace.key('rex'))
  const steps = (names: string[]) => names.map((name) => ({ name, type: name === 'Closed Won' ? 'won' : 'open' }))
  const sales = await rex.board({ name: 'Sales Pipeline', stages: steps(opportunities) })
  const hiring = await rex.board({
    name: 'Recruitment Pipeline',
    object: 'candidates',
    stages: steps(candidates),
  })
  const stepIds = (first: number, stages: { id: string }[]) =>
    stages.map(({ id }, at) => [`step-${String(first + at).padStart(3, '0')}`, id] as const)
  ids = {
    'a1b2c3d4-e5f6-7890-abcd-ef1234567890': sales.id,
    'b2c3d4e5-f6a7-8901-bcde-f12345678901': hiring.id,
    ...Object.fromEntries([...stepIds(1, sales.stages), ...stepIds(10, hiring.stages)]),
  }
})
afterAll(() => api.stop())

const move = (object: string, id: string, text: string) =>
  api.ask('PUT', `/pipelines/${object}/${id}/move`, { headers: bearer, raw: filled(text, ids) })
const step = (placeholder: string) => ({ id: ids[placeholder] ?? '' })
const board = (placeholder: string) => ({ id: ids[placeholder] ?? '' })

describe('the fields of the document', () => {
  it('are those of the contract: names, types, what is required', () => {
    expectTaken(moveRecord.body, [
      ['pipeline_step_id', 'string', 'required'],
      ['pipeline_id', 'string'],
    ])
    expectGiven(moveRecord.reply.shape.data, [
      ['id', 'string'],
      ['pipeline_step_id', 'string'],
      ['pipeline_id', 'string'],
    ])
    const pipeline = listPipelines.reply.shape.pipelines.element
    expectGiven(pipeline, [
      ['id', 'string'],
      ['name', 'string'],
      ['objectName', 'string'],
      ['steps', 'object[]'],
    ])
    expectGiven(pipeline.shape.steps.element, [
      ['id', 'string'],
      ['name', 'string'],
      ['order_index', 'integer'],
    ])
    expect([...parametersOf(listPipelines), ...parametersOf(moveRecord)]).toEqual([])
    expect([listPipelines.status, moveRecord.status]).toEqual([200, 200])
  })
})

describe('List all pipelines', () => {
  it('answers the very body of the document', async () => {
    const list = await api.ask('GET', '/pipelines', { headers: bearer })
    expect(list.status).toBe(200)
    expect(list.body).toEqual(
      JSON.parse(
        filled(
          `{
          "pipelines": [
          {
          "id": "a1b2c3d4-e5f6-7890-abcd-ef1234567890",
          "name": "Sales Pipeline",
          "objectName": "opportunities",
          "steps": [
          { "id": "step-001", "name": "Qualification", "order_index": 0 },
          { "id": "step-002", "name": "Discovery", "order_index": 1 },
          { "id": "step-003", "name": "Proposal", "order_index": 2 },
          { "id": "step-004", "name": "Negotiation", "order_index": 3 },
          { "id": "step-005", "name": "Closed Won", "order_index": 4 }
          ]
          },
          {
          "id": "b2c3d4e5-f6a7-8901-bcde-f12345678901",
          "name": "Recruitment Pipeline",
          "objectName": "candidates",
          "steps": [
          { "id": "step-010", "name": "Applied", "order_index": 0 },
          { "id": "step-011", "name": "Screening", "order_index": 1 },
          { "id": "step-012", "name": "Interview", "order_index": 2 },
          { "id": "step-013", "name": "Offer", "order_index": 3 }
          ]
          }
          ]
          }`,
          ids,
        ),
      ),
    )
  })
})

describe('Move a record to a different step', () => {
  it('moves an opportunity to the "Proposal" step: the first example', async () => {
    const deal = await rex.deal(board('a1b2c3d4-e5f6-7890-abcd-ef1234567890'), step('step-001'))
    const moved = await move('opportunities', deal.id, '{\n"pipeline_step_id": "step-003"\n}')
    expect(moved.status).toBe(200)
    expect(moved.body).toEqual(
      JSON.parse(
        filled(
          `{
          "data": {
          "id": "record-uuid",
          "pipeline_step_id": "step-003",
          "pipeline_id": "a1b2c3d4-e5f6-7890-abcd-ef1234567890"
          }
          }`,
          { ...ids, 'record-uuid': deal.id },
        ),
      ),
    )
  })

  it('moves a record and explicitly specifies the pipeline: the second example', async () => {
    const candidate = await rex.deal(board('b2c3d4e5-f6a7-8901-bcde-f12345678901'), step('step-010'))
    const text = '{\n"pipeline_step_id": "step-011",\n"pipeline_id": "b2c3d4e5-f6a7-8901-bcde-f12345678901"\n}'
    const moved = await move('candidates', candidate.id, text)
    expect([moved.status, moved.body]).toEqual([200, { data: { id: candidate.id, ...JSON.parse(filled(text, ids)) } }])
  })

  it('rejects a step outside the pipeline named even where it is the step on which the record stands', async () => {
    const deal = await rex.deal(board('a1b2c3d4-e5f6-7890-abcd-ef1234567890'), step('step-001'))
    const other = await rex.board()
    const refused = await kasar.put(`/pipelines/opportunities/${deal.id}/move`, {
      pipeline_step_id: step('step-001').id,
      pipeline_id: other.id,
    })
    expect(refused.status).toBe(400)
    expect(refused.body).toEqual({
      error: true,
      code: 'VALIDATION_ERROR',
      message: expect.stringMatching(/'pipeline_/),
    })
  })

  it('has exactly the documented keys in its errors; the list of missing fields is one of them at a gate alone', async () => {
    const gated = await rex.board()
    await rex.patch(`/pipelines/${gated.id}/stages/${gated.stages[1].id}`, { required_fields: ['amount', 'source'] })
    const deal = await rex.deal(gated, gated.stages[0])
    const target = `/pipelines/opportunities/${deal.id}/move`
    const refused = await kasar.put(target, { pipeline_step_id: gated.stages[1].id })
    expect([refused.status, refused.body]).toEqual([
      400,
      {
        error: true,
        code: 'VALIDATION_ERROR',
        message: expect.any(String),
        missing_fields: ['amount', 'source'],
      },
    ])
    // Whether the pipeline is named or inferred makes no difference to the gate.
    const named = await kasar.put(target, { pipeline_step_id: gated.stages[1].id, pipeline_id: gated.id })
    expect(named.body).toEqual(refused.body)
    const missing = await kasar.put('/pipelines/opportunities/record-uuid/move', {
      pipeline_step_id: gated.stages[1].id,
    })
    expect([missing.status, missing.body]).toEqual([
      404,
      { error: true, code: 'RECORD_NOT_FOUND', message: expect.any(String) },
    ])
  })

  it('moves an archived record, which stays archived and takes no place', async () => {
    const shelf = await rex.board()
    const [deal, there] = [await rex.deal(shelf, shelf.stages[0]), await rex.deal(shelf, shelf.stages[1])]
    await rex.patch(`/pipeline-cards/${deal.id}`, { archived_at: '2026-04-29T19:15:00Z' })
    const moved = await kasar.put(`/pipelines/opportunities/${deal.id}/move`, {
      pipeline_step_id: shelf.stages[1].id,
    })
    expect(moved.body.data.pipeline_step_id).toBe(shelf.stages[1].id)
    expect((await rex.get(`/pipeline-cards/${deal.id}`)).body.data).toMatchObject({
      archived_at: '2026-04-29T19:15:00.000Z',
      order_index: 1,
    })
    expect((await rex.get(`/pipelines/${shelf.id}/deals`)).body.data).toMatchObject([{ id: there.id }])
  })

  it('takes the query of nobody, by name', async () => {
    const refused = refusalIn(await kasar.put('/pipelines/opportunities/x/move?force=1', {}), 'kasar')
    expect(refused).toMatchObject({ status: 400, code: 'VALIDATION_ERROR' })
    expect(refused.message).toContain("'force'")
  })
})
