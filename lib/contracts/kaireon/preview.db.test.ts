import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { type Acting, actingWith } from '@/e2e/acting'
import type { Answer, RunningApi } from '@/e2e/api-client'
import { refusalIn, startContractApi } from '@/e2e/contract-api'
import { openOrigin } from '@/e2e/origin'
import { rowMarksOf } from '@/e2e/row-marks'
import { storeFile } from '@/e2e/store-file'
import { openWorkspace, type TestWorkspace } from '@/e2e/workspace'
import { newId } from '@/lib/domain/id'

let api: RunningApi
let workspace: TestWorkspace
let admin: Acting
let schemas: Record<string, string>

beforeAll(async () => {
  api = await startContractApi()
  workspace = await openWorkspace()
  admin = actingWith(api, await workspace.key('kaireon'))
  const { data } = (await admin.get('/schemas')).body
  schemas = Object.fromEntries(data.map(({ name, id }: { name: string; id: string }) => [name, id]))
})
afterAll(() => api.stop())
afterEach(() => {
  vi.unstubAllEnvs()
  vi.restoreAllMocks()
})

const refused = (answer: Answer) => refusalIn(answer, 'kaireon')

/** A connector to a file. */
async function file(content: string): Promise<string> {
  const { id } = (await admin.post('/connectors', { name: 'File', type: 'csv' })).body
  await storeFile(workspace.id, id, 'file.csv', content)
  return id
}

/** Previews, and makes sure that nothing was written. */
async function previewed(body: object): Promise<Answer['body']> {
  const before = await rowMarksOf(workspace.id)
  const answer = await admin.post('/pipelines/preview', body)
  expect(answer.status, answer.text).toBe(200)
  expect(await rowMarksOf(workspace.id)).toEqual(before)
  return answer.body
}

const node = (id: string, nodeType: string, config: object = {}) => ({ id, nodeType, config })
const edges = (...pairs: string[]) =>
  pairs.map((pair) => {
    const [source = '', target = ''] = pair.split(' ')
    return { source, target }
  })

describe('a preview', () => {
  it('tells of every row what a run would make of it, and writes nothing', async () => {
    const [old, same] = [newId(), newId()]
    const known = await admin.record('companies', { name: 'Acme', external_id: old, source: 'fair' })
    const left = await admin.record('companies', { name: 'Beta', external_id: same })
    const rows = [`${old},Acme,web,x`, `${same},Beta,,x`, `${newId()},Gamma,web,x`, `${newId()},,web,x`, 'torn']
    const connectorId = await file(`external_id,name,source,shoe size\n${rows.join('\n')}\n`)
    const body = await previewed({
      ...{ connectorId, schemaId: schemas.companies },
      nodes: [node('in', 'source'), node('out', 'target', { keys: ['external_id'] })],
      edges: edges('in out'),
    })
    const torn = 'The row has 1 cell where the header has 4'
    expect(body.counts).toEqual({ in: 5, create: 1, update: 1, unchanged: 1, reject: 2, skip: 0 })
    expect(body.targets).toEqual([
      {
        nodeId: 'out',
        schemaId: schemas.companies,
        ignoredFields: ['shoe size'],
        rows: [
          {
            ...{ number: 1, action: 'update', recordId: known.id, title: 'Acme', reason: null },
            changes: [{ field: 'source', before: 'fair', after: 'web' }],
          },
          { number: 2, action: 'unchanged', recordId: left.id, title: 'Beta', reason: null, changes: [] },
          {
            ...{ number: 3, action: 'create', recordId: null, title: 'Gamma', reason: null },
            changes: [
              { field: 'name', before: null, after: 'Gamma' },
              { field: 'source', before: null, after: 'web' },
              { field: 'external_id', before: null, after: expect.any(String) },
            ],
          },
          {
            ...{ number: 4, action: 'reject', recordId: null, title: '', changes: [] },
            reason: "Field 'name' must not be empty",
          },
        ],
      },
    ])
    expect(body.rejects).toEqual([
      { number: 5, nodeId: 'in', reason: torn, original: 'torn' },
      {
        ...{ number: 4, nodeId: 'out', reason: "Field 'name' must not be empty" },
        original: { external_id: expect.any(String), name: '', source: 'web', 'shoe size': 'x' },
      },
    ])
    expect(body.nodes).toEqual([
      { nodeId: 'in', in: 5, out: 4, rejected: 1, skipped: 0, rows: expect.any(Array) },
      { nodeId: 'out', in: 4, out: 4, rejected: 0, skipped: 0, rows: expect.any(Array) },
    ])
    expect(body.source).toEqual({
      columns: [
        { name: 'external_id', type: 'text' },
        { name: 'name', type: 'text' },
        { name: 'source', type: 'text' },
        { name: 'shoe size', type: 'text' },
      ],
      encoding: 'utf-8',
      delimiter: ',',
    })
  })

  it('shows what leaves each node of a pipeline, filtered, changed and rejected', async () => {
    const connectorId = await file('name,amount\nA,1\nB,2\nC,x\nD,4\n')
    const made = await admin.postTo('kaireon', '/pipelines', {
      ...{ name: 'Amounts', connectorId, schemaId: schemas.companies },
      nodes: [
        node('in', 'source'),
        node('number', 'transform', { type: 'cast', field: 'amount', to: 'number' }),
        node('some', 'filter', { field: 'amount', operator: 'gt', value: 1 }),
        node('out', 'target'),
      ],
      edges: edges('in number', 'number some', 'some out'),
    })
    expect(made.status, made.text).toBe(201)
    const ids = made.body.nodes.map(({ id }: { id: string }) => id)
    const body = await previewed({ pipelineId: made.body.id })
    const [b, d] = [
      { name: 'B', amount: 2 },
      { name: 'D', amount: 4 },
    ]
    expect(body.nodes).toEqual([
      {
        ...{ nodeId: ids[0], in: 4, out: 4, rejected: 0, skipped: 0 },
        rows: ['1', '2', 'x', '4'].map((amount, at) => ({ name: 'ABCD'[at], amount })),
      },
      { nodeId: ids[1], in: 4, out: 3, rejected: 1, skipped: 0, rows: [{ name: 'A', amount: 1 }, b, d] },
      { nodeId: ids[2], in: 3, out: 2, rejected: 0, skipped: 1, rows: [b, d] },
      { nodeId: ids[3], in: 2, out: 2, rejected: 0, skipped: 0, rows: [b, d] },
    ])
    expect(body.counts).toEqual({ in: 4, create: 2, update: 0, unchanged: 0, reject: 1, skip: 1 })
    expect(body.rejects).toEqual([
      { number: 3, nodeId: ids[1], reason: expect.stringContaining("'x'"), original: { name: 'C', amount: 'x' } },
    ])
  })

  it('puts records onto a stage, and names it as people do', async () => {
    const board = await admin.board({ name: `Board ${newId()}` })
    const deal = await admin.deal(board, board.stages[0], { name: 'Deal', external_id: newId() })
    const connectorId = await file(
      `external_id,name,pipeline,stage,company\n${deal.external_id},Deal,${board.name},Won,\nnew,New,${board.name},A,\n`,
    )
    const { targets } = await previewed({
      ...{ connectorId, schemaId: schemas.opportunities },
      nodes: [node('in', 'source'), node('out', 'target', { keys: ['external_id'] })],
      edges: edges('in out'),
    })
    expect(targets[0].rows[0].changes).toEqual([{ field: 'stage_id', before: 'A', after: 'Won' }])
    expect(targets[0].rows[1].changes).toContainEqual({ field: 'pipeline_id', before: null, after: board.name })
    expect(targets[0].rows[1].changes).toContainEqual({ field: 'stage_id', before: null, after: 'A' })
  })

  it('of a pipeline without nodes copies fields of equal names, and takes no more rows than asked', async () => {
    const connectorId = await file(`name\n${Array.from({ length: 300 }, (_, at) => `Row ${at + 1}\n`).join('')}`)
    const body = { connectorId, schemaId: schemas.companies }
    const whole = await previewed(body)
    expect([whole.nodes, whole.counts.create, whole.targets[0].nodeId]).toEqual([[], 100, null])
    const some = await previewed({ ...body, limit: 7 })
    expect(some.targets[0].rows.map(({ title }: { title: string }) => title)).toEqual(
      [1, 2, 3, 4, 5, 6, 7].map((at) => `Row ${at}`),
    )
  })

  it('tells of a record that several rows touch what each does', async () => {
    const connectorId = await file('external_id,name\nx,First\nx,Second\nx,Second\n')
    const { targets, counts } = await previewed({
      ...{ connectorId, schemaId: schemas.companies },
      nodes: [node('in', 'source'), node('out', 'target', { keys: ['external_id'] })],
      edges: edges('in out'),
    })
    expect(counts).toEqual({ in: 3, create: 1, update: 1, unchanged: 1, reject: 0, skip: 0 })
    const told = targets[0].rows.map(({ action, recordId, changes }: Answer['body']) => [action, recordId, changes])
    expect(told).toEqual([
      ['create', null, expect.any(Array)],
      ['update', null, [{ field: 'name', before: 'First', after: 'Second' }]],
      ['unchanged', null, []],
    ])
  })

  it('reads the right side of a join further than it shows, so that rows find their match', async () => {
    const left = await file('name,product\nSale,p-400\n')
    const right = await file(`product,source\n${Array.from({ length: 400 }, (_, at) => `p-${at + 1},s\n`).join('')}`)
    const { counts, nodes } = await previewed({
      ...{ connectorId: left, schemaId: schemas.companies },
      nodes: [
        node('sales', 'source'),
        node('products', 'source', { connectorId: right }),
        node('both', 'join', { keys: ['product'] }),
        node('out', 'target'),
      ],
      edges: edges('sales both', 'products both', 'both out'),
    })
    expect(counts).toMatchObject({ in: 401, create: 1, skip: 0 })
    expect(nodes.map(({ out, rows }: Answer['body']) => [out, rows.length])).toEqual([
      ...[
        [1, 1],
        [400, 100],
        [1, 1],
        [1, 1],
      ],
    ])
    expect(nodes[2].rows).toEqual([{ name: 'Sale', product: 'p-400', source: 's' }])
  })

  it('shows the beginnings of long texts', async () => {
    const connectorId = await file(`name,description\nLong,${'x'.repeat(10_000)}\n`)
    const { nodes } = await previewed({
      ...{ connectorId, schemaId: schemas.companies },
      nodes: [node('in', 'source'), node('out', 'target')],
      edges: edges('in out'),
    })
    expect(nodes[0].rows).toEqual([{ name: 'Long', description: `${'x'.repeat(500)}…` }])
  })
})

describe('a preview is refused', () => {
  const asked = async (body: object, as = admin) => refused(await as.post('/pipelines/preview', body))

  it('for what there is not, naming the field', async () => {
    const connectorId = await file('name\nA\n')
    const { companies: schemaId } = schemas
    const cases: [object, string][] = [
      [{}, "Field 'connectorId' is required where 'pipelineId' is not given"],
      [{ connectorId }, "Field 'schemaId' is required where 'pipelineId' is not given"],
      [{ pipelineId: newId() }, "Field 'pipelineId' must be the id of a data pipeline"],
      [{ pipelineId: 'x' }, "Field 'pipelineId' must be the id of a data pipeline"],
      [{ pipelineId: newId(), nodes: [] }, "Field 'nodes' must not stand beside 'pipelineId'"],
      [{ connectorId: newId(), schemaId }, "Field 'connectorId' must be the id of a connector"],
      [{ connectorId, schemaId: newId() }, "Field 'schemaId' must be the id of an object"],
      [{ connectorId, schemaId, limit: 101 }, "Field 'limit' must be"],
      [{ connectorId, schemaId, nodes: [node('in', 'source')], edges: [] }, "Field 'nodes' cannot be run: "],
      [
        {
          ...{ connectorId, schemaId, edges: edges('in out') },
          nodes: [node('in', 'source'), node('out', 'target', { keys: ['name'] })],
        },
        "Field 'keys' must be external_id or unique fields of the object: 'name' is not",
      ],
    ]
    for (const [body, message] of cases) {
      const refusal = await asked(body)
      expect([refusal.status, refusal.message], JSON.stringify(body)).toEqual([400, expect.stringContaining(message)])
    }
  })

  it('for a source that cannot be read', async () => {
    const { id } = (await admin.post('/connectors', { name: 'None', type: 'csv' })).body
    const body = { connectorId: id, schemaId: schemas.companies }
    expect(await asked(body)).toMatchObject({ status: 400, message: "Setting 'url' or 'uploadId' is missing" })
  })

  it('for a source that takes longer than ten seconds', async () => {
    const patience = vi.spyOn(AbortSignal, 'timeout')
    const late = new AbortController()
    const origin = await openOrigin(() => late.abort())
    patience.mockImplementation(() => late.signal)
    vi.stubEnv('OUTBOUND_ALLOW', origin.address)
    const { id } = (await admin.post('/connectors', { name: 'Slow', type: 'csv', config: { url: origin.url } })).body
    const refusal = await asked({ connectorId: id, schemaId: schemas.companies })
    expect(refusal).toMatchObject({ status: 400, message: 'The first rows were not there within 10 seconds' })
    expect(patience).toHaveBeenCalledWith(10_000)
    await origin.stop()
  })

  it('to who may only read', async () => {
    const viewer = actingWith(api, await workspace.key('kaireon', { role: 'viewer' }))
    expect((await asked({ pipelineId: newId() }, viewer)).status).toBe(403)
  })
})
