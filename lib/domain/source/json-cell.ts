import { jsonParser, type Token } from 'stream-json/core/parser.js'
import { type Cell, emptyRow, type Row, rowFrom } from '../flow/row'

/** How deep a row may be nested. */
const deepest = 64

/** What is no row is told by what is said of it: "is no …". */
export type Read<T> = { value: T } | { fault: string }

/** Tokens of a JSON text as it comes in. Throws an error of its own where the text is no JSON. */
export function tokenizer(): (text: string) => Token[] {
  const parse = jsonParser({ packValues: true, streamValues: false })
  return (text) => {
    const made = parse(text)
    if (typeof made === 'symbol') return []
    return 'values' in made ? made.values : [made as Token]
  }
}

/** A value on its way: takes its tokens one by one, the first of them included. */
export interface Building {
  /** Whether this token is the last. */
  take(token: Token): boolean
  result(): Read<Cell>
}

type Container = Cell[] | { [name: string]: Cell }

/** Builds the value that begins with the next token. What is nested too deep is passed over, and is a fault. */
export function building(): Building {
  const open: Container[] = []
  const keys: string[] = []
  let root: Cell = null
  let depth = 0
  let tooDeep = false

  const place = (value: Cell) => {
    const into = open.at(-1)
    if (!into) root = value
    else if (Array.isArray(into)) into.push(value)
    else into[keys.at(-1) as string] = value
  }
  const begin = (container: Container) => {
    depth++
    tooDeep ||= depth > deepest
    if (tooDeep) return
    place(container)
    open.push(container)
    keys.push('')
  }
  const end = () => {
    depth--
    if (tooDeep) return
    open.pop()
    keys.pop()
  }
  const scalar = (value: Cell) => {
    if (!tooDeep) place(value)
  }
  return {
    take(token) {
      switch (token.name) {
        case 'startObject':
          begin(emptyRow())
          break
        case 'startArray':
          begin([])
          break
        case 'endObject':
        case 'endArray':
          end()
          break
        case 'keyValue':
          if (!tooDeep) keys[keys.length - 1] = token.value
          return false
        case 'numberValue':
          scalar(numberOf(token.value))
          break
        case 'stringValue':
        case 'nullValue':
        case 'trueValue':
        case 'falseValue':
          scalar(token.value)
      }
      return depth === 0
    },
    result: () => (tooDeep ? { fault: tooDeepFault } : { value: root }),
  }
}

const tooDeepFault = `is nested deeper than ${deepest} levels`

/** A whole number that JavaScript does not hold exactly stays text, and so does what is too large for it. */
function numberOf(text: string): Cell {
  const number = Number(text)
  const exact = /[.eE]/.test(text) ? Number.isFinite(number) : Number.isSafeInteger(number)
  return exact ? number : text
}

// What JSON.parse might round.
const longNumber = /\d{16}/
const escaped = /\\u/i

/** Reads a JSON text as the cell it is; one that is nested too deep or holds what no text can is a fault. */
export function readCell(text: string): Read<Cell> {
  const read = readJson(text)
  if ('fault' in read) return read
  const fault = faultIn(read.value, hasEscapes(text))
  return fault ? { fault } : read
}

/** The same of a text whose parts are to be judged one by one. */
export const readJson = (text: string): Read<Cell> => (longNumber.test(text) ? readExactly(text) : parsed(text))

/** Whether characters may stand in a JSON text that are not seen in it. */
export const hasEscapes = (text: string): boolean => escaped.test(text)

function parsed(text: string): Read<Cell> {
  try {
    return { value: JSON.parse(text) }
  } catch {
    return { fault: 'is no JSON' }
  }
}

function readExactly(text: string): Read<Cell> {
  const tokens = tokenizer()
  const value = building()
  let done = false
  try {
    // A number ends where something else begins.
    for (const token of [...tokens(text), ...tokens(' ')]) done = value.take(token)
  } catch {
    return { fault: 'is no JSON' }
  }
  return done ? value.result() : { fault: 'is no JSON' }
}

/** Why a cell cannot be kept; null when it can. Texts are only looked at where escapes may have put something in them. */
export function faultIn(cell: Cell, texts: boolean, depth = 0): string | null {
  if (typeof cell === 'string') return texts ? faultInText(cell) : null
  if (cell === null || typeof cell !== 'object') return null
  if (depth >= deepest) return tooDeepFault
  if (Array.isArray(cell)) {
    for (const each of cell) {
      const fault = faultIn(each, texts, depth + 1)
      if (fault) return fault
    }
    return null
  }
  for (const name of Object.keys(cell)) {
    const fault = (texts && faultInText(name)) || faultIn(cell[name] ?? null, texts, depth + 1)
    if (fault) return fault
  }
  return null
}

function faultInText(text: string): string | null {
  if (text.includes('\0')) return 'holds a NUL character'
  return text.isWellFormed() ? null : 'holds half of a character'
}

/** The row that a cell is: an object. */
export function rowIn(read: Read<Cell>): Read<Row> {
  if ('fault' in read) return read
  const { value } = read
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return { fault: 'is no JSON object' }
  return { value: rowFrom(value) }
}
