import fs from 'node:fs'
import type { ServerResponse } from 'node:http'
import pg from 'pg'
import { afterEach, beforeAll, expect, test, vi } from 'vitest'
import { request } from '@/e2e/api-client'
import { type App, runProgram, startApp, throughline } from '@/e2e/app'
import { processesOf } from '@/e2e/processes'
import { openReceiver, type Receiver, verified } from '@/e2e/receiver'
import { testDir } from '@/e2e/test-dir'
import { runningEmbedded } from '@/lib/db/embedded'
import { ensureBuild } from './build'

let dataDir: string
let receiver: Receiver

beforeAll(() => ensureBuild(console.log, () => {}))
afterEach(async () => {
  for (const { pid } of processesOf(dataDir)) process.kill(pid, 'SIGKILL')
  fs.rmSync(dataDir, { recursive: true, force: true })
  await receiver.stop()
})

async function ask(app: App, key: string, path: string, body?: object) {
  const answer = await request(`${app.url}/api/v1${path}`, body ? 'POST' : 'GET', { key, body })
  expect(answer.status, answer.text).toBeLessThan(300)
  return answer.body.data
}

/** As if the time were over that dead workers have for what they had claimed. */
async function endLeases(): Promise<void> {
  const client = new pg.Client({ connectionString: runningEmbedded(dataDir) ?? '' })
  await client.connect()
  await client.query('UPDATE "WebhookDelivery" SET "leasedUntil" = now()').finally(() => client.end())
}

test('two workers share the deliveries, and a kill -9 of one loses none', async () => {
  dataDir = testDir('process')
  receiver = await openReceiver()
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
