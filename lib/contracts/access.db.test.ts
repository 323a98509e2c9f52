import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Answer, Ask } from '@/e2e/api-client'
import { refusalIn, startContractApi } from '@/e2e/contract-api'
import { nameOf, refusesIn } from '@/e2e/contract-registry'
import { footprintOf } from '@/e2e/footprint'
import { openWorld, type Sample, sampleOf, send, targetOf, type World } from '@/e2e/sample'
import { openWorkspace } from '@/e2e/workspace'
import { sql } from '@/lib/db/client'
import { newId } from '@/lib/domain/id'
import { type Contract, type Dialect, dialects, type Role } from './contract'

let api: Awaited<ReturnType<typeof startContractApi>>
let world: World
/** A request for each operation; good for as long as it is refused. */
let requests: { contract: Contract; sample: Sample }[]

const prefixes: Record<Dialect, string> = { kasar: 'ksr_', rex: 'rex_live_', clarky: 'ck_live_', kaireon: 'krn_' }
const roles: Role[] = ['viewer', 'editor', 'admin']
const reaches = (role: Role, needed: Role) => roles.indexOf(role) >= roles.indexOf(needed)

/** DECISIONS, "Which contract answers", 4: viewer reads; editor also writes; objects, fields, keys and webhooks an admin's. */
function needed({ method, path }: Contract): Role {
  // What is one's own, whoever one is.
  if (/^\/(notifications|me)\b/.test(path)) return 'viewer'
  if (/^\/(api-keys|webhooks)/.test(path)) return 'admin'
  return method === 'GET' ? 'viewer' : path.startsWith('/objects') ? 'admin' : 'editor'
}

/** Of the caller alone: the world's is its admin's. */
const isPersonal = (path: string) => path.startsWith('/notifications/{id}')

/** Clarky's document has no way to write a pipeline: whoever asks in its words is refused. */
const isNever = (contract: Contract) => nameOf(contract) === 'clarky POST /pipelines'

beforeAll(async () => {
  api = await startContractApi()
  world = await openWorld(api)
  requests = await Promise.all(
    guarded().map(async (contract) => ({ contract, sample: await sampleOf(contract, world) })),
  )
})
afterAll(() => api.stop())

/** All but what answers without a credential. */
const guarded = () => api.contracts.filter(({ open }) => !open)

/** Asks; of a reply that never ends, the head is enough. */
async function ask(contract: Contract, sample: Sample, with_: Ask): Promise<Answer> {
  if (contract.streams !== 'events') return send(api, contract, sample, with_)
  const hangUp = new AbortController()
  const headers = { ...(with_.key && { authorization: `Bearer ${with_.key}` }), ...with_.headers }
  const reply = await fetch(`${api.url}/api/v1${targetOf(contract, sample)}`, { headers, signal: hangUp.signal })
  const text = reply.ok ? '' : await reply.text()
  hangUp.abort()
  return { status: reply.status, headers: reply.headers, text, body: text ? JSON.parse(text) : null }
}

/** Every operation answers so, and nothing of the workspace has changed after it. */
async function eachIsRefused(with_: Ask, status: number, code: string, which = requests): Promise<void> {
  const before = await footprintOf(world.workspace.id)
  const answers = await Promise.all(which.map(({ contract, sample }) => ask(contract, sample, with_)))
  for (const [at, { contract }] of which.entries()) {
    const refused = refusalIn(answers[at] as Answer, refusesIn(contract))
    expect(refused.status, nameOf(contract)).toBe(status)
    expect(refused.code.toLowerCase(), nameOf(contract)).toBe(code)
  }
  expect(await footprintOf(world.workspace.id)).toEqual(before)
}

/** Every operation of `which` answers as documented, with targets of its own. */
async function eachIsAllowed(with_: Ask, which = guarded()): Promise<void> {
  for (const contract of which) {
    const answer = await ask(contract, await sampleOf(contract, world), with_)
    expect(answer.status, `${nameOf(contract)} ${answer.text}`).toBe(contract.status)
  }
}

const reads = () => guarded().filter(({ method }) => method === 'GET')
const answerable = () => guarded().filter((contract) => !isNever(contract))

describe('every operation', () => {
  it('is refused (401) without a key', async () => {
    await eachIsRefused({}, 401, 'unauthorized')
  })

  it('is refused (401) with a key of any kind that nobody made', async () => {
    for (const prefix of [...Object.values(prefixes), '']) {
      await eachIsRefused({ key: `${prefix}${'0'.repeat(40)}` }, 401, 'unauthorized')
    }
    await eachIsRefused({ headers: { 'x-api-key': 'x' } }, 401, 'unauthorized')
    await eachIsRefused({ headers: { authorization: `Basic ${btoa('a:b')}` } }, 401, 'unauthorized')
    await eachIsRefused({ key: `${world.key}0` }, 401, 'unauthorized')
    await eachIsRefused({ key: world.key.toUpperCase() }, 401, 'unauthorized')
  })

  it('is refused (401) with a key that was revoked or has expired, from the next request on', async () => {
    for (const column of ['revokedAt', 'expiresAt']) {
      const key = await world.workspace.key('rex')
      expect((await api.ask('GET', '/deals', { key })).status).toBe(200)
      await sql(
        `UPDATE "ApiKey" SET "${column}" = now() - interval '1 second' WHERE "workspaceId" = $1 AND prefix = left($2, 15)`,
        [world.workspace.id, key],
      )
      await eachIsRefused({ key }, 401, 'unauthorized')
    }
  })

  it('is refused (401) with the key of a member who has left', async () => {
    const member = await world.workspace.member('admin')
    const key = await world.workspace.key('rex', { email: member.email })
    expect((await api.ask('GET', '/deals', { key })).status).toBe(200)
    await sql('UPDATE "Member" SET "deactivatedAt" = now() WHERE "workspaceId" = $1 AND "userId" = $2', [
      world.workspace.id,
      member.id,
    ])
    await eachIsRefused({ key }, 401, 'unauthorized')
  })

  it.each<[Role, string[]]>([
    ['viewer', ['read']],
    ['viewer', ['write']],
    ['viewer', ['read', 'write']],
    ['editor', ['read']],
    ['editor', ['write']],
    ['editor', ['read', 'write']],
    ['admin', ['read']],
    ['admin', ['write']],
  ])('is open to a %s with the scopes %j as far as they reach', async (role, scopes) => {
    const key = await world.workspace.key('rex', { role, scopes })
    const may = (contract: Contract) =>
      !isNever(contract) &&
      reaches(role, needed(contract)) &&
      // Scope write implies read.
      (contract.method === 'GET' || scopes.includes('write'))
    await eachIsAllowed({ key }, guarded().filter(may))
    await eachIsRefused(
      { key },
      403,
      'forbidden',
      requests.filter(({ contract }) => !may(contract)),
    )
  })

  it("is open as far as the lower of the key's role and its member's reaches, also when that changes", async () => {
    const member = await world.workspace.member('viewer')
    const key = await world.workspace.key('rex', { role: 'admin', email: member.email })
    const writes = requests.filter(({ contract }) => needed(contract) !== 'viewer')
    await eachIsRefused({ key }, 403, 'forbidden', writes)
    await sql(`UPDATE "Member" SET role = 'admin' WHERE "workspaceId" = $1 AND "userId" = $2`, [
      world.workspace.id,
      member.id,
    ])
    await eachIsAllowed(
      { key },
      answerable().filter(({ path }) => !isPersonal(path)),
    )
    await sql(`UPDATE "Member" SET role = 'viewer' WHERE "workspaceId" = $1 AND "userId" = $2`, [
      world.workspace.id,
      member.id,
    ])
    await eachIsRefused({ key }, 403, 'forbidden', writes)
  })

  it.each(dialects)('may be called with a key of %s, but for what a ck_live_ key may not write', async (dialect) => {
    const key = await world.workspace.key(dialect)
    // To run a data pipeline, or to try one, is not to write it.
    const writesBoards = ({ method, dialect, path }: Contract) =>
      method !== 'GET' && dialect !== 'kasar' && /^\/pipelines(?!.*\/(runs?\b|preview$))/.test(path)
    const may = (contract: Contract) => !isNever(contract) && !(dialect === 'clarky' && writesBoards(contract))
    await eachIsAllowed({ key }, guarded().filter(may))
    await eachIsRefused(
      { key },
      403,
      'forbidden',
      requests.filter(({ contract }) => !may(contract)),
    )
  })

  it('takes a key as Authorization: Bearer and as X-Api-Key alike', async () => {
    await eachIsAllowed({ headers: { 'x-api-key': world.key } }, reads())
    expect((await api.ask('GET', '/deals', { headers: { authorization: `bearer ${world.key}` } })).status).toBe(200)
  })
})

describe('what is open', () => {
  it('answers whoever asks, with whatever credential or none', async () => {
    const open = api.contracts.filter((contract) => contract.open)
    expect(open.map(nameOf)).toEqual(['rex GET /openapi/{file}'])
    const nobodys = `rex_live_${'0'.repeat(40)}`
    for (const with_ of [{}, { key: nobodys }, { key: world.key }]) await eachIsAllowed(with_, open)
  })
})

describe('X-Tenant-Id with a key', () => {
  it("may be the slug or id of the key's own workspace", async () => {
    for (const tenant of [world.workspace.slug, world.workspace.id]) {
      await eachIsAllowed({ key: world.key, headers: { 'x-tenant-id': tenant } }, reads())
    }
  })

  it('is refused (403) for another workspace, in the very words of one that there is not', async () => {
    const other = await openWorkspace()
    for (const tenant of [other.slug, other.id, 'no-such-workspace', newId()]) {
      await eachIsRefused({ key: world.key, headers: { 'x-tenant-id': tenant } }, 403, 'forbidden')
    }
    for (const { contract, sample } of requests) {
      const [theirs, nobodys] = await Promise.all(
        [other.slug, 'no-such-workspace'].map((tenant) =>
          ask(contract, sample, { key: world.key, headers: { 'x-tenant-id': tenant } }),
        ),
      )
      expect(theirs?.text, nameOf(contract)).toBe(nobodys?.text)
    }
  })
})

describe('X-Request-Id', () => {
  it("is the caller's own when it can be kept, else a new one", async () => {
    const echoed = async (id: string) =>
      (await api.ask('GET', '/deals', { key: world.key, headers: { 'x-request-id': id } })).headers.get('x-request-id')
    expect(await echoed('order-7:retry.2')).toBe('order-7:retry.2')
    for (const id of ['<script>', 'a b', 'x'.repeat(129), 'ü']) expect(await echoed(id)).not.toBe(id)
  })
})
