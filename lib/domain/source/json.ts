import type { Item, Resume } from '../flow/row'
import { brokenItem } from './broken'
import { type Coding, chooseCoding, codingOf, type Encoding } from './coding'
import { SourceFailed } from './failed'
import { refuseOtherContent, type SourceFile, type Stamp } from './file'
import { inBatches, type Placed } from './gather'
import { readCell, rowIn } from './json-cell'
import { documentScanner, type Element, type RowsOf } from './json-document'
import { type Part, partsAt, shareOf, wholeFile, worthParts } from './parts'
import { largestRow, mebibyte, type Reader } from './reader'
import { scanned, slice } from './scanned'
import { refuseOtherFiles, startOf } from './start'

export interface JsonSettings {
  encoding: string | null
  /** Names on the way from the document to its rows. */
  path: string[]
}

/** JSON Lines, or a document with its rows in a list or in the place of one. */
type Form = 'lines' | RowsOf

/** Behind a row. */
interface Place {
  at: number
  number: number
  stamp: Stamp
  encoding: Encoding | null
  form: Form
}

interface Opened {
  coding: Coding
  lines: boolean
  stamp: Stamp
  bytes: AsyncIterable<Buffer>
  from: number
  /** Of a document that is gone on with. */
  goOn: RowsOf | null
}

const firstLook = 64 * 1024

/** Reads a file of JSON: a list of objects, at its top or below a path, or one object a line. */
export function jsonReader(file: SourceFile, { encoding, path }: JsonSettings): Reader {
  let told: Coding | null = null
  const never = new AbortController().signal

  async function begin(signal: AbortSignal, to: number): Promise<Opened> {
    const start = await startOf(file, signal)
    for (let size = firstLook; ; size *= 2) {
      const more = await start.look(size)
      const sample = start.sample()
      refuseOtherFiles(sample, 'JSON')
      const { coding, start: from } = chooseCoding(sample, encoding, file.known?.encoding ?? null)
      const units = sample.subarray(from, sample.length - ((sample.length - from) % coding.width))
      const form = formOf(coding.scan(units), !more || sample.length > largestRow, path)
      if (!form) continue
      told = coding
      const bytes = slice(start.bytes(), from, to)
      return { coding, lines: form === 'lines', stamp: start.stamp, bytes, from, goOn: null }
    }
  }

  async function open(part: Part, after: Place | null, signal: AbortSignal): Promise<Opened> {
    const to = part.to ?? Number.POSITIVE_INFINITY
    const from = after?.at ?? part.from
    if (from === null) return begin(signal, to)
    const { stamp, bytes } = await file.open(from, signal)
    refuseOtherContent(stamp, after)
    const known = after?.encoding ?? file.known?.encoding
    const coding = known ? codingOf(known) : chooseCoding(Buffer.alloc(0), encoding, null).coding
    told = coding
    const form = after?.form ?? 'lines'
    const goOn = form === 'lines' ? null : form
    return { coding, lines: form === 'lines', stamp, bytes: slice(bytes, 0, to - from), from, goOn }
  }

  return {
    async split(most) {
      const size = file.known?.size ?? 0
      const count = worthParts(most, size)
      if (count < 2) return [wholeFile]
      const opened = await open(wholeFile, null, never)
      // A document is read from its beginning: nothing in its middle says where in it one is.
      return opened.lines ? partsAt(endsOf(opened), size, count) : [wholeFile]
    },
    async *read(part: Resume, resume: Resume | null, size: number, signal: AbortSignal) {
      signal.throwIfAborted()
      const after = resume as Place | null
      const opened = await open(part as Part, after, signal)
      const { stamp, coding } = opened
      const before = after?.number ?? (part as Part).number
      const document = opened.lines ? null : documentScanner(path, coding, opened.goOn)
      const rows = document ? rowsOfDocument(opened, document, before, signal) : rowsOfLines(opened, before, signal)
      yield* inBatches(rows, size, signal, ({ end, item: { number } }): Place => {
        return { at: end, number, stamp, encoding: coding.encoding(), form: document?.rowsOf() ?? 'lines' }
      })
    },
    share: (part, after) => shareOf(part as Part, (after as Place).at, file.known?.size),
    found: () => ({ encoding: told ? (told.encoding() ?? 'utf-8') : null, delimiter: null, names: null }),
    close: () => file.close(),
  }
}

/** How the rows stand in a file, by its beginning; null when it must be shown more of it. */
function formOf(text: string, whole: boolean, path: string[]): 'lines' | 'document' | null {
  const first = /\S/.exec(text)
  if (!first) return whole ? 'lines' : null
  if (first[0] === '[') return 'document'
  if (first[0] !== '{') throw new SourceFailed('The file is no JSON: it begins with neither [ nor {')
  if (path.length > 0) return 'document'
  const lineEnd = text.indexOf('\n', first.index)
  if (lineEnd < 0) return whole ? 'document' : null
  // An object that ends with its line is one of several, or one alone: read either way it is the same.
  return text.slice(0, lineEnd).trimEnd().endsWith('}') ? 'lines' : 'document'
}

interface Line {
  text: string
  start: number
  end: number
}

/** Lines that are not blank, with where they stand, in scanned units. */
async function* linesOf({ bytes, coding }: Opened): AsyncGenerator<{ lines: Line[]; waiting: number }> {
  let text = ''
  let base = 0
  const cut = (last: boolean): Line[] => {
    const lines: Line[] = []
    let pos = 0
    while (pos < text.length) {
      const found = text.indexOf('\n', pos)
      if (found < 0 && !last) break
      const end = found < 0 ? text.length : found + 1
      const line = text.slice(pos, end)
      if (/\S/.test(line)) lines.push({ text: line, start: base + pos, end: base + end })
      pos = end
    }
    text = text.slice(pos)
    base += pos
    return lines
  }
  for await (const piece of scanned(bytes, coding)) {
    text += piece.text
    yield { lines: cut(false), waiting: text.length }
  }
  yield { lines: cut(true), waiting: 0 }
}

async function* endsOf(opened: Opened): AsyncGenerator<number[]> {
  for await (const { lines } of linesOf(opened)) {
    yield lines.map(({ end }) => opened.from + end * opened.coding.width)
  }
}

async function* rowsOfLines(opened: Opened, before: number, signal: AbortSignal): AsyncGenerator<Placed[]> {
  const { coding, from } = opened
  let number = before
  for await (const { lines, waiting } of linesOf(opened)) {
    signal.throwIfAborted()
    yield lines.map(({ text, start, end }) => {
      const length = (end - start) * coding.width
      return { item: lineItem(text, ++number, length, coding), bytes: length, end: from + end * coding.width }
    })
    if (waiting * coding.width > largestRow) throw tooLong(number + 1)
  }
}

const tooLong = (number: number) => new SourceFailed(`Row ${number} is longer than ${largestRow / mebibyte} MiB`)

function lineItem(scannedText: string, number: number, length: number, coding: Coding): Item {
  const broken = (why: string) => brokenItem(number, why, coding.shown(scannedText).trim())
  if (length > largestRow) return broken(`is longer than ${largestRow / mebibyte} MiB`)
  const text = coding.text(scannedText)
  if (text === null) return broken(`holds what is no ${coding.encoding()} text`)
  const read = rowIn(readCell(text))
  return 'fault' in read ? broken(read.fault) : { number, row: read.value }
}

async function* rowsOfDocument(
  { bytes, coding, from }: Opened,
  document: ReturnType<typeof documentScanner>,
  before: number,
  signal: AbortSignal,
): AsyncGenerator<Placed[]> {
  let number = before
  const placed = ({ read, raw, length, end }: Element): Placed => {
    const row = rowIn(read)
    const item = 'fault' in row ? brokenItem(++number, row.fault, raw) : { number: ++number, row: row.value }
    return { item, bytes: length * coding.width, end: from + end * coding.width }
  }
  for await (const { text } of scanned(bytes, coding)) {
    signal.throwIfAborted()
    const rows: Placed[] = []
    try {
      for (const element of document.scan(text)) rows.push(placed(element))
    } catch (error) {
      yield rows
      throw error
    }
    yield rows
  }
  document.end()
}
