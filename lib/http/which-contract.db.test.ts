import { once } from 'node:events'
import net from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Answer } from '@/e2e/api-client'
import { refusalIn, startContractApi } from '@/e2e/contract-api'
import { isShared, nameOf, refusesIn } from '@/e2e/contract-registry'
import { openWorld, sampleOf, send, type World } from '@/e2e/sample'
import { type Dialect, dialects } from '@/lib/contracts/contract'
import { newId } from '@/lib/domain/id'
import { sessionCookieName } from './session'

let api: Awaited<ReturnType<typeof startContractApi>>
let world: World
let keys: Record<Dialect, string>

beforeAll(async () => {
  api = await startContractApi()
  world = await openWorld(api)
  const made = await Promise.all(
    dialects.map(async (dialect) => [dialect, await world.workspace.key(dialect)] as const),
  )
  keys = Object.fromEntries(made) as typeof keys
})
afterAll(() => api.stop())

const bearer = (key: string) => ({ authorization: `Bearer ${key}` })
const apiKey = (key: string) => ({ 'x-api-key': key })
const cookie = () => ({ cookie: `theme=dark; ${sessionCookieName()}=sealed` })

/** Callers, and the contract that each speaks where no path decides it (DECISIONS, "Which contract answers", 2). */
const callers = (): [string, Record<string, string>, Dialect][] => [
  ...dialects.flatMap((dialect): [string, Record<string, string>, Dialect][] => [
    [`a ${dialect} key`, bearer(keys[dialect]), dialect],
    [`a ${dialect} key as X-Api-Key`, apiKey(keys[dialect]), dialect],
    [`a ${dialect} key that is wrong`, bearer(`${keys[dialect]}0`), dialect],
    [`a wrong ${dialect} key as X-Api-Key`, { ...apiKey(`${keys[dialect]}0`), 'x-tenant-id': 'acme' }, dialect],
    [`X-Api-Contract: ${dialect} alone`, { 'x-api-contract': dialect }, dialect],
    [`X-Api-Contract: ${dialect} over a key`, { ...bearer(keys.kasar), 'x-api-contract': dialect }, dialect],
    [`X-Api-Contract: ${dialect} over X-Tenant-Id`, { 'x-tenant-id': 'acme', 'x-api-contract': dialect }, dialect],
    [`X-Api-Contract: ${dialect} over a session`, { ...cookie(), 'x-api-contract': dialect }, dialect],
    [`a ${dialect} key beside a session`, { ...cookie(), ...bearer(keys[dialect]) }, dialect],
  ]),
  ['nobody', {}, 'kasar'],
  ['X-Tenant-Id without a key', { 'x-tenant-id': 'my-tenant' }, 'kaireon'],
  ['X-Api-Key that is none of ours', apiKey('secret'), 'rex'],
  ['X-Tenant-Id beside an X-Api-Key that is none of ours', { ...apiKey('x'), 'x-tenant-id': 't' }, 'kaireon'],
  ['a bearer that is none of ours', bearer('YOUR_API_TOKEN'), 'kasar'],
  ['X-Tenant-Id beside a bearer that is none of ours', { ...bearer('x'), 'x-tenant-id': 't' }, 'kaireon'],
  ['another scheme', { authorization: 'Basic YTpi' }, 'kasar'],
  ['a browser session', cookie(), 'rex'],
  ['a browser session with X-Tenant-Id', { ...cookie(), 'x-tenant-id': 'acme' }, 'rex'],
]

const words: Record<Dialect, { unknown: string; wrong: string; stranger: string }> = {
  kasar: { unknown: 'RECORD_NOT_FOUND', wrong: 'METHOD_NOT_ALLOWED', stranger: 'UNAUTHORIZED' },
  rex: { unknown: 'not_found', wrong: 'method_not_allowed', stranger: 'unauthorized' },
  clarky: { unknown: 'not_found', wrong: 'method_not_allowed', stranger: 'unauthorized' },
  kaireon: { unknown: 'NOT_FOUND', wrong: 'METHOD_NOT_ALLOWED', stranger: 'UNAUTHORIZED' },
}

describe('where no path decides, the caller does', () => {
  it('on a path that no document knows: 404', async () => {
    for (const [who, headers, dialect] of callers()) {
      for (const target of ['', '/', '/nothing', '/pipeline-cards/a/b', '/pipelines/', '/deals/%zz', '/%ff']) {
        const refused = refusalIn(await api.ask('GET', target, { headers }), dialect)
        expect(refused, `${who}, ${target}`).toMatchObject({ status: 404, code: words[dialect].unknown })
      }
    }
  })

  it('on a shared path by a wrong method: 405, which names the right ones', async () => {
    for (const [who, headers, dialect] of callers()) {
      for (const [method, target] of [
        ['PATCH', '/pipelines'],
        ['OPTIONS', '/pipelines'],
        ['DELETE', `/pipelines/${newId()}/stages`],
        ['PATCH', '/pipelines/x/stages'],
      ] as const) {
        const answer = await api.ask(method, target, { headers })
        const refused = refusalIn(answer, dialect)
        expect(refused, `${who}, ${method} ${target}`).toMatchObject({ status: 405, code: words[dialect].wrong })
        expect(answer.headers.get('allow')).toMatch(/\bGET\b.*\bPOST\b/)
      }
    }
  })

  it('on GET /pipelines: 200 in the own form, 401 in the own words', async () => {
    const forms: Partial<Record<Dialect, (body: Answer['body']) => unknown>> = {
      kasar: (body) => body.pipelines,
      rex: (body) => body.has_more,
      clarky: (body) => body.pagination,
      kaireon: (body) => body.hasMore,
    }
    for (const [who, headers, dialect] of callers()) {
      const form = forms[dialect]
      if (!form) continue
      const answer = await api.ask('GET', '/pipelines', { headers })
      if (answer.status === 200) expect(form(answer.body), who).toBeDefined()
      else {
        const refused = refusalIn(answer, dialect)
        expect(refused, who).toMatchObject({ status: 401, code: words[dialect].stranger })
      }
    }
    for (const dialect of dialects) {
      const answer = await api.ask('GET', '/pipelines', { key: keys.rex, headers: { 'x-api-contract': dialect } })
      expect(forms[dialect]?.(answer.body)).toBeDefined()
    }
  })

  it('on POST /pipelines: kasar speaks REX, clarky is refused (403)', async () => {
    const body = { name: 'Sales' }
    for (const headers of [
      bearer(keys.kasar),
      bearer(keys.rex),
      { ...bearer(keys.clarky), 'x-api-contract': 'kasar' },
    ]) {
      const answer = await api.ask('POST', '/pipelines', { headers, body })
      if (headers.authorization.includes('ck_live_')) {
        // Not even by another door: the key's own document calls pipelines read-only.
        expect(refusalIn(answer, 'rex')).toMatchObject({ status: 403, code: 'forbidden' })
      } else expect(answer.body.data).toMatchObject({ name: 'Sales', stages: [] })
    }
    const wrong = await api.ask('POST', '/pipelines', { headers: bearer(keys.kasar), body: {} })
    expect(refusalIn(wrong, 'rex')).toMatchObject({ status: 400, message: "Field 'name' is required" })
    expect(refusalIn(await api.ask('POST', '/pipelines', { body }), 'rex').status).toBe(401)
    const clarky = await api.ask('POST', '/pipelines', { headers: bearer(keys.clarky), body })
    expect(refusalIn(clarky, 'clarky')).toMatchObject({ status: 403, code: 'forbidden' })
    const asked = await api.ask('POST', '/pipelines', {
      headers: { ...bearer(keys.rex), 'x-api-contract': 'clarky' },
      body,
    })
    expect(refusalIn(asked, 'clarky').status).toBe(403)
  })
})

describe('a body of POST /pipelines that is meant for another contract', () => {
  const board = { name: 'Sales', stages: [{ name: 'Qualified', type: 'open' }] }
  const flow = () => ({ name: 'Import', connectorId: world.connectorId, schemaId: world.schemaId })
  const asked = (key: string, headers: Record<string, string>, body: unknown) =>
    api.ask('POST', '/pipelines', { key, headers, body })

  it('is told so, in both directions, by key and by header', async () => {
    for (const [key, headers] of [
      [keys.rex, {}],
      [keys.kasar, {}],
      [keys.kaireon, { 'x-api-contract': 'rex' }],
    ] as const) {
      const refused = refusalIn(await asked(key, headers, flow()), 'rex')
      expect(refused.status).toBe(400)
      expect(refused.message).toContain("'connectorId'")
      expect(refused.message).toContain('X-Api-Contract: kaireon')
    }
    for (const [key, headers] of [
      [keys.kaireon, {}],
      [keys.rex, { 'x-api-contract': 'kaireon' }],
    ] as const) {
      const refused = refusalIn(await asked(key, headers, board), 'kaireon')
      expect(refused.status).toBe(400)
      expect(refused.message).toContain('X-Api-Contract: rex')
    }
  })

  it('is taken once the caller says so, and what fits neither is told nothing of it', async () => {
    const made = await asked(keys.rex, { 'x-api-contract': 'kaireon' }, flow())
    expect([made.status, made.body.connector.id]).toEqual([201, world.connectorId])
    expect((await asked(keys.kaireon, { 'x-api-contract': 'rex' }, board)).status).toBe(201)
    for (const dialect of ['rex', 'kaireon'] as const) {
      const refused = refusalIn(await asked(keys.rex, { 'x-api-contract': dialect }, { surprise: 1 }), dialect)
      expect(refused.message).not.toContain('X-Api-Contract')
    }
  })
})

describe('where one document defines the endpoint', () => {
  it('it speaks that document, whoever calls: 401', async () => {
    for (const contract of api.contracts.filter((each) => !each.open && !isShared(each, api.contracts))) {
      const sample = await sampleOf(contract, world)
      const callers: Record<string, string>[] = [
        {},
        { 'x-tenant-id': 'acme' },
        apiKey('x'),
        ...dialects.map((dialect) => bearer(`${keys[dialect]}0`)),
        ...dialects.map((dialect) => ({ 'x-api-contract': dialect })),
      ]
      for (const headers of callers) {
        const answer = await send(api, contract, sample, { headers: { 'x-api-contract': '', ...headers } })
        expect(refusalIn(answer, refusesIn(contract)).status, nameOf(contract)).toBe(401)
      }
    }
  })

  const id = newId()
  it.each<[Dialect, string, string, string]>([
    ['clarky', 'PUT', '/pipeline-cards', 'GET, POST'],
    ['clarky', 'POST', `/pipeline-cards/${id}`, 'GET, PATCH, DELETE'],
    ['clarky', 'PUT', `/pipeline-cards/${id}`, 'GET, PATCH, DELETE'],
    ['clarky', 'POST', '/bots', 'GET'],
    ['kasar', 'GET', `/pipelines/opportunities/${id}/move`, 'PUT'],
    ['kasar', 'POST', `/pipelines/opportunities/${id}/move`, 'PUT'],
    ['kasar', 'DELETE', '/records/contacts', 'GET, POST, PUT'],
    ['kasar', 'PATCH', `/records/contacts/${id}`, 'GET, PUT, DELETE'],
    ['kasar', 'POST', '/users', 'GET'],
    ['kasar', 'PUT', '/objects', 'GET, POST'],
    ['kasar', 'PUT', '/objects/contacts/fields', 'GET, POST'],
    ['rex', 'PUT', `/pipelines/${id}`, 'GET, PATCH, DELETE'],
    ['rex', 'POST', `/pipelines/${id}`, 'GET, PATCH, DELETE'],
    ['rex', 'GET', `/pipelines/${id}/stages/${id}`, 'PATCH, DELETE'],
    ['rex', 'POST', `/pipelines/${id}/deals`, 'GET'],
    ['rex', 'PUT', `/pipelines/${id}/board`, 'GET'],
    ['rex', 'GET', `/pipelines/${id}/restore`, 'POST'],
    ['rex', 'DELETE', '/deals', 'GET, POST'],
    ['rex', 'PUT', `/deals/${id}`, 'GET, PATCH, DELETE'],
    ['rex', 'GET', `/deals/${id}/stage`, 'POST'],
    ['rex', 'POST', `/deals/${id}/history`, 'GET'],
    ['kaireon', 'PUT', '/connectors', 'GET, POST'],
    ['kaireon', 'POST', `/connectors/${id}`, 'GET, PATCH, DELETE'],
    ['kaireon', 'GET', `/connectors/${id}/test`, 'POST'],
    ['kaireon', 'POST', '/schemas', 'GET'],
    ['kaireon', 'DELETE', `/schemas/${id}`, 'GET'],
    ['rex', 'PUT', '/api-keys', 'GET, POST'],
    ['rex', 'GET', `/api-keys/${id}`, 'DELETE'],
  ])('it speaks %s by a wrong method too: %s %s', async (dialect, method, target, allow) => {
    for (const headers of [{}, ...dialects.flatMap((each) => [bearer(keys[each]), { 'x-api-contract': each }])]) {
      const answer = await api.ask(method, target, { headers })
      const refused = refusalIn(answer, dialect)
      expect(refused).toMatchObject({ status: 405, code: words[dialect].wrong })
      expect(answer.headers.get('allow')).toBe(allow)
    }
  })

  it('a path with a NUL or broken UTF-8 is no path: 404', async () => {
    for (const target of ['/deals/%00', '/deals/%ED%A0%80', '/deals/a%00b/history', '/deals/%C3%28', '/deals/%']) {
      expect(refusalIn(await api.ask('GET', target, { key: keys.rex }), 'rex').status).toBe(404)
    }
    expect(refusalIn(await api.ask('GET', '/records/%00', { key: keys.kasar }), 'kasar').status).toBe(404)
  })
})

describe('requests that no client library sends', () => {
  it.each([
    ['a space in the path', 'GET /api/v1/deals/a b HTTP/1.1'],
    ['a path that climbs out', 'GET /api/v1/../v2/deals HTTP/1.1'],
    ['two slashes', 'GET /api/v1//deals HTTP/1.1'],
    ['an unknown method', 'BREW /api/v1/deals HTTP/1.1'],
    ['a method of WebDAV', 'PROPFIND /api/v1/deals HTTP/1.1'],
  ])('%s is refused in few words', async (_, line) => {
    const { port } = new URL(api.url)
    const socket = net.connect(Number(port), '127.0.0.1')
    socket.write(`${line}\r\nHost: 127.0.0.1:${port}\r\nX-Api-Key: ${keys.rex}\r\nConnection: close\r\n\r\n`)
    let text = ''
    socket.on('data', (chunk) => {
      text += chunk
    })
    await once(socket, 'close')
    expect(text).toMatch(/^HTTP\/1\.1 4\d\d /)
    expect(text).not.toMatch(/\n\s+at |node_modules|<html/)
  })
})
