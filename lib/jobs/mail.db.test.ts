import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { type Acting, actingWith } from '@/e2e/acting'
import { type RunningApi, startApi } from '@/e2e/api-client'
import { openPostOffice, type PostOffice } from '@/e2e/post-office'
import { openWorkspace, type TestWorkspace } from '@/e2e/workspace'
import { sql } from '@/lib/db/client'
import { dueMails } from '@/lib/db/sql/mail'
import { type Mailer, openMailer } from '@/lib/net/mailer'
import { sendMail } from './mail'

let api: RunningApi
let workspace: TestWorkspace
let ada: Acting
let bob: Acting
let bobs: { id: string; email: string }
let office: PostOffice
let mailer: Mailer
const never = new AbortController().signal

beforeAll(async () => {
  api = await startApi()
})
afterAll(() => api.stop())
beforeEach(async () => {
  office = await openPostOffice()
  vi.stubEnv('SMTP_URL', office.url)
  vi.spyOn(console, 'error').mockReturnValue()
  mailer = openMailer({ url: office.url, from: 'sales@acme.example' })
  workspace = await openWorkspace()
  bobs = await workspace.member('editor')
  ada = actingWith(api, await workspace.key('kasar'))
  bob = actingWith(api, await workspace.key('kasar', { userId: bobs.id, role: 'editor' }))
})
afterEach(async () => {
  vi.restoreAllMocks()
  vi.unstubAllEnvs()
  await office.stop()
})

async function assigned(title = 'Call Zoë'): Promise<string> {
  const { status, body, text } = await ada.post('/tasks', { title, assigned_to_id: bobs.id })
  expect(status, text).toBe(201)
  return body.task_id
}

/** What is due of this workspace. */
const due = async () => (await dueMails(1000)).filter(({ workspaceId }) => workspaceId === workspace.id)

/** As if the next try of everything that waits were now. */
const hurry = () =>
  sql(
    `UPDATE "Notification" SET "mailDueAt" = now() - interval '1 second' WHERE "workspaceId" = $1 AND "mailDueAt" IS NOT NULL`,
    [workspace.id],
  )

/** Every e-mail that waits is tried once; gives how many were. */
async function work(by = mailer, signal = never): Promise<number> {
  await hurry()
  const jobs = await due()
  for (const job of jobs) await sendMail(job, by, 'https://sales.example', signal)
  return jobs.length
}

interface Kept {
  mailDueAt: Date | null
  mailLeasedUntil: Date | null
  mailedAt: Date | null
  mailTries: number
  waits: number | null
}

/** What is written down of what Bob was told. */
const kept = async (): Promise<Kept> => {
  const [row] = await sql<Kept>(
    `SELECT "mailDueAt", "mailLeasedUntil", "mailedAt", "mailTries",
            round(extract(epoch FROM "mailDueAt" - now()) / 60)::int AS waits
     FROM "Notification" WHERE "workspaceId" = $1 AND "userId" = $2`,
    [workspace.id, bobs.id],
  )
  if (!row) throw new Error('Nobody was told')
  return row
}

describe('the e-mail of a notification', () => {
  it('leaves a minute later, once, and says who did what, where, and how to have no more of them', async () => {
    const id = await assigned()
    expect(await due()).toEqual([])
    expect((await kept()).waits).toBe(1)

    expect(await work()).toBe(1)
    const slug = workspace.slug
    expect(office.taken).toMatchObject([
      { to: [bobs.email], headers: { subject: 'Ada Admin assigned you “Call Zoë”' } },
    ])
    for (const said of [
      `Ada Admin assigned you a task in Test ${slug}:`,
      'Call Zoë',
      `https://sales.example/${slug}/tasks?task=${id}`,
      `https://sales.example/${slug}/settings/profile`,
    ]) {
      expect(office.taken[0]?.text).toContain(said)
    }
    expect(await kept()).toMatchObject({ mailDueAt: null, mailTries: 1, mailedAt: expect.any(Date) })
    expect(await work()).toBe(0)
    expect(office.taken).toHaveLength(1)
  })

  it('tells of a completion too', async () => {
    const id = (await bob.post('/tasks', { title: 'Send the offer', assigned_to_id: bobs.id })).body.task_id
    expect((await ada.put(`/tasks/${id}/complete`, {})).status).toBe(200)
    await work()
    expect(office.taken.map(({ headers }) => headers.subject)).toEqual(['Ada Admin completed “Send the offer”'])
  })

  it('is written where there is no e-mail for nobody', async () => {
    vi.stubEnv('SMTP_URL', '')
    await assigned()
    expect((await kept()).mailDueAt).toBeNull()
    expect(await work()).toBe(0)
  })

  it('escapes what its words mean to a program', async () => {
    await assigned('<b>&"x"</b>')
    await work()
    expect(office.taken[0]?.text).toContain('&lt;b&gt;&amp;&quot;x&quot;&lt;/b&gt;')
  })

  const unwanted: [string, (id: string) => Promise<unknown>][] = [
    ['was read meanwhile', () => bob.put('/notifications/read')],
    ['was chosen not to be sent', () => bob.patch('/me', { notify_by_email: { task_assigned: false } })],
    ['is of a task that is done', (id) => bob.put(`/tasks/${id}/complete`, {})],
    ['is of a task that is another’s now', (id) => ada.put(`/tasks/${id}`, { assigned_to_id: workspace.adminId })],
    [
      'is to somebody who has left',
      () => sql('UPDATE "Member" SET "deactivatedAt" = now() WHERE "userId" = $1', [bobs.id]),
    ],
    [
      'is old',
      () =>
        sql(`UPDATE "Notification" SET "createdAt" = now() - interval '25 hours' WHERE "workspaceId" = $1`, [
          workspace.id,
        ]),
    ],
  ]
  it.each(unwanted)('does not leave when it %s', async (_, happen) => {
    const id = await assigned()
    const answer = await happen(id)
    if (answer && typeof answer === 'object' && 'status' in answer) expect(answer.status).toBeLessThan(300)
    expect(await work()).toBeGreaterThan(0)
    expect(office.taken.filter(({ to }) => to.includes(bobs.email))).toEqual([])
    expect(await kept()).toMatchObject({ mailDueAt: null, mailLeasedUntil: null, mailedAt: null })
  })

  it('goes with its task', async () => {
    await ada.delete(`/tasks/${await assigned()}`)
    expect(await work()).toBe(0)
  })

  it('is tried again after 1, 5, 15, 60, 240 and 720 minutes, and then no more', async () => {
    await assigned()
    office.refuse = { letter: { code: 451, words: 'later' } }
    const waits = []
    for (let tried = 1; tried <= 7; tried++) {
      expect(await work()).toBe(1)
      waits.push((await kept()).waits)
    }
    expect(waits).toEqual([1, 5, 15, 60, 240, 720, null])
    expect(await work()).toBe(0)
  })

  it('is not tried again when the server will never take it, and its log says nothing of whom or what', async () => {
    await assigned()
    office.refuse = { receiver: { code: 550, words: `no ${bobs.email} here` } }
    await work()
    expect(await kept()).toMatchObject({ mailDueAt: null, mailedAt: null, mailTries: 1 })
    const [line = ''] = vi.mocked(console.error).mock.calls.map(String)
    expect(line).toMatch(/^notification\.\S+ was not e-mailed: EENVELOPE 550/)
    expect(line).not.toContain(bobs.email)
  })

  it('is sent by one of those who are at it at once', async () => {
    await assigned()
    await hurry()
    const [job] = await due()
    if (!job) throw new Error('Nothing is due')
    await Promise.all(Array.from({ length: 8 }, () => sendMail(job, mailer, 'https://sales.example', never)))
    expect(office.taken).toHaveLength(1)
  })

  it('of a process that ends over it is left to another, once its claim has run out', async () => {
    await assigned()
    const ending = new AbortController()
    const silent: Mailer = {
      send: () => {
        ending.abort()
        return new Promise(() => {})
      },
    }
    await work(silent, ending.signal)
    const { mailLeasedUntil } = await kept()
    expect(mailLeasedUntil?.getTime()).toBeGreaterThan(Date.now())
    expect(await work()).toBe(0)
    await sql('UPDATE "Notification" SET "mailLeasedUntil" = now() WHERE "workspaceId" = $1', [workspace.id])
    expect(await work()).toBe(1)
    expect(office.taken).toHaveLength(1)
  })

  it('that was sent is sent, though its claim had run out and another failed meanwhile', async () => {
    await assigned()
    const slow: Mailer = {
      send: async (mail) => {
        await mailer.send(mail)
        await sql('UPDATE "Notification" SET "mailLeasedUntil" = now() WHERE "workspaceId" = $1', [workspace.id])
        office.refuse = { letter: { code: 451, words: 'later' } }
        await work()
      },
    }
    await work(slow)
    expect(await kept()).toMatchObject({ mailDueAt: null, mailedAt: expect.any(Date) })
  })
})
