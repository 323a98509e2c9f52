import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { batchesOf, itemsOf, memoryFile, unstopped } from '@/e2e/memory-file'
import type { Item } from '../flow/row'
import { csvReader } from './csv'
import type { CsvSettings } from './csv-head'
import type { Batch } from './reader'

const settings: CsvSettings = { encoding: null, delimiter: null, quote: '"', header: true }
const mebibyte = 1024 * 1024

const opened = (content: Parameters<typeof memoryFile>[0], more: Partial<CsvSettings> = {}, piece?: number) =>
  csvReader(memoryFile(content, { piece }), { ...settings, ...more })
const read = (...given: Parameters<typeof opened>): Promise<Item[]> => itemsOf(opened(...given))
const rows = async (...given: Parameters<typeof opened>): Promise<unknown[]> =>
  (await read(...given)).map((item) => ('row' in item ? { ...item.row } : item.broken))

/** A text in UTF-16. */
function utf16(text: string, big: boolean, bom = true): Buffer {
  const bytes = Buffer.from(bom ? `\ufeff${text}` : text, 'utf16le')
  return big ? bytes.swap16() : bytes
}

describe('a file of CSV', () => {
  test('gives its rows by the names in its header, counted from 1', async () => {
    expect(await read('name,city\nAnn,Paris\n"Bob ""B""","Rome, Italy"\n')).toEqual([
      { number: 1, row: { name: 'Ann', city: 'Paris' } },
      { number: 2, row: { name: 'Bob "B"', city: 'Rome, Italy' } },
    ])
  })

  test('without a header counts its columns', async () => {
    expect(await rows('Ann,Paris\nBob,Rome', { header: false })).toEqual([
      { column_1: 'Ann', column_2: 'Paris' },
      { column_1: 'Bob', column_2: 'Rome' },
    ])
  })

  test.each<[string, string, string]>([
    [',', 'a,b,c\n1;1,2,3', 'a'],
    [';', 'a;b;c\n1,5;2,5;3,5\n4;5;6', 'a'],
    ['\t', 'a, first\tb\n1\t2,2', 'a, first'],
    ['|', 'a|b\n"x|y"|z', 'a'],
    [',', 'a\n1', 'a'],
    [',', '"a;b",c\n1,2', 'a;b'],
  ])('is seen to be separated by %j', async (delimiter, text, first) => {
    const reader = opened(text)
    const [item] = await itemsOf(reader)
    expect(reader.found().delimiter).toBe(delimiter)
    expect(item && 'row' in item && Object.keys(item.row)[0]).toBe(first)
  })

  test('is separated as it is said to be', async () => {
    expect(await rows('a;b,c\n1;2,3', { delimiter: ';' })).toEqual([{ a: '1', 'b,c': '2,3' }])
  })

  test('may have names twice, or none', async () => {
    expect(await rows('name,,name,name_2, city ,\n1,2,3,4,5,6')).toEqual([
      { name: '1', column_2: '2', name_3: '3', name_2: '4', city: '5', column_6: '6' },
    ])
    expect(Object.keys((await rows('__proto__,constructor\n1,2'))[0] ?? {})).toEqual(['__proto__', 'constructor'])
  })

  test.each(['', '\n\n', 'name,city', 'name,city\r\n', '\ufeff'])('of no rows gives none: %j', async (text) => {
    expect(await read(text)).toEqual([])
  })

  test('gives batches of no more rows than asked', async () => {
    const batches = await batchesOf(opened(`n\n${Array.from({ length: 25 }, (_, at) => at).join('\n')}`), { size: 10 })
    expect(batches.map(({ items }) => items.length)).toEqual([10, 10, 5])
    expect(batches.map(({ mark }) => mark)).toEqual([null, null, null])
  })

  test('gives batches of about 8 MiB at most', async () => {
    const row = 'x'.repeat(mebibyte)
    const batches = await batchesOf(opened(`a\n${`${row}\n`.repeat(20)}`))
    expect(batches.map(({ items }) => items.length)).toEqual([8, 8, 4])
  })
})

describe('the encoding of a file', () => {
  const text = 'name,city\nZoë,Łódź 🚀\n'
  const western = 'name,city\nZoë,Köln\n'

  test.each<[string, Buffer, string | null, string]>([
    ['UTF-8', Buffer.from(text), null, 'utf-8'],
    ['UTF-8 with a mark', Buffer.from(`\ufeff${text}`), null, 'utf-8'],
    ['UTF-8 with a mark, said to be', Buffer.from(`\ufeff${text}`), 'UTF8', 'utf-8'],
    ['UTF-16 LE', utf16(text, false), null, 'utf-16le'],
    ['UTF-16 BE', utf16(text, true), null, 'utf-16be'],
    ['UTF-16 BE, said to be UTF-16', utf16(text, true), 'utf-16', 'utf-16be'],
    ['UTF-16 LE without a mark, said to be', utf16(text, false, false), 'UTF-16LE', 'utf-16le'],
    ['UTF-16 BE without a mark, said to be', utf16(text, true, false), 'utf-16be', 'utf-16be'],
  ])('%s is told', async (_, bytes, encoding, told) => {
    for (const piece of [1, 3, 1000]) {
      const reader = opened(bytes, { encoding }, piece)
      expect(await itemsOf(reader)).toEqual([{ number: 1, row: { name: 'Zoë', city: 'Łódź 🚀' } }])
      expect(reader.found().encoding).toBe(told)
    }
  })

  test.each<[string, string | null]>([
    ['guessed', null],
    ['said to be', 'latin1'],
    ['said to be', 'ISO-8859-1'],
    ['said to be', 'windows-1252'],
  ])('Latin-1 %s', async (_, encoding) => {
    const reader = opened(Buffer.from(western, 'latin1'), { encoding })
    expect(await itemsOf(reader)).toEqual([{ number: 1, row: { name: 'Zoë', city: 'Köln' } }])
    expect(reader.found().encoding).toBe('windows-1252')
  })

  test.each<[string, string]>([
    ['UTF-8 but for a byte', 'utf-8'],
    ['Latin-1 with what might be UTF-8', 'windows-1252'],
  ])('%s is told by what there is more of', async (what, told) => {
    const bytes =
      told === 'utf-8'
        ? [Buffer.from('a\nZoë Łódź\nZo'), Buffer.from([0xeb])]
        : [Buffer.from('a\nÃ¼ ö ä ß\nZoë', 'latin1')]
    const reader = opened(Buffer.concat(bytes))
    const items = await itemsOf(reader)
    expect([what, reader.found().encoding]).toEqual([what, told])
    expect(items.map((item) => 'row' in item)).toEqual([true, told !== 'utf-8'])
  })

  test('windows-1252 has more than Latin-1', async () => {
    const bytes = Buffer.from([...Buffer.from('a,b\n5 '), 0x80, 0x2c, 0x93, 0x78, 0x94])
    expect(await rows(bytes)).toEqual([{ a: '5 €', b: '“x”' }])
  })

  test.each<[string, Buffer, string]>([
    ['UTF-8', Buffer.from('Zoë'), 'utf-8'],
    ['Latin-1', Buffer.from('Zoë', 'latin1'), 'windows-1252'],
  ])('%s is told late, where the first megabyte is ASCII', async (_, bytes, told) => {
    const reader = opened(Buffer.concat([Buffer.from(`name\n${'Ann\n'.repeat(300_000)}`), bytes]))
    expect((await itemsOf(reader)).at(-1)).toEqual({ number: 300_001, row: { name: 'Zoë' } })
    expect(reader.found().encoding).toBe(told)
  })

  test('that is not known is a clear failure', async () => {
    await expect(read('a\n1', { encoding: 'klingon' })).rejects.toThrow("The encoding 'klingon' is not known")
  })

  test.each<[string, Buffer, string]>([
    ['UTF-8', Buffer.from([...Buffer.from('name,n\nAnn,1\nZo'), 0xeb, ...Buffer.from(',2\nBob,3')]), 'utf-8'],
    [
      'UTF-8, cut in a character',
      Buffer.from([...Buffer.from('name,n\nAnn,1\n'), 0xf0, 0x9f, ...Buffer.from(',2\nBob,3')]),
      'utf-8',
    ],
    [
      'UTF-8, over-long',
      Buffer.from([...Buffer.from('name,n\nAnn,1\n'), 0xc0, 0xaf, ...Buffer.from(',2\nBob,3')]),
      'utf-8',
    ],
    ['UTF-16', utf16('name,n\nAnn,1\nZo\ud83d,2\nBob,3', false), 'utf-16le'],
  ])('that is not what it is said to be breaks the rows that are not: %s', async (_, bytes, encoding) => {
    const items = await read(bytes, { encoding })
    expect(items).toEqual([
      { number: 1, row: { name: 'Ann', n: '1' } },
      { number: 2, broken: `The row holds what is no ${encoding} text`, original: expect.stringContaining(',2') },
      { number: 3, row: { name: 'Bob', n: '3' } },
    ])
    expect(JSON.stringify(items.filter((item) => 'row' in item))).not.toContain('\ufffd')
  })

  test('of the header that is not what it is said to be is a clear failure', async () => {
    const bytes = Buffer.from('größe\n1', 'latin1')
    await expect(read(bytes, { encoding: 'utf-8' })).rejects.toThrow('The header is no utf-8 text: set the encoding')
  })

  test('of an odd number of bytes in UTF-16 breaks the last row', async () => {
    const bytes = utf16('n\n1\n2', false)
    const items = await rows(Buffer.concat([bytes, Buffer.from('x')]))
    expect(items).toEqual([{ n: '1' }, 'The row holds what is no utf-16le text'])
  })
})

describe('a row that cannot be read is broken, and the rows after it are read', () => {
  test('of too few or too many cells', async () => {
    const text = 'a,b,c,d,e\n1,2,3,4,5\n1,2,3,4,5,6,7\n1\n5,4,3,2,1'
    const items = await read(text)
    expect(items.map((item) => ('row' in item ? 'row' : item.broken))).toEqual([
      'row',
      'The row has 7 cells where the header has 5',
      'The row has 1 cell where the header has 5',
      'row',
    ])
    expect(items[1]).toMatchObject({ number: 2, original: '1,2,3,4,5,6,7' })
  })

  test('with text behind a closing quote', async () => {
    expect(await rows('a,b\n"x "y" z",1\n2,3')).toEqual([
      'The row has text behind the closing quote of cell 1',
      { a: '2', b: '3' },
    ])
  })

  test('with a quote that is never closed, which takes the rest with it', async () => {
    expect(await rows('a,b\n1,2\n3,"4\n5,6\n')).toEqual([
      { a: '1', b: '2' },
      'The row has a quote in cell 2 that is never closed',
    ])
  })

  test('with a NUL', async () => {
    const items = await read('a,b\n1\0,2\n3,4')
    expect(items).toEqual([
      { number: 1, broken: 'The row holds a NUL character', original: '1␀,2' },
      { number: 2, row: { a: '3', b: '4' } },
    ])
  })

  test('with more than 8 MiB', async () => {
    const items = await rows(`a,b\n1,${'x'.repeat(8 * mebibyte)}\n2,3`, {}, 256 * 1024)
    expect(items).toEqual(['The row is longer than 8 MiB', { a: '2', b: '3' }])
  })

  test('and shows its beginning alone where it is long', async () => {
    const [item] = await read(`a\n${'x,'.repeat(50_000)}`)
    expect(item && 'original' in item && item.original).toBe(`${'x,'.repeat(8192)}…`)
  })
})

describe('a file that is large', () => {
  test('in a cell of 1 MB is read', async () => {
    const cell = `${'x'.repeat(500_000)}""\n,${'y'.repeat(500_000)}`
    expect(await rows(`a,b\n"${cell}",2\n3,4`)).toEqual([
      { a: cell.replace('""', '"'), b: '2' },
      { a: '3', b: '4' },
    ])
  })

  test('in its 5,000 columns is read', async () => {
    const names = Array.from({ length: 5000 }, (_, at) => `column ${at} of many, with a long name`)
    const header = names.map((name) => `"${name}"`).join(',')
    const [item] = await read(`${header}\n${names.map((_, at) => at).join(',')}\n`)
    expect(item && 'row' in item && Object.keys(item.row)).toEqual(names)
  })

  test('in a line without an end is a clear failure, in bounded memory', async () => {
    let given = 0
    function* endless() {
      yield Buffer.from('a,b\n1,2\n')
      for (;;) {
        given += mebibyte
        yield Buffer.alloc(mebibyte, 'x')
      }
    }
    await expect(read(endless)).rejects.toThrow('Row 2 is longer than 8 MiB: is a quote never closed?')
    expect(given).toBeLessThanOrEqual(10 * mebibyte)
  })

  test('in a header without an end is a clear failure', async () => {
    function* endless() {
      for (;;) yield Buffer.alloc(mebibyte, 'x,')
    }
    await expect(read(endless)).rejects.toThrow('The first row is longer than 8 MiB')
  })

  test('without an end is read until it is stopped', async () => {
    function* endless() {
      yield Buffer.from('n\n')
      for (let n = 0; ; n++) yield Buffer.from(`${n}\n`)
    }
    const stop = new AbortController()
    let count = 0
    const reading = async () => {
      for await (const { items } of opened(endless).read({ from: null, to: null, number: 0 }, null, 100, stop.signal)) {
        count += items.length
        if (count === 1000) stop.abort(new Error('enough'))
      }
    }
    await expect(reading()).rejects.toThrow('enough')
    expect(count).toBe(1000)
  })

  test.each<[string, Buffer]>([
    ['a ZIP archive or an Excel workbook', Buffer.from('PK\x03\x04rest')],
    ['compressed (gzip)', Buffer.from([0x1f, 0x8b, 8, 0])],
    ['a PDF', Buffer.from('%PDF-1.7')],
  ])('is no CSV when it is %s', async (what, bytes) => {
    await expect(read(bytes)).rejects.toThrow(`The file is ${what}: it must be CSV`)
  })

  test('that dies half-way fails after the rows before', async () => {
    function* dying() {
      yield Buffer.from('n\n1\n2\n3')
      throw new Error('the line is dead')
    }
    const seen: number[] = []
    const reading = async () => {
      for await (const { items } of opened(dying).read({ from: null, to: null, number: 0 }, null, 1, unstopped)) {
        seen.push(...items.map(({ number }) => number))
      }
    }
    await expect(reading()).rejects.toThrow('the line is dead')
    // The row that was under way is not taken for a whole one.
    expect(seen).toEqual([1, 2])
  })

  test('that dies half-way of a batch gives what it has of it', async () => {
    function* dying() {
      yield Buffer.from(`n\n${'1\n'.repeat(100_000)}`)
      yield Buffer.from('2\n')
      throw new Error('the line is dead')
    }
    const counts: number[] = []
    const reading = async () => {
      const part = { from: null, to: null, number: 0 }
      for await (const { items } of opened(dying).read(part, null, 60_000, unstopped)) counts.push(items.length)
    }
    await expect(reading()).rejects.toThrow('the line is dead')
    expect(counts).toEqual([60_000, 40_001])
  })
})

/** Files with everything that a boundary may fall into. */
const cell = fc.oneof(
  fc.constantFrom('', 'x', 'Zoë 🚀', '"a,b"', '"c\nd"', '"e""f\r\n"', '5" pipe'),
  fc.integer().map(String),
)
const lines = fc.array(fc.tuple(cell, cell, fc.constantFrom('\n', '\r\n', '\n\n', ',7\n')), { maxLength: 30 })
const anyFile = lines.map((all) => `a,b\n${all.map(([one, other, end]) => `${one},${other}${end}`).join('')}`)
const written: fc.Arbitrary<(text: string) => Buffer> = fc.constantFrom(
  (text) => Buffer.from(text),
  (text) => Buffer.from(`\ufeff${text}`),
  (text) => utf16(text, false),
  (text) => utf16(text, true),
  (text) => Buffer.from(text.replaceAll('🚀', '€'), 'latin1'),
)

describe('any file', () => {
  test('goes on behind any batch as if it had never stopped', async () => {
    await fc.assert(
      fc.asyncProperty(anyFile, written, fc.integer({ min: 1, max: 5 }), async (text, write, size) => {
        const bytes = write(text)
        const batches = await batchesOf(opened(bytes, {}, 7), { size })
        const all = batches.flatMap(({ items }) => items)
        for (const [at, { resume }] of batches.entries()) {
          const file = memoryFile(bytes, { piece: 5 })
          // As it comes back from where it was stored.
          const after = JSON.parse(JSON.stringify(resume))
          const rest = await itemsOf(csvReader(file, settings), { size, after })
          expect(rest).toEqual(all.slice(batches.slice(0, at + 1).flatMap(({ items }) => items).length))
          expect(file.opened).toEqual([0, after.at])
        }
      }),
      { numRuns: 100 },
    )
  })

  test('is the sum of its parts', async () => {
    const long = 'x'.repeat(5000)
    const line = fc.tuple(cell, cell).map(([one, other]) => `${one},${other},${long}\n`)
    await fc.assert(
      fc.asyncProperty(fc.array(line, { minLength: 1, maxLength: 9 }), written, async (some, write) => {
        const text = `a,b,c\n${some.join('').repeat(Math.ceil((9 * mebibyte) / some.join('').length))}`
        const bytes = write(text)
        const file = memoryFile(bytes, { piece: mebibyte, known: { size: bytes.length, encoding: null } })
        const reader = csvReader(file, settings)
        const parts = await reader.split(2)
        expect(parts).toHaveLength(2)
        const whole = await itemsOf(csvReader(file, settings), { part: { from: null, to: null, number: 0 } })
        const halves = await Promise.all(
          parts.map((part) => itemsOf(csvReader(file, settings), { part: JSON.parse(JSON.stringify(part)) })),
        )
        expect(halves.flat().length).toBe(whole.length)
        expect(halves.flat()).toEqual(whole)
        for (const half of halves) expect(half.length / whole.length).toBeGreaterThan(0.4)
      }),
      { numRuns: 4 },
    )
  }, 20_000)
})

describe('going on', () => {
  const text = 'n\n1\n2\n3\n'

  test('in a file that has changed is a clear failure', async () => {
    const [first] = (await batchesOf(opened(text), { size: 1 })) as [Batch]
    for (const stamp of ['other', null]) {
      const file = memoryFile(text, { stamp: stamp as string })
      await expect(itemsOf(csvReader(file, settings), { after: first.resume })).rejects.toThrow(
        'The file has changed since it was begun: run it anew',
      )
    }
  })

  test('in a part stays within it', async () => {
    const big = `n,x\n${Array.from({ length: 7000 }, (_, at) => `${at},${'x'.repeat(2000)}`).join('\n')}\n`
    const file = memoryFile(big, { piece: mebibyte, known: { size: big.length, encoding: 'utf-8' } })
    const parts = await csvReader(file, settings).split(16)
    // Four MiB each, or more.
    expect(parts).toHaveLength(3)
    const [, second] = parts
    const reader = csvReader(file, settings)
    const [first] = (await batchesOf(reader, { size: 100, part: second })) as [Batch]
    const rest = await itemsOf(csvReader(file, settings), { size: 100, part: second, after: first.resume })
    const numbers = [...first.items, ...rest].map(({ number }) => number)
    expect(numbers).toHaveLength(new Set(numbers).size)
    const [begin, end] = [(second as { number: number }).number, (parts[2] as { number: number }).number]
    expect([numbers[0], numbers.at(-1)]).toEqual([begin + 1, end])
  })
})
