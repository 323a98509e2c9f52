import { spawnSync } from 'node:child_process'
import fs from 'node:fs'
import net, { type AddressInfo } from 'node:net'
import path from 'node:path'
import pg from 'pg'
import { afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import { type App, freePort, type Program, runProgram, startApp } from '@/e2e/app'
import { processesOf } from '@/e2e/processes'
import { testDir } from '@/e2e/test-dir'
import { runningEmbedded, startEmbedded } from '@/lib/db/embedded'
import { ensureBuild } from './build'

const dirs: string[] = []

beforeAll(() => ensureBuild(console.log, () => {}))

afterEach(() => {
  for (const dir of dirs.splice(0)) {
    for (const { pid } of processesOf(dir)) process.kill(pid, 'SIGKILL')
    fs.rmSync(dir, { recursive: true, force: true })
  }
})

describe('a start', () => {
  test('serves pages and API, says where, and Ctrl-C ends all of it', async () => {
    const dataDir = newDir()
    const app = await startApp({ dataDir, grouped: true })
    expect(app.out()).toContain(`Throughline is ready: ${app.url}\n`)
    expect(app.out()).toMatch(/^Sign in to the demo as \S+@demo\.example with the password \S{16,}$/m)
    expect((await fetch(app.url)).status).toBe(200)
    const reply = await fetch(`${app.url}/api/v1/nothing`)
    expect(reply.status).toBe(404)
    expect(reply.headers.get('content-type')).toContain('json')
    expect(commandsOf(dataDir)).toEqual(
      expect.arrayContaining([expect.stringContaining('web.ts'), expect.stringContaining('worker.ts')]),
    )

    pressCtrlC(app)
    expect(await app.exit).toBe(0)
    expect(app.err()).toBe('')
    expect(processesOf(dataDir)).toEqual([])
    expect(fs.existsSync(path.join(dataDir, 'lock'))).toBe(false)
  })

  test('a second one on the same data directory says so and leaves the first alone', async () => {
    const app = await startApp({ dataDir: newDir() })
    const second = start({ DATA_DIR: app.dataDir, PORT: String(await freePort()) })
    expect(await second.exit).toBe(1)
    expect(second.err()).toBe(
      `Throughline is already running on ${app.dataDir} at ${app.url} (process ${app.child.pid}).\n`,
    )
    expect((await fetch(app.url)).status).toBe(200)
    await stop(app)
  })

  // npm hands a signal to its shell; one that waits for the program keeps SIGINT to itself, so the script replaces it.
  test.each(['SIGINT', 'SIGTERM'] as const)('%s to npm alone ends all of it', async (signal) => {
    const dataDir = newDir()
    const npm = runProgram(['npm', 'start'], { DATA_DIR: dataDir, PORT: String(await freePort()) })
    await npm.said('Throughline is ready')
    npm.child.kill(signal)
    expect(await npm.exit).toBe(0)
    expect(processesOf(dataDir)).toEqual([])
  })

  test('told to stop at once, it stops in order', async () => {
    const dataDir = newDir()
    const program = start({ DATA_DIR: dataDir, PORT: String(await freePort()) })
    await vi.waitFor(() => expect(fs.existsSync(path.join(dataDir, 'lock'))).toBe(true), {
      timeout: 20_000,
      interval: 1,
    })
    program.child.kill('SIGTERM')
    expect(await program.exit).toBe(0)
    expect(processesOf(dataDir)).toEqual([])
    await stop(await startApp({ dataDir }))
  })

  test('secrets are for their owner alone', async () => {
    const app = await startApp({ dataDir: newDir() })
    for (const name of ['auth-secret', 'database-password', 'postgres.log']) {
      expect(fs.statSync(path.join(app.dataDir, name)).mode & 0o077, name).toBe(0)
    }
    const { hostname, port, pathname } = new URL(runningEmbedded(app.dataDir) ?? '')
    const stranger = new pg.Client({ connectionString: `postgresql://throughline@${hostname}:${port}${pathname}` })
    await expect(stranger.connect()).rejects.toThrow(/password/)
    await stop(app)
  })
})

describe('kill -9', () => {
  test('of the starter leaves no process, and the next start has all that was committed', async () => {
    const dataDir = newDir()
    const app = await startApp({ dataDir })
    const acknowledged = await writeUntil(dataDir, () => app.child.kill('SIGKILL'))
    await nothingLeft(dataDir)
    const again = await startApp({ dataDir, port: app.port })
    expect(again.out()).toContain(`Sign in at ${app.url}/sign-in\n`)
    expect(await written(dataDir)).toEqual(expect.arrayContaining(acknowledged))
    await stop(again)
  })

  test('of every process at once loses nothing either', async () => {
    const dataDir = newDir()
    await startApp({ dataDir })
    const acknowledged = await writeUntil(dataDir, () => {
      for (const { pid } of processesOf(dataDir)) process.kill(pid, 'SIGKILL')
    })
    const again = await startApp({ dataDir })
    expect(await written(dataDir)).toEqual(expect.arrayContaining(acknowledged))
    await stop(again)
  })

  test('of starter and web leaves a database that the next start takes over and ends', async () => {
    const dataDir = newDir()
    const app = await startApp({ dataDir })
    const url = runningEmbedded(dataDir)
    for (const { pid, command } of processesOf(dataDir)) if (command.includes('.ts')) process.kill(pid, 'SIGKILL')
    await app.exit
    expect(runningEmbedded(dataDir)).toBe(url)
    const again = await startApp({ dataDir })
    expect(runningEmbedded(dataDir)).toBe(url)
    await stop(again)
    expect(processesOf(dataDir)).toEqual([])
  })

  test('of npm ends what it had started', async () => {
    const dataDir = newDir()
    const npm = runProgram(['npm', 'start'], { DATA_DIR: dataDir, PORT: String(await freePort()) })
    await npm.said('Throughline is ready')
    npm.child.kill('SIGKILL')
    await nothingLeft(dataDir)
    expect(fs.existsSync(path.join(dataDir, 'lock'))).toBe(false)
  })

  // The worker may find its database gone before it is told to end.
  const worker = String.raw`([a-z ]+: .*\n)*`
  test.each([
    ['web.ts', 'The web process ended unexpectedly (SIGKILL).\n'],
    [
      'bin/postgres',
      new RegExp(String.raw`^${worker}The embedded database ended: .*postgres\.log says why\.\n${worker}$`),
    ],
  ])('of %s ends the rest with a line', async (name, line) => {
    const dataDir = newDir()
    const app = await startApp({ dataDir })
    const victim = processesOf(dataDir).find(({ command }) => command.includes(name))
    process.kill(victim?.pid ?? 0, 'SIGKILL')
    expect(await app.exit).toBe(1)
    expect(app.err()).toMatch(line)
    await nothingLeft(dataDir)
  })
})

describe('refuses in one line, and leaves nothing behind', () => {
  test('a taken port', async () => {
    const dataDir = newDir()
    const other = net.createServer().listen(0, '127.0.0.1')
    await new Promise((resolve) => other.once('listening', resolve))
    const { port } = other.address() as AddressInfo
    await refused(
      { DATA_DIR: dataDir, PORT: String(port) },
      `Port ${port} is taken by another program: set PORT to a free one.`,
    )
    expect(fs.readdirSync(dataDir)).toEqual([])
    other.close()
  })

  test.each([
    [
      { DATABASE_URL: 'postgresql://me:secret@127.0.0.1:1/sales' },
      /^Cannot reach the database 127\.0\.0\.1:1\/sales: /,
    ],
    [{ DATABASE_URL: 'sales' }, /^DATABASE_URL is not an address such as/],
    [{ PORT: 'eighty' }, 'PORT must be a number from 1 to 65535.'],
    [{ RATE_LIMIT_PER_MINUTE: '0' }, 'RATE_LIMIT_PER_MINUTE must be a whole number from 1 to 10000000.'],
    [{ UPLOAD_LIMIT_MB: '0' }, 'UPLOAD_LIMIT_MB must be a whole number from 1 to 1048576.'],
    [{ SMTP_URL: 'smtp.example.com' }, 'SMTP_URL is not an address such as smtp://user:password@smtp.example.com:587.'],
    [{ SMTP_URL: 'smtp://localhost' }, /^MAIL_FROM must be an address that e-mail is from/],
    [{ MAIL_FROM: 'a@b.example' }, /^MAIL_FROM is set, but SMTP_URL is not/],
    [{ SECRETS_KEY: 'too short' }, 'SECRETS_KEY must have at least 32 characters.'],
    [{ HOST: '192.0.2.1' }, 'HOST 192.0.2.1 is no address of this machine.'],
    [{ APP_URL: 'sales.example.com' }, /^APP_URL must be an address such as/],
    [
      { OUTBOUND_ALLOW: 'hooks.example, 10.0.0.0/33' },
      'OUTBOUND_ALLOW names 10.0.0.0/33, which is no host, address or block such as 10.0.0.0/8.',
    ],
    [{ REDIS_URL: 'redis://127.0.0.1:1' }, 'Cannot reach Redis at 127.0.0.1:1: nothing listens there.'],
    [{ DATA_DIR: '/dev/null/data' }, /^Cannot write to \/dev\/null\/data: /],
  ])('%j', async (environment, line) => {
    const dataDir = newDir()
    await refused({ DATA_DIR: dataDir, PORT: String(await freePort()), ...environment }, line)
    expect(fs.existsSync(path.join(dataDir, 'pgdata'))).toBe(false)
  })

  test('a data directory that the user PostgreSQL runs as cannot reach (for root only)', async ({ skip }) => {
    skip(process.getuid?.() !== 0, 'PostgreSQL runs as the current user')
    const dataDir = newDir()
    fs.chmodSync(dataDir, 0o700)
    await refused(
      { DATA_DIR: path.join(dataDir, 'data'), PORT: String(await freePort()) },
      /cannot reach .*: set DATA_DIR/,
    )
  })

  test('a read-only disk', async () => {
    await onDisk('ro', async (dataDir) => {
      await refused(
        { DATA_DIR: dataDir, PORT: String(await freePort()) },
        /^Cannot write to .*: (the file system is read-only|permission denied)\.$/,
      )
    })
  })

  test('a full disk (only root can mount a small one)', async ({ skip }) => {
    skip(process.getuid?.() !== 0, 'only root can mount a small disk')
    await onDisk('size=16m', async (dataDir) => {
      await refused({ DATA_DIR: dataDir, PORT: String(await freePort()) }, /^Cannot write to .*: the disk is full\.$/)
      expect(fs.readdirSync(dataDir)).not.toContain('pgdata')
    })
  })
})

describe("a database of the user's own", () => {
  test('is used instead, and its first workspace asks for the printed token', async () => {
    const server = await startEmbedded({ dataDir: newDir() })
    const dataDir = newDir()
    const secrets = { AUTH_SECRET: 'x'.repeat(32), SECRETS_KEY: 'y'.repeat(32) }
    const app = await startApp({ dataDir, environment: { DATABASE_URL: server.url, ...secrets } })
    expect(app.out()).toMatch(
      new RegExp(`^Create your workspace at ${app.url}/welcome with the one-time token \\S{16,}$`, 'm'),
    )
    expect((await fetch(`${app.url}/welcome`)).status).toBe(200)
    expect(fs.readdirSync(dataDir)).toEqual([])
    await stop(app)
    await server.stop()
  })
})

describe('a worker alone', () => {
  test('works beside the one of the app, and ends by itself', async () => {
    const app = await startApp({ dataDir: newDir() })
    const worker = runProgram(['npm', 'run', '--silent', 'worker'], { DATA_DIR: app.dataDir })
    await worker.said("Throughline's worker process is at work")
    worker.child.kill('SIGTERM')
    expect(await worker.exit).toBe(0)
    expect(worker.err()).toBe('')
    expect((await fetch(app.url)).status).toBe(200)
    await stop(app)
  })
})

describe('web alone', () => {
  test('shares the database of the app that runs, and ends by itself', async () => {
    const app = await startApp({ dataDir: newDir() })
    const port = await freePort()
    const web = runProgram(['lib/server/web.ts'], { DATA_DIR: app.dataDir, PORT: String(port) })
    await vi.waitFor(async () => expect((await fetch(`http://127.0.0.1:${port}/`)).status).toBe(200), {
      timeout: 30_000,
      interval: 100,
    })
    web.child.kill('SIGTERM')
    expect(await web.exit).toBe(0)
    expect((await fetch(app.url)).status).toBe(200)
    await stop(app)
  })

  test('says what it lacks', async () => {
    const dataDir = newDir()
    const web = runProgram(['npm', 'run', '--silent', 'web'], { DATA_DIR: dataDir, PORT: String(await freePort()) })
    expect(await web.exit).toBe(1)
    expect(web.err()).toContain(`No app runs on ${dataDir}: start it with npm start, or set DATABASE_URL.`)
  })
})

function newDir(): string {
  const dir = testDir('process')
  dirs.push(dir)
  return dir
}

function start(environment: Record<string, string>): Program {
  return runProgram(['lib/server/start.ts'], environment)
}

async function refused(environment: Record<string, string>, line: string | RegExp): Promise<void> {
  const program = start(environment)
  expect(await program.exit).toBe(1)
  expect(program.out()).toBe('')
  const said = program.err().replace(/\n$/, '')
  expect(said.split('\n')).toHaveLength(1)
  if (typeof line === 'string') expect(said).toBe(line)
  else expect(said).toMatch(line)
  expect(processesOf(environment.DATA_DIR ?? '')).toEqual([])
}

async function stop(app: App): Promise<void> {
  app.child.kill('SIGTERM')
  expect(await app.exit).toBe(0)
}

function pressCtrlC(app: App): void {
  process.kill(-(app.child.pid ?? 0), 'SIGINT')
}

function commandsOf(dataDir: string): string[] {
  return processesOf(dataDir).map(({ command }) => command)
}

async function nothingLeft(dataDir: string): Promise<void> {
  await vi.waitFor(() => expect(processesOf(dataDir)).toEqual([]), { timeout: 20_000, interval: 50 })
}

/** Commits numbers one after the other until the database goes away; gives those that it acknowledged. */
async function writeUntil(dataDir: string, kill: () => void): Promise<number[]> {
  const client = new pg.Client({ connectionString: runningEmbedded(dataDir) ?? '' })
  client.on('error', () => {})
  await client.connect()
  await client.query('CREATE TABLE witness (n int PRIMARY KEY)')
  const acknowledged: number[] = []
  try {
    for (let n = 1; ; n++) {
      await client.query('INSERT INTO witness VALUES ($1)', [n])
      acknowledged.push(n)
      if (n === 200) kill()
    }
  } catch {
    await client.end().catch(() => {})
    expect(acknowledged.length).toBeGreaterThanOrEqual(200)
    return acknowledged
  }
}

async function written(dataDir: string): Promise<number[]> {
  const client = new pg.Client({ connectionString: runningEmbedded(dataDir) ?? '' })
  await client.connect()
  const { rows } = await client.query<{ n: number }>('SELECT n FROM witness')
  await client.end()
  return rows.map(({ n }) => n)
}

/** Does a piece of work in a folder on a disk of its own where root can mount one, else in one without write access. */
async function onDisk(options: string, work: (dataDir: string) => Promise<void>): Promise<void> {
  const dir = newDir()
  const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', `${options},mode=755`, 'tmpfs', dir]).status === 0
  if (!mounted) fs.chmodSync(dir, 0o555)
  try {
    await work(dir)
  } finally {
    if (mounted) spawnSync('umount', [dir])
  }
}
