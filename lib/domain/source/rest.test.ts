import { gzipSync } from 'node:zlib'
import { afterEach, describe, expect, test } from 'vitest'
import { batchesOf, itemsOf } from '@/e2e/memory-file'
import { type Asked, type Origin, openOrigin } from '@/e2e/origin'
import { readAllowList } from '@/lib/net/allow-list'
import { openOutbound } from '@/lib/net/send'
import type { Config } from '../connector/settings'
import type { Mark } from './mark'
import { misfitOfPagination, nextLink } from './pagination'
import { restReader } from './rest'
import { restSettings } from './settings'

const open: { stop(): unknown }[] = []
afterEach(async () => {
  for (const each of open.splice(0)) await each.stop()
})

async function origin(...given: Parameters<typeof openOrigin>): Promise<Origin> {
  const opened = await openOrigin(...given)
  open.push(opened)
  return opened
}

const reader = (
  at: Origin,
  config: Config = {},
  more: { since?: Mark; secrets?: Record<string, string>; also?: Origin } = {},
) => {
  const allow = readAllowList([at, ...(more.also ? [more.also] : [])].map(({ address }) => address).join(','))
  const settings = restSettings({ url: `${at.url}/deals`, ...config }, more.secrets ?? {})
  const opened = restReader(settings, more.since ?? null, openOutbound({ allow }))
  open.push({ stop: () => opened.close() })
  return opened
}
const numbersOf = async (...given: Parameters<typeof reader>) =>
  (await itemsOf(reader(...given))).map((item) => ('row' in item ? item.row.n : item.broken))
const targets = ({ asked }: Origin) => asked.map(({ target }) => target)

const all = Array.from({ length: 25 }, (_, at) => ({ n: at + 1 }))
const numbers = all.map(({ n }) => n)
const parameter = ({ target }: Asked, name: string) => new URL(target, 'http://x').searchParams.get(name)
const page = (from: number, size = 10) => all.slice(from, from + size)

describe('an API gives its rows', () => {
  test('in one reply', async () => {
    const server = await origin((_, outgoing) => outgoing.end(JSON.stringify({ data: { items: all } })))
    expect(await numbersOf(server, { recordsPath: 'data.items', query: { a: [1, 2], b: 'x y' } })).toEqual(numbers)
    expect(targets(server)).toEqual(['/deals?a=1&a=2&b=x+y'])
  })

  test('by page', async () => {
    const server = await origin((asked, outgoing) =>
      outgoing.end(JSON.stringify(page((Number(parameter(asked, 'p')) - 1) * 10))),
    )
    expect(await numbersOf(server, { pagination: { type: 'page', param: 'p' } })).toEqual(numbers)
    expect(targets(server)).toEqual(['/deals?p=1', '/deals?p=2', '/deals?p=3', '/deals?p=4'])
    server.asked.length = 0
    const sized = { type: 'page', param: 'p', sizeParam: 'per', size: 10 }
    expect(await numbersOf(server, { pagination: sized, query: { p: 9 } })).toEqual(numbers)
    expect(targets(server)).toEqual([1, 2, 3, 4].map((page) => `/deals?p=${page}&per=10`))
  })

  test('by offset', async () => {
    const server = await origin((asked, outgoing) =>
      outgoing.end(JSON.stringify(page(Number(parameter(asked, 'offset')), 7))),
    )
    expect(await numbersOf(server, { pagination: { type: 'offset' } })).toEqual(numbers)
    expect(targets(server).map((target) => target.split('=')[1])).toEqual(['0', '7', '14', '21', '25'])
    server.asked.length = 0
    expect(await numbersOf(server, { pagination: { type: 'offset', size: 7 } })).toEqual(numbers)
    expect(targets(server)[0]).toBe('/deals?offset=0&limit=7')
  })

  test('by cursor, in the query or in the body of a POST', async () => {
    const reply = (cursor: string | null) => {
      const from = Number(cursor ?? 0)
      return JSON.stringify({ rows: page(from), meta: { next: from < 20 ? String(from + 10) : null } })
    }
    const pagination = { type: 'cursor', param: 'after', path: 'meta.next' }
    const server = await origin((asked, outgoing) => outgoing.end(reply(parameter(asked, 'after'))))
    expect(await numbersOf(server, { pagination, recordsPath: 'rows' })).toEqual(numbers)
    expect(targets(server)).toEqual(['/deals', '/deals?after=10', '/deals?after=20'])
    const posted = await origin(({ body }, outgoing) => outgoing.end(reply(JSON.parse(body).after ?? null)))
    const config = { pagination, recordsPath: 'rows', method: 'POST', body: { filter: 'open' } }
    expect(await numbersOf(posted, config)).toEqual(numbers)
    expect(posted.asked.map(({ method, body }) => [method, body])).toEqual([
      ['POST', '{"filter":"open"}'],
      ['POST', '{"filter":"open","after":"10"}'],
      ['POST', '{"filter":"open","after":"20"}'],
    ])
  })

  test('by links', async () => {
    const server = await origin((asked, outgoing) => {
      const from = Number(parameter(asked, 'from') ?? 0)
      const next = `<?from=${from + 10}&x=1>; rel="next", <?from=0>; rel="first"`
      if (from < 20) outgoing.setHeader('link', next)
      outgoing.end(JSON.stringify(page(from)))
    })
    expect(await numbersOf(server, { pagination: { type: 'link' }, query: { a: 1 } })).toEqual(numbers)
    expect(targets(server)).toEqual(['/deals?a=1', '/deals?from=10&x=1', '/deals?from=20&x=1'])
  })

  test('by links in the reply itself', async () => {
    const server = await origin((asked, outgoing) => {
      const from = Number(parameter(asked, 'from') ?? 0)
      outgoing.end(JSON.stringify({ rows: page(from), paging: { next: from < 20 ? `/more?from=${from + 10}` : null } }))
    })
    const pagination = { type: 'link', path: 'paging.next' }
    expect(await numbersOf(server, { pagination, recordsPath: 'rows' })).toEqual(numbers)
    expect(targets(server)).toEqual(['/deals', '/more?from=10', '/more?from=20'])
  })

  test('in smaller pages than it was asked for, and all of them are read', async () => {
    const server = await origin((asked, outgoing) => {
      const from = Number(parameter(asked, 'offset') ?? (Number(parameter(asked, 'page')) - 1) * 10)
      outgoing.end(JSON.stringify(page(from)))
    })
    expect(await numbersOf(server, { pagination: { type: 'offset', size: 1000 } })).toEqual(numbers)
    expect(await numbersOf(server, { pagination: { type: 'page', sizeParam: 'per', size: 1000 } })).toEqual(numbers)
  })

  test('until it says that there is no further page', async () => {
    for (const status of [404, 204]) {
      const server = await origin((asked, outgoing) => {
        const from = (Number(parameter(asked, 'page')) - 1) * 10
        if (from < 25) outgoing.end(JSON.stringify(page(from)))
        else outgoing.writeHead(status).end(status === 404 ? 'Invalid page.' : undefined)
      })
      expect(await numbersOf(server, { pagination: { type: 'page' } })).toEqual(numbers)
    }
    const missing = await origin((_, outgoing) => outgoing.writeHead(404).end())
    await expect(numbersOf(missing, { pagination: { type: 'page' } })).rejects.toThrow(
      'there is nothing at this address',
    )
  })

  test('compressed, and with numbers that JavaScript does not hold', async () => {
    const server = await origin((_, outgoing) =>
      outgoing.setHeader('content-encoding', 'gzip').end(gzipSync('[{"n":12345678901234567890}]')),
    )
    expect(await numbersOf(server)).toEqual(['12345678901234567890'])
  })

  test('and what is no row is broken', async () => {
    const server = await origin((_, outgoing) => outgoing.end('[{"n":1},7,{"n":"\\u0000"},null,{"n":2}]'))
    expect(await numbersOf(server)).toEqual([
      1,
      'The row is no JSON object',
      'The row holds a NUL character',
      'The row is no JSON object',
      2,
    ])
  })

  test('none, which is no failure', async () => {
    for (const [text, config] of [
      ['[]', {}],
      ['{"data":null}', { recordsPath: 'data' }],
      ['[]', { pagination: { type: 'page' } }],
    ] as const) {
      const server = await origin((_, outgoing) => outgoing.end(text))
      expect(await numbersOf(server, config)).toEqual([])
    }
  })
})

describe('who asks', () => {
  const shown = async (secrets: Record<string, string>, config: Config = {}) => {
    const server = await origin((_, outgoing) => outgoing.end('[]'))
    await numbersOf(server, config, { secrets })
    return server.asked[0]?.headers ?? {}
  }

  test('is shown by a token, a key or a password', async () => {
    expect((await shown({ token: 'a' })).authorization).toBe('Bearer a')
    expect((await shown({ username: 'ann', password: 'b' })).authorization).toBe(`Basic ${btoa('ann:b')}`)
    expect((await shown({ apiKey: 'c' }))['x-api-key']).toBe('c')
    expect((await shown({ apiKey: 'c' }, { keyHeader: 'X-Auth' }))['x-auth']).toBe('c')
    expect(await shown({ token: 'a' }, { headers: { 'X-More': 7, authorization: 'mine' } })).toMatchObject({
      'x-more': '7',
      accept: 'application/json',
    })
  })

  test('is shown to nobody else, be it by redirect or by link', async () => {
    const other = await origin((_, outgoing) => outgoing.end('[{"n":2}]'))
    const secrets = { token: 'hunter2', apiKey: 'hunter3' }
    const config = { headers: { 'X-Own': 'hunter4' }, pagination: { type: 'link' } }
    const linking = await origin((_, outgoing) =>
      outgoing.setHeader('link', `<${other.url}/more>; rel=next`).end('[{"n":1}]'),
    )
    expect(await numbersOf(linking, config, { secrets, also: other })).toEqual([1, 2])
    const leading = await origin((_, outgoing) => outgoing.writeHead(302, { location: other.url }).end())
    expect(await numbersOf(leading, config, { secrets, also: other })).toEqual([2])
    expect(linking.asked[0]?.headers.authorization).toBe('Bearer hunter2')
    expect(other.asked).toHaveLength(2)
    expect(JSON.stringify(other.asked)).not.toContain('hunter')
  })

  test('may be shown by a parameter, which no link and no other host keeps', async () => {
    const other = await origin((_, outgoing) => outgoing.end('[{"n":3}]'))
    const server = await origin(({ target }, outgoing) => {
      const next = target.startsWith('/more') ? `${other.url}/x` : `${target.replace('/deals', '/more')}&p=2`
      outgoing.setHeader('link', `<${next}>; rel=next`).end(`[{"n":"${target.slice(1, 5)}"}]`)
    })
    const config = { keyParam: 'api_key', pagination: { type: 'link' } }
    const given = { secrets: { apiKey: 'hunter5' }, also: other }
    const batches = await batchesOf(reader(server, config, given), { size: 1 })
    expect(targets(server)).toEqual(['/deals?api_key=hunter5', '/more?p=2&api_key=hunter5'])
    expect(server.asked.map(({ headers }) => headers['x-api-key'])).toEqual([undefined, undefined])
    expect(targets(other)).toEqual(['/x'])
    expect(JSON.stringify(batches)).not.toContain('hunter5')
    server.asked.length = 0
    expect(await itemsOf(reader(server, config, given), { after: batches[1]?.resume })).toHaveLength(1)
    expect(targets(server)).toEqual(['/more?p=2&api_key=hunter5'])
  })

  test('sets no header that the way decides', () => {
    for (const name of ['Host', 'content-length', 'Transfer-Encoding', 'connection', 'Proxy-Authorization']) {
      expect(() => restSettings({ url: 'http://x.example', headers: { [name]: 'x' } }, {})).toThrow('cannot be set')
    }
  })
})

describe('an API that does not turn its pages is a clear failure', () => {
  const same = 'gives the same page again'
  const round = 'in a circle'
  test.each<[string, Config, (asked: Asked) => string, string]>([
    ['page', { pagination: { type: 'page' } }, () => '[{"n":1}]', same],
    ['offset', { pagination: { type: 'offset' } }, () => '[{"n":1}]', same],
    [
      'cursor to itself',
      { pagination: { type: 'cursor', path: 'next' }, recordsPath: 'rows' },
      (asked) => `{"rows":[{"n":${Math.random()}}],"next":"a","was":"${parameter(asked, 'cursor')}"}`,
      round,
    ],
    [
      'cursor through three',
      { pagination: { type: 'cursor', path: 'next' }, recordsPath: 'rows' },
      (asked) => `{"rows":[{"n":1}],"next":${(Number(parameter(asked, 'cursor') ?? 0) + 1) % 3}}`,
      round,
    ],
    [
      'cursor that is an object',
      { pagination: { type: 'cursor', path: 'next' }, recordsPath: 'rows' },
      () => '{"rows":[{"n":1}],"next":{"id":7}}',
      'names the next page by what is neither a text nor a number',
    ],
    [
      'link to nowhere',
      { pagination: { type: 'link', path: 'next' }, recordsPath: 'rows' },
      () => '{"rows":[{"n":1}],"next":"http://"}',
      'leads to what is no address',
    ],
  ])('by %s', async (_, config, answer, message) => {
    const server = await origin((asked, outgoing) => outgoing.end(answer(asked)))
    await expect(numbersOf(server, config)).rejects.toThrow(message)
    expect(server.asked.length).toBeLessThan(12)
  })

  test('by link', async () => {
    const server = await origin(({ target }, outgoing) =>
      outgoing.setHeader('link', `<${target === '/a' ? '/b' : '/a'}>; rel=next`).end(`[{"t":"${target}"}]`),
    )
    await expect(numbersOf(server, { pagination: { type: 'link' } })).rejects.toThrow(round)
  })
})

test('an API that goes on for ever without a row is a clear failure', async () => {
  const config = { pagination: { type: 'cursor', path: 'next' }, recordsPath: 'rows' }
  const server = await origin((asked, outgoing) => {
    const turn = Number(parameter(asked, 'cursor') ?? 0)
    outgoing.end(JSON.stringify({ rows: turn === 50 ? [{ n: 1 }] : [], next: turn + 1 }))
  })
  await expect(numbersOf(server, config)).rejects.toThrow('gives 100 pages without a row, and no end')
  expect(server.asked.length).toBe(151)
})

describe('a reply that cannot be read is a clear failure', () => {
  test.each<[string, string | Buffer, Config, string]>([
    ['no JSON', '<html>', {}, '127.0.0.1 sends what is no JSON'],
    ['no text', Buffer.from([0x5b, 0xff, 0x5d]), {}, '127.0.0.1 sends what is no utf-8 text'],
    ['nothing there', '{"data":[]}', { recordsPath: 'rows' }, "There is nothing at 'rows' in the reply"],
    ['too large', Buffer.alloc(33 * 1024 * 1024, ' '), {}, 'A page of 127.0.0.1 is larger than 32 MiB'],
  ])('%s', async (_, body, config, message) => {
    const server = await origin((_asked, outgoing) => outgoing.end(body))
    await expect(numbersOf(server, config)).rejects.toMatchObject({ name: 'SourceFailed', temporary: false })
    await expect(numbersOf(server, config)).rejects.toThrow(message)
  })

  test('a bomb of 33 MiB that came in 33 KiB', async () => {
    const bomb = gzipSync(Buffer.alloc(33 * 1024 * 1024, ' '))
    const server = await origin((_, outgoing) => outgoing.setHeader('content-encoding', 'gzip').end(bomb))
    await expect(numbersOf(server)).rejects.toThrow('A page of 127.0.0.1 is larger than 32 MiB')
  })

  test('of status 429 or 5xx may go well later, when it says', async () => {
    const server = await origin((_, outgoing) => outgoing.writeHead(429, { 'retry-after': '30' }).end())
    await expect(numbersOf(server)).rejects.toMatchObject({ temporary: true, retryAfter: 30 })
    const down = await origin((_, outgoing) => outgoing.writeHead(502).end())
    await expect(numbersOf(down)).rejects.toMatchObject({ temporary: true, retryAfter: null })
    const no = await origin((_, outgoing) => outgoing.writeHead(400).end())
    await expect(numbersOf(no)).rejects.toMatchObject({ temporary: false })
  })

  test('half-way gives what came before', async () => {
    const server = await origin((asked, outgoing) => {
      if (parameter(asked, 'page') === '1') outgoing.end(JSON.stringify(page(0)))
      else outgoing.destroy()
    })
    const opened = reader(server, { pagination: { type: 'page' } })
    const seen: number[] = []
    const reading = async () => {
      for await (const { items } of opened.read(null, null, 100, new AbortController().signal)) seen.push(items.length)
    }
    await expect(reading()).rejects.toMatchObject({ temporary: true })
    expect(seen).toEqual([10])
  })
})

describe('reading goes on', () => {
  const answer: Parameters<typeof openOrigin>[0] = (asked, outgoing) => {
    const from = Number(parameter(asked, 'c') ?? 0)
    outgoing.end(JSON.stringify({ rows: page(from), next: from < 20 ? from + 10 : null }))
  }
  const config = { pagination: { type: 'cursor', param: 'c', path: 'next' }, recordsPath: 'rows' }

  test.each([1, 3, 10, 12, 100])('behind any batch of %i, from its own page on', async (size) => {
    const server = await origin(answer)
    const batches = await batchesOf(reader(server, config), { size })
    let count = 0
    for (const { items, resume } of batches) {
      count += items.length
      server.asked.length = 0
      const after = JSON.parse(JSON.stringify(resume))
      const rest = await itemsOf(reader(server, config), { size, after })
      expect(rest.map(({ number }) => number)).toEqual(numbers.slice(count))
      expect(rest.map((item) => 'row' in item && item.row.n)).toEqual(numbers.slice(count))
      const cursor = count % 10 === 0 ? count - 10 : count - (count % 10)
      expect(parameter(server.asked[0] as Asked, 'c') ?? '0').toBe(String(cursor))
    }
  })

  test('with what is new since the last time, less a window', async () => {
    const rows = [
      { n: 1, at: '2026-01-01T00:00:00Z' },
      { n: 2, at: '2026-01-03T00:00:00+02:00' },
      { n: 3, at: '2026-01-02T21:59:59Z' },
      { n: 4, at: null },
    ]
    const server = await origin((_, outgoing) => outgoing.end(JSON.stringify(rows)))
    const incremental = { cursorField: 'at', cursorParam: 'since' }
    const batches = await batchesOf(reader(server, incremental), { size: 2 })
    // The instants, not their spellings, are compared: the second is at 22:00.
    expect(batches.map(({ mark }) => mark)).toEqual([
      { value: '2026-01-03T00:00:00+02:00' },
      { value: '2026-01-03T00:00:00+02:00' },
    ])
    const since = batches.at(-1)?.mark as Mark
    await numbersOf(server, incremental, { since })
    await numbersOf(server, { ...incremental, overlap: 60 }, { since })
    await numbersOf(server, { ...incremental, overlap: 5 }, { since: { value: 100 } })
    expect(server.asked.map((asked) => parameter(asked, 'since'))).toEqual([
      null,
      '2026-01-03T00:00:00+02:00',
      '2026-01-02T21:59:00.000Z',
      '95',
    ])
  })

  test('with the mark of before where nothing is new', async () => {
    const server = await origin((_, outgoing) => outgoing.end('[{"n":1,"at":3}]'))
    const incremental = { cursorField: 'at', cursorParam: 'since' }
    const [batch] = await batchesOf(reader(server, incremental, { since: { value: 7 } }))
    expect(batch?.mark).toEqual({ value: 7 })
  })
})

describe('a pagination', () => {
  test.each<[unknown, string | null]>([
    [{ type: 'none' }, null],
    [{ type: 'page' }, null],
    [{ type: 'offset', size: 100, sizeParam: 'limit' }, null],
    [{ type: 'page', size: 100 }, "must have a 'sizeParam', by which the size is asked for"],
    [{ type: 'link', path: 'next' }, null],
    [{ type: 'cursor', path: 'meta.next' }, null],
    [{ type: 'link' }, null],
    [[], 'must be an object'],
    [{}, 'must have a type, one of: none, page, offset, cursor, link'],
    [{ type: 'toString' }, 'must have a type, one of: none, page, offset, cursor, link'],
    [{ type: 'cursor' }, "must have a 'path' to the next cursor"],
    [{ type: 'page', param: 7 }, "must have a text as 'param'"],
    [{ type: 'page', size: 0 }, "must have a whole number from 1 on as 'size'"],
    [{ type: 'page', first: -1 }, "must have a whole number from 0 on as 'first'"],
  ])('%j: %s', (value, misfit) => {
    expect(misfitOfPagination(value)).toBe(misfit)
  })

  test.each<[string | string[] | undefined, string | null]>([
    [undefined, null],
    ['<https://x.example/?p=2>; rel="next"', 'https://x.example/?p=2'],
    ['</a>; rel=prev, </b>; rel=next', '/b'],
    ['</a,b;c>; title="x, y; rel=next"; rel="last next"', '/a,b;c'],
    [['</a>; rel=first', '</b>;rel="NEXT"'], '/b'],
    ['</a>; rel="prev"', null],
    ['next', null],
  ])('finds the next link of %j', (header, link) => {
    expect(nextLink(header)).toBe(link)
  })
})
