import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { batchesOf, itemsOf, memoryFile, unstopped } from '@/e2e/memory-file'
import type { Item } from '../flow/row'
import { jsonReader } from './json'
import { readCell } from './json-cell'

const mebibyte = 1024 * 1024
const opened = (content: Parameters<typeof memoryFile>[0], path = '', piece?: number, encoding: string | null = null) =>
  jsonReader(memoryFile(content, { piece }), { encoding, path: path === '' ? [] : path.split('.') })
const read = (...given: Parameters<typeof opened>): Promise<Item[]> => itemsOf(opened(...given))
const told = (items: Item[]) => items.map((item) => ('row' in item ? item.row : item.broken))
const rows = async (...given: Parameters<typeof opened>) => told(await read(...given))

describe('a file of JSON', () => {
  test.each<[string, string, string]>([
    ['a list', '[{"a":1},{"a":2}]', ''],
    ['a list over lines', '\n[\n  {"a": 1},\n  {"a": 2}\n]\n', ''],
    ['a list below a name', '{"total": 2, "data": [{"a":1},{"a":2}], "next": null}', 'data'],
    ['a list deep below', '{"x":{"data":[0]},"y":{"data":[{"a":1},{"a":2}]}}', 'y.data'],
    ['lines', '{"a":1}\n{"a":2}\n', ''],
    ['lines with blank ones between', '{"a":1}\r\n\r\n{"a":2}', ''],
  ])('gives the rows of %s', async (_, text, path) => {
    for (const piece of [1, 7, 1000]) {
      expect(await read(text, path, piece)).toEqual([
        { number: 1, row: { a: 1 } },
        { number: 2, row: { a: 2 } },
      ])
    }
  })

  test.each<[string, string]>([
    ['{"a":1}', ''],
    ['{\n  "a": 1\n}\n', ''],
    ['{"x":{"a":1}, "y": [{"a":2}]}', 'x'],
  ])('gives one row for one object: %j', async (text, path) => {
    expect(await read(text, path, 3)).toEqual([{ number: 1, row: { a: 1 } }])
  })

  test.each<[string, string]>([
    ['', ''],
    [' \n ', ''],
    ['[]', ''],
    ['{"data":[]}', 'data'],
    ['{"data":null}', 'data'],
  ])('without rows gives none: %j', async (text, path) => {
    expect(await read(text, path)).toEqual([])
  })

  test('keeps what is nested, whatever its names', async () => {
    const text = '[{"a":{"b":[1,{"c":null}],"d":"}]"},"__proto__":{"x":1},"constructor":true,"e":[]}]'
    const [row] = (await rows(text, '', 1)) as [object]
    expect(Object.keys(row)).toEqual(['a', '__proto__', 'constructor', 'e'])
    expect(JSON.parse(JSON.stringify(row))).toEqual(JSON.parse(text)[0])
    expect(({} as { x?: number }).x).toBeUndefined()
  })

  test('keeps whole numbers that JavaScript does not hold as text, in every form', async () => {
    const object =
      '{"a":9007199254740993,"b":-9007199254740993,"c":9007199254740991,"d":0.5,"e":1e999,"f":12345678901234567890}'
    const row = {
      a: '9007199254740993',
      b: '-9007199254740993',
      c: 9007199254740991,
      d: 0.5,
      e: '1e999',
      f: '12345678901234567890',
    }
    expect(await rows(`[${object}]`)).toEqual([row])
    expect(await rows(`${object}\n`)).toEqual([row])
  })

  test.each(['utf-8', 'utf-16le', 'utf-16be', 'windows-1252'])('may be written in %s', async (encoding) => {
    const text = '[{"ä":"Zoë"},{"ä":"Köln"}]'
    const bytes =
      encoding === 'utf-8'
        ? Buffer.from(`\ufeff${text}`)
        : encoding === 'windows-1252'
          ? Buffer.from(text, 'latin1')
          : Buffer.from(`\ufeff${text}`, 'utf16le')
    if (encoding === 'utf-16be') bytes.swap16()
    for (const piece of [1, 3, 100]) expect(await rows(bytes, '', piece)).toEqual([{ ä: 'Zoë' }, { ä: 'Köln' }])
  })
})

describe('what is no row is broken, and the rows after it are read', () => {
  test('in a list of other things', async () => {
    for (const piece of [1, 4, 1000]) {
      expect(await rows('{"x":[1, "a,]b" ,{"a":1},null,[{"a":2},[3]],true,{"a":4}, -7.5 ]}', 'x', piece)).toEqual([
        'The row is no JSON object',
        'The row is no JSON object',
        { a: 1 },
        'The row is no JSON object',
        'The row is no JSON object',
        'The row is no JSON object',
        { a: 4 },
        'The row is no JSON object',
      ])
    }
  })

  test('and shows what it is', async () => {
    const items = await read('[{"a":1},[1,{"b":2}] , "x"]')
    expect(items.map((item) => 'original' in item && item.original)).toEqual([false, '[1,{"b":2}]', '"x"'])
  })

  test('in lines that are no JSON', async () => {
    expect(await read('{"a":1}\n{"a":\nnonsense\n[1]\n{"a":2}')).toEqual([
      { number: 1, row: { a: 1 } },
      { number: 2, broken: 'The row is no JSON', original: '{"a":' },
      { number: 3, broken: 'The row is no JSON', original: 'nonsense' },
      { number: 4, broken: 'The row is no JSON object', original: '[1]' },
      { number: 5, row: { a: 2 } },
    ])
  })

  test.each([
    ['a NUL character', '"a\\u0000b"'],
    ['half of a character', '"\\ud83d"'],
    ['a NUL character', '{"x\\u0000":1}'],
    ['a NUL character', '[["\\u0000"]]'],
  ])('that holds %s: %s', async (what, value) => {
    for (const text of [`[{"a":${value}},{"a":1}]`, `{"a":${value}}\n{"a":1}\n`]) {
      expect(await rows(text)).toEqual([`The row holds ${what}`, { a: 1 }])
    }
    expect(await rows('[{"a":"\\ud83d\\ude80 \\u00e9"}]')).toEqual([{ a: '🚀 é' }])
  })

  test('that is nested too deep', async () => {
    const deep = (levels: number) => `{"a":${'['.repeat(levels)}${']'.repeat(levels)}}`
    for (const [open, between, close] of [
      ['[', ',', ']'],
      ['', '\n', ''],
    ]) {
      const text = `${open}${deep(63)}${between}${deep(64)}${between}${deep(100_000)}${between}{"a":1}${close}`
      const items = await rows(text)
      expect(items.slice(1)).toEqual([
        'The row is nested deeper than 64 levels',
        'The row is nested deeper than 64 levels',
        { a: 1 },
      ])
      expect(typeof items[0]).toBe('object')
    }
  })

  test('that is not in the encoding that it is said to be', async () => {
    for (const [open, between, close] of [
      ['[', ',', ']'],
      ['', '\n', ''],
    ]) {
      const row = (name: string) => Buffer.from(`{"n":"${name}"}`, 'latin1')
      const bytes = Buffer.concat(
        [open, row('Ann'), between, row('Zoë'), between, row('Bob'), close].map((each) => Buffer.from(each ?? '')),
      )
      expect(await rows(bytes, '', 1000, 'utf-8')).toEqual([
        { n: 'Ann' },
        'The row holds what is no utf-8 text',
        { n: 'Bob' },
      ])
    }
  })
})

describe('a file that is no JSON is a clear failure', () => {
  test.each<[string, string, string]>([
    ['a,b\n1,2', '', 'The file is no JSON: it begins with neither [ nor {'],
    ['"text"', '', 'The file is no JSON: it begins with neither [ nor {'],
    ['{"a":[]}', 'b.c', "There is nothing at 'b.c'"],
    ['{"a":[{"b":1}]}', 'a.b', "There is nothing at 'a.b'"],
    ['PK\x03\x04', '', 'The file is a ZIP archive or an Excel workbook: it must be JSON'],
    ['['.repeat(100), 'x', 'The file is nested deeper than 64 levels'],
  ])('%j at %j', async (text, path, message) => {
    await expect(read(text, path)).rejects.toThrow(message)
  })

  test.each<[string, string, number]>([
    ['[{"a":1},{"a":2},{"a":', 'The file ends before its JSON does', 2],
    ['[{"a":1},{"a":2},', 'The file ends before its JSON does', 2],
    ['[{"a":1},{"a":2},}', 'The file is no JSON behind the rows that were read', 2],
    ['[{"a":1}{"a":2}]', 'The file is no JSON behind the rows that were read', 1],
    ['[{"a":1}] {"b":2}', 'The file is no JSON behind the rows that were read', 1],
    ["[{'a':1}]", 'The file is no JSON behind the rows that were read', 0],
    ['[{"a":1},{"a":01}]', 'The file is no JSON behind the rows that were read', 1],
    ['[{"a":1},{"a":"x\ny"}]', 'The file is no JSON behind the rows that were read', 1],
  ])('behind the rows that are sound: %j', async (text, message, sound) => {
    for (const piece of [1, 5, 1000]) {
      const seen: Item[] = []
      const reading = async () => {
        const [part] = await opened(text).split(1)
        for await (const { items } of opened(text, '', piece).read(part, null, 100, unstopped)) seen.push(...items)
      }
      await expect(reading(), `in pieces of ${piece}`).rejects.toThrow(message)
      expect(seen).toHaveLength(sound)
    }
  })

  test('when it has no end', { timeout: 60_000 }, async () => {
    const endless = (start: string, more: string) =>
      function* () {
        yield Buffer.from(start)
        const mass = Buffer.from(more.repeat(mebibyte / more.length))
        for (;;) yield mass
      }
    const object = 'The file is one object longer than 8 MiB: say in recordsPath where its rows are'
    await expect(read(endless('[{"a":"', 'xxxxxxxxxx'))).rejects.toThrow('A row is longer than 8 MiB')
    await expect(read(endless('[{"a":[', `"${'x'.repeat(1000)}",{},[3],`))).rejects.toThrow(
      'A row is longer than 8 MiB',
    )
    await expect(read(endless('{"a":1}\n{"a":"', 'xxxxxxxxxx'))).rejects.toThrow('Row 2 is longer than 8 MiB')
    await expect(read(endless('{\n"a":[', `{"b":"${'x'.repeat(1000)}"},`))).rejects.toThrow(object)
    await expect(read(endless('{"x":"', 'xxxxxxxxxx'), 'data')).rejects.toThrow(
      'A text in the file is longer than 8 MiB',
    )
    await expect(read(endless('[', ' '.repeat(10)), 'data')).rejects.toThrow('A text in the file is longer than 8 MiB')
  })

  test('and rows without end are read until one stops', async () => {
    function* endless() {
      yield Buffer.from('[{"a":0}')
      for (;;) yield Buffer.from(',{"a":1}'.repeat(100))
    }
    const stop = new AbortController()
    let count = 0
    const reading = async () => {
      const reader = opened(endless)
      const [part] = await reader.split(1)
      for await (const { items } of reader.read(part, null, 100, stop.signal)) {
        count += items.length
        if (count === 5000) stop.abort(new Error('enough'))
      }
    }
    await expect(reading()).rejects.toThrow('enough')
  })

  test('a cell of 1 MB is fine', async () => {
    const text = 'x"\\]}'.repeat(200_000)
    expect(await rows(JSON.stringify([{ a: text }, { a: 1 }]))).toEqual([{ a: text }, { a: 1 }])
    expect(mebibyte).toBeLessThan(text.length * 2)
  })
})

/** Values as they are kept: whole numbers that JavaScript does not hold are text. */
const kept = (given: unknown) =>
  JSON.stringify(given, (_, each) =>
    typeof each === 'number' && /^-?\d{16,}$/.test(String(each)) && !Number.isSafeInteger(each) ? String(each) : each,
  )

// No -0, which JSON writes as 0, and no name that the schema of a test would set.
const value = fc.jsonValue({ maxDepth: 3 }).map((each) => JSON.parse(JSON.stringify(each)))
const object = fc.dictionary(fc.string(), value, { maxKeys: 4, noNullPrototype: true })
const element = fc.oneof({ weight: 4, arbitrary: object }, value)
const lists = fc.array(element, { maxLength: 12 })
const indented = fc.constantFrom(undefined, 1)

describe('any file', () => {
  test('gives what JSON.parse gives, element by element', async () => {
    await fc.assert(
      fc.asyncProperty(lists, indented, fc.integer({ min: 1, max: 40 }), async (list, indent, piece) => {
        for (const [text, path] of [
          [JSON.stringify(list, null, indent), ''],
          [JSON.stringify({ x: { data: [1] }, data: { y: [], x: list }, z: 1 }, null, indent), 'data.x'],
        ] as const) {
          const items = await read(text, path, piece)
          expect(items).toHaveLength(list.length)
          for (const [at, item] of items.entries()) {
            const expected = list[at]
            const isObject = expected !== null && typeof expected === 'object' && !Array.isArray(expected)
            if ('row' in item) expect(JSON.stringify(item.row)).toBe(kept(expected))
            else if (isObject) expect(item.broken).toMatch(/NUL|half/)
            else expect(item.broken).toMatch(/is no JSON object|NUL|half/)
          }
        }
      }),
      { numRuns: 100 },
    )
  })

  test('goes on behind any batch as if it had never stopped', async () => {
    await fc.assert(
      fc.asyncProperty(lists, indented, fc.integer({ min: 1, max: 3 }), async (list, indent, size) => {
        for (const [text, path] of [
          [JSON.stringify(list, null, indent), ''],
          [JSON.stringify({ before: [{ b: 1 }], data: { x: list }, after: 'x' }, null, indent), 'data.x'],
          [JSON.stringify({ data: { x: { a: 1 } }, after: [] }, null, indent), 'data.x'],
          [
            list
              .map((each) => JSON.stringify(each))
              .join('\n')
              .replace(/^[^{]/, '{}\n$&'),
            '',
          ],
        ] as const) {
          const batches = await batchesOf(opened(text, path, 7), { size })
          const all = batches.flatMap(({ items }) => items)
          let count = 0
          for (const { items, resume } of batches) {
            count += items.length
            const file = memoryFile(text, { piece: 5 })
            const reader = jsonReader(file, { encoding: null, path: path === '' ? [] : path.split('.') })
            const rest = await itemsOf(reader, { size, after: JSON.parse(JSON.stringify(resume)) })
            expect(rest).toEqual(all.slice(count))
            expect(file.opened).toEqual([(resume as { at: number }).at])
          }
        }
      }),
      { numRuns: 40 },
    )
  })

  test('is read cell by cell as JSON.parse reads it, or not at all', () => {
    fc.assert(
      fc.property(fc.oneof(fc.json(), fc.string()), (text) => {
        const read = readCell(text)
        let expected: unknown
        try {
          expected = JSON.parse(text)
        } catch {
          expect(read).toEqual({ fault: 'is no JSON' })
          return
        }
        if ('value' in read) expect(JSON.stringify(read.value)).toBe(kept(expected))
        else expect(read.fault).toMatch(/NUL|half/)
      }),
      { numRuns: 2000 },
    )
  })
})

describe('lines', () => {
  test('are split where all of them are at hand', async () => {
    const text = Array.from({ length: 9000 }, (_, at) => JSON.stringify({ at, x: 'ü'.repeat(500) })).join('\n')
    const bytes = Buffer.from(text)
    const file = memoryFile(bytes, { piece: mebibyte, known: { size: bytes.length, encoding: 'utf-8' } })
    const reader = jsonReader(file, { encoding: null, path: [] })
    const parts = await reader.split(2)
    expect(parts).toHaveLength(2)
    const halves = await Promise.all(
      parts.map((part) => itemsOf(jsonReader(file, { encoding: null, path: [] }), { part })),
    )
    expect(halves.flat().map((item) => [item.number, 'row' in item && item.row.at])).toEqual(
      Array.from({ length: 9000 }, (_, at) => [at + 1, at]),
    )
  })

  test('a list is one part', async () => {
    const bytes = Buffer.from(`[${'{"a":1},'.repeat(2_000_000)}{}]`)
    const file = memoryFile(bytes, { known: { size: bytes.length, encoding: 'utf-8' } })
    expect(await jsonReader(file, { encoding: null, path: [] }).split(4)).toHaveLength(1)
  })
})
