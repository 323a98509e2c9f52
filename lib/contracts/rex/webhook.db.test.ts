import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { type Acting, actingWith } from '@/e2e/acting'
import type { Answer } from '@/e2e/api-client'
import { refusalIn, startContractApi } from '@/e2e/contract-api'
import { openWorkspace, type TestWorkspace } from '@/e2e/workspace'
import { sql } from '@/lib/db/client'
import { newId } from '@/lib/domain/id'

let api: Awaited<ReturnType<typeof startContractApi>>
let workspace: TestWorkspace
let key: string
let acting: Acting

beforeAll(async () => {
  api = await startContractApi()
})
afterAll(() => api.stop())
beforeEach(async () => {
  workspace = await openWorkspace()
  key = await workspace.key('rex')
  acting = actingWith(api, key)
})

const hook = { url: 'https://hooks.example.com/T0/B1/x?token=abc', events: ['deal.*'] }

async function made(more: object = {}) {
  const answer = await acting.post('/webhooks', { ...hook, ...more })
  expect(answer.status, answer.text).toBe(201)
  return answer.body.data
}

function refused(answer: Answer, status: number): string {
  const refusal = refusalIn(answer, 'rex')
  expect(refusal.status, answer.text).toBe(status)
  return refusal.message
}

const get = async (id: string) => (await acting.get(`/webhooks/${id}`)).body.data
const tables = ['Webhook', 'WebhookDelivery', 'Event', 'Change', 'IdempotentReply']

/** The tables of the workspace that hold a text. */
async function holding(text: string): Promise<string[]> {
  const found = await Promise.all(
    tables.map(async (table) => {
      const rows = await sql(`SELECT 1 FROM "${table}" t WHERE "workspaceId" = $1 AND strpos(t::text, $2) > 0`, [
        workspace.id,
        text,
      ])
      return rows.length > 0 ? [table] : []
    }),
  )
  return found.flat()
}

describe('a webhook', () => {
  it('is made with a secret that is shown this once, and read without it', async () => {
    const headers = { 'idempotency-key': newId() }
    const body = { ...hook, description: 'To the warehouse' }
    const first = await api.ask('POST', '/webhooks', { key, body, headers })
    const again = await api.ask('POST', '/webhooks', { key, body, headers })
    expect(again.text).toBe(first.text)
    const { secret, ...webhook } = first.body.data
    expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{32}$/)
    expect(webhook).toMatchObject({
      ...body,
      enabled: true,
      disabled_reason: null,
      failing_since: null,
      former_secret_until: null,
    })
    expect(await get(webhook.id)).toEqual(webhook)
    expect((await acting.get('/webhooks')).body).toEqual({ data: [webhook], has_more: false, next_cursor: null })
    // Neither as it is nor as the bytes that it stands for.
    expect(await holding(secret)).toEqual([])
    expect(await holding(secret.slice('whsec_'.length))).toEqual([])
  })

  it('is changed field by field, and deleted', async () => {
    const { id } = await made()
    const changed = (await acting.patch(`/webhooks/${id}`, { url: 'https://other.example/', description: 'x' })).body
      .data
    expect(changed).toMatchObject({
      url: 'https://other.example/',
      description: 'x',
      events: ['deal.*'],
      enabled: true,
    })
    expect((await acting.patch(`/webhooks/${id}`, { events: ['*'] })).body.data).toMatchObject({ events: ['*'] })
    expect((await acting.delete(`/webhooks/${id}`)).status).toBe(204)
    for (const answer of [await acting.get(`/webhooks/${id}`), await acting.delete(`/webhooks/${id}`)]) {
      expect(refused(answer, 404)).toBe('Webhook not found')
    }
    expect((await acting.get('/webhooks')).body.data).toEqual([])
    expect(await sql('SELECT secret, "formerSecret" FROM "Webhook" WHERE id = $1', [id])).toEqual([
      { secret: '', formerSecret: null },
    ])
  })

  it('leaves events that tell its host, and neither the rest of its address nor a secret', async () => {
    const { id, secret } = await made()
    await acting.patch(`/webhooks/${id}`, { url: 'https://hooks.example.com/T0/B1/y?token=def' })
    const rotated = (await acting.post(`/webhooks/${id}/rotate-secret`, {})).body.data
    await acting.delete(`/webhooks/${id}`)
    const changes = await sql<{ verb: string; before: object | null; after: object | null }>(
      `SELECT e.verb, c.before, c.after FROM "Event" e
       JOIN "Change" c ON c."workspaceId" = e."workspaceId" AND c."eventId" = e.id
       WHERE e."workspaceId" = $1 AND e.verb LIKE 'webhook.%' ORDER BY e.id`,
      [workspace.id],
    )
    const told = { host: 'hooks.example.com', description: null, events: ['deal.*'], enabled: true }
    expect(changes).toEqual([
      { verb: 'webhook.create', before: null, after: told },
      { verb: 'webhook.update', before: {}, after: { addressChanged: true } },
      { verb: 'webhook.rotate-secret', before: {}, after: { overlapHours: 24 } },
      { verb: 'webhook.delete', before: told, after: null },
    ])
    for (const text of ['token=abc', 'token=def', secret, rotated.secret]) {
      expect(
        (await holding(text)).filter((table) => table !== 'Webhook'),
        text,
      ).toEqual([])
    }
  })

  it('is one of twenty at most, also when all are made at once', async () => {
    const answers = await Promise.all(Array.from({ length: 24 }, () => acting.post('/webhooks', hook)))
    const statuses = answers.map(({ status }) => status).sort()
    expect(statuses).toEqual([...Array(20).fill(201), ...Array(4).fill(409)])
    const [{ id }] = (await acting.get('/webhooks')).body.data
    await acting.delete(`/webhooks/${id}`)
    expect((await acting.post('/webhooks', hook)).status).toBe(201)
    expect(refused(await acting.post('/webhooks', hook), 409)).toBe('A workspace has at most 20 webhooks')
  })

  it.each([
    ['http://127.0.0.1:8080/', '127.0.0.1 is a loopback address, and this installation does not allow it.'],
    ['http://0x7f.1/', '127.0.0.1 is a loopback address, and this installation does not allow it.'],
    ['https://localhost/hook', 'localhost is this machine itself, and this installation does not allow it.'],
    ['http://169.254.169.254/', '169.254.169.254 is a link-local address, and this installation does not allow it.'],
    ['http://[::ffff:10.0.0.1]/', '::ffff:a00:1 is a private address, and this installation does not allow it.'],
    ['ftp://example.com/', 'Only http and https are possible.'],
    ['https://me:pw@example.com/', 'An address must not carry a user name or a password.'],
    ['example.com', 'It is no address such as https://example.com/hook.'],
  ])('is not sent to %s, and says why', async (url, why) => {
    const { id } = await made()
    const message = `Field 'url' is no address that events are sent to: ${why}`
    expect(refused(await acting.post('/webhooks', { ...hook, url }), 400)).toBe(message)
    expect(refused(await acting.patch(`/webhooks/${id}`, { url }), 400)).toBe(message)
  })

  it('may be sent to an address that the installation allows', async () => {
    vi.stubEnv('OUTBOUND_ALLOW', '127.0.0.1:8080')
    try {
      expect((await made({ url: 'http://127.0.0.1:8080/in' })).url).toBe('http://127.0.0.1:8080/in')
      refused(await acting.post('/webhooks', { ...hook, url: 'http://127.0.0.1:8081/in' }), 400)
    } finally {
      vi.unstubAllEnvs()
    }
  })

  it.each<[object, string]>([
    [{ events: [] }, "Field 'events' must have at least 1 items"],
    [{ events: ['deals.*'] }, "Field 'events' must be types of events such as deal.moved, all of a noun such as"],
    [{ events: 'deal.*' }, "Field 'events' must be a list"],
    [{ events: Array(51).fill('*') }, "Field 'events' must have at most 50 items"],
    [{ url: undefined }, "Field 'url' is required"],
    [{ url: `https://example.com/${'x'.repeat(2000)}` }, "Field 'url' must have at most 2000 characters"],
    [{ secret: 'whsec_mine' }, "Field 'secret' is not known here"],
    [{ enabled: 'yes' }, "Field 'enabled' must be true or false"],
  ])('is refused with %j', async (more, message) => {
    expect(refused(await acting.post('/webhooks', { ...hook, ...more }), 400)).toContain(message)
  })

  it('of another workspace is missing, with all that belongs to it', async () => {
    const { id } = await made()
    const delivery = (await acting.post(`/webhooks/${id}/test`, {})).body.data
    const mine = await made()
    const stranger = actingWith(api, await (await openWorkspace()).key('rex'))
    for (const answer of [
      await stranger.get(`/webhooks/${id}`),
      await stranger.patch(`/webhooks/${id}`, { enabled: false }),
      await stranger.delete(`/webhooks/${id}`),
      await stranger.post(`/webhooks/${id}/rotate-secret`, {}),
      await stranger.post(`/webhooks/${id}/test`, {}),
      await stranger.post(`/webhooks/${id}/replay`, { since: '2026-01-01' }),
      await stranger.get(`/webhooks/${id}/deliveries`),
      await stranger.post(`/webhooks/${id}/deliveries/${delivery.id}/replay`, {}),
    ]) {
      expect(refused(answer, 404)).toBe('Webhook not found')
    }
    expect((await stranger.get('/webhooks')).body.data).toEqual([])
    const crossed = await acting.post(`/webhooks/${mine.id}/deliveries/${delivery.id}/replay`, {})
    expect(refused(crossed, 404)).toBe('Delivery not found')
  })

  it.each(['editor', 'viewer'] as const)('is no affair of an %s', async (role) => {
    const { id } = await made()
    const other = actingWith(api, await workspace.key('rex', { role }))
    for (const answer of [
      await other.get('/webhooks'),
      await other.get(`/webhooks/${id}/deliveries`),
      await other.post('/webhooks', hook),
    ]) {
      refused(answer, 403)
    }
    expect((await other.get('/events?type=webhook.*')).body.data).toEqual([])
  })
})

describe('a rotated secret', () => {
  it('is shown this once, and the one before signs beside it until the overlap is over', async () => {
    const { id, secret } = await made()
    const before = Date.now()
    const rotated = (await acting.post(`/webhooks/${id}/rotate-secret`, {})).body.data
    expect(rotated.secret).toMatch(/^whsec_/)
    expect(rotated.secret).not.toBe(secret)
    const until = new Date(rotated.former_secret_until).getTime()
    expect(until).toBeGreaterThanOrEqual(before + 24 * 3_600_000 - 60_000)
    expect(until).toBeLessThanOrEqual(Date.now() + 24 * 3_600_000)
    expect(await get(id)).not.toHaveProperty('secret')
    const now = (await acting.post(`/webhooks/${id}/rotate-secret`, { overlap_hours: 0 })).body.data
    expect(now.former_secret_until).toBeNull()
    for (const overlap_hours of [-1, 169, 1.5]) {
      expect(refused(await acting.post(`/webhooks/${id}/rotate-secret`, { overlap_hours }), 400)).toContain(
        "'overlap_hours'",
      )
    }
  })
})

describe('the deliveries of a webhook', () => {
  it('are listed newest first and by status, a test among them', async () => {
    const { id } = await made()
    const first = (await acting.post(`/webhooks/${id}/test`, {})).body.data
    expect(first).toMatchObject({ event_id: null, type: 'webhook.test', status: 'pending', attempts: [] })
    const second = (await acting.post(`/webhooks/${id}/test`, {})).body.data
    await sql(`UPDATE "WebhookDelivery" SET status = 'failed', "dueAt" = NULL WHERE id = $1`, [first.id])
    const listed = async (query: string) =>
      (await acting.get(`/webhooks/${id}/deliveries${query}`)).body.data.map((each: { id: string }) => each.id)
    expect(await listed('')).toEqual([second.id, first.id])
    expect(await listed('?status=failed')).toEqual([first.id])
    expect(await listed('?status=delivered')).toEqual([])
    refused(await acting.get(`/webhooks/${id}/deliveries?status=sent`), 400)
  })

  it('of a disabled webhook fail, and nothing is sent to it', async () => {
    const { id } = await made()
    const { id: waiting } = (await acting.post(`/webhooks/${id}/test`, {})).body.data
    await acting.patch(`/webhooks/${id}`, { enabled: false })
    expect((await acting.get(`/webhooks/${id}/deliveries`)).body.data).toMatchObject([
      { id: waiting, status: 'failed', next_attempt_at: null, attempts: [{ error: 'The webhook was disabled.' }] },
    ])
    for (const answer of [
      await acting.post(`/webhooks/${id}/test`, {}),
      await acting.post(`/webhooks/${id}/replay`, { since: '2026-01-01' }),
      await acting.post(`/webhooks/${id}/deliveries/${waiting}/replay`, {}),
    ]) {
      expect(refused(answer, 409)).toBe('The webhook is disabled: enable it first')
    }
  })
})
