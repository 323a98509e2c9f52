import { encode } from 'next-auth/jwt'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Answer } from '@/e2e/api-client'
import { refusalIn, startContractApi } from '@/e2e/contract-api'
import { refusesIn } from '@/e2e/contract-registry'
import { openWorld, sampleOf, send, type World } from '@/e2e/sample'
import { textsOf } from '@/e2e/statements'
import { profiles } from '@/lib/contracts/profiles'
import { sql } from '@/lib/db/client'
import { newId } from '@/lib/domain/id'
import { openCounter } from '@/lib/domain/rate-limit/spend'
import { replyToError } from './refuse'
import { RequestRefusal } from './request-refusal'
import { sessionCookieName } from './session'

let api: Awaited<ReturnType<typeof startContractApi>>
let world: World

// Long past, so that what is forgotten here is no other suite's.
const noon = Date.parse('2020-11-22T12:00:00.000Z')

beforeAll(async () => {
  api = await startContractApi()
  world = await openWorld(api)
})
afterAll(() => api.stop())
beforeEach(() => void vi.useFakeTimers({ toFake: ['Date'], now: noon + 17_500 }))
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllEnvs()
})

const told = ({ headers }: Answer) =>
  ['limit', 'remaining', 'reset'].map((name) => Number(headers.get(`x-ratelimit-${name}`) ?? Number.NaN))
const reset = noon / 1000 + 60
const get = (key: string, target = '/deals') => api.ask('GET', target, { key })
const idOf = async (key: string): Promise<string> => {
  const [found] = await sql<{ id: string }>(
    'SELECT id FROM "ApiKey" WHERE "workspaceId" = $1 AND left($2, 15) = prefix',
    [world.workspace.id, key],
  )
  return found?.id ?? ''
}

describe('every reply of a key', () => {
  it('tells its limit, what is left of it and when it is whole again', async () => {
    vi.stubEnv('RATE_LIMIT_PER_MINUTE', '')
    const key = await world.workspace.key('rex')
    expect(told(await get(key))).toEqual([6000, 5999, reset])
    expect(told(await get(key))).toEqual([6000, 5998, reset])
    vi.setSystemTime(noon + 60_000)
    expect(told(await get(key))).toEqual([6000, 5999, reset + 60])
  })

  it('is counted, whatever it says: success, no body, 304, refusal of any kind, replay', async () => {
    const key = await world.workspace.key('rex', { rateLimit: 1000 })
    const viewers = await world.workspace.key('rex', { rateLimit: 1000, role: 'viewer' })
    const deal = await world.acting.deal(world.board, { id: world.board.stages[0]?.id ?? '' })
    const idempotent = { key, headers: { 'idempotency-key': newId() }, body: { name: 'x' } }
    const answers = [
      await api.ask('GET', '/deals', { key }),
      await api.ask('PATCH', `/deals/${deal.id}`, idempotent),
      await api.ask('PATCH', `/deals/${deal.id}`, idempotent),
      await api.ask('DELETE', `/deals/${deal.id}`, { key }),
      await api.ask('GET', `/deals/${newId()}`, { key }),
      await api.ask('GET', '/deals?limit=0', { key }),
      await api.ask('POST', '/deals', { key, raw: '{' }),
    ]
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 204, 404, 400, 400])
    expect(answers.map(told)).toEqual(answers.map((_, at) => [1000, 999 - at, reset]))
    expect(told(await api.ask('POST', '/deals', { key: viewers, body: {} }))).toEqual([1000, 999, reset])
  })

  it('of a stream tells it at its head, and costs one', async () => {
    const key = await world.workspace.key('rex', { rateLimit: 10 })
    const hangUp = new AbortController()
    const headers = { authorization: `Bearer ${key}` }
    const target = `${api.url}/api/v1/live?pipeline_id=${world.board.id}`
    const reply = await fetch(target, { headers, signal: hangUp.signal })
    expect([reply.status, reply.headers.get('x-ratelimit-remaining')]).toEqual([200, '9'])
    hangUp.abort()
    expect(told(await get(key))).toEqual([10, 8, reset])
  })
})

describe('a key over its limit', () => {
  it.each([
    ['kasar', '/objects', 'RATE_LIMITED'],
    ['rex', '/deals', 'rate_limit_exceeded'],
    ['clarky', '/bots', 'rate_limited'],
  ] as const)('is refused (429) in the words of %s, told when to come back, and let in then', async (...given) => {
    const [dialect, target, code] = given
    const key = await world.workspace.key(dialect, { rateLimit: 1 })
    await get(key, target)
    const refused = await get(key, target)
    expect(refused.status).toBe(429)
    expect(told(refused)).toEqual([1, 0, reset])
    // Half past 17 seconds: 42.5 are left of the minute.
    expect(refused.headers.get('retry-after')).toBe('43')
    const message = 'The limit of 1 requests a minute is reached: try again in 43 s'
    expect(refusalIn(refused, dialect)).toMatchObject({ status: 429, code, message })
    vi.setSystemTime(noon + 60_000)
    expect((await get(key, target)).status).not.toBe(429)
  })

  it('is refused in the words of kaireon', () => {
    const refused = replyToError(new RequestRefusal('rate_limited', 'Slower'), profiles.kaireon, newId())
    expect([refused.status, JSON.parse(refused.body ?? '')]).toEqual([
      429,
      { error: { code: 'RATE_LIMITED', message: 'Slower', status: 429 } },
    ])
  })

  it('is refused at every operation before anything is looked at or written', async () => {
    const key = await world.workspace.key('rex', { rateLimit: 1 })
    await get(key)
    for (const contract of api.contracts.filter(({ open }) => !open)) {
      const answer = await send(api, contract, await sampleOf(contract, world), { key })
      expect(refusalIn(answer, refusesIn(contract)).status).toBe(429)
    }
    expect(await textsOf(() => get(key))).toEqual([expect.stringContaining('"ApiKey"')])
  })

  it('is stopped by the installation where it has no limit of its own, which may be higher or lower', async () => {
    vi.stubEnv('RATE_LIMIT_PER_MINUTE', '3')
    const usual = await world.workspace.key('rex')
    const higher = await world.workspace.key('rex', { rateLimit: 5 })
    const lower = await world.workspace.key('rex', { rateLimit: 2 })
    for (const [key, limit] of [
      [usual, 3],
      [higher, 5],
      [lower, 2],
    ] as const) {
      const statuses = []
      for (let time = 0; time <= limit; time++) statuses.push((await get(key)).status)
      expect(statuses).toEqual([...Array(limit).fill(200), 429])
    }
  })

  it('is over it in every process: what another has spent is spent here', async () => {
    const key = await world.workspace.key('rex', { rateLimit: 20 })
    const other = openCounter()
    const id = await idOf(key)
    for (let time = 0; time < 15; time++) await other(id, 20)
    const statuses = []
    for (let time = 0; time < 7; time++) statuses.push((await get(key)).status)
    expect(statuses).toEqual([200, 200, 200, 200, 200, 429, 429])
  })

  it('leaves an idempotent request to be made again', async () => {
    const key = await world.workspace.key('rex', { rateLimit: 1 })
    await get(key)
    const body = { name: 'Once', pipeline_id: world.board.id, stage_id: world.board.stages[0]?.id }
    const create = () => api.ask('POST', '/deals', { key, body, headers: { 'idempotency-key': 'later' } })
    expect((await create()).status).toBe(429)
    vi.setSystemTime(noon + 60_000)
    expect((await create()).status).toBe(201)
  })
})

describe('who is not charged', () => {
  it('a key that is revoked: 401, without a word of limits or a count', async () => {
    const key = await world.workspace.key('rex', { rateLimit: 5 })
    await sql('UPDATE "ApiKey" SET "revokedAt" = now() WHERE id = $1', [await idOf(key)])
    const answer = await get(key)
    expect(answer.status).toBe(401)
    expect(told(answer)).toEqual([Number.NaN, Number.NaN, Number.NaN])
    expect(await sql('SELECT 1 FROM "RateLimit" WHERE key LIKE $1', [`%${await idOf(key)}%`])).toEqual([])
  })
})

describe('a session', () => {
  it('has at least 6,000, also where keys have fewer, counted by user', async () => {
    vi.stubEnv('RATE_LIMIT_PER_MINUTE', '2')
    vi.stubEnv('NEXTAUTH_SECRET', 'a secret of these tests')
    const token = await encode({ token: { sub: world.workspace.adminId, epoch: 0 }, secret: 'a secret of these tests' })
    const headers = { cookie: `${sessionCookieName()}=${token}`, 'x-tenant-id': world.workspace.slug }
    const statuses = []
    for (let time = 0; time < 4; time++) statuses.push((await api.ask('GET', '/deals', { headers })).status)
    expect(statuses).toEqual([200, 200, 200, 200])
    expect(told(await api.ask('GET', '/deals', { headers }))).toEqual([6000, 5995, reset])
  })
})

it('costs the request no statement of its own within a block', async () => {
  const key = await world.workspace.key('rex', { rateLimit: 5000 })
  const counted = async () => (await textsOf(() => get(key))).filter((text) => text.includes('RateLimit')).length
  expect(await counted()).toBe(1)
  for (let time = 1; time < 100; time++) expect(await counted()).toBe(0)
  expect(await counted()).toBe(1)
})
