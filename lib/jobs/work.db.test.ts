import { spawn, spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { afterAll, beforeAll, describe, expect, inject, it, vi } from 'vitest'
import { freePort } from '@/e2e/app'
import { gate } from '@/e2e/interleave'
import { sql } from '@/lib/db/client'
import { type Backend, chosenBackend } from './backend'
import { type Job, type Kind, startWork, type Working } from './work'

const hasRedis = spawnSync('redis-server', ['--version']).status === 0
const working: Working[] = []
let redis: { url: string; stop(): Promise<unknown> } | undefined

beforeAll(async () => {
  if (hasRedis) redis = await startRedis()
})
afterAll(async () => {
  await redis?.stop()
})

async function startRedis() {
  const port = await freePort()
  const argv = ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no']
  const server = spawn('redis-server', argv, { stdio: ['ignore', 'pipe', 'inherit'] })
  await new Promise<void>((resolve) => {
    server.stdout.on('data', (chunk) => String(chunk).includes('Ready to accept') && resolve())
  })
  const gone = once(server, 'exit')
  return {
    url: `redis://127.0.0.1:${port}`,
    stop: () => {
      server.kill()
      return gone
    },
  }
}

function backendOf(environment: { REDIS_URL?: string; DATABASE_URL?: string }): Backend {
  vi.stubEnv('REDIS_URL', environment.REDIS_URL ?? '')
  vi.stubEnv('DATABASE_URL', environment.DATABASE_URL ?? inject('databaseUrl'))
  try {
    return chosenBackend()
  } finally {
    vi.unstubAllEnvs()
  }
}

/** Rows that are to be done, each as often as it is put here. */
function rows(more: Partial<Kind> = {}) {
  const waiting = new Map<string, Job>()
  const done: string[] = []
  const kind: Kind = {
    name: `test-${randomBytes(6).toString('hex')}`,
    concurrency: 2,
    due: async () => [...waiting.values()],
    run: async ({ id }) => {
      waiting.delete(id)
      done.push(id)
      return []
    },
    ...more,
  }
  return { kind, done, waiting, put: (id: string) => waiting.set(id, { workspaceId: 'w', id }) }
}

async function begin(kind: Kind, backend: Backend): Promise<Working> {
  const work = await startWork([kind], backend)
  working.push(work)
  return work
}

const stop = () => Promise.all(working.splice(0).map((work) => work.stop()))

describe.each(['PostgreSQL', 'Redis'])('the queue in %s', (name) => {
  const backend = () => backendOf(name === 'Redis' ? { REDIS_URL: redis?.url } : {})

  it('does what is due, what comes of it, and what is due again', async ({ skip }) => {
    skip(name === 'Redis' && !hasRedis, 'there is no redis-server here')
    const { kind, done, put, waiting } = rows()
    const run = kind.run
    kind.run = async (job, signal) => {
      await run(job, signal)
      return job.id === 'a' ? [{ workspaceId: 'w', id: 'came-of-a' }] : []
    }
    put('a')
    put('b')
    const work = await begin(kind, backend())
    await vi.waitFor(() => expect([...done].sort()).toEqual(['a', 'b', 'came-of-a']), 10_000)
    put('a')
    work.wake()
    await vi.waitFor(() => expect(done.filter((id) => id === 'a')).toHaveLength(2), 10_000)
    expect(waiting.size).toBe(0)
    await stop()
  })

  it('does a row once at a time, however often it is named, with no more at once than there may be', async ({
    skip,
  }) => {
    skip(name === 'Redis' && !hasRedis, 'there is no redis-server here')
    const doors = new Map(['a', 'b', 'c'].map((id) => [id, gate()]))
    let most = 0
    const under: string[] = []
    const { kind, done, put, waiting } = rows()
    kind.run = async ({ id }) => {
      under.push(id)
      most = Math.max(most, under.length)
      await doors.get(id)?.opened
      under.splice(under.indexOf(id), 1)
      waiting.delete(id)
      done.push(id)
      return []
    }
    for (const id of doors.keys()) put(id)
    const [work] = await Promise.all([begin(kind, backend())])
    await vi.waitFor(() => expect(under).toHaveLength(2), 10_000)
    for (let nth = 0; nth < 5; nth++) work.wake()
    for (const door of doors.values()) door.open()
    await vi.waitFor(() => expect(done).toHaveLength(3), 10_000)
    expect([...done].sort()).toEqual(['a', 'b', 'c'])
    expect(most).toBe(2)
    await stop()
  })

  it('a row that fails is tried again when it is due again, and stops nothing', async ({ skip }) => {
    skip(name === 'Redis' && !hasRedis, 'there is no redis-server here')
    const said = vi.spyOn(console, 'error').mockImplementation(() => {})
    const { kind, done, put } = rows()
    const run = kind.run
    let failures = 0
    kind.run = async (job, signal) => {
      if (job.id === 'bad' && failures++ === 0) throw new Error('not yet')
      return run(job, signal)
    }
    put('bad')
    put('good')
    await begin(kind, backend())
    await vi.waitFor(() => expect([...done].sort()).toEqual(['bad', 'good']), 10_000)
    expect(failures).toBe(2)
    expect(said).toHaveBeenCalledWith(expect.stringContaining('bad failed'), expect.any(Error))
    said.mockRestore()
    await stop()
  })

  it('stops when what is under way is done, and takes no more', async ({ skip }) => {
    skip(name === 'Redis' && !hasRedis, 'there is no redis-server here')
    const door = gate()
    const begun = gate()
    const { kind, done, put, waiting } = rows({ concurrency: 1 })
    kind.run = async ({ id }) => {
      begun.open()
      await door.opened
      waiting.delete(id)
      done.push(id)
      return []
    }
    put('a')
    await begin(kind, backend())
    await begun.opened
    const stopped = stop()
    put('b')
    door.open()
    await stopped
    expect(done).toEqual(['a'])
  })
})

it('the queue keeps its tables apart from those that Prisma looks after', async () => {
  const { kind } = rows()
  await begin(kind, backendOf({}))
  const schemas = await sql<{ schema: string }>(
    `SELECT DISTINCT table_schema AS schema FROM information_schema.tables WHERE table_name ILIKE '%bullmq%' OR table_name = 'job'`,
    [],
  )
  expect(schemas.map(({ schema }) => schema)).not.toContain('public')
  const [own] = await sql<{ tables: number }>(
    `SELECT count(*) AS tables FROM information_schema.tables WHERE table_schema = 'jobs'`,
    [],
  )
  expect(own?.tables).toBeGreaterThan(5)
  await stop()
})

describe('a queue that cannot be had is one line', () => {
  it.each([
    [{ REDIS_URL: 'redis://me:secret@127.0.0.1:1' }, 'Cannot reach Redis at 127.0.0.1:1: nothing listens there.'],
    [{ REDIS_URL: 'localhost:6379' }, 'REDIS_URL is not an address such as redis://user:password@host:6379.'],
    [{ REDIS_URL: 'http://localhost' }, 'REDIS_URL is not an address such as redis://user:password@host:6379.'],
  ])('%j', async (environment, line) => {
    const started = async () => startWork([rows().kind], backendOf(environment))
    await expect(started()).rejects.toMatchObject({ name: 'Obstacle', message: line })
  })
})
