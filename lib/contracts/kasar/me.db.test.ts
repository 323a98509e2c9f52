import { encode } from 'next-auth/jwt'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { type Acting, actingWith } from '@/e2e/acting'
import type { RunningApi } from '@/e2e/api-client'
import { refusalIn, startContractApi } from '@/e2e/contract-api'
import { openWorkspace, type TestWorkspace } from '@/e2e/workspace'
import { sessionCookieName } from '@/lib/http/session'

const secret = 'a secret of these tests'

let api: RunningApi
let workspace: TestWorkspace
/** Somebody who works here. */
let ann: { id: string; email: string }
let by: Acting

beforeAll(async () => {
  api = await startContractApi()
})
afterAll(() => api.stop())
beforeEach(async () => {
  workspace = await openWorkspace()
  ann = await workspace.member('editor')
  by = actingWith(api, await workspace.key('kasar', { email: ann.email }))
})
afterEach(() => vi.unstubAllEnvs())

const me = async (acting = by) => (await acting.get('/me')).body.data
const change = async (body: object, acting = by) => {
  const answer = await acting.patch('/me', body)
  expect(answer.status, answer.text).toBe(200)
  expect(await me(acting)).toEqual(answer.body.data)
  return answer.body.data
}
const events = async () =>
  (await actingWith(api, await workspace.key('rex')).get('/events?type=member.updated')).body.data.map(
    ({ actor, data }: { actor: { id: string }; data: { changes: object[] } }) => [actor.id, ...data.changes],
  )

describe('GET /me', () => {
  it('tells a key whom it acts as, and what they have chosen', async () => {
    expect(await me()).toEqual({
      id: ann.id,
      name: 'The editor',
      email: ann.email,
      role: 'editor',
      time_zone: null,
      notify_by_email: { task_assigned: true, task_completed: true },
      sends_email: false,
    })
  })
})

describe('PATCH /me', () => {
  it('sets a time zone of one’s own, by which one’s days begin and end, and takes it back', async () => {
    const day = 24 * 3_600_000
    const zones = { 'Pacific/Kiritimati': 10, 'Pacific/Niue': 11 }
    for (const [zone, hour] of [...Object.entries(zones), [null, 0] as const]) {
      // The hour of UTC at which a day begins there; in the workspace it is UTC's own.
      const offset = hour * 3_600_000
      const began = Math.floor((Date.now() - offset) / day) * day + offset
      const at = async (instant: number) =>
        (await by.post('/tasks', { title: 'x', due_date: new Date(instant).toISOString() })).body.task_id
      const [first, before] = [await at(began), await at(began - 1)]
      expect((await change({ time_zone: zone })).time_zone).toBe(zone)
      const ids = async (mode: string) =>
        (await by.get(`/tasks?mode=${mode}&limit=100`)).body.data.map(({ id }: { id: string }) => id)
      expect([(await ids('today')).includes(first), (await ids('overdue')).includes(before)]).toEqual([true, true])
    }
  })

  it.each([['Mars/Olympus'], ['+02:00'], ['Europe/'], ['europe paris'], ['']])(
    'refuses %j, which IANA does not know, by name',
    async (time_zone) => {
      const answer = await by.patch('/me', { time_zone })
      expect(refusalIn(answer, 'kasar')).toMatchObject({
        status: 400,
        message: "Field 'time_zone' must name an IANA time zone, like Europe/Paris",
      })
      expect((await me()).time_zone).toBeNull()
    },
  )

  it.each([
    [{ name: 'Anna' }, 'name'],
    [{ role: 'admin' }, 'role'],
    [{ notify_by_email: { task_deleted: true } }, 'task_deleted'],
    [{ notify_by_email: { task_assigned: 'no' } }, 'notify_by_email.task_assigned'],
    [{ notify_by_email: null }, 'notify_by_email'],
    [{ time_zone: 2 }, 'time_zone'],
  ])('refuses %j', async (body, field) => {
    const answer = await by.patch('/me', body)
    expect(refusalIn(answer, 'kasar')).toMatchObject({ status: 400, message: expect.stringContaining(field) })
    expect(await events()).toEqual([])
  })

  it('changes the choice of e-mail kind by kind, and leaves one event each time that something changes', async () => {
    await change({ notify_by_email: { task_assigned: false } })
    expect((await change({ notify_by_email: {} })).notify_by_email).toEqual({
      task_assigned: false,
      task_completed: true,
    })
    await change({ time_zone: 'Europe/Paris', notify_by_email: { task_completed: false } })
    await change({})
    await change({ time_zone: 'Europe/Paris', notify_by_email: { task_completed: false, task_assigned: false } })
    expect((await me()).notify_by_email).toEqual({ task_assigned: false, task_completed: false })
    const of = { subject: 'member', id: ann.id, version: null }
    expect(await events()).toMatchObject([
      [
        ann.id,
        {
          ...of,
          before: { notify_by_email: { task_assigned: true, task_completed: true } },
          after: { notify_by_email: { task_assigned: false, task_completed: true } },
        },
      ],
      [
        ann.id,
        {
          ...of,
          before: { time_zone: null, notify_by_email: { task_assigned: false, task_completed: true } },
          after: { time_zone: 'Europe/Paris', notify_by_email: { task_assigned: false, task_completed: false } },
        },
      ],
    ])
  })

  it('is for a viewer too, and changes nobody else', async () => {
    const vic = await workspace.member('viewer')
    const hers = actingWith(api, await workspace.key('kasar', { email: vic.email }))
    await change({ time_zone: 'Asia/Tokyo', notify_by_email: { task_assigned: false } }, hers)
    expect(await me()).toMatchObject({ time_zone: null, notify_by_email: { task_assigned: true } })
  })
})

describe('who is in two workspaces', () => {
  it('chooses e-mail in each, and the time zone for both, which no key of one workspace may do', async () => {
    vi.stubEnv('NEXTAUTH_SECRET', secret)
    const other = await openWorkspace()
    await other.member('viewer', ann.email)
    const there = actingWith(api, await other.key('kasar', { email: ann.email }))
    await change({ notify_by_email: { task_assigned: false } })
    expect((await me(there)).notify_by_email).toEqual({ task_assigned: true, task_completed: true })

    const refused = refusalIn(await by.patch('/me', { time_zone: 'Asia/Tokyo' }), 'kasar')
    expect(refused).toMatchObject({ status: 403, code: 'FORBIDDEN' })
    expect(refused.message).toContain('signed in')
    // What stays as it is changes nothing anywhere.
    await change({ time_zone: null, notify_by_email: { task_completed: false } })

    const token = await encode({ token: { sub: ann.id, epoch: 0 }, secret, maxAge: 60 })
    const cookie = `${sessionCookieName()}=${token}`
    const headers = { cookie, 'x-tenant-id': workspace.slug, origin: api.url }
    const answer = await api.ask('PATCH', '/me', { headers, body: { time_zone: 'Asia/Tokyo' } })
    expect([answer.status, answer.body.data.time_zone]).toEqual([200, 'Asia/Tokyo'])
    expect((await me(there)).time_zone).toBe('Asia/Tokyo')
    const told = actingWith(api, await other.key('rex'))
    expect((await told.get('/events?type=member.updated')).body.data).toEqual([])
  })
})
