import { parse } from 'csv-parse/sync'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type CsvForm, type CsvRecord, csvScanner } from './csv-records'

const form: CsvForm = { delimiter: ',', quote: '"' }

/** The rows of a text that comes in pieces of these lengths, the last of which repeats. */
function rowsOf(text: string, lengths = [text.length + 1], given = form): (CsvRecord & { raw: string })[] {
  const scanner = csvScanner(given)
  const rows: (CsvRecord & { raw: string })[] = []
  const keep = (found: CsvRecord[]) => rows.push(...found.map((row) => ({ ...row, raw: scanner.raw(row) })))
  for (let at = 0, turn = 0; at < text.length; turn++) {
    const length = lengths[Math.min(turn, lengths.length - 1)] ?? 1
    keep(scanner.scan(text.slice(at, at + length), false))
    at += length
  }
  keep(scanner.scan('', true))
  return rows
}
const cellsOf = (text: string, given = form) => rowsOf(text, undefined, given).map(({ cells }) => cells)

describe('rows of CSV', () => {
  test.each<[string, string[][]]>([
    ['', []],
    ['a', [['a']]],
    [
      'a,b\n1,2',
      [
        ['a', 'b'],
        ['1', '2'],
      ],
    ],
    [
      'a,b\r\n1,2\r\n',
      [
        ['a', 'b'],
        ['1', '2'],
      ],
    ],
    [
      'a,b\r1,2\r',
      [
        ['a', 'b'],
        ['1', '2'],
      ],
    ],
    ['a\n\n\r\nb\n', [['a'], ['b']]],
    [
      ',\n,,',
      [
        ['', ''],
        ['', '', ''],
      ],
    ],
    ['"a,b","c\nd","e\r\nf"', [['a,b', 'c\nd', 'e\r\nf']]],
    ['"say ""hi""",""', [['say "hi"', '']]],
    ['""', [['']]],
    ['"a"\n"b"', [['a'], ['b']]],
    ['5" pipe,a"b"c\nx', [['5" pipe', 'a"b"c'], ['x']]],
    ['a, "b"', [['a', ' "b"']]],
  ])('%j', (text, cells) => {
    expect(cellsOf(text)).toEqual(cells)
  })

  test('of other separators and quotes', () => {
    expect(cellsOf("a;'b;''c'\n", { delimiter: ';', quote: "'" })).toEqual([['a', "b;'c"]])
    expect(cellsOf('a\tb', { delimiter: '\t', quote: '"' })).toEqual([['a', 'b']])
  })

  test('tell which rule they break, and end where their line ends', () => {
    expect(rowsOf('a,"b"c,d\n1,2,3\n"x" ,y\n').map(({ cells, fault }) => [cells.length, fault])).toEqual([
      [3, 'has text behind the closing quote of cell 2'],
      [3, null],
      [2, 'has text behind the closing quote of cell 1'],
    ])
    expect(rowsOf('a,b\n1,"2\n3,4\n').map(({ raw, fault }) => [raw, fault])).toEqual([
      ['a,b', null],
      ['1,"2\n3,4', 'has a quote in cell 2 that is never closed'],
    ])
  })

  test('tell where they stand', () => {
    expect(rowsOf('ab,c\r\n\n"x\ny"\nz').map(({ start, end, raw }) => [start, end, raw])).toEqual([
      [0, 6, 'ab,c'],
      [7, 13, '"x\ny"'],
      [13, 14, 'z'],
    ])
  })
})

// No NUL: csv-parse takes one behind a closing quote for the end of the text.
const text = fc
  .array(fc.constantFrom('a', 'bc', ',', ',', '"', '"', '""', '\n', '\r\n', '\r', ' ', 'é'), { maxLength: 60 })
  .map((parts) => parts.join(''))
const lengths = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 20 })

describe('any text', () => {
  test('is read the same in whatever pieces it comes', () => {
    fc.assert(
      fc.property(text, lengths, (text, lengths) => {
        expect(rowsOf(text, lengths)).toEqual(rowsOf(text))
      }),
      { numRuns: 3000 },
    )
  })

  test('is read as csv-parse reads it, where no row breaks a rule', () => {
    let sound = 0
    fc.assert(
      fc.property(text, (text) => {
        const rows = rowsOf(text)
        if (rows.some(({ fault }) => fault)) return
        sound++
        expect(rows.map(({ cells }) => cells)).toEqual(
          parse(Buffer.from(text), {
            relax_quotes: true,
            relax_column_count: true,
            skip_empty_lines: true,
            record_delimiter: ['\r\n', '\n', '\r'],
          }),
        )
      }),
      { numRuns: 3000 },
    )
    expect(sound).toBeGreaterThan(300)
  })

  test('breaks a rule where csv-parse finds one', () => {
    fc.assert(
      fc.property(text, (text) => {
        // A quote inside a cell that does not begin with one is no fault here.
        const strict = () =>
          parse(Buffer.from(text), {
            relax_column_count: true,
            skip_empty_lines: true,
            record_delimiter: ['\r\n', '\n', '\r'],
          })
        const code = codeOf(strict)
        if (code === 'CSV_INVALID_CLOSING_QUOTE' || code === 'CSV_QUOTE_NOT_CLOSED') {
          expect(rowsOf(text).some(({ fault }) => fault)).toBe(true)
        }
        if (code === null) expect(rowsOf(text).every(({ fault }) => !fault)).toBe(true)
      }),
      { numRuns: 3000 },
    )
  })

  test('is covered by its rows, each read alone as it was among the others', () => {
    fc.assert(
      fc.property(text, (text) => {
        let end = 0
        for (const row of rowsOf(text)) {
          expect(text.slice(end, row.start)).toMatch(/^[\r\n]*$/)
          expect(cellsOf(text.slice(row.start, row.end))).toEqual([row.cells])
          end = row.end
        }
        expect(text.slice(end)).toMatch(/^[\r\n]*$/)
      }),
      { numRuns: 3000 },
    )
  })
})

function codeOf(work: () => unknown): string | null {
  try {
    work()
    return null
  } catch (error) {
    return error instanceof Error && 'code' in error ? String(error.code) : String(error)
  }
}
