import type { Token } from 'stream-json/core/parser.js'
import type { Cell } from '../flow/row'
import type { Coding } from './coding'
import { SourceFailed } from './failed'
import { type Building, building, faultIn, type Read, tokenizer } from './json-cell'
import { largestRow, mebibyte } from './reader'

/** Rows of a document: the elements of a list, or the one object that stands in its place. */
export type RowsOf = 'list' | 'one'

/** An element of the list as it stands in its document. */
export interface Element {
  read: Read<Cell>
  /** Its text, or the beginning of it. */
  raw: string
  /** How long its text is. */
  length: number
  /** Where the document goes on, in characters from where scanning began. */
  end: number
}

export interface DocumentScanner {
  /** The elements that are complete with this further text. @throws SourceFailed where it is no JSON */
  scan(text: string): Generator<Element>
  /** @throws SourceFailed when the document is not at its end, or never had what was looked for */
  end(): void
  rowsOf(): RowsOf
}

const shownRaw = 20_000
const deepestPath = 64

/**
 * Finds the rows of a JSON document as its text comes in, at a path of names in it.
 * @param goOn behind a row of such a document, rather than at its beginning
 */
export function documentScanner(path: string[], coding: Coding, goOn: RowsOf | null): DocumentScanner {
  const tokens = tokenizer()
  /** The containers that are open around the rows. */
  const frames: { list: boolean; key: string | null }[] = []
  let rowsOf: RowsOf = goOn ?? 'one'
  let primed = goOn === null
  let inRows = false
  let found = false
  let element: Building | null = null
  let isObject = false
  /** A number whose end has not come yet. */
  let pending = false
  let raw = ''
  let length = 0
  let spoilt = false
  let escaped = false
  /** Characters that nothing came of yet. */
  let silent = 0
  let at = 0
  let cut = ''

  const isHere = () =>
    frames.length === path.length && frames.every(({ list, key }, depth) => !list && key === path[depth])

  /** Takes a token; gives the element that it completes. */
  const take = (token: Token): Read<Cell> | null => {
    if (!element && begins(token)) {
      element = building()
      isObject = token.name === 'startObject'
    }
    if (!element?.take(token)) return null
    const read = element.result()
    element = null
    return read
  }

  /** Whether an element begins with this token, which else is of what stands around the rows. */
  const begins = (token: Token): boolean => {
    const frame = frames.at(-1)
    const here = isHere()
    switch (token.name) {
      case 'endObject':
      case 'endArray':
        frames.pop()
        inRows = false
        return false
      case 'keyValue':
        if (frame) frame.key = token.value
        return false
      case 'nullValue':
        found ||= here
        return inRows
      case 'startArray':
        if (inRows) return true
        frames.push({ list: true, key: null })
        inRows = here
        break
      case 'startObject':
        if (!inRows && !here) frames.push({ list: false, key: null })
        break
    }
    if (frames.length > deepestPath) throw new SourceFailed(`The file is nested deeper than ${deepestPath} levels`)
    found ||= here
    if (token.name === 'startArray') {
      if (here) rowsOf = 'list'
      return false
    }
    return inRows || here
  }

  /** Brings the parser to where it was behind a row: what follows is a comma, or the end of what was open. */
  const prime = (text: string) => {
    const next = /\S/.exec(text)?.[0]
    if (next === undefined) return
    primed = true
    const opening = path.map((name) => `{${JSON.stringify(name)}:`).join('') + (goOn === 'list' ? '[' : '')
    for (const token of tokens(/[,\]}]/.test(next) ? `${opening}null ` : opening)) take(token)
  }

  function* scanPiece(piece: string): Generator<Element> {
    const read = coding.text(piece)
    const text = read ?? coding.shown(piece)
    at += piece.length
    silent += piece.length
    length += piece.length
    spoilt ||= read === null
    escaped ||= text.includes('\\u')
    if (raw.length < shownRaw) raw += text
    const wasInRows = inRows
    const made = tokensIn(text)
    if (made.length > 0) silent = 0
    // At most one: see nextEnd.
    let complete: Read<Cell> | null = null
    for (const token of made) complete = take(token) ?? complete
    if (complete) {
      // A number is only complete with what follows it, be it the end of the list.
      const over = wasInRows && !inRows ? 1 : 0
      const itself = raw.slice(0, raw.length - over).replace(/^[\s,]+|[\s,]+$/g, '')
      yield { read: judged(complete), raw: itself, length, end: at - over }
    }
    if (complete || (made.length > 0 && !element)) fresh()
    pending = inRows && !element && /[^\s,]/.test(raw)
    if (Math.max(length, silent) * coding.width > largestRow) throw tooLong(path, inRows)
  }

  const tokensIn = (text: string): Token[] => {
    try {
      return tokens(text)
    } catch {
      throw new SourceFailed('The file is no JSON behind the rows that were read')
    }
  }

  const fresh = () => {
    raw = ''
    length = 0
    spoilt = false
    escaped = false
  }

  const judged = (read: Read<Cell>): Read<Cell> => {
    if ('fault' in read) return read
    const fault = spoilt ? `holds what is no ${coding.encoding()} text` : escaped ? faultIn(read.value, true) : null
    return fault ? { fault } : read
  }

  return {
    *scan(more) {
      const text = cut + more
      const end = coding.whole(text)
      cut = text.slice(end)
      if (!primed) prime(text.slice(0, end))
      if (!primed) at += end
      for (let from = 0; primed && from < end; ) {
        const object = element ? isObject : !inRows || (!pending && nextSignificant(text, from) === '{')
        const to = nextEnd(text, from, end, !object)
        yield* scanPiece(text.slice(from, to))
        from = to
      }
    },
    end() {
      if (cut !== '') throw new SourceFailed('The file ends in the middle of a character')
      tokensIn(' ')
      if (frames.length > 0 || element) throw new SourceFailed('The file ends before its JSON does')
      if (!found && goOn === null && path.length > 0) throw new SourceFailed(`There is nothing at '${path.join('.')}'`)
    },
    rowsOf: () => rowsOf,
  }
}

const ends = { object: /[[}]/g, other: /[[}\],]/g }

/**
 * Behind the next character that may end a row, or begin their list, so that no piece holds the ends of two rows: that
 * of an object is its brace.
 */
function nextEnd(text: string, from: number, end: number, other: boolean): number {
  const pattern = other ? ends.other : ends.object
  pattern.lastIndex = from
  const match = pattern.exec(text)
  return match && match.index < end ? match.index + 1 : end
}

const blank = /[\s,]*/y

function nextSignificant(text: string, from: number): string | undefined {
  blank.lastIndex = from
  blank.exec(text)
  return text[blank.lastIndex]
}

function tooLong(path: string[], inRows: boolean): SourceFailed {
  const most = `longer than ${largestRow / mebibyte} MiB`
  if (inRows) return new SourceFailed(`A row is ${most}`)
  return new SourceFailed(
    path.length > 0
      ? `A text in the file is ${most}`
      : `The file is one object ${most}: say in recordsPath where its rows are`,
  )
}
