import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { type Acting, actingWith } from '@/e2e/acting'
import type { Answer, RunningApi } from '@/e2e/api-client'
import { refusalIn, startContractApi } from '@/e2e/contract-api'
import { openForeignDatabase } from '@/e2e/foreign-database'
import { openOrigin } from '@/e2e/origin'
import { openWorkspace, type TestWorkspace } from '@/e2e/workspace'
import { sql } from '@/lib/db/client'
import { newId } from '@/lib/domain/id'
import { unseal } from '@/lib/domain/secret/seal'

let api: RunningApi
let workspace: TestWorkspace
let admin: Acting
let editor: Acting
let schemaId: string

beforeAll(async () => {
  api = await startContractApi()
  workspace = await openWorkspace()
  admin = actingWith(api, await workspace.key('kaireon'))
  editor = actingWith(api, await workspace.key('kaireon', { role: 'editor' }))
  schemaId = (await admin.get('/schemas')).body.data[0].id
})
afterAll(() => api.stop())

const url = 'https://files.example.com/customers.csv'
const csv = { name: 'Customers', type: 'csv', config: { url } }
const made = async (more: object = {}) => {
  const answer = await admin.post('/connectors', { ...csv, ...more })
  expect(answer.status, answer.text).toBe(201)
  return answer.body
}
const refused = (answer: Answer) => refusalIn(answer, 'kaireon')
const instant = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/)
const everything = async (): Promise<string> => {
  const tables = ['Connector', 'Event', 'Change', 'IdempotentReply']
  const rows = await Promise.all(
    tables.map((table) => sql(`SELECT to_jsonb(t) AS row FROM "${table}" t WHERE "workspaceId" = $1`, [workspace.id])),
  )
  return JSON.stringify(rows)
}

describe('a connector', () => {
  it('is made, read, listed, changed and deleted', async () => {
    const body = await made()
    expect(body).toEqual({
      id: expect.any(String),
      name: 'Customers',
      type: 'csv',
      status: 'ready',
      config: { url },
      secretNames: [],
      problems: [],
      createdAt: instant,
      updatedAt: instant,
    })
    expect((await admin.get(`/connectors/${body.id}`)).body).toEqual(body)
    expect((await admin.get('/connectors?limit=100')).body.data).toContainEqual(body)
    const changed = await editor.patch(`/connectors/${body.id}`, { name: 'Clients', config: { delimiter: ';' } })
    expect(changed.body).toMatchObject({ name: 'Clients', config: { delimiter: ';' }, status: 'unfinished' })
    expect((await editor.delete(`/connectors/${body.id}`)).status).toBe(204)
    expect(refused(await admin.get(`/connectors/${body.id}`))).toMatchObject({
      status: 404,
      message: 'Connector not found',
    })
  })

  it('may be unfinished, and says what is missing', async () => {
    const body = await made({ config: undefined })
    expect(body).toMatchObject({
      status: 'unfinished',
      config: {},
      problems: [{ field: 'config.url', severity: 'error' }],
    })
    const tested = await editor.post(`/connectors/${body.id}/test`)
    expect([tested.status, tested.body]).toEqual([
      200,
      { ok: false, message: "Setting 'url' or 'uploadId' is missing.", found: null },
    ])
  })

  it('is of a known type, and its config of a bounded length', async () => {
    expect(refused(await admin.post('/connectors', { ...csv, type: 'snowflake' }))).toMatchObject({
      status: 400,
      message: "Field 'type' must be one of: csv, json, postgres, rest_api",
    })
    const config = { url, x: 'x'.repeat(16_384) }
    expect(refused(await admin.post('/connectors', { ...csv, config })).message).toContain("'config'")
    expect(refused(await admin.patch(`/connectors/${(await made()).id}`, { config })).message).toContain("'config'")
  })

  it('leaves one event a change, and none where nothing changes', async () => {
    const { id } = await made({ secrets: { token: 'first' } })
    await admin.patch(`/connectors/${id}`, { name: 'Customers', config: { url } })
    await admin.patch(`/connectors/${id}`, { name: 'Other' })
    await admin.patch(`/connectors/${id}`, { secrets: { token: 'second' } })
    await admin.delete(`/connectors/${id}`)
    const rows = await sql<{ verb: string }>(
      `SELECT e.verb FROM "Change" c JOIN "Event" e ON e."workspaceId" = c."workspaceId" AND e.id = c."eventId"
       WHERE c."workspaceId" = $1 AND c."subjectId" = $2 ORDER BY c.id`,
      [workspace.id, id],
    )
    expect(rows.map(({ verb }) => verb)).toEqual([
      ...['connector.create', 'connector.update', 'connector.update', 'connector.delete'],
    ])
  })

  it('is refused (412) to who has seen another version', async () => {
    const { id } = await made()
    const { headers } = await admin.get(`/connectors/${id}`)
    const patch = (name: string) =>
      api.ask('PATCH', `/connectors/${id}`, {
        key: adminKey,
        body: { name },
        headers: { 'if-match': headers.get('etag') ?? '' },
      })
    const adminKey = await workspace.key('kaireon')
    expect((await patch('first')).status).toBe(200)
    expect(refused(await patch('second')).status).toBe(412)
  })

  it('is listed in pages, oldest first', async () => {
    const own = await openWorkspace()
    const as = actingWith(api, await own.key('kaireon'))
    const empty = { data: [], total: 0, hasMore: false, nextCursor: null }
    expect((await as.get('/connectors')).body).toEqual(empty)
    const ids: string[] = []
    for (let at = 0; at < 5; at++) ids.push((await as.post('/connectors', csv)).body.id)
    const pages: string[][] = []
    let cursor: string | null = ''
    while (cursor !== null) {
      const page: Answer['body'] = (await as.get(`/connectors?limit=2${cursor && `&cursor=${cursor}`}`)).body
      expect([page.total, page.hasMore]).toEqual([5, page.nextCursor !== null])
      pages.push(page.data.map((each: { id: string }) => each.id))
      cursor = page.nextCursor
    }
    expect(pages).toEqual([ids.slice(0, 2), ids.slice(2, 4), ids.slice(4)])
    for (const query of ['limit=0', 'limit=101', 'cursor=x']) {
      expect(refused(await as.get(`/connectors?${query}`)).status).toBe(400)
    }
  })
})

describe('the test of a connector', () => {
  const test = async (id: string) => {
    const { status, body } = await editor.post(`/connectors/${id}/test`, {})
    expect(status).toBe(200)
    return body
  }
  /** A connector to a server on this machine, which is allowed. */
  async function served(content: string | Buffer, config = {}, secrets?: object) {
    const origin = await openOrigin((_, outgoing) => outgoing.end(content))
    vi.stubEnv('OUTBOUND_ALLOW', origin.address)
    const { id } = await made({ config: { url: `${origin.url}/a.csv`, ...config }, ...(secrets && { secrets }) })
    return { id, origin }
  }
  afterEach(() => {
    vi.unstubAllEnvs()
    vi.restoreAllMocks()
  })

  it('connects, as who the secrets say, and says what it found', async () => {
    const content = Buffer.from('name;price;since\nZoë;5;2026-01-02\nBob;7.5;2026-02-03\nEve\n', 'latin1')
    const { id, origin } = await served(content, {}, { token: 'hunter2' })
    expect(await test(id)).toEqual({
      ok: true,
      message:
        "Read the first 3 rows: 3 columns (name, price, since), windows-1252, separated by ';'. " +
        '1 of them cannot be read: The row has 1 cell where the header has 3.',
      found: {
        columns: [
          { name: 'name', type: 'text' },
          { name: 'price', type: 'number' },
          { name: 'since', type: 'date' },
        ],
        encoding: 'windows-1252',
        delimiter: ';',
        rows: 3,
        broken: 1,
      },
    })
    expect(origin.asked.map(({ headers }) => headers.authorization)).toEqual(['Bearer hunter2'])
    await origin.stop()
  })

  it('reads no more than the first hundred rows', async () => {
    const { id, origin } = await served(`n\n${'1\n'.repeat(100_000)}`)
    expect(await test(id)).toMatchObject({ ok: true, found: { rows: 100, broken: 0 } })
    await origin.stop()
  })

  it('says that there are no rows, and when none can be read', async () => {
    const empty = await served('a,b\n')
    expect(await test(empty.id)).toMatchObject({
      ok: true,
      message: "There are no rows: 2 columns (a, b), utf-8, separated by ','.",
    })
    await empty.origin.stop()
    const broken = await served('a,b\n1\n2\n')
    expect(await test(broken.id)).toMatchObject({ ok: false, found: { rows: 2, broken: 2 } })
    await broken.origin.stop()
  })

  it('looks at an uploaded file, and at JSON', async () => {
    const { id } = await made({ type: 'json', config: { recordsPath: 'data' } })
    const key = await workspace.key('kaireon', { role: 'editor' })
    const raw = '{"data":[{"id":9007199254740993,"tags":["x"]},{"id":"x"}]}'
    await api.ask('POST', `/connectors/${id}/file`, { key, raw, headers: { 'content-type': 'application/json' } })
    expect(await test(id)).toEqual({
      ok: true,
      message: 'Read the first 2 rows: 2 columns (id, tags), utf-8.',
      found: {
        columns: [
          { name: 'id', type: 'text' },
          { name: 'tags', type: 'json' },
        ],
        encoding: 'utf-8',
        delimiter: null,
        rows: 2,
        broken: 0,
      },
    })
  })

  it('connects to a database, and says what there is and what is in it', async () => {
    const foreign = await openForeignDatabase()
    await foreign.run('CREATE TABLE prices (sku text PRIMARY KEY, price numeric(8,2), since date)')
    await foreign.run("INSERT INTO prices VALUES ('A1', 10.5, '2026-01-02'), ('B2', NULL, '2026-02-03')")
    await foreign.run('CREATE SCHEMA old; CREATE VIEW old.prices AS SELECT 1 AS n')
    vi.stubEnv('OUTBOUND_ALLOW', foreign.address)
    const { host, port, database, user } = foreign
    const { id } = await made({
      type: 'postgres',
      config: { host, port, database, user },
      secrets: { password: foreign.password || 'none' },
    })
    const set = async (more: object) => {
      const config = { host, port, database, user, ...more }
      expect((await editor.patch(`/connectors/${id}`, { config })).status).toBe(200)
    }
    expect(await test(id)).toEqual({
      ok: true,
      message:
        'Connected: there are 2 tables and views to be read (prices, old.prices). Say which in table, or in query.',
      found: null,
    })
    await set({ table: 'prices' })
    expect(await test(id)).toEqual({
      ok: true,
      message: 'Read the first 2 rows: 3 columns (sku, price, since).',
      found: {
        columns: [
          { name: 'sku', type: 'text' },
          { name: 'price', type: 'number' },
          { name: 'since', type: 'date' },
        ],
        encoding: null,
        delimiter: null,
        rows: 2,
        broken: 0,
      },
    })
    await set({ table: 'Prices' })
    expect(await test(id)).toMatchObject({ ok: false, message: expect.stringContaining('"Prices" does not exist') })
    vi.stubEnv('OUTBOUND_ALLOW', '')
    expect(await test(id)).toMatchObject({ ok: false, message: expect.stringContaining('does not allow it') })
    await foreign.drop()
  })

  it('says why nothing could be read, without a word of the secrets', async () => {
    const { id, origin } = await served('', {}, { token: 'hunter2' })
    await origin.stop()
    expect(await test(id)).toEqual({ ok: false, message: '127.0.0.1: Nothing listens at this address.', found: null })
  })

  it('connects to no address that this installation does not allow', async () => {
    for (const url of [
      'http://169.254.169.254/latest',
      'http://127.0.0.1:5432/',
      'https://localhost/',
      'http://[::1]/',
    ]) {
      const { id } = await made({ config: { url } })
      expect(await test(id)).toEqual({
        ok: false,
        message: expect.stringContaining('this installation does not allow it'),
        found: null,
      })
    }
  })

  it('gives up after ten seconds', async () => {
    const patience = vi.spyOn(AbortSignal, 'timeout')
    const origin = await openOrigin(() => late.abort())
    const late = new AbortController()
    patience.mockImplementation(() => late.signal)
    vi.stubEnv('OUTBOUND_ALLOW', origin.address)
    const { id } = await made({ config: { url: origin.url } })
    expect(await test(id)).toEqual({
      ok: false,
      message: 'The first rows were not there within 10 seconds.',
      found: null,
    })
    expect(patience).toHaveBeenCalledWith(10_000)
    await origin.stop()
  })
})

describe("a connector's secrets", () => {
  const secret = 'hunter2-of-the-tests'

  it('are sealed, and never come back but by name', async () => {
    const key = await workspace.key('kaireon')
    const answer = await api.ask('POST', '/connectors', {
      key,
      body: { ...csv, secrets: { token: secret, password: `${secret}!` } },
      headers: { 'idempotency-key': newId() },
    })
    expect(answer.body.secretNames).toEqual(['password', 'token'])
    const { id } = answer.body
    const said = [answer.text, (await admin.get(`/connectors/${id}`)).text, (await admin.get('/connectors')).text]
    expect(said.join()).not.toContain(secret)
    expect(await everything()).not.toContain(secret)
    const [row] = await sql<{ secrets: string }>(
      'SELECT secrets FROM "Connector" WHERE "workspaceId" = $1 AND id = $2',
      [workspace.id, id],
    )
    expect(JSON.parse(unseal(workspace.id, row?.secrets ?? ''))).toEqual({ token: secret, password: `${secret}!` })
  })

  it('are set and taken away one by one', async () => {
    const { id } = await made({ secrets: { token: 'a', password: 'b' } })
    const patch = async (secrets: object) => (await admin.patch(`/connectors/${id}`, { secrets })).body.secretNames
    expect(await patch({ username: 'c', password: null })).toEqual(['token', 'username'])
    expect(await patch({})).toEqual(['token', 'username'])
    expect(await patch({ token: null, username: null, missing: null })).toEqual([])
    const [row] = await sql('SELECT secrets FROM "Connector" WHERE id = $1', [id])
    expect(row).toEqual({ secrets: null })
  })

  it('are an admin’s to write, be they empty; an editor makes a connector without', async () => {
    const { id } = await made()
    for (const answer of [
      await editor.post('/connectors', { ...csv, secrets: { token: 'x' } }),
      await editor.post('/connectors', { ...csv, secrets: {} }),
      await editor.patch(`/connectors/${id}`, { secrets: { token: null } }),
    ]) {
      expect(refused(answer)).toMatchObject({ status: 403, message: expect.stringContaining("'secrets'") })
    }
    expect((await editor.post('/connectors', csv)).status).toBe(201)
  })

  it('are led nowhere else, and not deleted, by an editor', async () => {
    const { id } = await made({ secrets: { token: 'x' } })
    const lead = { config: { url: 'https://evil.example/' } }
    expect(refused(await editor.patch(`/connectors/${id}`, lead)).status).toBe(403)
    expect(refused(await editor.patch(`/connectors/${id}`, { config: {} })).status).toBe(403)
    expect(refused(await editor.delete(`/connectors/${id}`)).status).toBe(403)
    expect((await editor.patch(`/connectors/${id}`, { name: 'y', config: { url, delimiter: ';' } })).status).toBe(200)
    expect((await admin.patch(`/connectors/${id}`, lead)).status).toBe(200)
    expect((await admin.delete(`/connectors/${id}`)).status).toBe(204)
  })

  it('are bounded in number, name and length', async () => {
    const many = Object.fromEntries(Array.from({ length: 21 }, (_, at) => [`s${at}`, 'x']))
    for (const secrets of [
      many,
      { 'a b': 'x' },
      { '': 'x' },
      { ['x'.repeat(101)]: 'x' },
      { a: '' },
      { a: 'x'.repeat(8193) },
      { a: 1 },
    ]) {
      const { status, message } = refused(await admin.post('/connectors', { ...csv, secrets }))
      expect([status, message]).toEqual([400, expect.stringContaining("'secrets")])
    }
    const { id } = await made({ secrets: Object.fromEntries(Object.entries(many).slice(1)) })
    expect(refused(await admin.patch(`/connectors/${id}`, { secrets: { s0: 'x' } })).status).toBe(400)
  })
})

describe('a connector in use', () => {
  it('is not deleted (409), be it used by a pipeline or by one of its sources', async () => {
    const [one, two] = [await made(), await made()]
    const source = { id: 'a', nodeType: 'source', config: { connectorId: two.id } }
    const flow = await admin.post('/pipelines', { name: 'x', connectorId: one.id, schemaId, nodes: [source] })
    expect(flow.status, flow.text).toBe(201)
    for (const { id } of [one, two]) {
      expect(refused(await admin.delete(`/connectors/${id}`))).toMatchObject({ status: 409, code: 'CONFLICT' })
    }
    await admin.delete(`/pipelines?id=${flow.body.id}`)
    for (const { id } of [one, two]) expect((await admin.delete(`/connectors/${id}`)).status).toBe(204)
  })

  it('is either deleted or used, when both come at once', async () => {
    for (let round = 0; round < 10; round++) {
      const { id } = await made()
      const [flow, gone] = await Promise.all([
        admin.post('/pipelines', { name: 'x', connectorId: id, schemaId }),
        admin.delete(`/connectors/${id}`),
      ])
      expect([
        [201, 409],
        [400, 204],
      ]).toContainEqual([flow.status, gone.status])
    }
  })
})

describe('/schemas', () => {
  it('lists the objects with their fields, and gives each by id', async () => {
    const { body } = await editor.get('/schemas')
    expect(body).toMatchObject({ total: body.data.length, hasMore: false, nextCursor: null })
    const objects = (await editor.get('/objects')).body.data
    const names = (each: { name: string }) => each.name
    expect(body.data.map(names).sort()).toEqual(objects.map(names).sort())
    for (const schema of body.data) {
      const fields = (await editor.get(`/objects/${schema.name}/fields`)).body.data
      expect(schema.fields).toEqual(fields)
      expect((await editor.get(`/schemas/${schema.id}`)).body).toEqual(schema)
    }
    const first = (await editor.get('/schemas?limit=1')).body
    expect([first.data.length, first.total, first.hasMore]).toEqual([1, objects.length, true])
    expect((await editor.get(`/schemas?limit=100&cursor=${first.nextCursor}`)).body.data).toEqual(body.data.slice(1))
  })

  it('refuses an id that is none', async () => {
    for (const id of [newId(), 'contacts']) {
      expect(refused(await editor.get(`/schemas/${id}`))).toMatchObject({ status: 404, message: 'Schema not found' })
    }
  })
})
