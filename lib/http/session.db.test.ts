import { encode } from 'next-auth/jwt'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { refusalIn, startContractApi } from '@/e2e/contract-api'
import { nameOf } from '@/e2e/contract-registry'
import { footprintOf } from '@/e2e/footprint'
import { openWorld, type Sample, sampleOf, send, type World } from '@/e2e/sample'
import { openWorkspace } from '@/e2e/workspace'
import { sql } from '@/lib/db/client'
import { newId } from '@/lib/domain/id'
import { sessionCookieName } from './session'

const secret = 'a secret of these tests'

let api: Awaited<ReturnType<typeof startContractApi>>
let world: World

beforeAll(async () => {
  vi.stubEnv('NEXTAUTH_SECRET', secret)
  api = await startContractApi()
  world = await openWorld(api)
})
afterAll(async () => {
  vi.unstubAllEnvs()
  await api.stop()
})

interface Sealed {
  userId: string
  epoch?: number
  maxAge?: number
  sealedWith?: string
}

/** What a browser sends that is signed in. */
async function browser({ userId, epoch = 0, maxAge = 3600, sealedWith = secret }: Sealed) {
  const token = await encode({ token: { sub: userId, epoch }, secret: sealedWith, maxAge })
  return { cookie: `theme=dark; ${sessionCookieName()}=${token}; other=1`, 'x-tenant-id': world.workspace.slug }
}

const admin = async () => ({ ...(await browser({ userId: world.workspace.adminId })), origin: api.url })
const without = (headers: Record<string, string>, name: string) =>
  Object.fromEntries(Object.entries(headers).filter(([each]) => each !== name))

describe('a signed-in browser', () => {
  it('may do what its member may, from this site', async () => {
    const headers = await admin()
    for (const contract of api.contracts) {
      if (contract.streams === 'events' || nameOf(contract) === 'clarky POST /pipelines') continue
      const answer = await send(api, contract, await sampleOf(contract, world), { headers })
      expect(answer.status, `${nameOf(contract)} ${answer.text}`).toBe(contract.status)
    }
  })

  it('reads without saying where it comes from', async () => {
    const headers = without(await admin(), 'origin')
    expect((await api.ask('GET', '/deals', { headers })).status).toBe(200)
  })

  it('is known as who it is', async () => {
    const made = await api.ask('POST', '/deals', {
      headers: await admin(),
      body: { name: 'x', pipeline_id: world.board.id, stage_id: world.board.stages[0]?.id },
    })
    const history = await api.ask('GET', `/deals/${made.body.data.id}/history`, { headers: await admin() })
    expect(history.body.data[0].actor).toEqual({ id: world.workspace.adminId, name: 'Ada Admin' })
  })
})

describe('an unsafe request with a session', () => {
  it('is refused (403) from anywhere but this site, by every operation, and writes nothing', async () => {
    const session = without(await admin(), 'origin')
    const { host } = new URL(api.url)
    const origins: Record<string, string>[] = [
      {},
      { origin: 'https://evil.example' },
      { origin: 'null' },
      { origin: '' },
      { origin: `http://${host}.evil.example` },
      { origin: `http://evil.example/${host}` },
      { origin: 'https://evil.example', 'sec-fetch-site': 'same-origin' },
      { 'sec-fetch-site': 'cross-site' },
      { 'sec-fetch-site': 'same-site' },
      { 'sec-fetch-site': 'none' },
      { referer: `${api.url}/acme/boards` },
    ]
    const unsafe = api.contracts.filter(({ method }) => method !== 'GET')
    const samples = await Promise.all(unsafe.map((contract) => sampleOf(contract, world)))
    const before = await footprintOf(world.workspace.id)
    for (const from of origins) {
      for (const [at, contract] of unsafe.entries()) {
        const answer = await send(api, contract, samples[at] as Sample, { headers: { ...session, ...from } })
        const refused = refusalIn(answer, contract.dialect)
        expect(refused.status, `${nameOf(contract)} ${JSON.stringify(from)}`).toBe(403)
      }
    }
    expect(await footprintOf(world.workspace.id)).toEqual(before)
  })

  it('is taken from this site by Origin or by Sec-Fetch-Site', async () => {
    const session = without(await admin(), 'origin')
    const path = `/deals/${world.dealId}`
    const renames: Record<string, string>[] = [{ origin: api.url }, { 'sec-fetch-site': 'same-origin' }]
    for (const from of renames) {
      const answer = await api.ask('PATCH', path, { headers: { ...session, ...from }, body: { name: newId() } })
      expect(answer.status).toBe(200)
    }
  })

  it('needs no origin beside a key: the key decides', async () => {
    const headers = { ...without(await admin(), 'origin'), origin: 'https://evil.example' }
    const body = { name: newId() }
    const answer = await api.ask('PATCH', `/deals/${world.dealId}`, { key: world.key, headers, body })
    expect(answer.status).toBe(200)
    const wrong = await api.ask('GET', '/deals', { key: `${world.key}0`, headers: await admin() })
    expect(refusalIn(wrong, 'rex').status).toBe(401)
  })
})

describe('X-Tenant-Id with a session', () => {
  it('is required (403)', async () => {
    const headers = without(await admin(), 'x-tenant-id')
    expect(refusalIn(await api.ask('GET', '/deals', { headers }), 'rex').status).toBe(403)
    expect(refusalIn(await api.ask('GET', '/users', { headers }), 'kasar').status).toBe(403)
  })

  it('names the workspace by slug or id, which the user must be a member of (403)', async () => {
    const other = await openWorkspace()
    const at = async (tenant: string) =>
      api.ask('GET', '/deals', { headers: { ...(await admin()), 'x-tenant-id': tenant } })
    expect((await at(world.workspace.slug)).status).toBe(200)
    expect((await at(world.workspace.id)).status).toBe(200)
    const refused = await Promise.all([other.slug, other.id, 'no-such-workspace', newId()].map(at))
    for (const answer of refused) {
      expect(refusalIn(answer, 'rex').status).toBe(403)
      expect(answer.text).toBe(refused[2]?.text)
    }
  })

  it('is refused (403) once the member has left', async () => {
    const member = await world.workspace.member('editor')
    const headers = await browser({ userId: member.id })
    expect((await api.ask('GET', '/deals', { headers })).status).toBe(200)
    await sql('UPDATE "Member" SET "deactivatedAt" = now() WHERE "userId" = $1', [member.id])
    expect(refusalIn(await api.ask('GET', '/deals', { headers }), 'rex').status).toBe(403)
  })

  it('reaches as far as the role of this very moment', async () => {
    const member = await world.workspace.member('editor')
    const headers = { ...(await browser({ userId: member.id })), origin: api.url }
    const rename = () => api.ask('PATCH', `/deals/${world.dealId}`, { headers, body: { name: newId() } })
    expect((await rename()).status).toBe(200)
    await sql(`UPDATE "Member" SET role = 'viewer' WHERE "userId" = $1`, [member.id])
    expect(refusalIn(await rename(), 'rex').status).toBe(403)
    expect((await api.ask('GET', '/deals', { headers })).status).toBe(200)
  })
})

describe('a session that does not hold', () => {
  it('is refused (401) in the words that a session speaks', async () => {
    const { adminId } = world.workspace
    const member = await world.workspace.member('admin')
    await sql('UPDATE "User" SET "sessionEpoch" = 1 WHERE id = $1', [member.id])
    const good = await admin()
    const bad: Record<string, string>[] = [
      await browser({ userId: adminId, sealedWith: 'another secret' }),
      await browser({ userId: adminId, maxAge: -3600 }),
      await browser({ userId: adminId, epoch: 1 }),
      await browser({ userId: member.id, epoch: 0 }),
      await browser({ userId: newId() }),
      { ...good, cookie: `${sessionCookieName()}=` },
      { ...good, cookie: `${sessionCookieName()}=x.y.z` },
      { ...good, cookie: good.cookie.slice(0, -20) },
    ]
    for (const headers of bad) {
      expect(refusalIn(await api.ask('GET', '/deals', { headers }), 'rex').status).toBe(401)
      expect(refusalIn(await api.ask('GET', '/pipelines', { headers }), 'rex').status).toBe(401)
      const write = { headers: { ...headers, origin: api.url }, body: { name: 'x' } }
      expect(refusalIn(await api.ask('PATCH', `/deals/${world.dealId}`, write), 'rex').status).toBe(401)
    }
    const renewed = await browser({ userId: member.id, epoch: 1 })
    expect((await api.ask('GET', '/deals', { headers: renewed })).status).toBe(200)
  })
})
