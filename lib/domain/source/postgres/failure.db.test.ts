import net from 'node:net'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { type ForeignDatabase, openForeignDatabase } from '@/e2e/foreign-database'
import { itemsOf } from '@/e2e/memory-file'
import { readAllowList } from '@/lib/net/allow-list'
import type { Config } from '../../connector/settings'
import { addressOf } from './address'
import { failureOfDatabase } from './failure'
import { postgresReader } from './reader'
import { postgresSettings } from './settings'

let db: ForeignDatabase
beforeAll(async () => {
  db = await openForeignDatabase()
  await db.run('CREATE TABLE t (id int PRIMARY KEY)')
})
afterAll(() => db.drop())

const stops: (() => void)[] = []
afterEach(() => {
  vi.unstubAllEnvs()
  for (const stop of stops.splice(0)) stop()
})

/** A server that does one thing with who connects. */
async function server(answer: (socket: net.Socket) => void): Promise<{ host: string; port: number }> {
  const sockets: net.Socket[] = []
  const opened = net.createServer((socket) => {
    sockets.push(socket.on('error', () => {}))
    answer(socket)
  })
  await new Promise<void>((done) => opened.listen(0, '127.0.0.1', done))
  stops.push(() => {
    opened.close()
    for (const socket of sockets) socket.destroy()
  })
  return { host: '127.0.0.1', port: (opened.address() as net.AddressInfo).port }
}

const secret = 'hunter2-of-the-tests'
const read = (config: Config = {}, secrets: Record<string, string> = { password: secret }) => {
  const { host, port, database, user } = db
  const settings = postgresSettings({ host, port, database, user, table: 't', ...config }, secrets)
  return itemsOf(postgresReader(settings, null, { allow: readAllowList('127.0.0.1, localhost') }))
}
const failing = (...given: Parameters<typeof read>) =>
  read(...given).then(
    () => 'it went well',
    ({ name, message, temporary }) => {
      expect([name, JSON.stringify(message)]).toEqual(['SourceFailed', expect.not.stringContaining(secret)])
      return [message, temporary]
    },
  )
const own = () => ({ password: db.password })

describe('a database that cannot be read is a clear failure', () => {
  it('when nobody is there, which may pass', async () => {
    const gone = await server(() => {})
    for (const stop of stops.splice(0)) stop()
    expect(await failing(gone)).toEqual(['127.0.0.1: Nothing listens at this address.', true])
  })

  it('when it refuses who asks, or has no such database, table or column', async () => {
    const host = db.host
    expect(await failing({ user: 'nobody_there' })).toEqual([
      expect.stringMatching(`^${host} refuses the user, the password or where they come from \\(28`),
      false,
    ])
    expect(await failing({ database: 'none' }, own())).toEqual([
      `${host} answers: database "none" does not exist`,
      false,
    ])
    expect(await failing({ table: 'none' }, own())).toEqual([`${host} answers: relation "none" does not exist`, false])
    expect(await failing({ table: null, query: 'SELECT nothing' }, own())).toEqual([
      `${host} answers: column "nothing" does not exist`,
      false,
    ])
    expect(await failing({ table: null, query: 'SELEKT 1' }, own())).toEqual([
      `${host} answers: syntax error at or near "1"`,
      false,
    ])
    expect(await failing({ table: null, query: 'SELECT 1/0 AS x' }, own())).toEqual([
      `${host} answers: division by zero`,
      false,
    ])
  })

  it('when it wants a password and there is none, whatever this process has in its environment', async () => {
    vi.stubEnv('PGPASSWORD', secret)
    const asked: string[] = []
    const wanting = await server((socket) => {
      socket.on('data', (bytes) => {
        asked.push(bytes.toString('latin1'))
        if (asked.length === 1) socket.write(Buffer.from('R\0\0\0\x08\0\0\0\x03', 'latin1'))
        else socket.end()
      })
    })
    await failing({ ...wanting, ssl: false }, {})
    expect(asked).toHaveLength(2)
    expect(asked.join()).not.toContain(secret)
  })

  it('when it goes away, which may pass', async () => {
    const query = 'SELECT pg_terminate_backend(pg_backend_pid())'
    expect(await failing({ table: null, query }, own())).toEqual([expect.any(String), true])
    const cutting = await server((socket) => socket.once('data', () => socket.destroy()))
    expect(await failing(cutting)).toEqual(['127.0.0.1: The connection was cut.', true])
  })

  it('when it is no PostgreSQL', async () => {
    const web = await server((socket) => socket.once('data', () => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n')))
    for (const ssl of [undefined, true, false]) {
      const [message] = await failing({ ...web, ssl })
      expect(message).toMatch(/^127\.0\.0\.1: (What came back is not from PostgreSQL|The connection was cut)\.$/)
    }
  })

  it('when it says itself what it was told', async () => {
    const telling = await server((socket) => {
      socket.once('data', () => socket.end(refusal(`no such password: ${secret}`)))
    })
    expect(await failing({ ...telling, ssl: false })).toEqual(['127.0.0.1 answers: no such password: …', false])
  })

  it('when it has no TLS and must have, and is read where TLS is only welcome', async () => {
    const hasTls = (await db.run('SHOW ssl'))[0]?.ssl === 'on'
    if (hasTls) return
    expect(await failing({ ssl: true }, own())).toEqual([
      `${db.host}: The server offers no TLS: set 'ssl' to false, if what is read may be seen on the way.`,
      false,
    ])
    expect(await read({}, own())).toEqual([])
  })

  it.each<[string, boolean]>([
    ['53300', true],
    ['57P01', true],
    ['57P03', true],
    ['08006', true],
    ['40001', true],
    ['57014', false],
    ['42501', false],
    ['28P01', false],
  ])('of state %s, which may pass: %s', (code, temporary) => {
    const error = Object.assign(new Error('x'), { code })
    expect(failureOfDatabase(error, postgresSettings(db as unknown as Config, {}).address)).toMatchObject({ temporary })
  })
})

/** An error as a server sends it. */
function refusal(message: string): Buffer {
  const body = Buffer.from(`SFATAL\0VFATAL\0C42000\0M${message}\0\0`)
  const head = Buffer.alloc(5)
  head.write('E')
  head.writeInt32BE(body.length + 4, 1)
  return Buffer.concat([head, body])
}

describe('a connection string', () => {
  const at = (text: string, config: Config = {}) => addressOf(config, { connectionString: text })

  it('says where a database is', async () => {
    expect(at('postgresql://ann:p%40ss@db.example:6543/sales?sslmode=require&application_name=x')).toEqual({
      ...{ host: 'db.example', port: 6543, database: 'sales', user: 'ann', password: 'p@ss', ssl: true, ca: null },
    })
    expect(at('postgres://ann@[2606:4700::1111]/sales', { ssl: false })).toMatchObject({
      ...{ host: '2606:4700::1111', port: 5432, password: '', ssl: false },
    })
    expect(await read({ host: null }, { connectionString: db.url })).toEqual([])
  })

  it.each([
    'hunter2',
    'mysql://ann:hunter2@db/sales',
    'postgresql://ann:hunter2@/sales?host=/var/run/postgresql',
    'postgresql:///sales?host=/tmp',
    'postgresql://ann:hunter2@%2Fvar%2Frun/sales',
    'postgresql://ann:hunter2@db:99999/sales',
    'postgresql://:hunter2@db/sales',
    'postgresql://ann:hunter2@db/',
    'postgresql://ann:%E0%A4%A@db/sales',
  ])('that says it otherwise is refused without being told: %s', (text) => {
    const unlike = "Secret 'connectionString' must be such as postgresql://user:password@host:5432/database"
    expect(() => at(text)).toThrow(text.includes('%2F') ? "Setting 'host' must be" : unlike)
  })

  it.each(['/var/run/postgresql', '/tmp', 'a b', 'x@y', '\\\\host'])('or a host such as %s is refused', (host) => {
    expect(() => addressOf({ host, database: 'a', user: 'b' }, {})).toThrow("Setting 'host' must be the name of a host")
  })

  it.each([0, 65_536, 1.5])('or a port such as %s is refused', (port) => {
    expect(() => addressOf({ host: 'a', port, database: 'a', user: 'b' }, {})).toThrow("Setting 'port' must be")
  })
})
