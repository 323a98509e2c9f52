import { type Item, type Resume, rowOf } from '../flow/row'
import { brokenItem } from './broken'
import { chooseCoding, codingOf, type Encoding } from './coding'
import { type CsvHead, type CsvSettings, headOf, refuseEndlessHeader } from './csv-head'
import { type CsvRecord, type CsvScanner, csvScanner } from './csv-records'
import { SourceFailed } from './failed'
import { refuseOtherContent, type SourceFile, type Stamp } from './file'
import { inBatches, type Placed } from './gather'
import { type Part, partsAt, shareOf, wholeFile, worthParts } from './parts'
import { largestRow, mebibyte, type Reader } from './reader'
import { scanned, slice } from './scanned'
import { refuseOtherFiles, type Start, startOf } from './start'

/** Behind a row. */
interface Place {
  at: number
  number: number
  stamp: Stamp
  encoding: Encoding | null
}

/** Rows to be read, from a byte on. */
interface Opened {
  head: CsvHead
  stamp: Stamp
  bytes: AsyncIterable<Buffer>
  from: number
}

const firstLook = 64 * 1024

/** Reads a file of CSV: goes on at any of its rows, and may be split where all of it is at hand. */
export function csvReader(file: SourceFile, settings: CsvSettings): Reader {
  let head: CsvHead | null = null
  const never = new AbortController().signal

  /** Opens the file at its beginning and learns its head. */
  async function begin(signal: AbortSignal): Promise<{ start: Start; head: CsvHead }> {
    const start = await startOf(file, signal)
    for (let size = firstLook; ; size *= 2) {
      const more = await start.look(size)
      const sample = start.sample()
      refuseOtherFiles(sample, 'CSV')
      const { coding, start: textFrom } = chooseCoding(sample, settings.encoding, file.known?.encoding ?? null)
      const units = sample.subarray(textFrom, sample.length - ((sample.length - textFrom) % coding.width))
      const found = headOf(coding.scan(units), !more, coding, settings)
      if (found) {
        head = { ...found, coding, rowsFrom: textFrom + found.rowsFrom * coding.width }
        return { start, head }
      }
      refuseEndlessHeader(sample.length)
    }
  }

  async function open(part: Part, after: Place | null, signal: AbortSignal): Promise<Opened> {
    const to = part.to ?? Number.POSITIVE_INFINITY
    const from = after?.at ?? part.from
    if (from !== null && head) return openAt(head, from, to, after, signal)
    const begun = await begin(signal)
    if (from === null) {
      const { rowsFrom } = begun.head
      const bytes = slice(begun.start.bytes(), rowsFrom, to)
      return { head: begun.head, stamp: begun.start.stamp, bytes, from: rowsFrom }
    }
    await begun.start.drop()
    refuseOtherContent(begun.start.stamp, after)
    return openAt(begun.head, from, to, after, signal)
  }

  async function openAt(head: CsvHead, from: number, to: number, after: Place | null, signal: AbortSignal) {
    const { stamp, bytes } = await file.open(from, signal)
    refuseOtherContent(stamp, after)
    const coding = after?.encoding ? codingOf(after.encoding) : head.coding
    return { head: { ...head, coding }, stamp, bytes: slice(bytes, 0, to - from), from }
  }

  return {
    async split(most) {
      const size = file.known?.size ?? 0
      const count = worthParts(most, size)
      return count < 2 ? [wholeFile] : partsAt(endsOf(await open(wholeFile, null, never)), size, count)
    },
    async *read(part: Resume, resume: Resume | null, size: number, signal: AbortSignal) {
      signal.throwIfAborted()
      const after = resume as Place | null
      const opened = await open(part as Part, after, signal)
      const { stamp, head } = opened
      const before = after?.number ?? (part as Part).number
      yield* inBatches(rowsOf(opened, before, signal), size, signal, ({ end, item: { number } }): Place => {
        return { at: end, number, stamp, encoding: head.coding.encoding() }
      })
    },
    share: (part, after) => shareOf(part as Part, (after as Place).at, file.known?.size),
    found: () => ({
      encoding: head ? (head.coding.encoding() ?? 'utf-8') : null,
      delimiter: head?.form.delimiter ?? null,
      names: head?.names ?? null,
    }),
    close: () => file.close(),
  }
}

async function* rowsOf({ head, bytes, from }: Opened, before: number, signal: AbortSignal): AsyncGenerator<Placed[]> {
  const { width } = head.coding
  const scanner = csvScanner(head.form)
  let number = before
  for await (const { records, plain } of recordsOf(bytes, head, scanner)) {
    signal.throwIfAborted()
    yield records.map((record) => ({
      item: itemOf(record, ++number, head, plain, scanner),
      bytes: (record.end - record.start) * width,
      end: from + record.end * width,
    }))
    if (scanner.waiting() * width > largestRow) {
      throw new SourceFailed(`Row ${number + 1} is longer than ${largestRow / mebibyte} MiB: is a quote never closed?`)
    }
  }
}

// A quoted cell may hold a line end: where rows end is only known to who reads them all.
async function* endsOf({ head, bytes, from }: Opened): AsyncGenerator<number[]> {
  const scanner = csvScanner(head.form)
  for await (const { records } of recordsOf(bytes, head, scanner)) {
    yield records.map(({ end }) => from + end * head.coding.width)
  }
}

async function* recordsOf(bytes: AsyncIterable<Buffer>, { coding }: CsvHead, scanner: CsvScanner) {
  let plain = true
  for await (const piece of scanned(bytes, coding)) {
    plain = piece.plain && (plain || scanner.waiting() === 0)
    yield { records: scanner.scan(piece.text, false), plain }
  }
  yield { records: scanner.scan('', true), plain }
}

function itemOf(record: CsvRecord, number: number, head: CsvHead, plain: boolean, scanner: CsvScanner): Item {
  const { names, coding } = head
  const { cells } = record
  const broken = (why: string) => brokenItem(number, why, coding.shown(scanner.raw(record)))
  if ((record.end - record.start) * coding.width > largestRow) {
    return broken(`is longer than ${largestRow / mebibyte} MiB`)
  }
  if (record.fault) return broken(record.fault)
  if (cells.length !== names.length) {
    return broken(`has ${cells.length === 1 ? '1 cell' : `${cells.length} cells`} where the header has ${names.length}`)
  }
  if (plain) return { number, row: rowOf(names, cells) }
  // Read in one piece, for reading a text costs more than its length; there must be no NUL but those between cells.
  const texts = coding.text(cells.join('\0'))?.split('\0')
  if (!texts) return broken(`holds what is no ${coding.encoding()} text`)
  if (texts.length !== cells.length) return broken('holds a NUL character')
  return { number, row: rowOf(names, texts) }
}
