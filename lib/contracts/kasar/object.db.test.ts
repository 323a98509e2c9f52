import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type Acting, actingWith } from '@/e2e/acting'
import type { Answer, RunningApi } from '@/e2e/api-client'
import { refusalIn, startContractApi } from '@/e2e/contract-api'
import { interleave } from '@/e2e/interleave'
import { installation, openWorkspace, type TestWorkspace } from '@/e2e/workspace'
import { sql } from '@/lib/db/client'
import { openTransaction, type Tx } from '@/lib/db/transaction'
import { addField } from '@/lib/domain/object/add-field'
import { removeObject } from '@/lib/domain/object/remove'
import { createPipeline } from '@/lib/domain/pipeline/create'
import { createRecord } from '@/lib/domain/record/create'
import { createRecords } from '@/lib/domain/record/create-many'

let api: RunningApi
let workspace: TestWorkspace
let kasar: Acting
let rex: Acting

beforeAll(async () => {
  api = await startContractApi()
})
afterAll(() => api.stop())

beforeEach(async () => {
  workspace = await openWorkspace()
  kasar = actingWith(api, await workspace.key('kasar'))
  rex = actingWith(api, await workspace.key('rex'))
})

const project = async (more: object = {}) => {
  const answer = await kasar.post('/objects', { name: 'projects', ...more })
  expect(answer.status, answer.text).toBe(201)
  return answer.body.data
}
const field = async (more: object, object = 'projects') => {
  const answer = await kasar.post(`/objects/${object}/fields`, { name: 'size', type: 'text', ...more })
  expect(answer.status, answer.text).toBe(201)
  return answer.body.data
}
const refused = (answer: Answer, status: number, words: string) => {
  const refusal = refusalIn(answer, 'kasar')
  expect(refusal.status, refusal.message).toBe(status)
  expect(refusal.message).toContain(words)
}
const lastEvent = async () => {
  const [event] = await sql<{ verb: string; changes: number }>(
    `SELECT e.verb, (SELECT count(*) FROM "Change" c WHERE c."workspaceId" = e."workspaceId" AND c."eventId" = e.id) AS changes
     FROM "Event" e WHERE e."workspaceId" = $1 ORDER BY e.id DESC LIMIT 1`,
    [workspace.id],
  )
  return event
}

describe('an object of the workspace’s own', () => {
  it('is made, shown, renamed and deleted', async () => {
    const made = await project()
    expect(made).toEqual({
      id: expect.any(String),
      name: 'projects',
      displayName: 'Projects',
      builtIn: false,
      hasPipelines: false,
    })
    expect(await lastEvent()).toEqual({ verb: 'object.create', changes: 1 })
    expect((await kasar.get('/objects/projects')).body.data).toEqual(made)
    expect((await kasar.get('/objects')).body.data.at(-1)).toEqual(made)
    const renamed = await kasar.put('/objects/projects', { displayName: 'Our projects' })
    expect(renamed.body.data).toEqual({ ...made, displayName: 'Our projects' })
    expect(await lastEvent()).toEqual({ verb: 'object.update', changes: 1 })
    await field({})
    expect((await kasar.delete('/objects/projects')).status).toBe(204)
    expect(await lastEvent()).toEqual({ verb: 'object.remove', changes: 1 })
    expect((await kasar.get('/objects/projects')).status).toBe(404)
    expect((await kasar.get('/objects/projects/fields')).status).toBe(404)
    await project({ displayName: 'Again' })
  })

  it('holds records like any other', async () => {
    await project()
    await field({ name: 'budget', type: 'number' })
    const { id } = await kasar.record('projects', { fields: { budget: 5 } })
    const filters = JSON.stringify({ type: 'AND', conditions: [{ field: 'budget', operator: 'gte', value: 5 }] })
    expect((await kasar.get(`/records/projects?filters=${filters}`)).body.data[0].id).toBe(id)
  })

  it('has boards where it is made so, or gets a pipeline field later, once', async () => {
    expect((await project({ hasPipelines: true })).hasPipelines).toBe(true)
    expect(await lastEvent()).toEqual({ verb: 'object.create', changes: 2 })
    const board = await rex.board({ object: 'projects' })
    expect((await rex.deal(board, board.stages[0])).object).toBe('projects')
    await kasar.post('/objects', { name: 'visits' })
    expect((await rex.post('/pipelines', { name: 'Visits', object: 'visits' })).status).toBe(400)
    await field({ name: 'phase', type: 'pipeline' }, 'visits')
    expect((await kasar.get('/objects/visits')).body.data.hasPipelines).toBe(true)
    await rex.board({ object: 'visits' })
    refused(await kasar.post('/objects/visits/fields', { name: 'other', type: 'pipeline' }), 409, 'pipeline field')
  })

  it('needs a fit name that is free', async () => {
    for (const name of ['contacts', 'opportunities']) refused(await kasar.post('/objects', { name }), 409, name)
    for (const name of ['Projects', '1st', 'a b', '', 'x'.repeat(64), 'ä', '_a', 7, null]) {
      refused(await kasar.post('/objects', { name }), 400, "'name'")
    }
    for (const displayName of ['', ' ', 'x'.repeat(501)]) {
      refused(await kasar.post('/objects', { name: 'projects', displayName }), 400, "'displayName'")
    }
    refused(await kasar.put('/objects/contacts', { name: 'people' }), 400, "'name'")
  })

  it('are 200 at the most', async () => {
    await sql(
      `INSERT INTO "CrmObject" ("workspaceId", id, name, "displayName") SELECT $1, gen_random_uuid(), 'o' || n, 'O' FROM generate_series(1, 196) n`,
      [workspace.id],
    )
    refused(await kasar.post('/objects', { name: 'projects' }), 409, '200')
  })

  it('is not deleted while it holds anything, in the trash too, or built in', async () => {
    for (const name of ['contacts', 'candidates']) refused(await kasar.delete(`/objects/${name}`), 409, 'built-in')
    await project({ hasPipelines: true })
    const { id } = await kasar.record('projects')
    await kasar.record('projects')
    refused(await kasar.delete('/objects/projects'), 409, '2 records')
    await kasar.delete(`/records/projects/${id}`)
    refused(await kasar.delete('/objects/projects'), 409, '2 records (1 in the trash)')
    await kasar.post('/objects', { name: 'visits', hasPipelines: true })
    const board = await rex.board({ object: 'visits' })
    refused(await kasar.delete('/objects/visits'), 409, '1 pipeline')
    await rex.delete(`/pipelines/${board.id}`)
    refused(await kasar.delete('/objects/visits'), 409, '1 pipeline (1 in the trash)')
  })

  it('of another workspace, or that there is not, is missing', async () => {
    const other = actingWith(api, await (await openWorkspace()).key('kasar'))
    await other.post('/objects', { name: 'projects' })
    for (const answer of [
      await kasar.get('/objects/projects'),
      await kasar.put('/objects/projects', { displayName: 'x' }),
      await kasar.delete('/objects/projects'),
      await kasar.put('/objects/contacts/fields/nothing', { label: 'x' }),
      await kasar.delete('/objects/contacts/fields/nothing'),
      await kasar.delete('/objects/nothing/fields/email'),
    ]) {
      refused(answer, 404, 'not found')
    }
  })

  it('that is deleted while something is put into it: either the one or the other', async () => {
    const caller = { workspaceId: workspace.id, actor: installation, requestId: null }
    const into: Record<'record' | 'board' | 'field', (tx: Tx) => Promise<unknown>> = {
      record: (tx) => createRecord(tx, { object: 'projects', values: { title: 'x' } }),
      board: (tx) => createPipeline(tx, { name: 'x', object: 'projects' }),
      field: (tx) => addField(tx, 'projects', { name: 'size', type: 'text' }),
    }
    for (const [what, put] of Object.entries(into)) {
      await project({ hasPipelines: true })
      const { second } = await interleave(caller, (tx) => removeObject(tx, 'projects'), put)
      expect(second, what).toMatchObject({
        status: 'rejected',
        reason: { kind: what === 'board' ? 'invalid' : 'not_found' },
      })
    }
    await project()
    const { waited, second } = await interleave(caller, into.record, (tx) => removeObject(tx, 'projects'))
    expect(waited).toBe(true)
    expect(second).toMatchObject({
      status: 'rejected',
      reason: { kind: 'conflict', message: expect.stringContaining('1 record') },
    })
  })
})

describe('a field', () => {
  beforeEach(() => project())

  it('is made, relabelled and deleted', async () => {
    const made = await field({ type: 'select', options: ['S', 'M'] })
    expect(made).toMatchObject({ name: 'size', label: 'Size', type: 'select', options: ['S', 'M'], unique: false })
    const path = '/objects/projects/fields/size'
    const changed = await kasar.put(path, { label: 'T-shirt', options: ['L', 'M', 'S'] })
    expect(changed.body.data).toEqual({ ...made, label: 'T-shirt', options: ['L', 'M', 'S'] })
    expect((await kasar.get('/objects/projects/fields')).body.data).toEqual([changed.body.data])
    expect((await kasar.put(path, {})).body.data).toEqual(changed.body.data)
    expect(await lastEvent()).toEqual({ verb: 'field.update', changes: 1 })
    expect((await kasar.delete(path)).status).toBe(204)
    expect((await kasar.get('/objects/projects/fields')).body.data).toEqual([])
    expect((await kasar.delete(path)).status).toBe(404)
    await field({ type: 'number' })
  })

  it('cannot be called what every record has already, or what the object has', async () => {
    const names = ['id', 'name', 'title', 'value', 'amount', 'owner_id', 'external_id', 'created_at', 'updated_at']
    for (const name of [...names, 'pipeline_step_id', 'version', 'metadata', 'fields', 'object']) {
      refused(await kasar.post('/objects/projects/fields', { name, type: 'text' }), 409, `'${name}'`)
    }
    await field({})
    refused(await kasar.post('/objects/projects/fields', { name: 'size', type: 'text' }), 409, "'size'")
  })

  it('has options exactly where there is something to choose, each once', async () => {
    const make = (more: object) => kasar.post('/objects/projects/fields', { name: 'size', ...more })
    refused(await make({ type: 'select' }), 400, "'options'")
    refused(await make({ type: 'multi_select', options: [] }), 400, "'options'")
    refused(await make({ type: 'select', options: ['S', 'S'] }), 400, "'options'")
    refused(await make({ type: 'text', options: ['S'] }), 400, "'options'")
    refused(await make({ type: 'pipeline', unique: true }), 400, "'unique'")
    refused(await make({ type: 'multi_select', options: ['S'], unique: true }), 400, "'unique'")
    await field({ type: 'select', options: ['S'] })
    refused(await kasar.put('/objects/projects/fields/size', { options: [] }), 400, "'options'")
    refused(await kasar.put('/objects/projects/fields/size', { type: 'text' }), 400, "'type'")
  })

  it('keeps an option that records hold', async () => {
    await field({ type: 'select', options: ['S', 'M', 'L'] })
    await field({ name: 'colors', type: 'multi_select', options: ['red', 'blue'] })
    await kasar.record('projects', { fields: { size: 'M', colors: ['blue'] } })
    const options = (name: string, list: string[]) => kasar.put(`/objects/projects/fields/${name}`, { options: list })
    refused(await options('size', ['S', 'L']), 409, "'M'")
    refused(await options('colors', ['red']), 409, "'blue'")
    expect((await options('size', ['M'])).status).toBe(200)
    expect((await options('colors', ['blue', 'green'])).status).toBe(200)
  })

  it('is not deleted while a stage requires it, boards stand on it, or it is unique and has values', async () => {
    await field({ name: 'phase', type: 'pipeline' })
    await field({})
    await field({ name: 'code', unique: true })
    const board = await rex.board({ object: 'projects' })
    const stage = `/pipelines/${board.id}/stages/${board.stages[0].id}`
    await rex.patch(stage, { required_fields: ['size'] })
    const remove = (name: string) => kasar.delete(`/objects/projects/fields/${name}`)
    refused(await remove('size'), 409, "'A'")
    refused(await remove('phase'), 409, '1 pipeline')
    const { id } = await kasar.record('projects', { fields: { code: 'a' } })
    refused(await remove('code'), 409, '1 record')
    await kasar.put(`/records/projects/${id}`, { fields: { code: null } })
    expect((await remove('code')).status).toBe(204)
    await rex.patch(stage, { required_fields: [] })
    expect((await remove('size')).status).toBe(204)
  })

  it('takes its values with it, from thousands of records, in one event', async () => {
    await field({})
    await field({ name: 'note' })
    const caller = { workspaceId: workspace.id, actor: installation, requestId: null }
    const fields = (at: number): Record<string, string> =>
      at % 10 === 0 ? { note: 'n' } : { size: `s${at}`, note: 'n' }
    const values = Array.from({ length: 4_500 }, (_, at) => ({ values: { title: `p${at}`, fields: fields(at) } }))
    const ids = await openTransaction(caller, (tx) => createRecords(tx, 'projects', values))
    await kasar.delete(`/records/projects/${ids[1]}`)
    expect((await kasar.delete('/objects/projects/fields/size')).status).toBe(204)
    expect(await lastEvent()).toEqual({ verb: 'field.remove', changes: 1 + 4_050 })
    const [left] = await sql<{ count: number }>(
      `SELECT count(*) AS count FROM "CrmRecord" WHERE "workspaceId" = $1 AND (fields ? 'size' OR NOT fields ? 'note')`,
      [workspace.id],
    )
    expect(left?.count).toBe(0)
    expect((await kasar.get(`/records/projects/${ids[2]}`)).body.data).toMatchObject({
      fields: { note: 'n' },
      version: 2,
    })
    expect((await kasar.get(`/records/projects/${ids[0]}`)).body.data.version).toBe(1)
    const [change] = await sql<{ before: object; after: object; version: number }>(
      `SELECT before, after, version FROM "Change" WHERE "workspaceId" = $1 AND "subjectId" = $2 ORDER BY id DESC LIMIT 1`,
      [workspace.id, ids[2]],
    )
    expect(change).toEqual({
      before: { fields: { size: 's2', note: 'n' } },
      after: { fields: { note: 'n' } },
      version: 2,
    })
  })
})
