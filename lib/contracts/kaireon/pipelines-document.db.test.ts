import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Acting, actingWith } from '@/e2e/acting'
import type { Answer, RunningApi } from '@/e2e/api-client'
import { refusalIn, startContractApi } from '@/e2e/contract-api'
import { expectTaken, filled, parametersOf } from '@/e2e/documented'
import { openWorkspace, type TestWorkspace } from '@/e2e/workspace'
import { newId } from '@/lib/domain/id'
import * as pipelines from './pipeline.contract'

// KaireonAI's reference of data pipelines, from its first line to its roles; runs are not served yet.

let api: RunningApi
let workspace: TestWorkspace
let key: string
let kaireon: Acting
/** What the document's placeholders stand for here. */
let ids: Record<string, string>

beforeAll(async () => {
  api = await startContractApi()
  workspace = await openWorkspace()
  key = await workspace.key('kaireon')
  kaireon = actingWith(api, key)
  const schemas: { id: string; name: string }[] = (await kaireon.get('/schemas')).body.data
  ids = {
    conn_001: await connector('Production Snowflake'),
    schema_001: schemas.find(({ name }) => name === 'contacts')?.id ?? '',
    'my-tenant': workspace.slug,
  }
})
afterAll(() => api.stop())

const connector = async (name: string, as = kaireon): Promise<string> =>
  (await as.post('/connectors', { name, type: 'csv', config: { url: 'https://files.example.com/a.csv' } })).body.id

/** As the document's examples call. */
const curl = (method: string, target: string, text?: string): Promise<Answer> =>
  api.ask(method, filled(target, ids), {
    headers: { 'X-Tenant-Id': workspace.slug, authorization: `Bearer ${key}` },
    ...(text !== undefined && { raw: filled(text, ids) }),
  })

const create = `{
    "name": "Customer Import",
    "connectorId": "conn_001",
    "schemaId": "schema_001",
    "schedule": "0 2 * * *",
    "executionConfig": { "batchSize": 5000, "parallelism": 4 },
    "nodes": [
      { "id": "n1", "nodeType": "source", "label": "Snowflake Source", "config": {} },
      { "id": "n2", "nodeType": "transform", "label": "Rename Fields", "config": { "type": "rename_field" } },
      { "id": "n3", "nodeType": "target", "label": "Customer Table", "config": {} }
    ],
    "edges": [
      { "source": "n1", "target": "n2" },
      { "source": "n2", "target": "n3" }
    ]
  }`

const instant = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/)
const id = expect.stringMatching(/^[0-9a-f-]{36}$/)
const ours = { problems: [], nextRuns: expect.any(Array), lastRun: null, updatedAt: instant }

/** A workspace where nothing is yet, and what a data pipeline there needs. */
async function alone() {
  const own = await openWorkspace()
  const as = actingWith(api, await own.key('kaireon'))
  const [schema] = (await as.get('/schemas')).body.data
  return { as, needs: { connectorId: await connector('Files', as), schemaId: schema.id as string } }
}
const made = async (more: object = {}, as = kaireon) => {
  const answer = await as.post('/pipelines', {
    name: 'Import',
    connectorId: ids.conn_001,
    schemaId: ids.schema_001,
    ...more,
  })
  expect(answer.status, answer.text).toBe(201)
  return answer.body
}
const refused = (answer: Answer) => refusalIn(answer, 'kaireon')

describe('GET /api/v1/pipelines', () => {
  it('takes limit and cursor, and nothing else', () => {
    expect(parametersOf(pipelines.listPipelines)).toEqual(['cursor', 'limit'])
  })

  it('answers the documented page', async () => {
    const { as, needs } = await alone()
    const files = { ...needs, name: 'Customer Import', description: 'Daily customer data sync from Snowflake' }
    const given = { ...files, schedule: '0 2 * * *', executionConfig: { batchSize: 5000, parallelism: 4 } }
    for (const name of ['Customer Import', 'b', 'c']) await made({ ...given, name }, as)
    const { status, body } = await as.get('/pipelines?limit=1')
    expect(status).toBe(200)
    expect(body).toEqual({
      data: [
        {
          id,
          name: 'Customer Import',
          description: 'Daily customer data sync from Snowflake',
          status: 'active',
          schedule: '0 2 * * *',
          executionConfig: { batchSize: 5000, parallelism: 4 },
          connector: { id: needs.connectorId, name: 'Files', type: 'csv' },
          schema: { id: needs.schemaId, name: expect.any(String), displayName: expect.any(String) },
          nodes: [],
          edges: [],
          createdAt: instant,
          ...ours,
        },
      ],
      total: 3,
      hasMore: true,
      nextCursor: expect.any(String),
    })
  })

  it('is empty where there are none, and gives 20 unless told', async () => {
    const { as, needs } = await alone()
    expect((await as.get('/pipelines')).body).toEqual({ data: [], total: 0, hasMore: false, nextCursor: null })
    for (let at = 0; at < 21; at++) await made({ ...needs, name: `p${at}` }, as)
    const first = (await as.get('/pipelines')).body
    expect([first.data.length, first.total, first.hasMore]).toEqual([20, 21, true])
    const rest = (await as.get(`/pipelines?cursor=${first.nextCursor}`)).body
    expect([rest.data.length, rest.total, rest.hasMore, rest.nextCursor]).toEqual([1, 21, false, null])
    const exact = (await as.get('/pipelines?limit=21')).body
    expect([exact.data.length, exact.hasMore, exact.nextCursor]).toEqual([21, false, null])
  })

  it('walks each pipeline once, while others are made', async () => {
    const { as, needs } = await alone()
    const before = await Promise.all(Array.from({ length: 9 }, (_, at) => made({ ...needs, name: `p${at}` }, as)))
    const seen: string[] = []
    let cursor = ''
    do {
      const page = (await as.get(`/pipelines?limit=2${cursor && `&cursor=${cursor}`}`)).body
      seen.push(...page.data.map((each: { id: string }) => each.id))
      await Promise.all([made({ ...needs, name: 'late' }, as), seen.length < 6 && made({ ...needs, name: 'late' }, as)])
      cursor = seen.length > 30 ? '' : page.nextCursor
    } while (cursor)
    expect(new Set(seen).size).toBe(seen.length)
    expect(seen).toEqual(expect.arrayContaining(before.map((each) => each.id)))
  })

  it.each(['limit=0', 'limit=101', 'limit=-1', 'limit=1.5', 'limit=x', 'limit=', 'cursor=x', 'cursor=', 'page=1'])(
    'refuses ?%s by name',
    async (query) => {
      const { status, message } = refused(await kaireon.get(`/pipelines?${query}`))
      expect([status, message]).toEqual([400, expect.stringContaining(`'${query.split('=')[0]}'`)])
    },
  )
})

describe('POST /api/v1/pipelines', () => {
  it('takes what the table says', () => {
    expectTaken(
      pipelines.createPipeline.body,
      [
        ['name', 'string', 'required'],
        ['connectorId', 'string', 'required'],
        ['schemaId', 'string', 'required'],
        ['description', 'string'],
        ['schedule', 'string | null'],
        ['executionConfig', 'object'],
        ['nodes', 'object[]'],
        ['edges', 'object[]'],
      ],
      ['status'],
    )
  })

  it('answers the example: 201, every node and edge, under ids of their own, and nothing that keeps it from running', async () => {
    const answer = await curl('POST', '/pipelines', create)
    expect(answer.status, answer.text).toBe(201)
    const [n1, n2, n3] = answer.body.nodes.map((node: { id: string }) => node.id)
    expect(answer.body).toEqual({
      id,
      name: 'Customer Import',
      description: null,
      status: 'active',
      schedule: '0 2 * * *',
      executionConfig: { batchSize: 5000, parallelism: 4 },
      connector: { id: ids.conn_001, name: 'Production Snowflake', type: 'csv' },
      schema: { id: ids.schema_001, name: 'contacts', displayName: 'Contacts' },
      nodes: [
        { id, nodeType: 'source', label: 'Snowflake Source', config: {}, position: expect.any(Object) },
        {
          id,
          nodeType: 'transform',
          label: 'Rename Fields',
          config: { type: 'rename_field' },
          position: expect.any(Object),
        },
        { id, nodeType: 'target', label: 'Customer Table', config: {}, position: expect.any(Object) },
      ],
      edges: [
        { id, source: n1, target: n2, label: '' },
        { id, source: n2, target: n3, label: '' },
      ],
      createdAt: instant,
      ...ours,
      problems: [
        { nodeId: n2, field: 'config.from', message: expect.any(String), severity: 'warning' },
        { nodeId: n2, field: 'config.to', message: expect.any(String), severity: 'warning' },
      ],
    })
    expect(new Set([n1, n2, n3]).size).toBe(3)
    expect((await curl('GET', `/pipelines/${answer.body.id}`)).body).toEqual(answer.body)
    const listed = (await curl('GET', '/pipelines?limit=100')).body.data
    expect(listed.find((each: { id: string }) => each.id === answer.body.id)).toEqual(answer.body)
  })

  it('needs no more than a name, a connector and a schema', async () => {
    expect(await made()).toMatchObject({
      name: 'Import',
      description: null,
      status: 'active',
      schedule: null,
      executionConfig: { batchSize: 5000, parallelism: 1 },
      nodes: [],
      edges: [],
      problems: [],
    })
  })

  it('keeps every field of nodes and edges, and a config whatever is in it', async () => {
    const config = {
      type: 'rename_field',
      from: 'a',
      to: 'b',
      '': null,
      deep: [{ x: [1.5, 'å🙂'] }],
      constructor: 1e300,
    }
    const nodes = [
      { id: 'a', nodeType: 'source', label: '🙂'.repeat(500), config: {}, position: { x: 0.1 + 0.2, y: -1e9 } },
      { id: 'b', nodeType: 'transform', label: '', config, position: { x: 1e-9, y: 1e9 } },
      { id: 'c', nodeType: 'target', label: '<b>', config: {}, position: { x: 3, y: 4 } },
    ]
    const edges = [
      { source: 'b', target: 'c', label: 'then' },
      { source: 'a', target: 'b', label: 'first' },
    ]
    const { body } = await curl('POST', '/pipelines', JSON.stringify({ ...JSON.parse(create), nodes, edges }))
    expect(body.nodes.map(({ id: _, ...node }: { id: string }) => node)).toEqual(
      nodes.map(({ id: _, ...node }) => node),
    )
    expect(body.edges.map((edge: { label: string }) => edge.label)).toEqual(['then', 'first'])
    const [a, b, c] = body.nodes.map((node: { id: string }) => node.id)
    expect(body.edges).toMatchObject([
      { source: b, target: c },
      { source: a, target: b },
    ])
    const reported = body.problems.map(({ nodeId, field, severity }: Record<string, string>) => [
      nodeId,
      field,
      severity,
    ])
    expect(reported).toEqual(['', 'deep', 'constructor'].map((name) => [b, `config.${name}`, 'warning']))
  })

  it('stands nodes without a position side by side, and leaves out what else was', async () => {
    const { nodes } = await made({
      nodes: [
        { id: 'a', nodeType: 'source' },
        { id: 'b', nodeType: 'target' },
      ],
    })
    expect(nodes).toMatchObject([
      { label: '', config: {} },
      { label: '', config: {} },
    ])
    expect(nodes[0].position).not.toEqual(nodes[1].position)
  })

  it.each([
    ['', 'name'],
    ['connectorId', 'connectorId'],
    ['schemaId', 'schemaId'],
  ])('refuses it without %s', async (lacking, named) => {
    const { [lacking || 'name']: _, ...rest } = JSON.parse(filled(create, ids))
    const { status, message } = refused(await kaireon.post('/pipelines', rest))
    expect([status, message]).toEqual([400, `Field '${named}' is required`])
  })

  const chain = {
    nodes: [
      { id: 'a', nodeType: 'source' },
      { id: 'b', nodeType: 'target' },
    ],
  }
  it.each<[string, object, string]>([
    [
      'a cycle',
      {
        ...chain,
        edges: [
          { source: 'a', target: 'b' },
          { source: 'b', target: 'a' },
        ],
      },
      'edges',
    ],
    ['an edge to itself', { ...chain, edges: [{ source: 'a', target: 'a' }] }, 'edges'],
    ['an edge to an unknown node', { ...chain, edges: [{ source: 'a', target: 'c' }] }, 'edges.0.target'],
    ['an edge from an unknown node', { ...chain, edges: [{ source: 'c', target: 'a' }] }, 'edges.0.source'],
    ['edges without nodes', { edges: [{ source: 'a', target: 'b' }] }, 'edges.0.source'],
    ['a duplicate node id', { nodes: [...chain.nodes, { id: 'a', nodeType: 'target' }] }, 'nodes.2.id'],
    ['an unknown node type', { nodes: [{ id: 'a', nodeType: 'sink' }] }, 'nodes.0.nodeType'],
    [
      'two edges alike',
      {
        ...chain,
        edges: [
          { source: 'a', target: 'b' },
          { source: 'a', target: 'b' },
        ],
      },
      'edges.1',
    ],
    ['an invalid cron', { schedule: '0 25 * * *' }, 'schedule'],
    ['a cron of six fields', { schedule: '0 0 2 * * *' }, 'schedule'],
    ['an empty cron', { schedule: '' }, 'schedule'],
    ['a connector that is no id', { connectorId: 'conn_001' }, 'connectorId'],
    ['an unknown connector', { connectorId: newId() }, 'connectorId'],
    ['an unknown schema', { schemaId: newId() }, 'schemaId'],
    ['a schema by its name', { schemaId: 'contacts' }, 'schemaId'],
    [
      'an unknown connector of a source',
      { nodes: [{ id: 'a', nodeType: 'source', config: { connectorId: newId() } }] },
      'nodes.0.config.connectorId',
    ],
    [
      'an unknown schema of a target',
      { nodes: [{ id: 'a', nodeType: 'target', config: { schemaId: 'x' } }] },
      'nodes.0.config.schemaId',
    ],
    ['batchSize 0', { executionConfig: { batchSize: 0 } }, 'executionConfig.batchSize'],
    ['batchSize over 50,000', { executionConfig: { batchSize: 50_001 } }, 'executionConfig.batchSize'],
    ['half a batch', { executionConfig: { batchSize: 0.5 } }, 'executionConfig.batchSize'],
    ['parallelism 0', { executionConfig: { parallelism: 0 } }, 'executionConfig.parallelism'],
    ['parallelism over 16', { executionConfig: { parallelism: 17 } }, 'executionConfig.parallelism'],
    [
      'partitioning without a count',
      { executionConfig: { partitioning: { field: 'a' } } },
      'executionConfig.partitioning.count',
    ],
    ['an unknown execution setting', { executionConfig: { retries: 3 } }, 'executionConfig.retries'],
    ['an unknown field of a node', { nodes: [{ id: 'a', nodeType: 'source', color: 'red' }] }, 'nodes.0.color'],
    ['a status that there is not', { status: 'running' }, 'status'],
    [
      'more than 200 nodes',
      { nodes: Array.from({ length: 201 }, (_, at) => ({ id: `${at}`, nodeType: 'source' })) },
      'nodes',
    ],
    [
      'a label of 501 characters',
      { nodes: [{ id: 'a', nodeType: 'source', label: 'x'.repeat(501) }] },
      'nodes.0.label',
    ],
    ['a temporary id of 101 characters', { nodes: [{ id: 'x'.repeat(101), nodeType: 'source' }] }, 'nodes.0.id'],
    [
      'a position out of sight',
      { nodes: [{ id: 'a', nodeType: 'source', position: { x: 1e10, y: 0 } }] },
      'nodes.0.position.x',
    ],
    [
      'a config of 64 KiB and more',
      { nodes: [{ id: 'a', nodeType: 'source', config: { x: 'x'.repeat(65_536) } }] },
      'nodes.0.config',
    ],
    [
      'configs of 256 KiB and more',
      {
        nodes: Array.from({ length: 5 }, (_, at) => ({
          id: `${at}`,
          nodeType: 'source',
          config: { x: 'x'.repeat(60_000) },
        })),
      },
      'nodes.4.config',
    ],
  ])('refuses %s whole, by name', async (_, wrong, named) => {
    const count = async () => (await kaireon.get('/pipelines')).body.total
    const before = await count()
    const { status, message } = refused(
      await kaireon.post('/pipelines', { ...JSON.parse(filled(create, ids)), nodes: [], edges: [], ...wrong }),
    )
    expect([status, message]).toEqual([400, expect.stringContaining(`'${named}'`)])
    expect(await count()).toBe(before)
  })

  it('takes the outermost that is allowed', async () => {
    const nodes = Array.from({ length: 200 }, (_, at) => ({
      id: `${at}`.padStart(100, 'n'),
      nodeType: at ? 'target' : 'source',
    }))
    const sources = nodes.slice(0, 10)
    const edges = sources.flatMap(({ id: source }, at) =>
      nodes.slice(100).map(({ id: target }) => ({ source, target, label: `${at}` })),
    )
    const executionConfig = { batchSize: 50_000, parallelism: 16, partitioning: { field: 'region', count: 1000 } }
    const body = await made({ nodes, edges, executionConfig })
    expect([body.nodes.length, body.edges.length, body.executionConfig]).toEqual([200, 1000, executionConfig])
    const more = [...edges, { source: nodes[0]?.id, target: nodes[50]?.id }]
    const { message } = refused(
      await kaireon.post('/pipelines', { ...JSON.parse(filled(create, ids)), nodes, edges: more }),
    )
    expect(message).toContain("'edges'")
  })
})

describe('PUT /api/v1/pipelines', () => {
  it('takes what the table says', () => {
    expectTaken(
      pipelines.updatePipeline.body,
      [
        ['id', 'string', 'required'],
        ['name', 'string'],
        ['description', 'string'],
        ['schedule', 'string | null'],
        ['executionConfig', 'object'],
        ['nodes', 'object[]'],
        ['edges', 'object[]'],
      ],
      ['status', 'connectorId', 'schemaId'],
    )
  })

  const drawn = async () => (await curl('POST', '/pipelines', create)).body

  it('changes what is sent and leaves the rest', async () => {
    const before = await drawn()
    const other = await connector('Other')
    const { status, body } = await kaireon.put('/pipelines', {
      id: before.id,
      name: 'Renamed',
      description: 'Nightly',
      status: 'paused',
      schedule: '0 3 * * 1',
      executionConfig: { parallelism: 2 },
      connectorId: other,
    })
    expect(status).toBe(200)
    expect(body).toEqual({
      ...before,
      name: 'Renamed',
      description: 'Nightly',
      status: 'paused',
      schedule: '0 3 * * 1',
      executionConfig: { batchSize: 5000, parallelism: 2 },
      connector: { id: other, name: 'Other', type: 'csv' },
      nextRuns: [],
      updatedAt: instant,
    })
    expect((await kaireon.put('/pipelines', { id: before.id, schedule: null })).body).toMatchObject({
      name: 'Renamed',
      schedule: null,
    })
  })

  it('replaces nodes and edges entirely', async () => {
    const before = await drawn()
    const nodes = [
      { id: 'n1', nodeType: 'source' },
      { id: 'n9', nodeType: 'target' },
    ]
    const { body } = await kaireon.put('/pipelines', { id: before.id, nodes, edges: [{ source: 'n1', target: 'n9' }] })
    expect(body.nodes.map((node: { nodeType: string }) => node.nodeType)).toEqual(['source', 'target'])
    expect(body.edges).toMatchObject([{ source: body.nodes[0].id, target: body.nodes[1].id }])
    expect((await kaireon.get(`/pipelines/${before.id}`)).body).toEqual(body)
  })

  it('given nodes without edges leaves no edges, given neither leaves both', async () => {
    const before = await drawn()
    const { body } = await kaireon.put('/pipelines', { id: before.id, nodes: [{ id: 'n1', nodeType: 'source' }] })
    expect([body.nodes.length, body.edges]).toEqual([1, []])
    const same = (await kaireon.put('/pipelines', { id: before.id, name: 'x' })).body
    expect(same.nodes).toEqual(body.nodes)
    expect((await kaireon.put('/pipelines', { id: before.id, nodes: [] })).body).toMatchObject({ nodes: [], edges: [] })
  })

  it('refuses edges without nodes, and whatever POST would refuse, and changes nothing', async () => {
    const before = await drawn()
    const wrongs: [object, string][] = [
      [{ edges: [] }, 'edges'],
      [{ edges: [{ source: before.nodes[0].id, target: before.nodes[2].id }] }, 'edges'],
      [{ name: 'x', nodes: [{ id: 'a', nodeType: 'source' }], edges: [{ source: 'a', target: 'a' }] }, 'edges'],
      [{ name: 'x', schedule: '* * * *' }, 'schedule'],
      [{ name: 'x', connectorId: newId() }, 'connectorId'],
      [{ name: 'x', schemaId: newId() }, 'schemaId'],
      [{ nodes: [{ id: 'a', nodeType: 'source', config: { connectorId: newId() } }] }, 'nodes.0.config.connectorId'],
    ]
    for (const [wrong, named] of wrongs) {
      const { status, message } = refused(await kaireon.put('/pipelines', { id: before.id, ...wrong }))
      expect([status, message]).toEqual([400, expect.stringContaining(`'${named}'`)])
    }
    expect((await kaireon.get(`/pipelines/${before.id}`)).body).toEqual(before)
  })

  it('is 404 for an id that is unknown, malformed or a board’s, 400 without one', async () => {
    const board = await actingWith(api, await workspace.key('rex')).board()
    for (const id of [newId(), 'pipe_001', '', board.id]) {
      expect(refused(await kaireon.put('/pipelines', { id, name: 'x' }))).toMatchObject({
        status: 404,
        message: 'Pipeline not found',
      })
    }
    expect(refused(await kaireon.put('/pipelines', { name: 'x' }))).toMatchObject({
      status: 400,
      message: "Field 'id' is required",
    })
    // The shape comes before the id.
    expect(refused(await kaireon.put('/pipelines', { id: newId(), edges: [] })).status).toBe(400)
  })

  it('is refused (412) to who has seen another version', async () => {
    const answer = await curl('POST', '/pipelines', create)
    const put = (name: string, tag: string) =>
      api.ask('PUT', '/pipelines', { key, body: { id: answer.body.id, name }, headers: { 'if-match': tag } })
    const tag = answer.headers.get('etag') ?? ''
    const changed = await put('first', tag)
    expect([changed.status, changed.headers.get('etag') === tag]).toEqual([200, false])
    expect(refused(await put('second', tag))).toMatchObject({ status: 412, code: 'STALE' })
    expect((await put('third', changed.headers.get('etag') ?? '')).body.name).toBe('third')
  })

  it('of two at once leaves the one or the other whole', async () => {
    const { id } = await drawn()
    const drawing = (mark: string, count: number) => ({
      id,
      nodes: Array.from({ length: count }, (_, at) => ({
        id: `${at}`,
        nodeType: at ? 'filter' : 'source',
        label: mark,
      })),
      edges: Array.from({ length: count - 1 }, (_, at) => ({ source: `${at}`, target: `${at + 1}`, label: mark })),
    })
    const answers = await Promise.all(
      ['a', 'b', 'c', 'd', 'e', 'f'].map((mark, at) => kaireon.put('/pipelines', drawing(mark, at + 2))),
    )
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200, 200])
    const { nodes, edges } = (await kaireon.get(`/pipelines/${id}`)).body
    const marks = new Set([...nodes, ...edges].map((each: { label: string }) => each.label))
    expect(marks.size).toBe(1)
    expect(edges.length).toBe(nodes.length - 1)
  })
})

describe('DELETE /api/v1/pipelines', () => {
  it('takes an id as query parameter', () => {
    expect(parametersOf(pipelines.deletePipeline)).toEqual(['id'])
  })

  it('answers 204, and the pipeline is gone with its nodes and edges', async () => {
    const { id } = (await curl('POST', '/pipelines', create)).body
    const gone = await kaireon.delete(`/pipelines?id=${id}`)
    expect([gone.status, gone.text]).toEqual([204, ''])
    expect((await kaireon.get(`/pipelines/${id}`)).status).toBe(404)
    expect(refused(await kaireon.delete(`/pipelines?id=${id}`)).status).toBe(404)
  })

  it('is 404 for an id that is unknown, malformed or a board’s, 400 without one', async () => {
    const board = await actingWith(api, await workspace.key('rex')).board()
    for (const id of [newId(), 'pipe_001', board.id]) {
      expect(refused(await kaireon.delete(`/pipelines?id=${id}`)).status).toBe(404)
    }
    expect(refused(await kaireon.delete('/pipelines'))).toMatchObject({
      status: 400,
      message: "Parameter 'id' is required",
    })
  })
})

describe('Roles', () => {
  it('viewers read; editors and admins also write', async () => {
    const { id } = await made()
    const asked = async (role: 'viewer' | 'editor' | 'admin') => {
      const as = actingWith(api, await workspace.key('kaireon', { role }))
      return [
        (await as.get('/pipelines')).status,
        (await as.post('/pipelines', JSON.parse(filled(create, ids)))).status,
        (await as.put('/pipelines', { id, name: role })).status,
        (await as.delete(`/pipelines?id=${role === 'viewer' ? id : (await made()).id}`)).status,
      ]
    }
    expect(await asked('viewer')).toEqual([200, 403, 403, 403])
    expect(await asked('editor')).toEqual([200, 201, 200, 204])
    expect(await asked('admin')).toEqual([200, 201, 200, 204])
  })
})

describe('a data pipeline beside the boards', () => {
  it('is answered in Kaireon’s shape at GET /pipelines/{id}, whoever asks, and is 404 on every board endpoint', async () => {
    const flow = await made()
    const rex = actingWith(api, await workspace.key('rex'))
    expect((await rex.get(`/pipelines/${flow.id}`)).body).toEqual(flow)
    const board = await rex.board()
    expect((await kaireon.get(`/pipelines/${board.id}`)).body.data.id).toBe(board.id)
    const path = `/pipelines/${flow.id}`
    for (const answer of [
      await rex.patch(path, { name: 'x' }),
      await rex.delete(path),
      await rex.post(`${path}/restore`, {}),
      await rex.post(`${path}/stages`, { name: 'x', type: 'open' }),
      await rex.put(`${path}/stages`, { stage_ids: [] }),
      await rex.get(`${path}/deals`),
      await rex.get(`${path}/board`),
    ]) {
      expect(refusalIn(answer, 'rex').status, answer.text).toBe(404)
    }
    expect(refusalIn(await rex.get(`/pipelines/${newId()}`), 'rex')).toMatchObject({ message: 'Pipeline not found' })
    const boards = await rex.get('/pipelines')
    expect(boards.text).not.toContain(flow.id)
    expect((await kaireon.get('/pipelines?limit=100')).text).not.toContain(board.id)
  })
})
