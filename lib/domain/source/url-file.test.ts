import { gzipSync } from 'node:zlib'
import { afterEach, describe, expect, test } from 'vitest'
import { batchesOf, itemsOf, unstopped } from '@/e2e/memory-file'
import { giveFile, type Origin, openOrigin } from '@/e2e/origin'
import { readAllowList } from '@/lib/net/allow-list'
import { openOutbound } from '@/lib/net/send'
import { csvReader } from './csv'
import { urlFile } from './url-file'

const open: { stop(): unknown }[] = []
afterEach(async () => {
  for (const each of open.splice(0)) await each.stop()
})

async function origin(...given: Parameters<typeof openOrigin>): Promise<Origin> {
  const opened = await openOrigin(...given)
  open.push(opened)
  return opened
}

function fileAt({ url, address }: Pick<Origin, 'url' | 'address'>, own = {}) {
  const outbound = openOutbound({ allow: readAllowList(address) })
  open.push({ stop: () => outbound.close() })
  return urlFile(`${url}/prices.csv`, own, outbound)
}
const reader = (at: Pick<Origin, 'url' | 'address'>) =>
  csvReader(fileAt(at), { encoding: null, delimiter: null, quote: '"', header: true })

const content = Buffer.from(`n,x\n${Array.from({ length: 50 }, (_, at) => `${at},"y\n${'z'.repeat(at)}"\n`).join('')}`)

describe('a file at an address', () => {
  test('is asked for once, with what shows who asks', async () => {
    const server = await origin(({ headers }, outgoing) => giveFile(content, headers, outgoing))
    const file = fileAt(server, { authorization: 'Bearer hunter2' })
    const items = await itemsOf(csvReader(file, { encoding: null, delimiter: null, quote: '"', header: true }))
    expect(items).toHaveLength(50)
    expect(server.asked).toHaveLength(1)
    expect(server.asked[0]).toMatchObject({
      target: '/prices.csv',
      headers: { authorization: 'Bearer hunter2', 'accept-encoding': 'identity' },
    })
  })

  test.each<[string, Parameters<typeof openOrigin>[0], string[]]>([
    ['by ranges', ({ headers }, outgoing) => giveFile(content, headers, outgoing), ['', 'bytes=']],
    [
      'from the beginning, where there are no ranges',
      (_, outgoing) => outgoing.setHeader('etag', '"1"').end(content),
      ['', 'bytes='],
    ],
    [
      'from the beginning, where it is compressed',
      (_, outgoing) => outgoing.setHeader('etag', '"1"').setHeader('content-encoding', 'gzip').end(gzipSync(content)),
      ['', ''],
    ],
  ])('is gone on with %s', async (_, answer, ranges) => {
    const server = await origin(answer)
    const batches = await batchesOf(reader(server), { size: 7 })
    const all = batches.flatMap(({ items }) => items)
    const at = server.asked.length
    const rest = await itemsOf(reader(server), { size: 7, after: batches[3]?.resume })
    expect(rest).toEqual(all.slice(28))
    expect(server.asked.slice(at).map(({ headers }) => (headers.range ?? '').replace(/\d+-$/, ''))).toEqual(ranges)
  })

  test('that has changed meanwhile is a clear failure', async () => {
    let etag = '"1"'
    let now = content
    const server = await origin(({ headers }, outgoing) => giveFile(now, headers, outgoing, etag))
    const [batch] = await batchesOf(reader(server), { size: 30 })
    etag = '"2"'
    const again = () => itemsOf(reader(server), { after: batch?.resume })
    await expect(again()).rejects.toMatchObject({
      message: 'The file has changed since it was begun: run it anew',
      temporary: false,
    })
    etag = '"1"'
    now = content.subarray(0, 20)
    await expect(again()).rejects.toThrow('The file has changed since it was begun: run it anew')
  })

  test('that is told by its date or its size alone is known to have changed', async () => {
    let lines = 3
    const server = await origin((_, outgoing) => outgoing.end(`n\n${'1\n'.repeat(lines)}`))
    const [batch] = await batchesOf(reader(server), { size: 1 })
    lines = 4
    await expect(itemsOf(reader(server), { after: batch?.resume })).rejects.toThrow('The file has changed')
  })

  test.each<[number, string, boolean, number | null, Record<string, string>]>([
    [401, 'it refuses the secrets, or wants some', false, null, {}],
    [403, 'it refuses the secrets, or wants some', false, null, {}],
    [404, 'there is nothing at this address', false, null, {}],
    [429, 'it asks to be left alone', true, 7, { 'retry-after': '7' }],
    [503, 'it is in trouble', true, 86_400, { 'retry-after': 'Thu, 01 Jan 2999 00:00:00 GMT' }],
    [500, 'it is in trouble', true, null, { 'retry-after': 'soon' }],
    [418, '127.0.0.1 answers 418', false, null, {}],
    [304, '127.0.0.1 answers 304', false, null, {}],
  ])('of status %i fails: %s', async (status, message, temporary, retryAfter, headers) => {
    const server = await origin((_, outgoing) => outgoing.writeHead(status, headers).end('hunter2'))
    const failure = await itemsOf(reader(server)).catch((error: unknown) => error)
    expect(failure).toMatchObject({ name: 'SourceFailed', temporary, retryAfter })
    expect((failure as Error).message).toContain(message)
    expect((failure as Error).message).not.toContain('hunter2')
  })

  test('that dies half-way gives what came before, and may go well later', async () => {
    const server = await origin((_, outgoing) => {
      outgoing.setHeader('content-length', content.length)
      outgoing.write(content.subarray(0, 200), () => outgoing.destroy())
    })
    const seen: number[] = []
    const reading = async () => {
      const part = { from: null, to: null, number: 0 }
      for await (const { items } of reader(server).read(part, null, 1000, unstopped)) seen.push(items.length)
    }
    await expect(reading()).rejects.toMatchObject({ message: '127.0.0.1: The connection was cut.', temporary: true })
    expect(seen).toEqual([content.subarray(0, 200).toString().split('"\n').length - 1])
  })

  test('at a host that is not allowed fails without telling where a name leads', async () => {
    const outbound = openOutbound({
      allow: readAllowList(''),
      lookup: async () => [{ address: '10.1.2.3', family: 4 }],
    })
    const file = urlFile('http://files.example/a.csv', {}, outbound)
    const failure = await file.open(0, unstopped).catch((error: unknown) => error)
    expect(failure).toMatchObject({
      message: 'files.example stands for a private address, and this installation does not allow it.',
      temporary: false,
    })
    await outbound.close()
  })
})
