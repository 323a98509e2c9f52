import fs from 'node:fs'
import type { ServerResponse } from 'node:http'
import pg from 'pg'
import { afterEach, beforeAll, expect, test, vi } from 'vitest'
import { request } from '@/e2e/api-client'
import { type App, runProgram, startApp, throughline } from '@/e2e/app'
import { openPostOffice } from '@/e2e/post-office'
import { processesOf } from '@/e2e/processes'
import { openReceiver, verified } from '@/e2e/receiver'
import { testDir } from '@/e2e/test-dir'
import { runningEmbedded } from '@/lib/db/embedded'
import { ensureBuild } from './build'

let dataDir: string
const opened: { stop(): Promise<void> }[] = []

beforeAll(() => ensureBuild(console.log, () => {}))
afterEach(async () => {
  for (const { pid } of processesOf(dataDir)) process.kill(pid, 'SIGKILL')
  fs.rmSync(dataDir, { recursive: true, force: true })
  await Promise.all(opened.splice(0).map((each) => each.stop()))
})

async function ask(app: App, key: string, path: string, body?: object) {
  const answer = await request(`${app.url}/api/v1${path}`, body ? 'POST' : 'GET', { key, body })
  expect(answer.status, answer.text).toBeLessThan(300)
  return answer.body.data
}

/** As if the time were over that dead workers have for what they had claimed. */
const endLeases = () => query('UPDATE "WebhookDelivery" SET "leasedUntil" = now()')

async function query(text: string): Promise<void> {
  const client = new pg.Client({ connectionString: runningEmbedded(dataDir) ?? '' })
  await client.connect()
  await client.query(text).finally(() => client.end())
}

test('two workers share the deliveries, and a kill -9 of one loses none', async () => {
  dataDir = testDir('process')
  const receiver = await openReceiver()
  opened.push(receiver)
  const environment = { OUTBOUND_ALLOW: receiver.address }
  const app = await startApp({ dataDir, environment })
  const key = (await throughline(dataDir, 'api-key', 'create', '--workspace', 'demo', '--contract', 'rex')).trim()
  const second = runProgram(['lib/server/worker.ts'], { DATA_DIR: dataDir, ...environment })
  await second.said("Throughline's worker process is at work")
  // One endpoint has four under way at once: with ten of them both workers are at it.
  const hooks = await Promise.all(
    Array.from({ length: 10 }, () => ask(app, key, '/webhooks', { url: receiver.url, events: ['deal.created'] })),
  )
  const unanswered: ServerResponse[] = []
  receiver.answer = (_, outgoing) => void unanswered.push(outgoing)
  const [board] = await ask(app, key, '/pipelines')
  const deals: string[] = []
  for (let nth = 0; nth < 4; nth++) {
    const deal = { name: `Deal ${nth}`, pipeline_id: board.id, stage_id: board.stages[0].id }
    deals.push((await ask(app, key, '/deals', deal)).id)
  }
  await vi.waitFor(() => expect(receiver.got.length).toBeGreaterThanOrEqual(30), 20_000)
  second.child.kill('SIGKILL')
  expect(await second.exit).toBe('SIGKILL')

  receiver.answer = (_, outgoing) => void outgoing.end()
  for (const reply of unanswered) reply.end()
  await endLeases()
  const delivered = async () => {
    const logs = await Promise.all(hooks.map(({ id }) => ask(app, key, `/webhooks/${id}/deliveries?status=delivered`)))
    return logs.map((log) => log.length)
  }
  await vi.waitFor(async () => expect(await delivered()).toEqual(Array(10).fill(4)), { timeout: 60_000, interval: 200 })
  for (const { secret } of hooks) {
    const its = receiver.got.flatMap((each) => {
      try {
        return [verified(secret, each).data.changes[0].id]
      } catch {
        return []
      }
    })
    expect([...new Set(its)].sort()).toEqual([...deals].sort())
  }
  app.child.kill('SIGTERM')
  expect(await app.exit).toBe(0)
  expect(processesOf(dataDir)).toEqual([])
})

test('a colleague who was assigned a task gets an e-mail of it, unless they read of it within a minute', async () => {
  dataDir = testDir('process')
  const office = await openPostOffice()
  opened.push(office)
  const environment = { SMTP_URL: office.url, MAIL_FROM: 'Throughline <sales@acme.example>' }
  const app = await startApp({ dataDir, environment })
  const bob = { email: 'bob@acme.example', name: 'Bob', role: 'editor', password: 'correct horse battery' }
  const options = Object.entries(bob).flatMap(([name, value]) => [`--${name}`, value])
  await throughline(dataDir, 'user', 'create', '--workspace', 'demo', ...options)
  const key = (await throughline(dataDir, 'api-key', 'create', '--workspace', 'demo', '--contract', 'kasar')).trim()
  const users = await ask(app, key, '/users')
  const { id } = users.find(({ email }: { email: string }) => email === bob.email)
  await ask(app, key, '/tasks', { title: 'Call Alice', assigned_to_id: id })
  await query(`UPDATE "Notification" SET "mailDueAt" = now() WHERE "mailDueAt" IS NOT NULL`)
  await vi.waitFor(() => expect(office.taken).toHaveLength(1), 20_000)
  expect(office.taken[0]).toMatchObject({
    to: ['bob@acme.example'],
    headers: { from: 'Throughline <sales@acme.example>', subject: expect.stringContaining('“Call Alice”') },
    text: expect.stringContaining(`${app.url}/demo/tasks?task=`),
  })
  app.child.kill('SIGTERM')
  expect(await app.exit).toBe(0)
})
