import http from 'node:http'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { type Acting, actingWith } from '@/e2e/acting'
import type { RunningApi } from '@/e2e/api-client'
import { refusalIn, startContractApi } from '@/e2e/contract-api'
import { itemsOf } from '@/e2e/memory-file'
import { openWorkspace, type TestWorkspace } from '@/e2e/workspace'
import { sql } from '@/lib/db/client'
import { readerFor } from '@/lib/db/transaction'
import { openConnector } from '@/lib/domain/connector/open'
import { openSource } from '@/lib/domain/source/open'
import { newId } from '../id'
import { sampleSource } from '../source/sample'
import { sweepUploads } from './sweep'
import { chunkBytes, findUpload, readUpload } from './upload'

let api: RunningApi
let workspace: TestWorkspace
let key: string
let acting: Acting

beforeAll(async () => {
  api = await startContractApi()
  workspace = await openWorkspace()
  key = await workspace.key('kaireon', { role: 'editor' })
  acting = actingWith(api, key)
})
afterAll(() => api.stop())

const scope = () =>
  readerFor({ workspaceId: workspace.id, actor: { userId: null, apiKeyId: null, door: 'job' }, requestId: null })
const connector = async (type = 'csv', config = {}): Promise<string> =>
  (await acting.post('/connectors', { name: 'Customers', type, config })).body.id
const upload = (id: string, raw: string | Uint8Array<ArrayBuffer>, headers: Record<string, string> = {}, query = '') =>
  api.ask('POST', `/connectors/${id}/file${query}`, { key, raw, headers: { 'content-type': 'text/csv', ...headers } })
const uploads = (id: string) =>
  sql<{ id: string; whole: boolean; chunks: number }>(
    `SELECT u.id, u."completedAt" IS NOT NULL AS whole,
       (SELECT count(*) FROM "UploadChunk" c WHERE c."workspaceId" = u."workspaceId" AND c."uploadId" = u.id) AS chunks
     FROM "Upload" u WHERE u."workspaceId" = $1 AND u."connectorId" = $2 ORDER BY u.id`,
    [workspace.id, id],
  )
const opened = async (id: string) => openSource(scope(), await openConnector(scope(), id), {}, null)

describe('an uploaded file', () => {
  it('is what its connector reads from then on', async () => {
    const id = await connector('csv', { delimiter: ';' })
    const before = (await acting.get(`/connectors/${id}`)).body
    expect(before.status).toBe('unfinished')
    const { status, body } = await upload(id, 'name;city\nAnn;Paris\n', {}, '?name=people.csv')
    expect([status, body]).toEqual([
      201,
      {
        id: expect.any(String),
        name: 'people.csv',
        size: 20,
        contentType: 'text/csv',
        createdAt: expect.stringMatching(/Z$/),
      },
    ])
    const after = (await acting.get(`/connectors/${id}`)).body
    expect(after).toMatchObject({ status: 'ready', config: { delimiter: ';', uploadId: body.id }, problems: [] })
    expect(await itemsOf(await opened(id))).toEqual([{ number: 1, row: { name: 'Ann', city: 'Paris' } }])
  })

  it('replaces the one before, which is removed', async () => {
    const id = await connector()
    await upload(id, 'a\n1')
    const { body } = await upload(id, 'a\n2')
    expect(await uploads(id)).toEqual([{ id: body.id, whole: true, chunks: 1 }])
    expect(await itemsOf(await opened(id))).toEqual([{ number: 1, row: { a: '2' } }])
  })

  it('leaves one event, without its rows', async () => {
    const id = await connector()
    await upload(id, 'a\nhunter2', {}, '?name=list.csv')
    const changes = await sql<{ verb: string; after: object; version: number }>(
      `SELECT e.verb, c.after, c.version FROM "Change" c JOIN "Event" e ON e."workspaceId" = c."workspaceId"
         AND e.id = c."eventId" WHERE c."workspaceId" = $1 AND c."subjectId" = $2 ORDER BY c.id`,
      [workspace.id, id],
    )
    expect(changes.slice(1)).toEqual([
      { verb: 'connector.upload', after: { file: { name: 'list.csv', size: 9 } }, version: 2 },
    ])
  })

  it.each<[string, string]>([
    ['attachment; filename="my list.csv"', 'my list.csv'],
    ['attachment; filename=list.csv', 'list.csv'],
    ['attachment; filename="x.csv"; filename*=UTF-8\'\'%E2%82%AC%20list.csv', '€ list.csv'],
    ['attachment; filename="..\\\\..\\\\etc/passwd"', 'passwd'],
    ['attachment; filename=""', 'Upload'],
    ["attachment; filename*=UTF-8''%ff", 'Upload'],
    ['inline', 'Upload'],
  ])('is named by Content-Disposition: %s', async (header, name) => {
    expect((await upload(await connector(), 'a\n1', { 'content-disposition': header })).body.name).toBe(name)
  })

  it('of several chunks comes back byte for byte, from any of its bytes on', async () => {
    const id = await connector()
    const bytes = new Uint8Array(2 * chunkBytes + 12_345).map((_, at) => (at * 7 + (at >> 8)) % 251)
    const { body } = await upload(id, bytes, { 'content-type': 'application/octet-stream' })
    expect(body.size).toBe(bytes.length)
    const found = await findUpload(scope(), id, body.id)
    if (!found) throw new Error('there is no upload')
    for (const from of [0, 1, chunkBytes - 1, chunkBytes, 2 * chunkBytes + 5, bytes.length - 1, bytes.length]) {
      const chunks: Buffer[] = []
      for await (const chunk of readUpload(scope(), found, from)) chunks.push(chunk)
      expect(Buffer.compare(Buffer.concat(chunks), Buffer.from(bytes.subarray(from))), `from ${from}`).toBe(0)
    }
  })

  it('may be empty', async () => {
    const id = await connector()
    expect((await upload(id, '')).body.size).toBe(0)
    expect(await itemsOf(await opened(id))).toEqual([])
  })

  it('is looked at whole for its encoding', async () => {
    const latin = Buffer.from(`name\n${'Ann\n'.repeat(600_000)}Zoë`, 'latin1')
    const id = await connector()
    await upload(id, new Uint8Array(latin))
    const sample = await sampleSource(scope(), await openConnector(scope(), id), {}, 5)
    expect(sample).toMatchObject({
      encoding: 'windows-1252',
      delimiter: ',',
      columns: [{ name: 'name', type: 'text' }],
      items: Array.from({ length: 5 }, (_, at) => ({ number: at + 1, row: { name: 'Ann' } })),
    })
    // Cut by a chunk in the middle of a character.
    const cut = Buffer.from(`n\n${'x'.repeat(chunkBytes - 3)}é\n`)
    await upload(id, new Uint8Array(cut))
    expect((await sampleSource(scope(), await openConnector(scope(), id), {})).encoding).toBe('utf-8')
  })

  it('is split into parts that hold every row once', async () => {
    const id = await connector()
    const row = (at: number) => `${at},"line\n${'x'.repeat(500)}"\n`
    await upload(id, `n,t\n${Array.from({ length: 20_000 }, (_, at) => row(at)).join('')}`)
    const reader = await opened(id)
    const parts = await reader.split(2)
    expect(parts).toHaveLength(2)
    const numbers: number[] = []
    for (const part of parts) numbers.push(...(await itemsOf(await opened(id), { part })).map(({ number }) => number))
    expect(numbers).toEqual(Array.from({ length: 20_000 }, (_, at) => at + 1))
  })
})

describe('an upload is refused', () => {
  const refused = async (answer: ReturnType<typeof upload>) => refusalIn(await answer, 'kaireon')

  it('by its media type, and by the type of its connector', async () => {
    const id = await connector()
    expect(await refused(upload(id, 'a', { 'content-type': 'image/png' }))).toMatchObject({ status: 415 })
    expect(await refused(upload(await connector('postgres'), 'a'))).toMatchObject({
      status: 409,
      message: 'A connector of type postgres reads no file',
    })
    expect((await upload(id, 'a', { 'content-type': 'Text/CSV; charset=utf-8; header=present' })).status).toBe(201)
  })

  it('for a connector that there is not, and one of another workspace', async () => {
    const other = await openWorkspace()
    const theirs = actingWith(api, await other.key('kaireon'))
    const { id } = (await theirs.post('/connectors', { name: 'x', type: 'csv' })).body
    expect(await refused(upload(newId(), 'a'))).toMatchObject({ status: 404, message: 'Connector not found' })
    expect(await refused(upload(id, 'a'))).toMatchObject({ status: 404, message: 'Connector not found' })
  })

  it('when it is too large, be that said or seen, and leaves nothing', async () => {
    vi.stubEnv('UPLOAD_LIMIT_MB', '1')
    const id = await connector()
    const large = new Uint8Array(chunkBytes + 1)
    expect(await refused(upload(id, large))).toMatchObject({ status: 413, message: 'The file may hold at most 1 MiB' })
    const unsaid = await fetch(`${api.url}/api/v1/connectors/${id}/file`, {
      method: 'POST',
      headers: { authorization: `Bearer ${key}`, 'content-type': 'text/csv' },
      body: new ReadableStream({
        pull: (body) => {
          body.enqueue(large.subarray(0, 100_000))
        },
      }),
      duplex: 'half',
    } as RequestInit)
    expect(unsaid.status).toBe(413)
    expect((await upload(id, large.subarray(1))).status).toBe(201)
    expect(await uploads(id)).toHaveLength(1)
    vi.unstubAllEnvs()
  })

  it('when it breaks off, and leaves nothing', async () => {
    const id = await connector()
    const { hostname, port } = new URL(api.url)
    const request = http.request({
      hostname,
      port,
      method: 'POST',
      path: `/api/v1/connectors/${id}/file`,
      headers: { authorization: `Bearer ${key}`, 'content-type': 'text/csv', 'content-length': 3 * chunkBytes },
    })
    request.on('error', () => {})
    request.write(Buffer.alloc(2 * chunkBytes))
    await vi.waitFor(async () => expect((await uploads(id))[0]?.chunks).toBe(2), { timeout: 10_000 })
    request.destroy()
    await vi.waitFor(async () => expect(await uploads(id)).toEqual([]), { timeout: 10_000 })
    expect((await acting.get(`/connectors/${id}`)).body.config).toEqual({})
  })
})

describe('the sweep', () => {
  const age = (id: string) =>
    sql(
      `UPDATE "Upload" SET "touchedAt" = now() - interval '2 hours' WHERE "workspaceId" = $1 AND "connectorId" = $2`,
      [workspace.id, id],
    )

  it('removes what a crash left half, and nothing that is still coming in or is read', async () => {
    const [left, coming, read] = [await connector(), await connector(), await connector()]
    await upload(read, 'a\n1')
    for (const id of [left, coming]) {
      await upload(id, 'a\n1')
      await sql(`UPDATE "Upload" SET "completedAt" = NULL WHERE "workspaceId" = $1 AND "connectorId" = $2`, [
        workspace.id,
        id,
      ])
      await sql(`UPDATE "Connector" SET config = '{}' WHERE "workspaceId" = $1 AND id = $2`, [workspace.id, id])
    }
    await age(left)
    await age(read)
    await sweepUploads()
    expect(await uploads(left)).toEqual([])
    expect(await uploads(coming)).toHaveLength(1)
    expect(await uploads(read)).toHaveLength(1)
  })

  it('removes what no connector reads any more', async () => {
    const [led, gone] = [await connector(), await connector()]
    for (const id of [led, gone]) await upload(id, 'a\n1')
    const [mine, its] = [await uploads(led), await uploads(gone)]
    await acting.patch(`/connectors/${led}`, { config: {} })
    await age(led)
    await age(gone)
    expect((await acting.delete(`/connectors/${gone}`)).status).toBe(204)
    await sweepUploads()
    const ids = [...mine, ...its].map(({ id }) => id)
    for (const table of ['"Upload" WHERE id', '"UploadChunk" WHERE "uploadId"']) {
      expect(await sql(`SELECT 1 FROM ${table} = ANY($1::uuid[])`, [ids])).toEqual([])
    }
    const reading = opened(led)
    await expect(reading).rejects.toThrow("Setting 'url' or 'uploadId' is missing")
  })

  it('and a reader that comes too late is told', async () => {
    const id = await connector('csv', { uploadId: newId() })
    await expect(opened(id)).rejects.toThrow('The uploaded file is gone: upload it again')
  })
})
