import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { GET } from '@/app/calendar/[feed]/route'
import { type Acting, actingWith } from '@/e2e/acting'
import type { RunningApi } from '@/e2e/api-client'
import { startContractApi } from '@/e2e/contract-api'
import { openWorkspace, type TestWorkspace } from '@/e2e/workspace'
import { sql } from '@/lib/db/client'

let api: RunningApi
let workspace: TestWorkspace
let key: string
let kasar: Acting

beforeAll(async () => {
  api = await startContractApi()
})
afterAll(() => api.stop())
beforeEach(async () => {
  workspace = await openWorkspace()
  key = await workspace.key('kasar')
  kasar = actingWith(api, key)
})

const make = async (zone = 'UTC'): Promise<string> => {
  const answer = await api.ask('PUT', '/me/calendar', { key, headers: { 'x-timezone': zone } })
  expect(answer.status, answer.text).toBe(200)
  return answer.body.data.url
}
const read = (url: string) => GET(new Request(url))

/** The events of a calendar by their properties, the parameters with the names; unfolded and unescaped as RFC 5545 has it. */
async function events(url: string): Promise<Record<string, string>[]> {
  const reply = await read(url)
  expect(reply.status).toBe(200)
  expect(reply.headers.get('content-type')).toBe('text/calendar; charset=utf-8')
  const lines = (await reply.text()).replace(/\r\n[ \t]/g, '').split('\r\n')
  expect(lines[0]).toBe('BEGIN:VCALENDAR')
  const found: Record<string, string>[] = []
  for (const line of lines) {
    const [, name = '', value = ''] = /^([^:]+):(.*)$/s.exec(line) ?? []
    if (line === 'BEGIN:VEVENT') found.push({})
    const event = found.at(-1)
    if (event) event[name] ??= value.replace(/\\([\\;,n])/g, (_, mark) => (mark === 'n' ? '\n' : mark))
  }
  return found
}

const inDays = (days: number, time: string) =>
  `${new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10)}T${time}Z`
const plain = (instant: string) => `${instant.slice(0, 19).replace(/[-:]/g, '')}Z`
const mine = (more: object) => ({ title: 'Call Alice', assigned_to_id: workspace.adminId, ...more })

describe('a calendar feed', () => {
  it('is made, told of and ended', async () => {
    expect((await kasar.get('/me/calendar')).body).toEqual({ data: null })
    const url = await make()
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/calendar\/[\w-]{43}\.ics$/)
    const told = (await kasar.get('/me/calendar')).body.data
    expect(told).toEqual({ created_at: expect.any(String), last_read_at: null })
    await events(url)
    expect((await kasar.get('/me/calendar')).body.data.last_read_at).toMatch(/:00:00\.000Z$/)
    expect((await kasar.delete('/me/calendar')).status).toBe(204)
    expect((await read(url)).status).toBe(404)
    expect((await kasar.get('/me/calendar')).body).toEqual({ data: null })
    expect((await kasar.delete('/me/calendar')).status).toBe(204)
  })

  it('has one address at a time, which is nowhere kept', async () => {
    const [first, second] = [await make(), await make()]
    expect((await read(first)).status).toBe(404)
    expect((await read(second)).status).toBe(200)
    const secret = /([\w-]{43})\.ics/.exec(second)?.[1] ?? ''
    const [kept] = await sql<{ text: string }>(
      `SELECT concat((SELECT json_agg(e) FROM "Event" e WHERE e."workspaceId" = $1), (SELECT json_agg(c) FROM "Change" c WHERE c."workspaceId" = $1),
              (SELECT json_agg(f) FROM "CalendarFeed" f WHERE f."workspaceId" = $1)) AS text`,
      [workspace.id],
    )
    expect(kept?.text).toContain('calendar.create')
    expect(kept?.text).not.toContain(secret)
  })

  it('is not found by another secret, nor for a member who has left', async () => {
    const url = await make()
    const wrong = [url.replace(/.\.ics/, url.endsWith('A.ics') ? 'B.ics' : 'A.ics'), url.replace('.ics', ''), `${url}x`]
    for (const each of wrong) expect((await read(each)).status, each).toBe(404)
    await sql('UPDATE "Member" SET "deactivatedAt" = now() WHERE "workspaceId" = $1 AND "userId" = $2', [
      workspace.id,
      workspace.adminId,
    ])
    expect((await read(url)).status).toBe(404)
  })

  it('holds the open dated tasks of its member, at their time, with what they are about', async () => {
    const alice = await kasar.record('contacts', { name: 'Alice, of "Acme"; Paris' })
    const at = inDays(3, '09:30:00')
    const url = await make()
    const post = async (body: object) => (await kasar.post('/tasks', body)).body.task_id
    const id = await post(
      mine({ due_date: at, action_type: 'call', linked_entities: [{ id: alice.id, type: 'contacts' }] }),
    )
    await post(mine({ title: 'Some day' }))
    await post({ title: 'Nobody’s', due_date: at })
    const done = await post(mine({ title: 'Done', due_date: at }))
    await kasar.put(`/tasks/${done}/complete`)
    const { id: colleague } = await workspace.member('editor')
    await post({ title: 'A colleague’s', due_date: at, assigned_to_id: colleague })
    const other = await openWorkspace()
    await actingWith(api, await other.key('kasar')).post('/tasks', {
      title: 'Of another workspace',
      due_date: at,
      assigned_to_id: other.adminId,
    })
    const [event, ...further] = await events(url)
    expect(further).toEqual([])
    const link = `${new URL(url).origin}/${workspace.slug}/tasks?task=${id}`
    expect(event).toMatchObject({
      UID: id,
      SUMMARY: 'Call Alice',
      DTSTART: plain(at),
      DTEND: plain(inDays(3, '10:00:00')),
      DESCRIPTION: `Call\nAlice, of "Acme"; Paris\n${link}`,
      'URL;VALUE=URI': link,
      TRANSP: 'TRANSPARENT',
    })
  })

  it('shows what is due on a day, and at no time, as that day where the member is', async () => {
    const url = await make('Asia/Kathmandu')
    // 23:59 of a winter day at UTC+05:45.
    await kasar.post('/tasks', mine({ due_date: '2099-01-15T18:14:00Z' }))
    expect((await events(url))[0]).toMatchObject({ 'DTSTART;VALUE=DATE': '20990115' })
    await sql('UPDATE "User" SET "timeZone" = $2 WHERE id = $1', [workspace.adminId, 'Europe/Paris'])
    expect((await events(url))[0]).toMatchObject({ DTSTART: '20990115T181400Z' })
  })

  it('shows how a task recurs for sixty days, at the same local time', async () => {
    const url = await make('America/New_York')
    // Three hours and a day ago: a change of clocks moves none of the times past the end.
    const due = new Date(Date.now() - 27 * 3_600_000).toISOString()
    await kasar.post('/tasks', mine({ due_date: due, recurrence: 'FREQ=DAILY' }))
    const found = await events(url)
    expect(found).toHaveLength(62)
    const clock = new Intl.DateTimeFormat('en-GB', { timeZone: 'America/New_York', timeStyle: 'short' })
    const begins = found.map(({ DTSTART = '' }) =>
      DTSTART.replace(/^(....)(..)(..)T(..)(..)(..)Z$/, '$1-$2-$3T$4:$5:$6Z'),
    )
    expect(new Set(begins.map((begin) => clock.format(new Date(begin)))).size).toBe(1)
    expect(new Set(begins).size).toBe(62)
    expect(new Set(found.map(({ UID }) => UID)).size).toBe(62)
  })

  it('lets no title say more than a title', async () => {
    const url = await make()
    const title = `Ruse\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nUID:x\nX:${'é'.repeat(200)}`
    await kasar.post('/tasks', mine({ title, due_date: inDays(1, '09:00:00') }))
    const found = await events(url)
    expect(found).toHaveLength(1)
    expect(found[0]?.SUMMARY).toContain('é'.repeat(200))
    for (const line of (await (await read(url)).text()).split('\r\n'))
      expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75)
  })
})
