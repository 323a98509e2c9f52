import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Acting, actingWith } from '@/e2e/acting'
import type { Answer, RunningApi } from '@/e2e/api-client'
import { refusalIn, startContractApi } from '@/e2e/contract-api'
import { chain, type FlowWorkspace, openFlowWorkspace } from '@/e2e/flow-runs'
import { tracesIn } from '@/e2e/traces'
import { sql } from '@/lib/db/client'
import { newId } from '@/lib/domain/id'
import { addField } from '@/lib/domain/object/add-field'
import { findRun } from '@/lib/domain/run/find'
import type { RunRow } from '@/lib/domain/run/run'

let api: RunningApi
let flows: FlowWorkspace
let key: string
let admin: Acting
let editor: Acting
let viewer: Acting
let objectId: string

beforeAll(async () => {
  api = await startContractApi()
  flows = await openFlowWorkspace()
  key = await flows.workspace.key('kaireon')
  admin = actingWith(api, key)
  editor = actingWith(api, await flows.workspace.key('kaireon', { role: 'editor' }))
  viewer = actingWith(api, await flows.workspace.key('kaireon', { role: 'viewer', scopes: ['read'] }))
  objectId = await flows.object('parts')
})
afterAll(() => api.stop())

const refused = (answer: Answer) => refusalIn(answer, 'kaireon')
const instant = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/)
const keyed = chain(['target', { keys: ['external_id'] }])

/** A flow over a file, which is written by external id. */
async function flowOf(csv: string, more: object = keyed): Promise<string> {
  return flows.flow(await flows.file(csv), objectId, more)
}

/** Asks for a run through the API. */
async function started(flowId: string, as = editor): Promise<RunRow> {
  const { status, text, body } = await as.post(`/pipelines/${flowId}/run`, {})
  expect(status, text).toBe(201)
  return flows.within((tx) => findRun(tx, flowId, body.id))
}
const ended = async (flowId: string): Promise<RunRow> => flows.end(await started(flowId))
const runAt = ({ flowId, id }: RunRow) => `/pipelines/${flowId}/runs/${id}`

describe('POST /pipelines/{id}/run and GET /pipelines/{id}/runs', () => {
  // The document: the reply has these four fields, 201; the list has the last 20 runs, newest first, as a bare array.
  it('answer as the document has it', async () => {
    const flowId = await flowOf('external_id,name\n1,One\n')
    const asked = await editor.post(`/pipelines/${flowId}/run`)
    expect([asked.status, asked.body]).toEqual([
      201,
      { id: expect.any(String), pipelineId: flowId, status: 'pending', createdAt: instant },
    ])
    const { status, body } = await viewer.get(`/pipelines/${flowId}/runs`)
    expect(status).toBe(200)
    expect(body).toEqual([expect.objectContaining({ ...asked.body, completedAt: null })])
  })

  it('wait their turn, and list the last twenty, the newest first', async () => {
    const flowId = await flowOf('external_id,name\n1,One\n')
    const ids: string[] = []
    for (let at = 0; at < 22; at++) ids.push((await started(flowId)).id)
    const { body } = await admin.get(`/pipelines/${flowId}/runs`)
    expect(body.map(({ id }: { id: string }) => id)).toEqual(ids.reverse().slice(0, 20))
    expect(new Set(body.map(({ status }: { status: string }) => status))).toEqual(new Set(['pending']))
  })

  it('refuse whoever may not, and what cannot be run, and say why', async () => {
    const connector = (await admin.post('/connectors', { name: 'None', type: 'csv' })).body
    const flowId = await flows.flow(connector.id, objectId)
    expect(refused(await viewer.post(`/pipelines/${flowId}/run`)).status).toBe(403)
    expect(refused(await editor.post(`/pipelines/${newId()}/run`))).toMatchObject({
      status: 404,
      message: 'Pipeline not found',
    })
    const refusal = refused(await editor.post(`/pipelines/${flowId}/run`))
    expect([refusal.status, refusal.message]).toEqual([
      400,
      expect.stringContaining("Setting 'url' or 'uploadId' is missing"),
    ])
    expect((await admin.get(`/pipelines/${flowId}/runs`)).body).toEqual([])
    const board = await actingWith(api, await flows.workspace.key('rex')).board()
    expect(refused(await editor.post(`/pipelines/${board.id}/run`)).status).toBe(404)
    expect(refused(await editor.get(`/pipelines/${board.id}/runs`)).status).toBe(404)
  })

  it('leave an event a run', async () => {
    const run = await ended(await flowOf('external_id,name\ne1,One\n'))
    const traces = (await tracesIn(flows.workspace.id)).filter(({ changes }) =>
      changes.some(({ subjectId }) => subjectId === run.id),
    )
    expect(traces.map(({ verb }) => verb)).toEqual(
      ['run.start', 'run.begin', 'run.finish'].filter((verb) => verb !== 'run.begin'),
    )
  })
})

describe('a run', () => {
  it('tells what became of its rows', async () => {
    const flowId = await flowOf('external_id,name,fax\na1,One,x\na2,Two,x\na2,Two,x\n,Three,x\na4,,x\n')
    const run = await ended(flowId)
    const shown = {
      ...{ id: run.id, pipelineId: flowId, status: 'completed', trigger: 'manual', error: null, replayOf: null },
      ...{ createdAt: instant, startedAt: instant, completedAt: instant, ignoredFields: ['fax'] },
      rows: { in: 5, out: 3, rejected: 2, skipped: 0, added: 0, staged: 0 },
      records: { created: 2, updated: 0, unchanged: 1 },
    }
    expect((await viewer.get(runAt(run))).body).toEqual(shown)
    expect((await viewer.get(`/pipelines/${flowId}/runs`)).body).toEqual([shown])
    const { body } = await viewer.get(`${runAt(run)}/progress`)
    expect(body).toEqual({
      ...{ id: run.id, status: 'completed', rows: shown.rows, records: shown.records },
      ...{ rowsPerSecond: expect.any(Number), fraction: 1, etaSeconds: null },
      partitions: [{ index: 0, phase: 0, nodeId: expect.any(String), status: 'completed', rows: 5 }],
    })
    const again = await ended(flowId)
    expect((await viewer.get(runAt(again))).body.records).toEqual({ created: 0, updated: 0, unchanged: 3 })
  })

  it('is told by its own flow alone, and by no other workspace', async () => {
    const run = await ended(await flowOf('external_id,name\nb1,One\n'))
    const other = await flowOf('name\nx\n')
    const stranger = actingWith(api, await (await openFlowWorkspace()).workspace.key('kaireon'))
    for (const below of ['', '/progress', '/rejects', '/rejects?format=csv']) {
      expect(refused(await admin.get(`/pipelines/${other}/runs/${run.id}${below}`)).status, below).toBe(404)
      expect(refused(await stranger.get(`${runAt(run)}${below}`)).status, below).toBe(404)
    }
    for (const act of ['cancel', 'replay']) {
      expect(refused(await admin.post(`/pipelines/${other}/runs/${run.id}/${act}`, {})).status, act).toBe(404)
      expect(refused(await stranger.post(`${runAt(run)}/${act}`, {})).status, act).toBe(404)
      expect(refused(await viewer.post(`${runAt(run)}/${act}`, {})).status, act).toBe(403)
    }
  })

  it('outlives its flow, for admins to read', async () => {
    const flowId = await flowOf('external_id,name\nc1,\n')
    const run = await ended(flowId)
    expect((await admin.delete(`/pipelines?id=${flowId}`)).status).toBe(204)
    for (const target of [`/pipelines/${flowId}/runs`, runAt(run), `${runAt(run)}/progress`, `${runAt(run)}/rejects`]) {
      expect((await admin.get(target)).status, target).toBe(200)
      expect(refused(await editor.get(target)).status, target).toBe(404)
      expect(refused(await viewer.get(target)).status, target).toBe(404)
    }
    expect(refused(await admin.post(`${runAt(run)}/replay`, {})).status).toBe(404)
  })

  it('is cancelled while it waits, and not when it is over', async () => {
    const flowId = await flowOf('external_id,name\nd1,One\n')
    const { body, status } = await editor.post(`${runAt(await started(flowId))}/cancel`, {})
    expect([status, body]).toEqual([200, expect.objectContaining({ status: 'cancelled', completedAt: instant })])
    const refusal = refused(await editor.post(`/pipelines/${flowId}/runs/${body.id}/cancel`, {}))
    expect(refusal).toMatchObject({ status: 409, message: 'The run has ended already' })
  })
})

describe('the rejects of a run', () => {
  const rows = Array.from({ length: 5 }, (_, at) => `f${at},,-${at},"=cmd|'x'"\n`).join('')
  const csv = `external_id,name,balance,"@odd, ""name"""\nf9,Fine,1,x\n${rows}torn\n`

  it('are told page by page, with where and why', async () => {
    const run = await ended(await flowOf(csv))
    const first = (await viewer.get(`${runAt(run)}/rejects?limit=4`)).body
    expect([first.total, first.hasMore, first.data.length]).toEqual([6, true, 4])
    const second = (await viewer.get(`${runAt(run)}/rejects?limit=4&cursor=${first.nextCursor}`)).body
    expect([second.total, second.hasMore, second.nextCursor]).toEqual([6, false, null])
    const all = [...first.data, ...second.data]
    expect(new Set(all.map(({ number }) => number))).toEqual(new Set([2, 3, 4, 5, 6, 7]))
    expect(all.find(({ number }) => number === 2)).toEqual({
      ...{ id: expect.any(String), number: 2, partition: 0, nodeId: expect.any(String), nodeLabel: expect.any(String) },
      reason: "Field 'name' must not be empty",
      original: { external_id: 'f0', name: '', balance: '-0', '@odd, "name"': "=cmd|'x'" },
    })
    expect(all.find(({ number }) => number === 7)).toMatchObject({
      reason: 'The row has 1 cell where the header has 4',
      original: 'torn',
    })
  })

  it('are a file in which no spreadsheet finds a formula', async () => {
    const run = await ended(await flowOf(csv))
    const reply = await fetch(`${api.url}/api/v1${runAt(run)}/rejects?format=csv`, {
      headers: { authorization: `Bearer ${key}` },
    })
    expect(reply.status).toBe(200)
    expect(reply.headers.get('content-type')).toBe('text/csv; charset=utf-8')
    expect(reply.headers.get('content-disposition')).toContain(`rejects-${run.id}.csv`)
    const [header, ...lines] = (await reply.text()).replace('\ufeff', '').trimEnd().split('\r\n')
    const told = 'reject_number,reject_node,reject_reason,reject_text'
    expect(header).toBe(`${told},external_id,name,balance,"'@odd, ""name"""`)
    expect(lines).toHaveLength(6)
    const line = lines.find((each) => each.startsWith('3,')) ?? ''
    expect(line.split(',').slice(2)).toEqual([...["Field 'name' must not be empty", '', 'f1', '', "'-1", "'=cmd|'x'"]])
    expect(
      lines
        .find((each) => each.startsWith('7,'))
        ?.split(',')
        .slice(3),
    ).toEqual(['torn', '', '', '', ''])
  })

  it('are replayed by a run of their own, with the flow as it is now, and once', async () => {
    const flowId = await flowOf('external_id,nickname,name\ng1,One,\ng2,Two,\ng3,x,Three\n')
    const run = await ended(flowId)
    expect(run.rows).toMatchObject({ in: 3, out: 1, rejected: 2 })
    const rename = ['transform', { type: 'rename', from: 'nickname', to: 'name' }] as const
    const nodes = chain([...rename], ['target', { keys: ['external_id'] }])
    expect((await editor.put('/pipelines', { id: flowId, ...nodes })).status).toBe(200)
    const asked = await editor.post(`${runAt(run)}/replay`, {})
    expect([asked.status, asked.body]).toEqual([
      201,
      expect.objectContaining({ status: 'pending', trigger: 'replay', replayOf: run.id }),
    ])
    expect(refused(await editor.post(`${runAt(run)}/replay`, {}))).toMatchObject({
      status: 409,
      message: 'The rejects of this run were replayed already',
    })
    const replay = await flows.end(await flows.within((tx) => findRun(tx, flowId, asked.body.id)))
    expect(replay).toMatchObject({ status: 'completed', rows: { in: 2, out: 2, rejected: 0 } })
    expect((await flows.records('parts')).filter(({ externalId }) => externalId?.startsWith('g'))).toMatchObject([
      { title: 'Three' },
      { title: 'One' },
      { title: 'Two' },
    ])
    expect(refused(await editor.post(`${runAt(replay)}/replay`, {}))).toMatchObject({
      status: 409,
      message: 'The run has no rejects to replay',
    })
  })

  it('are replayed again when that was cancelled, and not before the run is over', async () => {
    const run = await started(await flowOf('external_id,name\nh1,\n'))
    expect(refused(await editor.post(`${runAt(run)}/replay`, {}))).toMatchObject({
      status: 409,
      message: 'The run is not over yet',
    })
    await flows.end(run)
    const { body } = await editor.post(`${runAt(run)}/replay`, {})
    await editor.post(`/pipelines/${run.flowId}/runs/${body.id}/cancel`, {})
    expect((await editor.post(`${runAt(run)}/replay`, {})).status).toBe(201)
  })
})

describe('a pipeline', () => {
  it('tells when it runs next, by the workspace’s clocks, and how it ran last', async () => {
    const flowId = await flowOf('external_id,name\ni1,One\n')
    const put = async (more: object) => (await editor.put('/pipelines', { id: flowId, ...more })).body
    expect(await put({ schedule: '0 2 * * *' })).toMatchObject({ lastRun: null })
    const { nextRuns } = (await viewer.get(`/pipelines/${flowId}`)).body
    expect(nextRuns).toHaveLength(5)
    for (const [at, time] of nextRuns.entries()) {
      expect(time).toMatch(/T02:00:00\.000Z$/)
      expect(Date.parse(time)).toBeGreaterThan(Date.now() + (at - 1) * 86_400_000)
      expect(Date.parse(time)).toBeLessThan(Date.now() + (at + 1.1) * 86_400_000)
    }
    expect((await put({ status: 'paused' })).nextRuns).toEqual([])
    expect((await put({ status: 'active', schedule: null })).nextRuns).toEqual([])
    const run = await ended(flowId)
    const shown = (await viewer.get(runAt(run))).body
    expect((await viewer.get(`/pipelines/${flowId}`)).body.lastRun).toEqual(shown)
    const { data } = (await viewer.get('/pipelines?limit=100')).body
    expect(data.find(({ id }: { id: string }) => id === flowId).lastRun).toEqual(shown)
  })
})

describe('POST /pipelines/{id}/runs/{runId}/undo', () => {
  const state = async (ids: string[]) =>
    sql<{ record: object }>(
      `SELECT to_jsonb(r) - 'version' - 'updatedAt' - 'lastActivityAt' AS record FROM "CrmRecord" r
       WHERE "workspaceId" = $1 AND id = ANY($2::uuid[]) ORDER BY id`,
      [flows.workspace.id, ids],
    )
  const named = async (externalId: string): Promise<string> =>
    (
      await sql<{ id: string }>(
        `SELECT id FROM "CrmRecord" WHERE "workspaceId" = $1 AND "externalId" = $2 ORDER BY id DESC LIMIT 1`,
        [flows.workspace.id, externalId],
      )
    )[0]?.id ?? ''

  it('takes back all that the run did, batch by batch', async () => {
    const known = await admin.record('parts', { name: 'Old', external_id: 'u0' })
    const before = await state([known.id])
    const executionConfig = { batchSize: 2 }
    const csv = 'external_id,name\nu1,One\nu0,New\nu2,Two\nu0,Newer\nu1,Once\n'
    const flowId = await flowOf(csv, { ...keyed, executionConfig })
    const run = await ended(flowId)
    expect(run.records).toEqual({ created: 2, updated: 3, unchanged: 0 })
    expect(await state([known.id])).not.toEqual(before)
    const reply = await editor.post(`${runAt(run)}/undo`, {})
    expect([reply.status, reply.body]).toEqual([200, { undone: 3, keptTotal: 0, kept: [] }])
    expect(await state([known.id])).toEqual(before)
    const { data } = (await admin.get('/records/parts?limit=100')).body
    expect(data.filter(({ external_id }: { external_id: string }) => /^u[12]$/.test(external_id))).toEqual([])
    expect((await ended(flowId)).records).toEqual({ created: 2, updated: 3, unchanged: 0 })
  })

  it('leaves what others changed since, and says which and why', async () => {
    await admin.record('parts', { name: 'Old', external_id: 'v0' })
    const csv = 'external_id,name\nv0,New\nv1,One\nv2,Two\nv3,Three\nv4,Four\n'
    const run = await ended(await flowOf(csv, { ...keyed, executionConfig: { batchSize: 2 } }))
    const [v0, v1, v2] = await Promise.all(['v0', 'v1', 'v2'].map(named))
    await admin.put(`/records/parts/${v1}`, { source: 'fair' })
    await admin.delete(`/records/parts/${v2}`)
    await admin.put(`/records/parts/${v0}`, { description: 'Mine' })
    const { body } = await editor.post(`${runAt(run)}/undo`, {})
    expect(body).toMatchObject({ undone: 2, keptTotal: 2 })
    expect(new Map(body.kept.map(({ recordId, ...told }: Answer['body']) => [recordId, told]))).toEqual(
      new Map([
        [v0, { title: 'New', reason: expect.stringMatching(/^Ada Admin changed 'description' at \S+Z$/) }],
        [v1, { title: 'One', reason: expect.stringMatching(/^Ada Admin changed 'source' at \S+Z$/) }],
      ]),
    )
    const left = await Promise.all(['v3', 'v4'].map(named))
    for (const { record } of await state(left)) expect(record).toMatchObject({ trashedAt: expect.any(String) })
    expect(await state([v0 ?? ''])).toMatchObject([{ record: { title: 'New', description: 'Mine' } }])
  })

  it('leaves what cannot be as it was, and harms no other', async () => {
    await flows.within((tx) => addField(tx, 'parts', { name: 'code', type: 'text', isUnique: true }))
    const codes = [newId(), newId()]
    for (const [at, code] of codes.entries()) {
      await admin.record('parts', { name: `W${at}`, external_id: `w${at}`, fields: { code } })
    }
    const run = await ended(await flowOf(`external_id,name,code\nw0,New,${newId()}\nw1,New,${newId()}\nw2,New,\n`))
    await admin.record('parts', { name: 'Another', fields: { code: codes[0] } })
    const { body } = await editor.post(`${runAt(run)}/undo`, {})
    expect(body).toEqual({
      ...{ undone: 2, keptTotal: 1 },
      kept: [{ recordId: await named('w0'), title: 'New', reason: 'Another record already has this Code' }],
    })
    expect(await state([await named('w1')])).toMatchObject([{ record: { title: 'W1', fields: { code: codes[1] } } }])
  })

  it('is refused while the run is not over, and once it was undone', async () => {
    const run = await started(await flowOf('external_id,name\nx1,One\n'))
    expect(refused(await editor.post(`${runAt(run)}/undo`, {}))).toMatchObject({ status: 409 })
    await flows.end(run)
    expect(refused(await viewer.post(`${runAt(run)}/undo`, {})).status).toBe(403)
    expect((await editor.post(`${runAt(run)}/undo`, {})).body.undone).toBe(1)
    expect(refused(await editor.post(`${runAt(run)}/undo`, {}))).toMatchObject({
      status: 409,
      message: 'The run was undone already',
    })
  })
})
