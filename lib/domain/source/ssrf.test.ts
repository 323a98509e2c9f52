import net from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Origin, openOrigin } from '@/e2e/origin'
import type { Scope } from '@/lib/db/transaction'
import { readAllowList } from '@/lib/net/allow-list'
import { openOutbound } from '@/lib/net/send'
import type { Guard, Lookup } from '@/lib/net/target'
import type { ConnectorType } from '../connector/connector'
import type { OpenConnector } from '../connector/open'
import type { Config } from '../connector/settings'
import { sampleSource } from './sample'

/** Listens on this machine, where nobody may come. */
let canary: net.Server
let port: number
let visits = 0
beforeAll(async () => {
  canary = net.createServer((socket) => {
    visits++
    socket.destroy()
  })
  const listen = (host: string) =>
    new Promise<void>((done, fail) => canary.once('error', fail).listen(0, host, () => done()))
  await listen('::').catch(() => listen('0.0.0.0'))
  port = (canary.address() as net.AddressInfo).port
})
afterAll(() => new Promise((done) => canary.close(done)))

/** Nobody outside is asked: these names are all that there are, and spellings of numbers, as old resolvers read them. */
const names: Record<string, string[]> = {
  'loopback.example': ['127.0.0.1'],
  'six.example': ['::1'],
  'mapped.example': ['::ffff:127.0.0.1'],
  'any.example': ['0.0.0.0'],
  'mixed.example': ['93.184.216.34', '127.0.0.1'],
  'mixed-six.example': ['2606:4700::1111', '::1'],
  'metadata.example': ['169.254.169.254'],
  'private.example': ['10.1.2.3'],
  'translated.example': ['64:ff9b::7f00:1'],
  'zoned.example': ['fe80::1%lo'],
  '127.0.0.1.nip.example': ['127.0.0.1'],
  'xn--lcalhost-n4a.example': ['127.0.0.1'],
}
const addressed = (addresses: string[]) =>
  addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }))
const lookup: Lookup = async (host) => {
  const plain = host.toLowerCase().replace(/\.$/, '')
  if (/^[0-9a-fx.]+$/.test(plain)) return addressed(['127.0.0.1'])
  const found = Object.hasOwn(names, plain) ? names[plain] : undefined
  if (!found) throw Object.assign(new Error('not found'), { code: 'ENOTFOUND' })
  return addressed(found)
}
const guard: Guard = { allow: readAllowList(''), lookup }

const read = (type: ConnectorType, config: Config, secrets: Record<string, string> = {}, how: Guard = guard) => {
  const connector = { id: 'x', name: 'x', type, config, secrets, secretNames: Object.keys(secrets) }
  // Nothing of these is in the database.
  return sampleSource({} as Scope, connector as unknown as OpenConnector, {}, 1, { guard: how })
}
const post = async (url: string, how: Guard = guard) => {
  const way = openOutbound(how)
  try {
    return await way.send(url, { method: 'POST', body: '{}' })
  } finally {
    await way.close()
  }
}
const overHttp = ['csv', 'json', 'rest_api'] as const

const spelt = [
  ...['127.0.0.1', '127.0.0.1.', '127.1', '127.0.1', '127.1.2.3', '127.255.255.254', '0', '0.0.0.0', '0.1.2.3'],
  ...['2130706433', '2130706433.', '0x7f000001', '0x7F.1', '0x7f.0.0.1', '0x7f.0x0.0x0.0x1', '017700000001'],
  ...['0177.0.0.1', '0177.0.0.01', '00000177.1', '127.0x0.1', '0x0', '00'],
  ...['localhost', 'LOCALHOST', 'localhost.', 'db.localhost', 'localhost.localhost.'],
  ...['10.0.0.1', '172.16.0.1', '172.31.255.255', '192.168.0.1', '192.168.1.1.', '3232235521'],
  ...['169.254.169.254', '2852039166', '0xa9fea9fe', '0251.0376.0251.0376', '169.254.170.2'],
  ...['100.64.0.1', '100.100.100.200', '168.63.129.16', '192.0.0.192', '192.0.2.1', '198.18.0.1', '240.0.0.1'],
  ...['224.0.0.1', '255.255.255.255'],
]
const six = [
  ...['::1', '::', '0:0:0:0:0:0:0:1', '0000::0001', '::ffff:127.0.0.1', '::ffff:7f00:1', '::FFFF:127.1.2.3'],
  ...['0:0:0:0:0:ffff:127.0.0.1', '::127.0.0.1', '::7f00:1', '::ffff:0:127.0.0.1', '::ffff:a9fe:a9fe'],
  ...['64:ff9b::127.0.0.1', '64:ff9b:1::7f00:1', '2002:7f00:1::', '2002:7f00:0001::1', '2001:0:7f00:1::'],
  ...['fe80::1', 'fc00::1', 'fd00:ec2::254', 'fec0::1', 'ff02::1', '100::1', '2001:db8::1', '4000::1'],
]
const zoned = ['fe80::1%25lo', '::1%25lo', 'fe80::1%lo']
const written = [
  ...['%31%32%37.0.0.1', '127%2e0%2e0%2e1', '%6c%6f%63%61%6c%68%6f%73%74', '127.0.0.1%2e'],
  ...[
    '１２７.０.０.１',
    '①②⑦.⓪.⓪.①',
    '127。0。0。1',
    '127．0．0．1',
    '127｡0｡0｡1',
    'ⓛⓞⓒⓐⓛⓗⓞⓢⓣ',
    'ｌｏｃａｌｈｏｓｔ',
    'loca\u00adlhost',
  ],
  ...['user@127.0.0.1', 'user:pw@127.0.0.1', 'example.com@127.0.0.1', 'example.com:80@127.0.0.1', '@127.0.0.1'],
  ...['%40@127.0.0.1', 'user@localhost', 'a@b@127.0.0.1'],
]
const named = Object.keys(names).flatMap((name) => [name, `${name.toUpperCase()}.`])

const urls = [...spelt, ...six.map((address) => `[${address}]`), ...zoned.map((address) => `[${address}]`), ...written]
  .concat(named)
  .flatMap((host) => [`http://${host}:PORT/x`])
  .concat(
    ...['127.0.0.1', '[::1]', 'loopback.example'].map((host) => [`https://${host}:PORT/`]),
    'http:127.0.0.1:PORT/',
    'http:/127.0.0.1:PORT/',
    'http:///127.0.0.1:PORT/',
    'http:\\\\127.0.0.1:PORT\\',
    ' http://127.0.0.1:PORT/ ',
    'ht\ntp://127.0.0.1:PORT/',
    'HTTP://127.0.0.1:PORT/',
    'http://127.0.0.1:PORT#@example.com/',
    'http://127.0.0.1:PORT\\@example.com/',
    'http://example.com#@127.0.0.1:PORT/',
    'http://127.0.0.1:PORT?@example.com/',
    '//127.0.0.1:PORT/',
    '127.0.0.1:PORT',
    'file:///etc/passwd',
    'file://127.0.0.1:PORT/',
    'ftp://127.0.0.1:PORT/',
    'gopher://127.0.0.1:PORT/_x',
    'dict://127.0.0.1:PORT/x',
    'ldap://127.0.0.1:PORT/',
    'ws://127.0.0.1:PORT/',
    'unix:/var/run/docker.sock',
    'data:text/csv,a%0A1',
    'javascript:fetch("http://127.0.0.1:PORT")',
    'blob:http://127.0.0.1:PORT/x',
    'view-source:http://127.0.0.1:PORT/',
    '',
  )
const hosts = [...spelt, ...six, ...six.map((address) => `[${address}]`), ...zoned, ...written, ...named].concat(
  '/var/run/postgresql',
  '/tmp',
  '@abstract',
  'http://127.0.0.1',
  '127.0.0.1:PORT',
  '127.0.0.1,127.0.0.2',
  '127.0.0.1/32',
  '',
)
const here = (text: string) => text.replaceAll('PORT', String(port))

describe('nobody reaches this machine, or the network that it is in', { timeout: 60_000 }, () => {
  test('there are more than enough ways to try', () => {
    expect(new Set(urls).size).toBeGreaterThan(100)
    expect(new Set(hosts).size).toBeGreaterThan(100)
  })

  test.each(overHttp)('by the address of a connector of type %s', async (type) => {
    for (const url of urls) {
      await expect(read(type, { url: here(url) }), url).rejects.toMatchObject({
        name: 'SourceFailed',
        temporary: false,
      })
    }
    expect(visits).toBe(0)
  })

  test('by the host of a database', async () => {
    for (const host of hosts) {
      const config = { host: here(host), port, database: 'a', user: 'b', table: 'c' }
      await expect(read('postgres', config), host).rejects.toMatchObject({ name: 'SourceFailed', temporary: false })
    }
    expect(visits).toBe(0)
  })

  test('by a connection string', async () => {
    const strings = [
      ...[...spelt, ...six.map((address) => `[${address}]`), ...named].map((host) => `postgresql://a:b@${host}:PORT/c`),
      ...['postgresql:///c?host=127.0.0.1&port=PORT', 'postgresql://a@example.com:PORT/c?host=127.0.0.1'],
      ...['postgresql://a@example.com/c?hostaddr=127.0.0.1&port=PORT', 'postgres://a@127.0.0.1,x:PORT/c'],
      ...['postgresql://a@%2Fvar%2Frun/c', 'socket:/tmp?db=c', 'postgresql+unix://a@127.0.0.1:PORT/c'],
    ]
    for (const text of strings) {
      const reading = read('postgres', { table: 'c' }, { connectionString: here(text) })
      await expect(reading, text).rejects.toMatchObject({ name: 'SourceFailed', temporary: false })
    }
    expect(visits).toBe(0)
  })

  test('by the address of a webhook', async () => {
    for (const url of urls) await expect(post(here(url)), url).rejects.toThrow()
    expect(visits).toBe(0)
  })
})

describe('nobody is led here', { timeout: 60_000 }, () => {
  /** A server that is allowed, and leads elsewhere. */
  const leading = async (status: number, location: () => string) => {
    const origin = await openOrigin((_, outgoing) => outgoing.writeHead(status, { location: location() }).end())
    return { origin, allowed: { ...guard, allow: readAllowList(origin.address) } }
  }

  test.each([301, 302, 303, 307, 308])('by a redirect of status %i', async (status) => {
    let location = ''
    const { origin, allowed } = await leading(status, () => location)
    const ways = urls.filter((url) => /^[\x21-\x7e]+$/.test(url))
    for (const [at, url] of ways.entries()) {
      location = here(url)
      const type = overHttp[(at + status) % overHttp.length] as ConnectorType
      await expect(read(type, { url: origin.url }, {}, allowed), url).rejects.toMatchObject({ name: 'SourceFailed' })
    }
    // A webhook follows none.
    location = here('http://127.0.0.1:PORT/')
    expect((await post(origin.url, allowed)).status).toBe(status)
    expect(ways.length).toBeGreaterThan(90)
    expect(visits).toBe(0)
    await origin.stop()
  })

  test('by links from page to page', async () => {
    for (const url of urls.filter((each) => /^https?:/.test(each))) {
      const origin = await openOrigin((_, outgoing) => outgoing.end(JSON.stringify({ rows: [], next: here(url) })))
      const config = { url: origin.url, recordsPath: 'rows', pagination: { type: 'link', path: 'next' } }
      const allowed = { ...guard, allow: readAllowList(origin.address) }
      await expect(read('rest_api', config, {}, allowed), url).rejects.toMatchObject({ name: 'SourceFailed' })
      await origin.stop()
    }
    expect(visits).toBe(0)
  })

  test('by a name that changes its mind', async () => {
    // First it stands for a server that is allowed, and ever after for this machine by another address.
    const pages = (more: string) => JSON.stringify({ rows: [{ n: 1 }], next: more })
    const origin: Origin = await openOrigin((_, outgoing) => outgoing.setHeader('connection', 'close').end(pages('x')))
    const six = net.createServer(() => visits++)
    await new Promise<void>((done) => six.once('error', () => done()).listen(origin.port, '::1', () => done()))
    for (const after of [['::1'], ['::ffff:127.0.0.2'], ['127.0.0.1', '::1'], ['169.254.169.254']]) {
      let asked = 0
      const changing: Guard = {
        allow: readAllowList(origin.address),
        lookup: async () => addressed(asked++ === 0 ? ['127.0.0.1'] : after),
      }
      const url = `http://rebind.example:${origin.port}/`
      const way = openOutbound(changing)
      const paged = { url, recordsPath: 'rows', pagination: { type: 'cursor', path: 'next' } }
      origin.asked.length = 0
      const connector = { id: 'x', name: 'x', type: 'rest_api', config: paged, secrets: {}, secretNames: [] }
      const reading = sampleSource({} as Scope, connector as unknown as OpenConnector, {}, 100, { guard: changing })
      await expect(reading).rejects.toThrow('rebind.example stands for')
      expect([asked, origin.asked.length]).toEqual([2, 1])
      asked = 0
      // What was looked up is what is connected to: the name is not asked again in between.
      expect((await way.send(url, { method: 'POST', body: '' })).status).toBe(200)
      expect(asked).toBe(1)
      await way.close()
    }
    expect(visits).toBe(0)
    await new Promise((done) => six.close(done))
    await origin.stop()
  })

  test('unless the installation says so, and then everybody is', async () => {
    const allowed: Guard = { allow: readAllowList(`127.0.0.1:${port}`), lookup }
    const before = visits
    for (const type of overHttp)
      await expect(read(type, { url: here('http://127.0.0.1:PORT') }, {}, allowed)).rejects.toThrow()
    const database = { host: 'loopback.example', port, database: 'a', user: 'b', table: 'c' }
    await expect(read('postgres', database, {}, allowed)).rejects.toThrow('The connection was cut')
    await expect(post(here('http://loopback.example:PORT'), allowed)).rejects.toThrow()
    expect(visits - before).toBeGreaterThanOrEqual(5)
  })
})
