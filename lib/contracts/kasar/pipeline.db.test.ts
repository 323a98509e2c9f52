import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Acting, actingWith } from '@/e2e/acting'
import type { RunningApi } from '@/e2e/api-client'
import { refusalIn, startContractApi } from '@/e2e/contract-api'
import { openWorkspace, type TestWorkspace } from '@/e2e/workspace'
import { newId } from '@/lib/domain/id'

let api: RunningApi
let workspace: TestWorkspace
let kasar: Acting
let rex: Acting

beforeAll(async () => {
  api = await startContractApi()
  workspace = await openWorkspace()
  kasar = actingWith(api, await workspace.key('kasar'))
  rex = actingWith(api, await workspace.key('rex'))
})
afterAll(() => api.stop())

const steps = (...names: string[]) => names.map((name) => ({ name, type: 'open' }))

describe('List all pipelines', () => {
  it('gives every pipeline with its ordered steps, as the document shows', async () => {
    const other = await openWorkspace()
    const key = await other.key('kasar')
    const sales = await actingWith(api, await other.key('rex')).board({
      name: 'Sales Pipeline',
      stages: steps('Qualification', 'Discovery', 'Proposal', 'Negotiation', 'Closed Won'),
    })
    const recruitment = await actingWith(api, await other.key('rex')).board({
      name: 'Recruitment Pipeline',
      object: 'candidates',
      stages: steps('Applied', 'Screening', 'Interview', 'Offer'),
    })
    const reply = await api.ask('GET', '/pipelines', { key })
    expect(reply.status).toBe(200)
    expect(reply.body).toEqual({
      pipelines: [
        {
          id: sales.id,
          name: 'Sales Pipeline',
          objectName: 'opportunities',
          steps: [
            { id: sales.stages[0].id, name: 'Qualification', order_index: 0 },
            { id: sales.stages[1].id, name: 'Discovery', order_index: 1 },
            { id: sales.stages[2].id, name: 'Proposal', order_index: 2 },
            { id: sales.stages[3].id, name: 'Negotiation', order_index: 3 },
            { id: sales.stages[4].id, name: 'Closed Won', order_index: 4 },
          ],
        },
        {
          id: recruitment.id,
          name: 'Recruitment Pipeline',
          objectName: 'candidates',
          steps: [
            { id: recruitment.stages[0].id, name: 'Applied', order_index: 0 },
            { id: recruitment.stages[1].id, name: 'Screening', order_index: 1 },
            { id: recruitment.stages[2].id, name: 'Interview', order_index: 2 },
            { id: recruitment.stages[3].id, name: 'Offer', order_index: 3 },
          ],
        },
      ],
    })
  })

  it('gives a workspace without pipelines an empty list', async () => {
    const key = await (await openWorkspace()).key('kasar')
    expect((await api.ask('GET', '/pipelines', { key })).body).toEqual({ pipelines: [] })
  })

  it('leaves out what is in the trash, and follows a new order of the steps', async () => {
    const gone = await rex.board({ name: 'Gone' })
    const kept = await rex.board({ name: 'Kept', stages: steps('x', 'y') })
    await rex.delete(`/pipelines/${gone.id}`)
    const stage_ids = kept.stages.map((stage: { id: string }) => stage.id).reverse()
    await rex.put(`/pipelines/${kept.id}/stages`, { stage_ids })
    const { pipelines } = (await kasar.get('/pipelines')).body
    expect(pipelines.map((each: { id: string }) => each.id)).not.toContain(gone.id)
    expect(pipelines.find((each: { id: string }) => each.id === kept.id).steps).toEqual([
      { id: stage_ids[0], name: 'y', order_index: 0 },
      { id: stage_ids[1], name: 'x', order_index: 1 },
    ])
  })

  it('refuses a parameter it does not have, by name', async () => {
    const refused = refusalIn(await kasar.get('/pipelines?limit=5'), 'kasar')
    expect(refused).toMatchObject({ status: 400, code: 'VALIDATION_ERROR' })
    expect(refused.message).toContain("'limit'")
  })
})

describe('Move a record to a different step', () => {
  const move = (id: string, body: unknown, object = 'opportunities') =>
    kasar.put(`/pipelines/${object}/${id}/move`, body)
  const stageOf = async (id: string) => (await rex.get(`/deals/${id}`)).body.data.stage_id

  it('moves by the step alone and infers the pipeline', async () => {
    const board = await rex.board()
    const deal = await rex.deal(board, board.stages[0])
    const moved = await move(deal.id, { pipeline_step_id: board.stages[1].id })
    expect(moved.status).toBe(200)
    expect(moved.body).toEqual({
      data: { id: deal.id, pipeline_step_id: board.stages[1].id, pipeline_id: board.id },
    })
    expect(await stageOf(deal.id)).toBe(board.stages[1].id)
  })

  it('moves with the pipeline named, candidates too, and into another pipeline of the object', async () => {
    const board = await rex.board({ object: 'candidates' })
    const other = await rex.board({ object: 'candidates' })
    const one = await rex.deal(board, board.stages[0])
    const named = { pipeline_step_id: board.stages[1].id, pipeline_id: board.id }
    expect((await move(one.id, named, 'candidates')).body.data).toEqual({ id: one.id, ...named })
    const inferred = await move(one.id, { pipeline_step_id: other.stages[0].id }, 'candidates')
    expect(inferred.body.data.pipeline_id).toBe(other.id)
  })

  it('appends to the end of the target stage', async () => {
    const board = await rex.board()
    const [first, second] = board.stages
    const ids = []
    for (const name of ['one', 'two', 'three']) ids.push((await rex.deal(board, second, { name })).id)
    const moved = await rex.deal(board, first)
    await move(moved.id, { pipeline_step_id: second.id })
    const column = (await rex.get(`/pipelines/${board.id}/board?stage_id=${second.id}`)).body.data.columns[0]
    expect(column.cards.map((card: { id: string }) => card.id)).toEqual([...ids, moved.id])
  })

  it("changes nothing when the step is the record's own", async () => {
    const board = await rex.board()
    const first = await rex.deal(board, board.stages[0])
    await rex.deal(board, board.stages[0])
    const before = (await rex.get(`/deals/${first.id}`)).body
    const moved = await move(first.id, { pipeline_step_id: board.stages[0].id })
    expect(moved.body.data).toEqual({ id: first.id, pipeline_step_id: board.stages[0].id, pipeline_id: board.id })
    expect((await rex.get(`/deals/${first.id}`)).body).toEqual(before)
    expect((await rex.get(`/deals/${first.id}/history`)).body.data).toHaveLength(1)
  })

  it('rejects a step that does not belong to the pipeline', async () => {
    const board = await rex.board()
    const other = await rex.board()
    const candidates = await rex.board({ object: 'candidates' })
    const deal = await rex.deal(board, board.stages[0])
    const bodies = [
      { pipeline_step_id: other.stages[1].id, pipeline_id: board.id },
      { pipeline_step_id: board.stages[1].id, pipeline_id: other.id },
      { pipeline_step_id: board.stages[1].id, pipeline_id: newId() },
      { pipeline_step_id: board.stages[1].id, pipeline_id: 'no-id' },
      { pipeline_step_id: candidates.stages[0].id },
      { pipeline_step_id: candidates.stages[0].id, pipeline_id: candidates.id },
      { pipeline_step_id: newId() },
      { pipeline_step_id: 'step-003' },
      { pipeline_step_id: '' },
    ]
    for (const body of bodies) {
      const refused = refusalIn(await move(deal.id, body), 'kasar')
      expect(refused, JSON.stringify(body)).toMatchObject({ status: 400, code: 'VALIDATION_ERROR' })
      expect(refused.message).toMatch(/'pipeline_(step_)?id'/)
      expect(refused.missingFields).toBeUndefined()
    }
    expect(await stageOf(deal.id)).toBe(board.stages[0].id)
  })

  it('rejects the step of a pipeline that is in the trash, and a step that was removed', async () => {
    const board = await rex.board()
    const trashed = await rex.board()
    const deal = await rex.deal(board, board.stages[0])
    await rex.delete(`/pipelines/${trashed.id}`)
    await rex.delete(`/pipelines/${board.id}/stages/${board.stages[1].id}`)
    for (const id of [trashed.stages[0].id, board.stages[1].id]) {
      expect(refusalIn(await move(deal.id, { pipeline_step_id: id }), 'kasar').status).toBe(400)
    }
  })

  it('enforces required fields and lists those that must be filled', async () => {
    const board = await rex.board({ object: 'candidates' })
    const gated = board.stages[1]
    const required_fields = ['amount', 'position', 'tags', 'source']
    expect((await rex.patch(`/pipelines/${board.id}/stages/${gated.id}`, { required_fields })).status).toBe(200)
    const given = { tags: [], source: '', fields: { position: '' } }
    const one = await rex.deal(board, board.stages[0], given)
    const refused = refusalIn(await move(one.id, { pipeline_step_id: gated.id }, 'candidates'), 'kasar')
    expect(refused).toMatchObject({ status: 400, code: 'VALIDATION_ERROR', missingFields: required_fields })
    expect(await stageOf(one.id)).toBe(board.stages[0].id)
    expect((await rex.get(`/deals/${one.id}/history`)).body.data).toHaveLength(1)

    await rex.patch(`/deals/${one.id}`, { value: 0, tags: ['x'], fields: { position: 'Clerk' } })
    const less = refusalIn(await move(one.id, { pipeline_step_id: gated.id }, 'candidates'), 'kasar')
    expect(less.missingFields).toEqual(['source'])
    await rex.patch(`/deals/${one.id}`, { source: 'fair' })
    expect((await move(one.id, { pipeline_step_id: gated.id }, 'candidates')).status).toBe(200)
  })

  it('does not ask for the fields again of a record that stands behind the gate already', async () => {
    const board = await rex.board()
    const deal = await rex.deal(board, board.stages[1])
    await rex.patch(`/pipelines/${board.id}/stages/${board.stages[1].id}`, { required_fields: ['amount'] })
    expect((await move(deal.id, { pipeline_step_id: board.stages[1].id })).status).toBe(200)
  })

  it('finds no record by an unknown or malformed id, under another object, or in the trash', async () => {
    const board = await rex.board()
    const trashed = await rex.board()
    const deal = await rex.deal(board, board.stages[0])
    const gone = await rex.deal(board, board.stages[0])
    const hidden = await rex.deal(trashed, trashed.stages[0])
    await rex.delete(`/deals/${gone.id}`)
    await rex.delete(`/pipelines/${trashed.id}`)
    const step = { pipeline_step_id: board.stages[1].id }
    const answers = await Promise.all([
      move(newId(), step),
      move('record-uuid', step),
      move(deal.id, step, 'candidates'),
      move(deal.id, step, 'contacts'),
      move(deal.id, step, 'no-such-object'),
      move(gone.id, step),
      move(hidden.id, step),
      // The record in the path is looked for before the step in the body.
      move(newId(), { pipeline_step_id: newId() }),
    ])
    for (const answer of answers) {
      expect(answer.status).toBe(404)
      expect(answer.body).toEqual({ error: true, code: 'RECORD_NOT_FOUND', message: 'Record not found' })
    }
    expect(await stageOf(deal.id)).toBe(board.stages[0].id)
  })

  it('refuses (400) a record whose object has no pipeline', async () => {
    const board = await rex.board()
    const contact = await kasar.record('contacts')
    const refused = refusalIn(await move(contact.id, { pipeline_step_id: board.stages[0].id }, 'contacts'), 'kasar')
    expect(refused).toMatchObject({ status: 400, code: 'VALIDATION_ERROR' })
  })

  it('puts a record that stands on no board on one', async () => {
    const board = await rex.board()
    const record = await kasar.record('opportunities')
    const moved = await move(record.id, { pipeline_step_id: board.stages[0].id })
    expect(moved.body.data).toEqual({ id: record.id, pipeline_step_id: board.stages[0].id, pipeline_id: board.id })
  })

  it('names the field that is missing, of another type, or unknown, before it looks for the record', async () => {
    const refused = async (body: unknown) => refusalIn(await move(newId(), body), 'kasar')
    expect(await refused({})).toMatchObject({ status: 400, message: "Field 'pipeline_step_id' is required" })
    expect((await refused({ pipeline_step_id: 3 })).message).toContain("'pipeline_step_id'")
    expect((await refused({ pipeline_step_id: null })).message).toContain("'pipeline_step_id'")
    expect((await refused({ pipeline_step_id: newId(), pipeline_id: 7 })).message).toContain("'pipeline_id'")
    expect((await refused({ pipeline_step_id: newId(), stage_id: newId() })).message).toContain("'stage_id'")
  })

  it('is refused (403) to a viewer and to a key without the write scope', async () => {
    const body = { pipeline_step_id: newId() }
    const keys = [
      await workspace.key('kasar', { role: 'viewer' }),
      await workspace.key('kasar', { scopes: ['read'] }),
      await workspace.key('kasar', { email: (await workspace.member('viewer')).email }),
    ]
    for (const key of keys) {
      const refused = refusalIn(
        await api.ask('PUT', `/pipelines/opportunities/${newId()}/move`, { key, body }),
        'kasar',
      )
      expect(refused).toMatchObject({ status: 403, code: 'FORBIDDEN' })
    }
  })
})
