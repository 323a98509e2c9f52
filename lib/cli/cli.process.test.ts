import { spawnSync } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { cleanEnvironment, runProgram } from '@/e2e/app'
import { processesOf } from '@/e2e/processes'
import { testDir } from '@/e2e/test-dir'
import { type DataLock, lockData } from '@/lib/db/data-lock'
import { type EmbeddedServer, startEmbedded } from '@/lib/db/embedded'
import { generateClient } from '@/lib/db/generate-client'

const main = path.join(import.meta.dirname, 'main.ts')
const dataDir = testDir('cli')

beforeAll(() => generateClient())
afterAll(() => fs.rmSync(dataDir, { recursive: true, force: true }))

interface Outcome {
  code: number | NodeJS.Signals
  out: string
  err: string
}

async function throughline(...argv: string[]): Promise<Outcome> {
  const program = runProgram([main, ...argv], { DATA_DIR: dataDir })
  const code = await program.exit
  return { code, out: program.out(), err: program.err() }
}

/** A command that does its work and has nothing to complain of; gives what it printed. */
async function done(...argv: string[]): Promise<string> {
  const { code, out, err } = await throughline(...argv)
  expect({ err, code }).toEqual({ err: '', code: 0 })
  return out
}

const words = (command: string): string[] => command.split(' ').filter(Boolean)
const created = ['--workspace', 'acme', '--contract']

describe.concurrent('the arguments', () => {
  test.each([
    ['', ['workspace', 'user', 'api-key', 'demo']],
    ['workspace', ['create']],
    ['workspace create', ['--slug', '--name', '--time-zone', '--currency']],
    ['user create', ['--email', '--name', '--password', '--workspace', '--role', 'standard input']],
    ['api-key', ['create', 'list', 'revoke']],
    ['api-key create', ['--workspace', '--contract', '"kasar", "rex", "clarky"', '--scopes', '--expires']],
    ['demo load', ['--workspace', '--records']],
  ])('%s --help tells what there is, without a database', async (command, mentioned) => {
    const out = await done(...words(command), '--help')
    for (const word of mentioned) expect(out).toContain(word)
    expect(fs.readdirSync(dataDir)).toEqual([])
  })

  test.each([
    ['', 'a command is missing'],
    ['workspace', 'a command is missing'],
    ['workspce', "unknown command 'workspce' (Did you mean workspace?)"],
    ['workspace make', "unknown command 'make'"],
    ['workspace create --name Acme', "required option '--slug <slug>' not specified"],
    ['workspace create --name Acme --slug', "option '--slug <slug>' argument missing"],
    ['workspace create --name Acme --slug acme --slgu acme', "unknown option '--slgu' (Did you mean --slug?)"],
    ['user create --workspace acme --email a@b.example --name A --role boss', 'viewer, editor, admin'],
    ['api-key create --workspace acme --contract soap', 'kasar, rex, clarky, kaireon'],
    ['api-key create --workspace acme --contract rex --scopes read,fly', '--scopes'],
    ['api-key create --workspace acme --contract rex --expires soon', '--expires'],
    ['api-key create --workspace acme --contract rex --expires 2020-01-01', 'in the past'],
    ['api-key create --workspace acme --contract rex --rate-limit 0', 'from 1 to'],
    ['api-key create --workspace acme --contract rex --rate-limit 1.5', '--rate-limit'],
    ['demo load --records many', '--records'],
    ['demo load now', 'too many arguments'],
  ])('%s: one line, exit 2, nothing touched', async (command, line) => {
    const { code, out, err } = await throughline(...words(command))
    expect(err).toContain(line)
    expect(err.trimEnd().split('\n')).toHaveLength(1)
    expect({ code, out }).toEqual({ code: 2, out: '' })
    expect(fs.readdirSync(dataDir)).toEqual([])
  })
})

describe('while the app does not run', () => {
  test('it works on a server of its own and leaves no process', async () => {
    const out = await done('workspace', 'create', '--slug', 'acme', '--name', 'Acme', '--time-zone', 'Europe/Berlin')
    expect(out).toMatch(/^Created workspace acme \([0-9a-f-]{36}\)\.\n$/)
    expect(processesOf(dataDir)).toEqual([])
    expect(fs.existsSync(path.join(dataDir, 'lock'))).toBe(false)
  })

  test.each([
    [
      { DATABASE_URL: 'postgresql://me:secret@127.0.0.1:1/sales' },
      /^Cannot reach the database 127\.0\.0\.1:1\/sales: /,
    ],
    [{ DATABASE_URL: 'sales' }, /^DATABASE_URL is not an address such as /],
    [{ DATA_DIR: '/dev/null/data' }, /^Cannot write to \/dev\/null\/data: /],
  ])('without a database to be had, %j: one line', async (environment, line) => {
    const program = runProgram([main, 'demo', 'load'], { DATA_DIR: dataDir, ...environment })
    expect(await program.exit).toBe(1)
    expect(program.err()).toMatch(line)
    expect(program.err().trimEnd().split('\n')).toHaveLength(1)
  })
})

describe('while the app runs', () => {
  let lock: DataLock
  let server: EmbeddedServer
  let client: pg.Client
  beforeAll(async () => {
    lock = await lockData(dataDir, 'app')
    server = await startEmbedded({ dataDir })
    client = new pg.Client({ connectionString: server.url })
    await client.connect()
  })
  afterAll(async () => {
    await client.end()
    await server.stop()
    lock.release()
  })

  test('people join, with a password from the line or from the standard input', async () => {
    const person = (email: string, role: string) =>
      words(`user create --workspace acme --email ${email} --name Ada --role ${role}`)
    expect(await done(...person('ada@acme.example', 'admin'), '--password', 'long enough')).toBe(
      'Added Ada (ada@acme.example) to acme as admin.\n',
    )
    const piped = spawnSync(
      process.execPath,
      ['--import', 'tsx', main, ...person('eve@acme.example', 'viewer'), '--password', '-'],
      { env: cleanEnvironment({ DATA_DIR: dataDir }), input: 'long enough\n', encoding: 'utf8' },
    )
    expect(piped).toMatchObject({ status: 0, stderr: '' })
    const { rows } = await client.query('SELECT email FROM "User" ORDER BY id')
    expect(rows.map(({ email }) => email)).toEqual(['ada@acme.example', 'eve@acme.example'])
  })

  test('a key is printed alone, listed without its secret, and revoked', async () => {
    const key = await done('api-key', 'create', ...created, 'rex', '--scopes', 'read', '--role', 'editor')
    expect(key).toMatch(/^rex_live_[0-9a-f]{40}\n$/)
    expect(
      await done('api-key', 'create', ...created, 'kasar', '--user', 'eve@acme.example', '--rate-limit', '60'),
    ).toMatch(/^ksr_\S+\n$/)
    const list = await done('api-key', 'list', '--workspace', 'acme')
    const [eves = '', adas = ''] = list.split('\n').map((line) => line.split('\t').slice(2).join(' '))
    expect(eves).toBe('admin read,write eve@acme.example active kasar key 60 a minute')
    expect(adas).toBe('editor read ada@acme.example active rex key')
    expect(list).not.toContain(key.trim())
    const id = list.split('\n')[1]?.split('\t')[0] ?? ''
    await done('api-key', 'revoke', '--workspace', 'acme', '--id', id)
    expect(await done('api-key', 'list', '--workspace', 'acme')).toContain('ada@acme.example\trevoked')
  })

  test.concurrent.each([
    ['workspace create --slug acme --name Acme', "--slug: There is already a workspace with the slug 'acme'"],
    ['workspace create --slug A --name Acme', '--slug must have 2 to 50'],
    ['workspace create --slug other --name Acme --time-zone Mars', '--time-zone must be'],
    ['workspace create --slug other --name Acme --currency GOLD', '--currency must be'],
    ['user create --workspace nobody --email a@b.example --name A --role admin', '--workspace must be'],
    ['user create --workspace acme --email new@b.example --name A --role admin', '--password is required'],
    ['user create --workspace acme --email new --name A --role admin --password long-enough', '--email must be'],
    ['user create --workspace acme --email new@b.example --name A --role admin --password x', '--password must have'],
    ['user create --workspace acme --email ada@acme.example --name A --role admin', '--email: ada@acme.example is a'],
    ['api-key create --workspace acme --contract rex --user new@b.example', '--user must be'],
    ['api-key revoke --workspace acme --id 5', 'API key not found'],
    ['demo load --records 200001', '--records must be'],
    ['demo load --workspace A!', '--workspace must have 2 to 50'],
  ])('%s is refused in one line that names the flag, exit 1', async (command, line) => {
    const { code, out, err } = await throughline(...words(command))
    expect(err.startsWith(line), err).toBe(true)
    expect(err.trimEnd().split('\n')).toHaveLength(1)
    expect({ code, out }).toEqual({ code: 1, out: '' })
  })

  test('a demo cut short by kill -9 leaves nothing; the next one is whole, and its password is said once', async () => {
    await client.query('BEGIN; LOCK TABLE "Pipeline" IN EXCLUSIVE MODE')
    const program = runProgram([main, 'demo', 'load'], { DATA_DIR: dataDir })
    await vi.waitFor(
      async () => expect((await client.query('SELECT 1 FROM pg_locks WHERE NOT granted')).rowCount).toBe(1),
      { timeout: 30_000, interval: 20 },
    )
    program.child.kill('SIGKILL')
    await program.exit
    await client.query('ROLLBACK')
    const slugs = async () => (await client.query('SELECT slug FROM "Workspace" ORDER BY id')).rows
    expect(await slugs()).toEqual([{ slug: 'acme' }])

    const out = await done('demo', 'load')
    expect(out).toMatch(
      /^Workspace demo has the demo, with 60 deals\.\nSign in as alex@demo\.example with the password [a-z2-9-]{19}\n$/,
    )
    expect(await slugs()).toEqual([{ slug: 'acme' }, { slug: 'demo' }])
    const again = await throughline('demo', 'load')
    expect(again).toMatchObject({ code: 1, out: '' })
    expect(again.err).toContain("--workspace: There is a workspace 'demo' already")
    expect(await done('demo', 'load', '--workspace', 'demo', '--records', '61')).toBe(
      'Workspace demo has the demo, with 61 deals.\n',
    )
  })
})
