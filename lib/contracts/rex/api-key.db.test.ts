import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Answer } from '@/e2e/api-client'
import { refusalIn, startContractApi } from '@/e2e/contract-api'
import { openWorkspace, type TestWorkspace } from '@/e2e/workspace'
import { sql } from '@/lib/db/client'
import { openTransaction } from '@/lib/db/transaction'
import { createApiKey } from '@/lib/domain/api-key/create'
import { newId } from '@/lib/domain/id'
import type { Role } from '@/lib/domain/member/role'

let api: Awaited<ReturnType<typeof startContractApi>>
let workspace: TestWorkspace
/** An admin's. */
let key: string

beforeAll(async () => {
  api = await startContractApi()
})
afterAll(() => api.stop())
afterEach(() => vi.unstubAllEnvs())
beforeEach(async () => {
  workspace = await openWorkspace()
  key = await workspace.key('rex')
})

const create = (body: object, by = key, headers = {}) => api.ask('POST', '/api-keys', { key: by, body, headers })
const list = async (query = '') => (await api.ask('GET', `/api-keys${query}`, { key })).body
const revoke = (id: string, by = key) => api.ask('DELETE', `/api-keys/${id}`, { key: by })
const read = (by: string) => api.ask('GET', '/deals', { key: by })

async function made(body: object, by = key) {
  const answer = await create(body, by)
  expect(answer.status, answer.text).toBe(201)
  return answer.body.data
}

function refused(answer: Answer, status: number): string {
  const refusal = refusalIn(answer, 'rex')
  expect(refusal.status, answer.text).toBe(status)
  return refusal.message
}

describe('creating a key', () => {
  it.each([
    ['kasar', 'ksr_'],
    ['rex', 'rex_live_'],
    ['clarky', 'ck_live_'],
    ['kaireon', 'krn_'],
  ])('of %s shows it this once, beginning with %s, and it opens at once', async (contract, prefix) => {
    const { key: shown, ...row } = await made({ name: 'Nightly export', contract })
    expect(shown).toMatch(new RegExp(`^${prefix}[0-9a-f]{40}$`))
    expect(row).toMatchObject({
      name: 'Nightly export',
      contract,
      prefix: shown.slice(0, prefix.length + 6),
      role: 'editor',
      scopes: ['read', 'write'],
      user: { id: workspace.adminId, name: 'Ada Admin', email: workspace.adminEmail, role: 'admin' },
      status: 'active',
      expires_at: null,
      revoked_at: null,
      last_used_at: null,
    })
    expect((await read(shown)).status).toBe(200)
  })

  it('keeps nothing that would open: not in the list, not in a table, not in what is kept for a retry', async () => {
    const headers = { 'idempotency-key': newId() }
    const first = await create({ name: 'Kept nowhere', contract: 'rex' }, key, headers)
    const again = await create({ name: 'Kept nowhere', contract: 'rex' }, key, headers)
    expect(again.text).toBe(first.text)
    expect(again.headers.get('idempotent-replayed')).toBe('true')
    const secret: string = first.body.data.key
    expect(JSON.stringify(await list())).not.toContain(secret)
    expect(await list()).toMatchObject({ data: [{ name: 'Kept nowhere' }, { name: 'rex key' }] })
    const tables = await sql<{ name: string }>(
      `SELECT table_name AS name FROM information_schema.columns
       WHERE column_name = 'workspaceId' AND table_schema = current_schema()`,
      [],
    )
    expect(tables.length).toBeGreaterThan(10)
    for (const { name } of tables) {
      const held = await sql(`SELECT 1 FROM "${name}" t WHERE strpos(t::text, $1) > 0`, [secret])
      expect(held, name).toEqual([])
    }
  })

  it('leaves one event that tells everything but the key', async () => {
    const { id, key: secret } = await made({ name: 'Told', contract: 'rex', scopes: ['read'] })
    const changes = await sql<{ verb: string; after: object }>(
      `SELECT e.verb, c.after FROM "Change" c JOIN "Event" e ON e."workspaceId" = c."workspaceId" AND e.id = c."eventId"
       WHERE c."workspaceId" = $1 AND c."subjectId" = $2`,
      [workspace.id, id],
    )
    expect(changes).toMatchObject([
      { verb: 'api-key.create', after: { name: 'Told', scopes: ['read'], prefix: secret.slice(0, 15) } },
    ])
  })

  it('takes a member to act as, an end, a role and scopes, and they hold', async () => {
    const viewer = await workspace.member('viewer')
    const body = { name: 'Reports', contract: 'kasar', role: 'editor', scopes: ['read'], user_id: viewer.id }
    const ends = new Date(Date.now() + 86_400_000)
    const given = await made({ ...body, expires_at: ends.toISOString() })
    expect(given).toMatchObject({
      role: 'editor',
      scopes: ['read'],
      user: { id: viewer.id, role: 'viewer' },
      expires_at: ends.toISOString(),
    })
    const asked = await api.ask('POST', '/records/contacts', { key: given.key, body: { name: 'Ada' } })
    expect(asked.status).toBe(403)
    await sql(`UPDATE "ApiKey" SET "expiresAt" = now() WHERE "workspaceId" = $1 AND id = $2`, [workspace.id, given.id])
    expect((await read(given.key)).status).toBe(401)
    expect((await list()).data[0]).toMatchObject({ id: given.id, status: 'expired' })
  })

  it('refuses by name a member that there is not, an end in the past, and a scope named twice', async () => {
    const other = await openWorkspace()
    const body = { name: 'x', contract: 'rex' }
    for (const user_id of [newId(), 'nobody', other.adminId]) {
      expect(refused(await create({ ...body, user_id }), 400)).toBe("Field 'user_id' must be the id of a member")
    }
    const past = await create({ ...body, expires_at: '2020-01-01T00:00:00Z' })
    expect(refused(past, 400)).toBe("Field 'expires_at' must lie in the future")
    const twice = await create({ ...body, scopes: ['read', 'read'] })
    expect(refused(twice, 400)).toBe("Field 'scopes' must not name a scope twice")
    expect((await list()).data).toHaveLength(1)
  })
})

describe('a key cannot grant more than its maker has', () => {
  const asAdmin = { name: 'x', contract: 'rex', role: 'admin' }

  it('by its kind: a ck_live_ key, which may not write boards, makes no key that may', async () => {
    const clarky = await workspace.key('clarky')
    for (const contract of ['rex', 'kasar', 'kaireon']) {
      expect(refused(await create({ ...asAdmin, contract }, clarky), 403)).toContain('cannot grant more')
    }
    await made({ ...asAdmin, contract: 'clarky' }, clarky)
  })

  it('by its end: what is made by a key that ends, ends with it or before', async () => {
    const ends = new Date(Date.now() + 86_400_000)
    const ending = await workspace.key('rex', { expiresAt: ends })
    for (const expires_at of [null, new Date(ends.getTime() + 1).toISOString()]) {
      expect(refused(await create({ ...asAdmin, expires_at }, ending), 403)).toContain(ends.toISOString())
    }
    expect(await made(asAdmin, ending)).toMatchObject({ expires_at: ends.toISOString() })
    const sooner = new Date(ends.getTime() - 1).toISOString()
    expect(await made({ ...asAdmin, expires_at: sooner }, ending)).toMatchObject({ expires_at: sooner })
    expect(await made({ ...asAdmin, expires_at: null })).toMatchObject({ expires_at: null })
  })

  it('by its limit: what is made by a key with one of its own has the same', async () => {
    const limited = await workspace.key('rex', { rateLimit: 40 })
    const { key: secret } = await made(asAdmin, limited)
    expect((await read(secret)).headers.get('x-ratelimit-limit')).toBe('40')
    expect(await made({ ...asAdmin, rate_limit: null }, limited)).toMatchObject({ rate_limit: 40 })
    expect(await made({ ...asAdmin, rate_limit: 39 }, limited)).toMatchObject({ rate_limit: 39 })
    expect(refused(await create({ ...asAdmin, rate_limit: 41 }, limited), 403)).toContain('40 requests a minute')
    vi.stubEnv('RATE_LIMIT_PER_MINUTE', '500')
    expect(await made({ ...asAdmin, rate_limit: 500 })).toMatchObject({ rate_limit: 500 })
    expect(refused(await create({ ...asAdmin, rate_limit: 501 }), 403)).toContain('500 requests a minute')
    expect(await made(asAdmin)).toMatchObject({ rate_limit: null })
  })

  it('by its scopes and role, through whatever door', async () => {
    await made({ ...asAdmin, scopes: ['read'] }, await workspace.key('rex', { scopes: ['write'] }))
    const grants = async (maker: { role: Role; scopes: string[] }, asked: { role: Role; scopes: string[] }) => {
      const { id: apiKeyId } = await made({ name: 'maker', contract: 'rex', ...maker })
      const actor = { userId: workspace.adminId, apiKeyId, door: 'api' as const }
      return openTransaction({ workspaceId: workspace.id, actor, requestId: null }, (tx) =>
        createApiKey(tx, { name: 'x', contract: 'rex', ...asked }),
      )
    }
    const both = ['read', 'write']
    await expect(grants({ role: 'editor', scopes: both }, { role: 'admin', scopes: both })).rejects.toThrow(/admin/)
    await expect(grants({ role: 'viewer', scopes: both }, { role: 'editor', scopes: both })).rejects.toThrow(/editor/)
    await expect(grants({ role: 'editor', scopes: ['read'] }, { role: 'editor', scopes: both })).rejects.toThrow(
      /write scope/,
    )
    await grants({ role: 'editor', scopes: ['write'] }, { role: 'viewer', scopes: ['read'] })
    const { id: userId } = await workspace.member('editor')
    const editor = { workspaceId: workspace.id, actor: { userId, apiKeyId: null, door: 'session' as const } }
    const asEditor = (role: Role) =>
      openTransaction({ ...editor, requestId: null }, (tx) =>
        createApiKey(tx, { name: 'x', contract: 'rex', role, scopes: both }),
      )
    await expect(asEditor('admin')).rejects.toThrow(/cannot grant more/)
    expect(await asEditor('editor')).toMatchObject({ userId })
  })
})

describe('revoking a key', () => {
  it('refuses the next request with it, and the key is missing to a second revocation', async () => {
    const { id, key: secret } = await made({ name: 'Old export', contract: 'kasar' })
    expect((await read(secret)).status).toBe(200)
    expect((await revoke(id)).status).toBe(204)
    expect((await read(secret)).status).toBe(401)
    const row = (await list()).data[0]
    expect(row).toMatchObject({ id, status: 'revoked' })
    expect(refused(await revoke(id), 404)).toBe('API key not found')
    expect((await list()).data[0]).toEqual(row)
  })

  it('may be by the key itself', async () => {
    const { id, key: secret } = await made({ name: 'Leaked', contract: 'rex', role: 'admin' })
    expect((await revoke(id, secret)).status).toBe(204)
    expect((await revoke(id, secret)).status).toBe(401)
  })
})

describe('the list of keys', () => {
  it('is walked newest first, the revoked ones too, to its end', async () => {
    const names = ['First', 'Second', 'Third', 'Fourth']
    for (const name of names) await made({ name, contract: 'rex' })
    await revoke((await list('?limit=1')).data[0].id)
    const seen: string[] = []
    let cursor: string | null = ''
    do {
      const page: { data: { name: string }[]; has_more: boolean; next_cursor: string | null } = await list(
        `?limit=2${cursor && `&cursor=${cursor}`}`,
      )
      expect(page.data.length).toBeLessThanOrEqual(2)
      expect(page.has_more).toBe(page.next_cursor !== null)
      seen.push(...page.data.map(({ name }) => name))
      cursor = page.next_cursor
    } while (cursor)
    expect(seen).toEqual(['Fourth', 'Third', 'Second', 'First', 'rex key'])
  })

  it('tells to the minute when a key was last used, and that its member has left', async () => {
    const member = await workspace.member('editor')
    const { key: secret } = await made({ name: 'Theirs', contract: 'clarky', user_id: member.id })
    const before = Date.now()
    await read(secret)
    const used = Date.parse((await list()).data[0].last_used_at)
    expect(used).toBeGreaterThanOrEqual(before - 60_000)
    expect(used).toBeLessThanOrEqual(Date.now() + 60_000)
    await sql('UPDATE "Member" SET "deactivatedAt" = now() WHERE "workspaceId" = $1 AND "userId" = $2', [
      workspace.id,
      member.id,
    ])
    expect((await list()).data[0]).toMatchObject({ name: 'Theirs', status: 'member_left' })
  })
})

it('writes no key into the log, whatever happens', async () => {
  const logged = vi.spyOn(console, 'error').mockImplementation(() => {})
  const { key: secret } = await made({ name: 'Quiet', contract: 'rex' })
  await create({ name: secret, contract: secret }, secret)
  expect(JSON.stringify(logged.mock.calls)).not.toContain(secret)
  logged.mockRestore()
})
