import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { freePort } from '@/e2e/app'
import { type FlowInstallation, openFlowInstallation } from '@/e2e/flow-installation'
import { chain, csvOf } from '@/e2e/flow-runs'
import { sql } from '@/lib/db/client'

let installation: FlowInstallation
beforeEach(async () => {
  installation = await openFlowInstallation()
})
afterEach(() => installation.close())

const rows = (count: number) => Array.from({ length: count }, (_, at) => [at, at % 50 === 7 ? '' : `Thing ${at}`])
const patience = 90_000

async function flowOf(count: number, more: object = {}): Promise<string> {
  const { flows } = installation
  const file = await flows.file(csvOf(['external_id', 'name'], rows(count)))
  const drawn = chain(['target', { mode: 'upsert', keys: ['external_id'] }])
  const executionConfig = { batchSize: 100, parallelism: 2, partitioning: { field: 'external_id', count: 4 } }
  return flows.flow(file, await flows.object('things'), { ...drawn, executionConfig, ...more })
}

const redis = spawnSync('redis-server', ['--version']).status === 0

async function startRedis(): Promise<{ REDIS_URL: string; stop(): Promise<unknown> }> {
  const port = await freePort()
  const argv = ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no']
  const server = spawn('redis-server', argv, { stdio: ['ignore', 'pipe', 'inherit'] })
  await new Promise<void>((resolve) => {
    server.stdout.on('data', (chunk) => String(chunk).includes('Ready to accept') && resolve())
  })
  const gone = once(server, 'exit')
  return {
    REDIS_URL: `redis://127.0.0.1:${port}`,
    stop: () => {
      server.kill()
      return gone
    },
  }
}

describe.each(['PostgreSQL', 'Redis'])('with the queue in %s', (name) => {
  test('two workers take a file in, one of which is killed, and end in order', async ({ skip }) => {
    skip(name === 'Redis' && !redis, 'there is no redis-server here')
    const { flows, worker, ended } = installation
    const server = name === 'Redis' ? await startRedis() : null
    const environment: Record<string, string> = server ? { REDIS_URL: server.REDIS_URL } : {}
    const flow = await flowOf(6000)
    const [killed, left] = await Promise.all([worker(environment), worker(environment)])
    const run = await flows.start(flow)
    await vi.waitFor(async () => expect((await flows.find(run)).rows.in).toBeGreaterThan(300), {
      timeout: patience,
      interval: 20,
    })
    killed.child.kill('SIGKILL')
    await killed.exit
    expect(await ended(run, patience)).toMatchObject({
      status: 'completed',
      rows: { in: 6000, out: 5880, rejected: 120, skipped: 0 },
      records: { created: 5880, updated: 0, unchanged: 0 },
    })
    expect(await flows.records('things')).toHaveLength(5880)
    expect(await flows.rejects(run)).toHaveLength(120)
    left.child.kill('SIGTERM')
    expect(await left.exit).toBe(0)
    await server?.stop()
  })
})

test('a schedule is kept once by two workers', async () => {
  const { worker, ended } = installation
  const flow = await flowOf(10, { schedule: '0 0 1 1 *' })
  // As if the flow were as old as that.
  await sql(`UPDATE "Flow" SET "updatedAt" = '2025-06-01' WHERE id = $1`, [flow])
  await Promise.all([worker(), worker()])
  const runs = () => sql<{ id: string; slotAt: Date }>('SELECT id, "slotAt" FROM "FlowRun" WHERE "flowId" = $1', [flow])
  await vi.waitFor(async () => expect(await runs()).toHaveLength(1), { timeout: patience, interval: 50 })
  const [run] = await runs()
  expect(run?.slotAt).toEqual(new Date('2026-01-01T00:00:00Z'))
  const done = await ended({ flowId: flow, id: run?.id } as Parameters<typeof ended>[0], patience)
  expect(done).toMatchObject({ status: 'completed', trigger: 'schedule', rows: { in: 10, out: 9, rejected: 1 } })
  expect(await runs()).toHaveLength(1)
})
