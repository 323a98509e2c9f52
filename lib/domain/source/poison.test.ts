import { describe, expect, test } from 'vitest'
import { memoryFile, unstopped } from '@/e2e/memory-file'
import type { Config } from '../connector/settings'
import type { NodeType } from '../flow/flow'
import { compileFlow } from '../flow/program/compile'
import { chainOf, context } from '../flow/program/flow.fixture'
import { memoryIo } from '../flow/program/memory-io'
import { csvReader } from './csv'
import { jsonReader } from './json'
import type { Reader } from './reader'
import { csvSettings, jsonSettings } from './settings'

/** What a source and a flow of some nodes make of poison, from end to end. */
interface Ended {
  read: number
  rows: Record<string, unknown>[]
  /** By the numbers of their rows. */
  rejects: [number, string][]
  failure: string | null
}

type Nodes = [NodeType, Config][]

async function through(reader: Reader, nodes: Nodes, size: number, signal = unstopped): Promise<Ended> {
  const program = compileFlow(chainOf(...nodes), context)
  const ended: Ended = { read: 0, rows: [], rejects: [], failure: null }
  try {
    const [part] = await reader.split(1)
    for await (const { items } of reader.read(part, null, size, signal)) {
      const { passed, rejects, skipped } = await program.process('in', items, memoryIo(), 0)
      const arrived = passed.get('out') ?? []
      // Nothing gets lost on the way.
      expect(items.length).toBe(arrived.length + rejects.length + skipped)
      ended.read += items.length
      ended.rows.push(...arrived.map(({ row }) => ({ ...row })))
      ended.rejects.push(...rejects.map(({ number, reason }): [number, string] => [number, reason]))
    }
  } catch (error) {
    const { name, message } = error as Error
    ended.failure = name === 'SourceFailed' ? message : `${name}: ${message}`
  }
  return ended
}

type Content = Parameters<typeof memoryFile>[0]
const csv = (content: Content, config: Config = {}, piece?: number) =>
  csvReader(memoryFile(content, { piece }), csvSettings(config))
const json = (content: Content, config: Config = {}, piece?: number) =>
  jsonReader(memoryFile(content, { piece }), jsonSettings(config))

/** The same however the bytes come in, and however many rows a batch has. */
async function ends(open: typeof csv, content: Content, config: Config = {}, nodes: Nodes = []): Promise<Ended> {
  const whole = await through(open(content, config, 1 << 20), nodes, 1000)
  if (typeof content === 'function' || content.length > 100_000) return whole
  for (const [piece, size] of [
    [1, 1000],
    [7, 1],
  ] as const) {
    expect(await through(open(content, config, piece), nodes, size)).toEqual(whole)
  }
  return whole
}

const utf16 = (text: string, bom: boolean, big: boolean): Buffer => {
  const bytes = Buffer.from(bom ? `\ufeff${text}` : text, 'utf16le')
  return big ? bytes.swap16() : bytes
}
const joined = (...parts: (string | number[])[]): Buffer =>
  Buffer.concat(parts.map((part) => Buffer.from(part as string)))
const amount: Nodes = [['transform', { type: 'cast', field: 'n', to: 'number' }]]

describe('poison in CSV ends in rejects', { timeout: 60_000 }, () => {
  test.each<[string, string | Buffer, Config, unknown[], [number, string][]]>([
    [
      'ragged rows',
      'a,n\nx,1\nx\nx,2,3\n,\n,,\nx,4\n',
      {},
      [
        { a: 'x', n: 1 },
        { a: '', n: null },
        { a: 'x', n: 4 },
      ],
      [
        [2, 'The row has 1 cell where the header has 2'],
        [3, 'The row has 3 cells where the header has 2'],
        [5, 'The row has 3 cells where the header has 2'],
      ],
    ],
    [
      'bytes that are no UTF-8 among many that are',
      joined('a,n\nZoë Łódź,1\nZo', [0xeb], ',2\n漢字,3\n'),
      {},
      [
        { a: 'Zoë Łódź', n: 1 },
        { a: '漢字', n: 3 },
      ],
      [[2, 'The row holds what is no utf-8 text']],
    ],
    [
      'over-long UTF-8, surrogates in it and what is behind Unicode',
      joined('a,n\n', [0xc0, 0x80], ',1\n', [0xed, 0xa0, 0x80], ',2\n', [0xf4, 0x90, 0x80, 0x80], ',3\nx,4\n'),
      { encoding: 'utf-8' },
      [{ a: 'x', n: 4 }],
      [1, 2, 3].map((number) => [number, 'The row holds what is no utf-8 text']),
    ],
    [
      'half a character of UTF-16',
      utf16('a,n\n\ud83d,1\n😀,2\n', true, true),
      {},
      [{ a: '😀', n: 2 }],
      [[1, 'The row holds what is no utf-16be text']],
    ],
    [
      'UTF-16 without a mark, where there is no header',
      utf16('x,1\n', false, false),
      { header: false },
      [],
      [
        [1, 'The row holds a NUL character'],
        [2, 'The row has 1 cell where the header has 2'],
      ],
    ],
    [
      'NULs',
      'a,n\n\0,1\nx,\x002\n"a\0b",3\nx,4',
      {},
      [{ a: 'x', n: 4 }],
      [1, 2, 3].map((number) => [number, 'The row holds a NUL character']),
    ],
    [
      'a quote inside a cell that has none around it',
      'a,n\n5" pipe,1\n"6"" pipe",2\n"7" pipe",3\nx,4',
      {},
      [
        { a: '5" pipe', n: 1 },
        { a: '6" pipe', n: 2 },
        { a: 'x', n: 4 },
      ],
      [[3, 'The row has text behind the closing quote of cell 1']],
    ],
    [
      'a quote that is never closed',
      'a,n\nx,1\n"y,2\nz,3\n',
      {},
      [{ a: 'x', n: 1 }],
      [[2, 'The row has a quote in cell 1 that is never closed']],
    ],
    [
      'numbers that are none',
      'a,n\nx,1e400\nx,--1\nx,1\nx,0x10\nx,NaN\n',
      {},
      [{ a: 'x', n: 1 }],
      [1, 2, 4, 5].map((number) => [number, expect.stringContaining("field 'n'") as unknown as string]),
    ],
  ])('%s', async (_, content, config, rows, rejects) => {
    const ended = await ends(csv, content, config, config.header === false ? [] : amount)
    expect(ended).toEqual({ read: rows.length + rejects.length, rows, rejects, failure: null })
    expect(JSON.stringify(ended.rows)).not.toContain('\ufffd')
  })

  test('dates in three formats, but for the one that is said', async () => {
    const content = 'd\n2026-02-01\n01.02.2026\n02/01/2026\n31.02.2026\n1.2.26\n'
    const said = (format?: string): Nodes => [['transform', { type: 'cast', field: 'd', to: 'date', format }]]
    const german = await ends(csv, content, {}, said('dd.mm.yyyy'))
    expect(german.rows).toEqual([{ d: '2026-02-01' }, { d: '2026-02-01' }])
    expect(german.rejects.map(([number]) => number)).toEqual([3, 4, 5])
    const american = await ends(csv, content, {}, said('mm/dd/yyyy'))
    expect([american.rows, american.rejects.length]).toEqual([[{ d: '2026-02-01' }, { d: '2026-02-01' }], 3])
    const unsaid = await ends(csv, content, {}, said())
    expect(unsaid.rows).toEqual([{ d: '2026-02-01' }])
    expect(unsaid.rejects[0]).toEqual([2, expect.stringContaining('can be read as more than one date')])
  })
})

describe('what only looks like poison in CSV is read', { timeout: 60_000 }, () => {
  test.each<[string, string | Buffer, Config, unknown[]]>([
    ['a mark of UTF-8', '\ufeffa,n\nx,1', {}, [{ a: 'x', n: '1' }]],
    ['a mark inside of a file', 'a,n\n\ufeffx,1', {}, [{ a: '\ufeffx', n: '1' }]],
    ['UTF-16 LE with a mark', utf16('a,n\nß,1', true, false), {}, [{ a: 'ß', n: '1' }]],
    ['UTF-16 BE with a mark', utf16('a,n\nß,1', true, true), {}, [{ a: 'ß', n: '1' }]],
    ['UTF-16 LE that is said', utf16('a,n\nß,1', false, false), { encoding: 'utf-16le' }, [{ a: 'ß', n: '1' }]],
    ['UTF-16 BE that is said', utf16('a,n\nß,1', false, true), { encoding: 'utf-16be' }, [{ a: 'ß', n: '1' }]],
    [
      'Latin-1',
      Buffer.from('a,n\nMüller,1\nÃ,2', 'latin1'),
      {},
      [
        { a: 'Müller', n: '1' },
        { a: 'Ã', n: '2' },
      ],
    ],
    ['CRLF', 'a,n\r\nx,1\r\n', {}, [{ a: 'x', n: '1' }]],
    ['CR', 'a,n\rx,1\r', {}, [{ a: 'x', n: '1' }]],
    ['all of them', '\r\n\na,n\r\nx,1\ry,2\n\n\rz,3', {}, ['x1', 'y2', 'z3'].map(([a, n]) => ({ a, n }))],
    ['line ends in quotes', 'a,n\n"x\r\ny\rz\n",1', {}, [{ a: 'x\r\ny\rz\n', n: '1' }]],
    ['names twice and none', 'a,a,,\n1,2,3,4', {}, [{ a: '1', a_2: '2', column_3: '3', column_4: '4' }]],
    ['a header alone', 'a,n\n', {}, []],
    ['no bytes', '', {}, []],
    ['no rows, no header', '\r\n\n', {}, []],
    ['formulas', 'a,n\n=1+1,-1', {}, [{ a: '=1+1', n: '-1' }]],
  ])('%s', async (_, content, config, rows) => {
    expect(await ends(csv, content, config)).toEqual({ read: rows.length, rows, rejects: [], failure: null })
  })

  test('a cell of 1 MB, and 5,000 columns', async () => {
    const cell = `"${'y""\n'.repeat(262_144)}"`
    expect((await ends(csv, `a,n\n${cell},1\nx,2\n`, {}, amount)).rows).toEqual([
      { a: 'y"\n'.repeat(262_144), n: 1 },
      { a: 'x', n: 2 },
    ])
    const names = Array.from({ length: 5000 }, (_, at) => `c${at}`)
    const wide = `${names.join(',')}\n${names.map((_, at) => at).join(',')}\n1,2\n`
    const ended = await ends(csv, wide)
    expect(Object.keys(ended.rows[0] ?? {})).toEqual(names)
    expect(ended.rejects).toEqual([[2, 'The row has 2 cells where the header has 5000']])
  })
})

describe('poison ends in a clear failure', { timeout: 60_000 }, () => {
  const dying = (text: string) =>
    function* () {
      yield Buffer.from(text)
      throw Object.assign(new Error('The connection was cut.'), { name: 'SourceFailed' })
    }

  test.each<[string, typeof csv, Content, Config, string, number]>([
    ['CSV in UTF-16 without a mark', csv, utf16('a,n\nß,1', false, false), {}, 'set the encoding', 0],
    ['CSV in UTF-16 BE without a mark', csv, utf16('a,n\nß,1', false, true), {}, 'set the encoding', 0],
    ['a header that is never closed', csv, '"a,n\nx,1\n', {}, 'The header has a quote in cell 1', 0],
    ['a workbook for CSV', csv, 'PK\x03\x04', {}, 'The file is a ZIP archive or an Excel workbook', 0],
    ['CSV that dies half-way', csv, dying('a,n\nx,1\nx,2\nx'), {}, 'The connection was cut.', 2],
    ['JSON that dies half-way', json, dying('[{"n":1},{"n":2},{"n"'), {}, 'The connection was cut.', 2],
    ['JSON Lines that die half-way', json, dying('{"n":1}\n{"n":2}\n{"n"'), {}, 'The connection was cut.', 2],
    ['JSON that ends half-way', json, '[{"n":1},{"n":2},{"n"', {}, 'The file ends before its JSON does', 2],
    ['JSON that is none behind its rows', json, '[{"n":1},{"n":2}}', {}, 'The file is no JSON behind the rows', 2],
    ['a second document', json, '[{"n":1}][{"n":2}]', {}, 'The file is no JSON behind the rows', 1],
    ['HTML for JSON', json, '<html>', {}, 'The file is no JSON: it begins with neither [ nor {', 0],
    ['a text for JSON', json, '"text"', {}, 'The file is no JSON: it begins with neither [ nor {', 0],
    ['JSON without what was looked for', json, '{"a":[]}', { recordsPath: 'b' }, "There is nothing at 'b'", 0],
    ['JSON in UTF-16 without a mark', json, utf16('[{"n":1}]', false, false), {}, 'JSON', 0],
    ['an encoding that nobody knows', csv, 'a', { encoding: 'klingon' }, "The encoding 'klingon' is not known", 0],
  ])('%s', async (_, open, content, config, failure, read) => {
    const ended = await ends(open, content, config)
    expect([ended.failure, ended.read, ended.rows.length]).toEqual([expect.stringContaining(failure), read, read])
  })

  test.each<[string, typeof csv, string, string, string]>([
    ['CSV', csv, 'a,n\n', 'x', 'is longer than 8 MiB'],
    ['a quote of CSV', csv, 'a,n\n"', 'x\n', 'is longer than 8 MiB'],
    ['JSON', json, '[{"a":"', 'x', 'longer than 8 MiB'],
    ['JSON Lines', json, '{"a":1}\n{"a":"', 'x', 'longer than 8 MiB'],
    ['blanks in JSON', json, '[{"a":1}', ' \n', 'longer than 8 MiB'],
  ])('a row of %s without an end, in bounded memory', async (_, open, begin, more, failure) => {
    let given = 0
    function* endless() {
      yield Buffer.from(begin)
      for (; given < 64; given++) yield Buffer.alloc(1 << 20, more)
    }
    expect((await ends(open, endless)).failure).toContain(failure)
    expect(given).toBeLessThan(20)
  })

  test.each<[string, typeof csv, string, string]>([
    ['CSV', csv, 'a,n\n', 'x,1\n'],
    ['JSON', json, '[{"a":0}', ',{"a":1}'],
    ['JSON Lines', json, '', '{"a":1}\n'],
  ])('%s without an end, once it is cancelled, and not a batch later', async (_, open, begin, row) => {
    let taken = 0
    function* endless() {
      yield Buffer.from(begin)
      for (;;) {
        taken++
        yield Buffer.from(row.repeat(1000))
      }
    }
    const stop = new AbortController()
    const reader = open(endless)
    const counting: Reader = {
      ...reader,
      async *read(...given) {
        let batches = 0
        for await (const batch of reader.read(...given)) {
          yield batch
          if (++batches === 5) stop.abort(new Error('cancelled'))
        }
      },
    }
    const ended = await through(counting, [], 1000, stop.signal)
    expect([ended.failure, ended.read]).toEqual(['Error: cancelled', 5000])
    // No more was taken than what was asked for, and what the first look needs.
    expect(taken).toBeLessThan(30)
  })
})

describe('poison in JSON ends in rejects', { timeout: 60_000 }, () => {
  const deep = '['.repeat(100) + ']'.repeat(100)
  const bad = ['7', '"x"', 'null', '[1]', '{"a":"\\u0000"}', '{"a":"\\ud800"}', `{"a":${deep}}`]
  const reasons = [
    ...Array(4).fill('The row is no JSON object'),
    'The row holds a NUL character',
    'The row holds half of a character',
    'The row is nested deeper than 64 levels',
  ]

  test('in a list', async () => {
    const ended = await ends(json, `[{"n":1},${bad.join(', ')},{"n":"x"},{"n":2}]`, {}, amount)
    expect(ended.rows).toEqual([{ n: 1 }, { n: 2 }])
    expect(ended.rejects).toEqual([
      ...reasons.map((reason, at) => [at + 2, reason]),
      [bad.length + 2, "'x' is not a number: field 'n'"],
    ])
  })

  test('in lines, and lines that are none', async () => {
    const lines = ['{"n":1}', ...bad, '{"n":', '{"n":1}{"n":2}', "{'n':1}", '', '{"n":2}']
    const ended = await ends(json, lines.join('\r\n'), {}, amount)
    expect(ended.rows).toEqual([{ n: 1 }, { n: 2 }])
    expect(ended.rejects).toEqual(
      [...reasons, ...Array(3).fill('The row is no JSON')].map((reason, at) => [at + 2, reason]),
    )
  })

  test('bytes that are no text', async () => {
    const spoilt = joined('{"a":"Łódź 漢字"}\n{"a":"', [0xff], '"}\n{"a":"x"}\n')
    expect(await ends(json, spoilt)).toMatchObject({
      rows: [{ a: 'Łódź 漢字' }, { a: 'x' }],
      rejects: [[2, 'The row holds what is no utf-8 text']],
    })
  })

  test.each<[string, string | Buffer, unknown[]]>([
    ['a mark', '\ufeff[{"a":1}]', [{ a: 1 }]],
    ['UTF-16 LE', utf16('[{"a":"ß"}]', true, false), [{ a: 'ß' }]],
    ['UTF-16 BE', utf16('{"a":"ß"}\n{"a":1}', true, true), [{ a: 'ß' }, { a: 1 }]],
    ['Latin-1', Buffer.from('[{"a":"Müller"}]', 'latin1'), [{ a: 'Müller' }]],
    ['names twice', '[{"a":1,"a":2}]', [{ a: 2 }]],
    ['names that are none', '[{"":1,"__proto__":2}]', [{ '': 1, ['__proto__']: 2 }]],
    ['numbers that no double holds', '[{"a":12345678901234567890}]', [{ a: '12345678901234567890' }]],
    ['an empty list', '[]', []],
    ['no bytes', '', []],
    ['a mark alone', '\ufeff', []],
  ])('and what only looks like it is read: %s', async (_, content, rows) => {
    expect(await ends(json, content)).toEqual({ read: rows.length, rows, rejects: [], failure: null })
  })

  test('and so is a cell of 1 MB, and 5,000 fields', async () => {
    const wide = Object.fromEntries(Array.from({ length: 5000 }, (_, at) => [`c${at}`, at]))
    const rows = [{ a: 'x\n"'.repeat(350_000) }, wide]
    expect((await ends(json, JSON.stringify(rows))).rows).toEqual(rows)
  })
})
