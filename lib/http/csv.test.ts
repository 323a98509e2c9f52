import { parse } from 'csv-parse/sync'
import { describe, expect, it } from 'vitest'
import type { CsvCell } from '@/lib/contracts/csv'
import { csvReply, linesOf } from './csv'

async function* pagesOf(...pages: CsvCell[][][]) {
  yield* pages
}

describe('a file of CSV', () => {
  it('says what it is, in UTF-8 with its mark, lines ending as RFC 4180 has it', async () => {
    const reply = await csvReply({
      name: 'Größe 1.csv',
      header: ['a', 'b'],
      pages: pagesOf([['ä', 1]], [[null, true]]),
    })
    expect(Buffer.from(await reply.arrayBuffer()).toString('utf8')).toBe('\ufeffa,b\r\nä,1\r\n,true\r\n')
    expect(reply.headers.get('content-type')).toBe('text/csv; charset=utf-8')
    expect(reply.headers.get('content-disposition')).toBe(
      `attachment; filename="Gr__e 1.csv"; filename*=UTF-8''Gr%C3%B6%C3%9Fe%201.csv`,
    )
    expect(reply.headers.get('cache-control')).toBe('no-store')
  })

  it('has its header where there is no row, and goes on behind an empty page', async () => {
    const none = await csvReply({ name: 'x.csv', header: ['a'], pages: pagesOf() })
    expect(await none.text()).toBe('a\r\n')
    const gap = await csvReply({ name: 'x.csv', header: ['a'], pages: pagesOf([], [[1]], [], [[2]]) })
    expect(await gap.text()).toBe('a\r\n1\r\n2\r\n')
  })

  it.each(['=1+1', '+1', '-1', '@SUM(A1)', '\tx', '\rx', '=cmd|"/c calc"!A1', '-', '＝1'])(
    'lets no spreadsheet run %j',
    (text) => {
      const [[read]] = parse(linesOf([[text]])) as [[string]]
      expect(read).toBe(`'${text}`)
    },
  )

  it.each(['', ' =1', 'a=1', '1-2', "it's", 'a"b', 'a,b', 'a\r\nb', 'a\nb', 'a\rb', 'x\ty', '🙂'])(
    'keeps %j as it is',
    (text) => {
      const [[read]] = parse(linesOf([[text, 'end']])) as [[string]]
      expect(read).toBe(text)
    },
  )

  it('writes numbers as numbers', () => {
    expect(linesOf([[-5, 0, 1.5, false]])).toBe('-5,0,1.5,false\r\n')
  })

  it('reads no more than is taken', async () => {
    let read = 0
    let closed = false
    async function* endless() {
      try {
        for (;;) yield [[++read]]
      } finally {
        closed = true
      }
    }
    const reply = await csvReply({ name: 'x.csv', header: ['a'], pages: endless() })
    const reader = reply.body?.getReader()
    await reader?.read()
    await reader?.read()
    expect(read).toBeLessThan(5)
    await reader?.cancel()
    expect(closed).toBe(true)
  })

  it('refuses before it begins, and breaks off when it fails later or may not be read any more', async () => {
    async function* failing(after: number): AsyncGenerator<CsvCell[][]> {
      for (let at = 0; at < after; at++) yield [[at]]
      throw new Error('lost')
    }
    const file = (after: number) => ({ name: 'x.csv', header: ['a'], pages: failing(after) })
    await expect(csvReply(file(0))).rejects.toThrow('lost')
    await expect((await csvReply(file(3))).text()).rejects.toThrow('lost')
    const ended = await csvReply({ name: 'x.csv', header: ['a'], pages: pagesOf([[1]], [[2]]) }, async () => false)
    await expect(ended.text()).rejects.toThrow('not theirs')
  })
})
