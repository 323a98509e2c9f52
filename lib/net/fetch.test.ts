import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib'
import { afterEach, describe, expect, test } from 'vitest'
import { type Asked, type Origin, openOrigin } from '@/e2e/origin'
import { readAllowList } from './allow-list'
import type { Fetched, Fetching } from './fetch'
import { openOutbound } from './send'

const open: { stop(): unknown }[] = []
afterEach(async () => {
  for (const each of open.splice(0)) await each.stop()
})

async function origin(...given: Parameters<typeof openOrigin>): Promise<Origin> {
  const opened = await openOrigin(...given)
  open.push(opened)
  return opened
}

/** Fetches with every name standing for this machine, which `allowed` origins may be asked. */
function fetching(url: string, allowed: Origin[], how: Fetching = {}): Promise<Fetched> {
  const way = openOutbound({
    allow: readAllowList(allowed.map(({ address }) => address).join(',')),
    lookup: async () => [{ address: '127.0.0.1', family: 4 }],
  })
  open.push({ stop: () => way.close() })
  return way.fetch(url, how)
}

async function textOf({ body }: Fetched): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of body) chunks.push(chunk)
  return Buffer.concat(chunks).toString()
}

const own = { authorization: 'Bearer hunter2' }

describe('a redirect', () => {
  test('is followed up to five times', async () => {
    const server = await origin(({ target }, outgoing) => {
      const left = Number(target.slice(1))
      if (left === 0) outgoing.end('here')
      else outgoing.writeHead(302, { location: `/${left - 1}` }).end()
    })
    const reply = await fetching(`${server.url}/5`, [server])
    expect([await textOf(reply), reply.url.pathname]).toEqual(['here', '/0'])
    await expect(fetching(`${server.url}/6`, [server])).rejects.toThrow('There were more than 5 redirects.')
  })

  test('is checked like an address that was given', async () => {
    const inner = await origin()
    const locations = [
      inner.url,
      `http://localhost:${inner.port}/`,
      `http://[::ffff:127.0.0.1]:${inner.port}/`,
      `http://2130706433:${inner.port}/`,
      `//127.0.0.1:${inner.port}/`,
      `http://user@127.0.0.1:${inner.port}/`,
      'file:///etc/passwd',
      'gopher://127.0.0.1/',
      'http://169.254.169.254/latest/meta-data',
    ]
    for (const location of locations) {
      const server = await origin((_, outgoing) => outgoing.writeHead(302, { location }).end())
      await expect(fetching(server.url, [server]), location).rejects.toThrow(
        /does not allow it|Only http and https|must not carry/,
      )
    }
    const named = await origin((_, outgoing) => outgoing.writeHead(302, { location: 'http://inner.example/' }).end())
    await expect(fetching(named.url, [named])).rejects.toThrow('inner.example stands for 127.0.0.1')
    expect(inner.asked).toEqual([])
  })

  test('that leaves the origin loses what is for the origin alone, for good', async () => {
    const other: Origin = await origin((_, outgoing) => outgoing.writeHead(307, { location: `${first.url}/end` }).end())
    const first: Origin = await origin(({ target }, outgoing) => {
      if (target === '/end') outgoing.end('end')
      else outgoing.writeHead(307, { location: target === '/' ? '/again' : other.url }).end()
    })
    const reply = await fetching(first.url, [first, other], { own, headers: { 'x-all': '1' } })
    expect(await textOf(reply)).toBe('end')
    const shown = ({ target, headers }: Asked) => [target, headers.authorization, headers['x-all']]
    expect(first.asked.map(shown)).toEqual([
      ['/', own.authorization, '1'],
      ['/again', own.authorization, '1'],
      ['/end', undefined, '1'],
    ])
    expect(other.asked.map(shown)).toEqual([['/', undefined, '1']])
  })

  test.each<[number, string, string]>([
    [301, 'GET', ''],
    [302, 'GET', ''],
    [303, 'GET', ''],
    [307, 'POST', '{"a":1}'],
    [308, 'POST', '{"a":1}'],
  ])('of status %i makes a POST a %s', async (status, method, body) => {
    const server = await origin(({ target }, outgoing) => {
      if (target === '/end') outgoing.end()
      else outgoing.writeHead(status, { location: '/end' }).end()
    })
    await textOf(await fetching(server.url, [server], { method: 'POST', body: '{"a":1}' }))
    expect(server.asked.map((asked) => [asked.method, asked.body])).toEqual([
      ['POST', '{"a":1}'],
      [method, body],
    ])
  })

  test('without an address, and a 304, are replies', async () => {
    for (const status of [302, 304]) {
      const server = await origin((_, outgoing) => outgoing.writeHead(status).end())
      expect((await fetching(server.url, [server])).status).toBe(status)
    }
  })
})

describe('a body', () => {
  const text = 'a,b\n'.repeat(1000)

  test.each([
    ['gzip', gzipSync(text)],
    ['deflate', deflateSync(text)],
    ['br', brotliCompressSync(text)],
    ['identity', Buffer.from(text)],
  ])('that is compressed as %s comes uncompressed', async (encoding, bytes) => {
    const server = await origin((_, outgoing) => outgoing.setHeader('content-encoding', encoding).end(bytes))
    expect(await textOf(await fetching(server.url, [server]))).toBe(text)
  })

  test('that is not compressed as it says, or by what nobody knows, is refused', async () => {
    const answers: [string, Buffer, string][] = [
      ['gzip', Buffer.from('no gzip at all'), 'What came back is not compressed as it says.'],
      ['gzip', gzipSync(text).subarray(0, -20), 'What came back is not compressed as it says.'],
      ['zstd', Buffer.from('x'), "The reply is compressed as 'zstd', which is not understood."],
      ['gzip, gzip', Buffer.from('x'), "The reply is compressed as 'gzip, gzip', which is not understood."],
    ]
    for (const [encoding, bytes, message] of answers) {
      const server = await origin((_, outgoing) => outgoing.setHeader('content-encoding', encoding).end(bytes))
      const reading = fetching(server.url, [server]).then(textOf)
      await expect(reading).rejects.toThrow(message)
    }
  })

  test('that breaks off fails, as what may go well later', async () => {
    const server = await origin((_, outgoing) => {
      outgoing.setHeader('content-length', 1000)
      outgoing.write('half', () => outgoing.destroy())
    })
    const reading = fetching(server.url, [server]).then(textOf)
    await expect(reading).rejects.toMatchObject({ message: 'The connection was cut.', temporary: true })
  })

  test('that does not go on is given up', async () => {
    const server = await origin((_, outgoing) => outgoing.write('half'))
    const reading = fetching(server.url, [server], { patience: { begin: 5000, goOn: 100 } }).then(textOf)
    await expect(reading).rejects.toMatchObject({ message: 'The reply did not go on.', temporary: true })
  })

  test('ends with the reason of who stops it', async () => {
    const server = await origin((_, outgoing) => outgoing.write('half'))
    const stop = new AbortController()
    const { body } = await fetching(server.url, [server], { signal: stop.signal })
    const reading = (async () => {
      for await (const _ of body) stop.abort(new Error('enough'))
    })()
    await expect(reading).rejects.toThrow('enough')
  })

  test('is taken no faster than it is read', async () => {
    let written = 0
    const server = await origin((_, outgoing) => {
      const more = () => {
        do written += 65_536
        while (!outgoing.destroyed && outgoing.write(Buffer.alloc(65_536)))
        outgoing.once('drain', more)
      }
      more()
    })
    const { body, drop } = await fetching(server.url, [server])
    const [chunk] = [await body[Symbol.asyncIterator]().next()]
    expect(chunk.value?.length).toBeGreaterThan(0)
    // What the sockets of both sides hold, and no more, however long the other side has been at it.
    for (let turn = 0; turn < 1000; turn++) await new Promise((done) => setImmediate(done))
    expect(written).toBeLessThan(32 * 1024 * 1024)
    drop()
  })
})

describe('no reply', () => {
  test('is told with whether it may go well later', async () => {
    const free = await openOrigin()
    await free.stop()
    const cut = await origin((_, outgoing) => outgoing.destroy())
    await expect(fetching(free.url, [free])).rejects.toMatchObject({
      message: 'Nothing listens at this address.',
      temporary: true,
    })
    await expect(fetching(cut.url, [cut])).rejects.toMatchObject({
      message: 'The connection was cut.',
      temporary: true,
    })
    await expect(fetching(cut.url, [cut], { headers: { 'x-a': 'a\r\nb: c' } })).rejects.toMatchObject({
      message: 'The request cannot be sent: one of its headers is not possible.',
      temporary: false,
    })
  })
})
