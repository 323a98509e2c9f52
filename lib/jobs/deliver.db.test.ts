import { v7 } from 'uuid'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { type Acting, actingWith } from '@/e2e/acting'
import { type RunningApi, startApi } from '@/e2e/api-client'
import { openReceiver, type Receiver, verified } from '@/e2e/receiver'
import { settled } from '@/e2e/settled'
import { openWorkspace, type TestWorkspace } from '@/e2e/workspace'
import { presentMessage } from '@/lib/contracts/rex/webhook.present'
import { sql } from '@/lib/db/client'
import { dueDeliveries, webhooksWithNews } from '@/lib/db/sql/webhook'
import { forgetDeliveries } from '@/lib/domain/webhook/prune'
import { readAllowList } from '@/lib/net/allow-list'
import { type Outbound, openOutbound } from '@/lib/net/send'
import { deliver, follow } from './deliver'
import type { Job } from './work'

let api: RunningApi
let workspace: TestWorkspace
let acting: Acting
let receiver: Receiver
let outbound: Outbound
const never = new AbortController().signal

beforeAll(async () => {
  api = await startApi()
})
afterAll(() => api.stop())
beforeEach(async () => {
  receiver = await openReceiver()
  vi.stubEnv('OUTBOUND_ALLOW', receiver.address)
  outbound = openOutbound({ allow: readAllowList(receiver.address) })
  workspace = await openWorkspace()
  acting = actingWith(api, await workspace.key('rex'))
})
afterEach(async () => {
  vi.unstubAllEnvs()
  await outbound.close()
  await receiver.stop()
})

interface Hook {
  id: string
  secret: string
}

async function hook(more: object = {}): Promise<Hook> {
  const answer = await acting.post('/webhooks', { url: receiver.url, events: ['deal.*'], ...more })
  expect(answer.status, answer.text).toBe(201)
  return answer.body.data
}

const of = ({ id }: Hook) => ({ workspaceId: workspace.id, webhookId: id })
const due = (to: Hook): Promise<Job[]> => dueDeliveries(100, of(to))
const send = (job: Job, signal = never) => deliver(job, outbound, presentMessage, signal)
const log = async ({ id }: Hook, query = '') => (await acting.get(`/webhooks/${id}/deliveries${query}`)).body.data
const shown = async ({ id }: Hook) => (await acting.get(`/webhooks/${id}`)).body.data

/** What has happened by now goes out to one webhook, as far as it is due; gives how many were tried. */
async function work(to: Hook): Promise<number> {
  await settled()
  await follow({ workspaceId: workspace.id, id: to.id })
  const jobs = await due(to)
  for (const job of jobs) await send(job)
  return jobs.length
}

/** The next try of everything that waits is now. */
const hurry = ({ id }: Hook) =>
  sql(
    `UPDATE "WebhookDelivery" SET "dueAt" = now() - interval '1 second' WHERE "webhookId" = $1 AND status = 'pending'`,
    [id],
  )

const newDeal = async (name = 'Acme') => {
  const board = await acting.board()
  return acting.deal(board, board.stages[0], { name })
}

describe('an event', () => {
  it('is sent to the webhooks that name its type, signed, in the words of the feed', async () => {
    const [deals, boards, all] = [
      await hook(),
      await hook({ events: ['pipeline.created'] }),
      await hook({ events: ['*'] }),
    ]
    const deal = await newDeal()
    for (const each of [deals, boards, all]) await work(each)
    const [event] = (await acting.get('/events?type=deal.created')).body.data
    const { type, created_at, data, ...rest } = event
    const sent = receiver.got.filter(({ id }) => id === event.id)
    expect(sent).toHaveLength(2)
    const [first] = sent
    expect(first && verified(deals.secret, first)).toEqual({
      type: 'deal.created',
      timestamp: created_at,
      data: { ...rest, ...data },
    })
    expect(data.changes[0]).toMatchObject({ subject: 'deal', id: deal.id, after: { name: 'Acme' } })
    const types = (secret: string) =>
      receiver.got.flatMap((each) => {
        try {
          return [verified(secret, each).type]
        } catch {
          return []
        }
      })
    expect(types(deals.secret)).toEqual(['deal.created'])
    expect(types(boards.secret)).toEqual(['pipeline.created'])
    // It is told of what happened since it was made: of itself first.
    expect(types(all.secret)).toEqual(['webhook.created', 'pipeline.created', 'deal.created'])
    expect(await log(deals)).toMatchObject([
      {
        event_id: event.id,
        type: 'deal.created',
        status: 'delivered',
        next_attempt_at: null,
        attempts: [{ status_code: 200, response: 'thanks', error: null }],
        delivered_at: expect.stringMatching(/Z$/),
      },
    ])
  })

  it('is not taken for genuine when a byte of it, its id or its time is another, or by another secret', async () => {
    const to = await hook()
    await newDeal()
    await work(to)
    const [sent] = receiver.got
    if (!sent) throw new Error('nothing was sent')
    expect(verified(to.secret, sent).type).toBe('deal.created')
    for (const tampered of [
      { ...sent, body: sent.body.replace('Acme', 'Bcme') },
      { ...sent, id: sent.id.replace(/.$/, (last) => (last === '0' ? '1' : '0')) },
      { ...sent, timestamp: String(Number(sent.timestamp) + 1) },
      { ...sent, signature: sent.signature.replace(/^v1,./, (head) => (head === 'v1,A' ? 'v1,B' : 'v1,A')) },
    ]) {
      expect(() => verified(to.secret, tampered)).toThrow()
    }
    const other = await hook()
    expect(() => verified(other.secret, sent)).toThrow()
  })

  it('is sent once, however many look for it at once', async () => {
    const to = await hook()
    await newDeal()
    await settled()
    await Promise.all(Array.from({ length: 5 }, () => follow({ workspaceId: workspace.id, id: to.id })))
    const [job] = await due(to)
    if (!job) throw new Error('nothing is due')
    await Promise.all(Array.from({ length: 5 }, () => send(job)))
    await send(job)
    expect(receiver.got).toHaveLength(1)
    expect(await work(to)).toBe(0)
    expect((await webhooksWithNews()).map(({ id }) => id)).not.toContain(to.id)
  })

  it('of before the webhook was made or while it was disabled is not sent, until it is replayed', async () => {
    await newDeal('before')
    await settled()
    const to = await hook()
    await newDeal('between')
    await work(to)
    await acting.patch(`/webhooks/${to.id}`, { enabled: false })
    await newDeal('disabled')
    expect(await work(to)).toBe(0)
    await settled()
    await acting.patch(`/webhooks/${to.id}`, { enabled: true })
    await newDeal('after')
    await work(to)
    const names = () => receiver.got.map(({ body }) => JSON.parse(body).data.changes[0].after.name)
    expect(names()).toEqual(['between', 'after'])

    await settled()
    const replayed = (await acting.post(`/webhooks/${to.id}/replay`, { since: '2026-01-01T00:00:00Z' })).body.data
    expect(replayed).toMatchObject({ replayed: 4, has_more: false })
    expect(await work(to)).toBe(4)
    expect(names().slice(2).sort()).toEqual(['after', 'before', 'between', 'disabled'])
    // What was sent before is sent under the id that it had.
    const ids = receiver.got.map(({ id }) => id)
    expect(new Set(ids).size).toBe(4)
    const rest = (await acting.post(`/webhooks/${to.id}/replay`, { since: replayed.next_since })).body.data
    expect(rest.replayed).toBe(0)
  })
})

describe('a delivery that fails', () => {
  const failures: [string, () => Promise<void> | void, object][] = [
    [
      'by an error of the receiver',
      () => {
        receiver.answer = (_, outgoing) => void outgoing.writeHead(500).end(`\0${'ü'.repeat(2000)}`)
      },
      // 1,024 bytes: the NUL, which is marked, and 511 of two bytes; the last one is cut.
      { status_code: 500, response: `\u{fffd}${'ü'.repeat(511)}\u{fffd}`, error: null },
    ],
    [
      'by a redirect, which is not followed',
      () => {
        receiver.answer = (_, outgoing) => void outgoing.writeHead(302, { location: receiver.url }).end()
      },
      { status_code: 302, response: '', error: null },
    ],
    [
      'by a connection that is cut',
      () => {
        receiver.answer = (incoming) => void incoming.socket.destroy()
      },
      { status_code: null, response: null, error: 'The connection was cut.' },
    ],
    ['by nobody listening', () => receiver.stop(), { status_code: null, error: 'Nothing listens at this address.' }],
    [
      'by an address that may not be sent to any more',
      async () => {
        await outbound.close()
        outbound = openOutbound({ allow: readAllowList('') })
      },
      { status_code: null, error: '127.0.0.1 is a loopback address, and this installation does not allow it.' },
    ],
  ]

  it.each(failures)('%s is tried again, later', async (_, fail, attempt) => {
    const to = await hook()
    await newDeal()
    await fail()
    const began = Date.now()
    expect(await work(to)).toBe(1)
    const [failed] = await log(to)
    expect(failed).toMatchObject({ status: 'pending', attempts: [attempt] })
    const wait = new Date(failed.next_attempt_at).getTime() - began
    expect(wait).toBeGreaterThanOrEqual(4000)
    expect(await due(to)).toEqual([])
    expect((await shown(to)).failing_since).not.toBeNull()
  })

  it('without a reply in time is tried again', async () => {
    const to = await hook()
    await newDeal()
    receiver.answer = () => {}
    const hasty: Outbound = { ...outbound, send: (url, sending) => outbound.send(url, { ...sending, timeout: 50 }) }
    await settled()
    await follow({ workspaceId: workspace.id, id: to.id })
    for (const job of await due(to)) await deliver(job, hasty, presentMessage, never)
    expect(await log(to)).toMatchObject([
      { status: 'pending', attempts: [{ status_code: null, error: 'There was no reply within 0.05 seconds.' }] },
    ])
  })

  it('is tried eight times under one id, and then is failed; replayed, it begins anew', async () => {
    const to = await hook()
    await newDeal()
    receiver.answer = (_, outgoing) => void outgoing.writeHead(503).end()
    await work(to)
    for (let nth = 1; nth < 8; nth++) {
      expect(await work(to)).toBe(0)
      await hurry(to)
      expect(await work(to)).toBe(1)
    }
    const [failed] = await log(to, '?status=failed')
    expect(failed).toMatchObject({ status: 'failed', next_attempt_at: null })
    expect(failed.attempts).toHaveLength(8)
    expect(new Set(receiver.got.map(({ id }) => id))).toEqual(new Set([failed.event_id]))
    expect(receiver.got).toHaveLength(8)

    receiver.answer = (_, outgoing) => void outgoing.end('at last')
    const again = await acting.post(`/webhooks/${to.id}/deliveries/${failed.id}/replay`, {})
    expect(again.body.data).toMatchObject({ id: failed.id, status: 'pending' })
    await work(to)
    const [delivered] = await log(to)
    expect(delivered).toMatchObject({ id: failed.id, status: 'delivered' })
    expect(delivered.attempts).toHaveLength(9)
    expect(receiver.got.at(-1)?.id).toBe(failed.event_id)
    expect((await shown(to)).failing_since).toBeNull()
  })

  it('waits as long as the receiver asks for', async () => {
    const to = await hook()
    await newDeal()
    receiver.answer = (_, outgoing) => void outgoing.writeHead(429, { 'retry-after': '600' }).end()
    const began = Date.now()
    await work(to)
    const [failed] = await log(to)
    expect(new Date(failed.next_attempt_at).getTime() - began).toBeGreaterThanOrEqual(600_000)
  })

  it('by a receiver that is gone (410) disables the webhook, and what waits for it fails', async () => {
    const to = await hook({ events: ['deal.*', 'webhook.*'] })
    await newDeal()
    receiver.answer = (_, outgoing) => void outgoing.writeHead(410).end('gone')
    await settled()
    await follow({ workspaceId: workspace.id, id: to.id })
    const [first] = await due(to)
    if (first) await send(first)
    const gone = 'The receiver said that it is gone (410).'
    expect(await shown(to)).toMatchObject({ enabled: false, disabled_reason: gone })
    const all = await log(to)
    expect(all.map(({ status }: { status: string }) => status)).toEqual(['failed', 'failed'])
    expect(all[0].attempts).toMatchObject([{ error: gone }])
    expect(await due(to)).toEqual([])
    await settled()
    const [told] = (await acting.get('/events?type=webhook.disabled')).body.data
    expect(told).toMatchObject({ actor: { id: null, via: 'job' }, data: { changes: [{ id: to.id }] } })
    expect((await acting.patch(`/webhooks/${to.id}`, { enabled: true })).body.data).toMatchObject({
      enabled: true,
      disabled_reason: null,
      failing_since: null,
    })
  })

  it('after five days without any that did not disables the webhook', async () => {
    const to = await hook()
    await newDeal()
    receiver.answer = (_, outgoing) => void outgoing.writeHead(500).end()
    await work(to)
    const since = async (age: string) => {
      await sql(`UPDATE "Webhook" SET "failingSince" = now() - $2::interval WHERE id = $1`, [to.id, age])
      await hurry(to)
      await work(to)
      return shown(to)
    }
    expect(await since('4 days 23 hours')).toMatchObject({ enabled: true })
    expect(await since('5 days 1 second')).toMatchObject({
      enabled: false,
      disabled_reason: expect.stringMatching(/^Nothing could be delivered for five days, since 20.*Z\.$/),
    })
  })
})

describe('a worker that dies or ends', () => {
  it('over a delivery leaves it to another, once its time is over', async () => {
    const to = await hook()
    await newDeal()
    await settled()
    await follow({ workspaceId: workspace.id, id: to.id })
    // As if it died after it had claimed it.
    await sql(`UPDATE "WebhookDelivery" SET "leasedUntil" = now() + interval '15 seconds' WHERE "webhookId" = $1`, [
      to.id,
    ])
    expect(await work(to)).toBe(0)
    await sql(`UPDATE "WebhookDelivery" SET "leasedUntil" = now() - interval '1 second' WHERE "webhookId" = $1`, [
      to.id,
    ])
    expect(await work(to)).toBe(1)
    expect(await log(to)).toMatchObject([{ status: 'delivered' }])
  })

  it('gives back what it has not done, without counting it as a try', async () => {
    const to = await hook()
    await newDeal()
    const ending = new AbortController()
    receiver.answer = () => ending.abort()
    await settled()
    await follow({ workspaceId: workspace.id, id: to.id })
    for (const job of await due(to)) await send(job, ending.signal)
    expect(await log(to)).toMatchObject([{ status: 'pending', attempts: [] }])
    receiver.answer = (_, outgoing) => void outgoing.end()
    expect(await work(to)).toBe(1)
    expect(await log(to)).toMatchObject([{ status: 'delivered' }])
  })
})

describe('a receiver', () => {
  it('that changes its secret knows what is sent by both, until the overlap is over', async () => {
    const to = await hook()
    const { secret } = (await acting.post(`/webhooks/${to.id}/rotate-secret`, { overlap_hours: 1 })).body.data
    await newDeal()
    await work(to)
    const [both] = receiver.got
    if (!both) throw new Error('nothing was sent')
    expect(both.signature.split(' ')).toHaveLength(2)
    for (const each of [to.secret, secret]) expect(verified(each, both).type).toBe('deal.created')
    await sql(`UPDATE "Webhook" SET "formerUntil" = now() - interval '1 second' WHERE id = $1`, [to.id])
    await newDeal()
    await work(to)
    const [, one] = receiver.got
    if (!one) throw new Error('nothing was sent')
    expect(verified(secret, one).type).toBe('deal.created')
    expect(() => verified(to.secret, one)).toThrow()
  })

  it('gets a test, which no event has', async () => {
    const to = await hook()
    const { id, created_at } = (await acting.post(`/webhooks/${to.id}/test`, {})).body.data
    expect(await work(to)).toBe(1)
    const [sent] = receiver.got
    expect(sent?.id).toBe(id)
    expect(sent && verified(to.secret, sent)).toEqual({ type: 'webhook.test', timestamp: created_at, data: {} })
  })

  it('has four under way at once, one while it is failing, and gets the next as one is done', async () => {
    const to = await hook()
    for (let nth = 0; nth < 6; nth++) await acting.post(`/webhooks/${to.id}/test`, {})
    const waiting: (() => void)[] = []
    receiver.answer = (_, outgoing) => void waiting.push(() => outgoing.end())
    const jobs = await due(to)
    expect(jobs).toHaveLength(6)
    const sending = jobs.map((job) => send(job))
    await vi.waitFor(() => expect(waiting).toHaveLength(4))
    const extra = jobs[5]
    expect(extra && (await send(extra))).toEqual([])
    for (const reply of waiting) reply()
    const next = (await Promise.all(sending)).flat()
    expect(new Set(next.map(({ id }) => id)).size).toBeGreaterThanOrEqual(1)
    expect(receiver.got).toHaveLength(4)
    await sql(`UPDATE "Webhook" SET "failingSince" = now() WHERE id = $1`, [to.id])
    const [one, other] = await due(to)
    if (!one || !other) throw new Error('two are left')
    waiting.length = 0
    const probing = send(one)
    await vi.waitFor(() => expect(waiting).toHaveLength(1))
    expect(await send(other)).toEqual([])
    waiting[0]?.()
    expect(await probing).toEqual([other])
  })

  it('that is slow holds up nobody else', async () => {
    const [slow, quick] = [await hook(), await hook()]
    for (const each of [slow, slow, slow, slow, slow, quick]) await acting.post(`/webhooks/${each.id}/test`, {})
    const all = await dueDeliveries(4, null)
    const own = all.filter(({ workspaceId }) => workspaceId === workspace.id)
    // Four of the slow one's five, and the quick one's.
    expect(own).toHaveLength(5)
    const ids = new Set((await due(quick)).map(({ id }) => id))
    expect(own.filter(({ id }) => ids.has(id))).toHaveLength(1)
  })

  it('that has a thousand waiting gets no more: the feed keeps them for it', async () => {
    const to = await hook()
    await sql(
      `INSERT INTO "WebhookDelivery" ("workspaceId", id, "webhookId", type, "dueAt")
       SELECT $1, gen_random_uuid(), $2, 'webhook.test', now() + interval '1 hour' FROM generate_series(1, 1000)`,
      [workspace.id, to.id],
    )
    await newDeal()
    expect(await work(to)).toBe(0)
    const full = 'The webhook has 1000 deliveries waiting already'
    expect((await acting.post(`/webhooks/${to.id}/test`, {})).body.error.message).toBe(full)
    expect((await acting.post(`/webhooks/${to.id}/replay`, { since: '2026-01-01' })).body.error.message).toBe(full)
    await sql(`DELETE FROM "WebhookDelivery" WHERE "webhookId" = $1 AND type = 'webhook.test'`, [to.id])
    expect(await work(to)).toBe(1)
    expect(receiver.got.map(({ body }) => JSON.parse(body).type)).toEqual(['deal.created'])
  })
})

it('deliveries are forgotten after thirty days, those that wait are not, and a deleted webhook goes with its last one', async () => {
  const [to, gone] = [await hook(), await hook()]
  await newDeal()
  await work(to)
  await work(gone)
  await acting.delete(`/webhooks/${gone.id}`)
  await acting.post(`/webhooks/${to.id}/test`, {})
  /** As if all of it had been made so many days ago. */
  const age = async (days: number) => {
    const rows = await sql<{ id: string }>('SELECT id FROM "WebhookDelivery" WHERE "workspaceId" = $1', [workspace.id])
    for (const { id } of rows) {
      const older = v7({ msecs: Date.now() - days * 86_400_000 })
      await sql('UPDATE "WebhookDelivery" SET id = $2 WHERE id = $1', [id, older])
    }
    await forgetDeliveries()
  }
  await age(29)
  expect(await log(to)).toHaveLength(2)
  await age(31)
  expect(await log(to)).toMatchObject([{ type: 'webhook.test', status: 'pending' }])
  expect(await sql('SELECT 1 FROM "Webhook" WHERE id = $1', [gone.id])).toEqual([])
})
