import { isAscii, isUtf8 } from 'node:buffer'
import { SourceFailed } from './failed'

export const encodings = ['utf-8', 'utf-16le', 'utf-16be', 'windows-1252'] as const
export type Encoding = (typeof encodings)[number]

/**
 * How bytes stand for text. They are scanned as units of a fixed width, so that a place in the one is a place in the
 * other: what separates cells and rows is itself in every encoding here, and only what stands between is read as text.
 */
export interface Coding {
  /** Bytes a unit. */
  width: 1 | 2
  /** As a string of one character a unit. Of two bytes a unit there must be whole units. */
  scan(bytes: Buffer): string
  /** What scanned units say; null when they are no text in this encoding. */
  text(scanned: string): string | null
  /** The same for people: what is no text is replaced. */
  shown(scanned: string): string
  /** How many units there are before a character that is cut off at the end. */
  whole(scanned: string): number
  /** What it is; null while nothing has told yet. */
  encoding(): Encoding | null
}

const boms: [Encoding, number[]][] = [
  ['utf-8', [0xef, 0xbb, 0xbf]],
  ['utf-16le', [0xff, 0xfe]],
  ['utf-16be', [0xfe, 0xff]],
]

/** The encoding that a file's first bytes announce, and how many bytes do so. */
export function bomOf(start: Uint8Array): { encoding: Encoding | null; length: number } {
  const [encoding = null, bom = []] = boms.find(([, mark]) => mark.every((byte, at) => start[at] === byte)) ?? []
  return { encoding, length: bom.length }
}

const aliases: Record<string, Encoding | 'utf-16'> = {
  utf8: 'utf-8',
  ascii: 'utf-8',
  'us-ascii': 'utf-8',
  'utf-16': 'utf-16',
  utf16: 'utf-16',
  'utf-16-le': 'utf-16le',
  utf16le: 'utf-16le',
  'utf-16-be': 'utf-16be',
  utf16be: 'utf-16be',
  'latin-1': 'windows-1252',
  latin1: 'windows-1252',
  'iso-8859-1': 'windows-1252',
  'iso8859-1': 'windows-1252',
  cp1252: 'windows-1252',
}

/** The encoding that a name in any of its usual spellings means; null for one that is not known. */
export function encodingNamed(name: string): Encoding | 'utf-16' | null {
  const plain = name.trim().toLowerCase().replaceAll('_', '-')
  const known = encodings.find((encoding) => encoding === plain)
  return known ?? (Object.hasOwn(aliases, plain) ? (aliases[plain] as Encoding) : null)
}

/**
 * Chooses how a file is read: as its first bytes announce; else as it is said to be; else, when it is UTF-8 but for a
 * fault here and there, so, and when it is not, as windows-1252, which is what Latin-1 is called by those who wrote it.
 * While there is nothing but ASCII the choice waits for the first byte that tells.
 * @param declared by whoever set the connector up; what they said is not doubted
 * @param whole the encoding of all of the file, where somebody looked
 */
export function chooseCoding(
  sample: Buffer,
  declared: string | null,
  whole: Encoding | null,
): { coding: Coding; start: number } {
  const bom = bomOf(sample)
  if (declared !== null) {
    const named = encodingNamed(declared)
    if (!named)
      throw new SourceFailed(`The encoding '${declared.slice(0, 50)}' is not known: ${encodings.join(', ')} are`)
    const utf16 = bom.encoding === 'utf-16be' ? 'utf-16be' : 'utf-16le'
    const encoding = named === 'utf-16' ? utf16 : named
    return { coding: codings[encoding](), start: bom.encoding === encoding ? bom.length : 0 }
  }
  if (bom.encoding) return { coding: codings[bom.encoding](), start: bom.length }
  if (whole) return { coding: codings[whole](), start: 0 }
  return { coding: guessing(sample), start: 0 }
}

/** The coding that one was chosen to be, for those who go on elsewhere. */
export const codingOf = (encoding: Encoding): Coding => codings[encoding]()

/** Looks at a file as it goes by, to tell its encoding in the end. */
export function encodingWatch(): { see(chunk: Buffer): void; encoding(): Encoding } {
  let start: Encoding | null | undefined
  const sum: Tally = { characters: 0, faults: 0 }
  let cut: Buffer = Buffer.alloc(0)
  return {
    see(chunk) {
      start ??= bomOf(chunk).encoding
      if (sum.characters + sum.faults > enough) return
      const bytes = cut.length > 0 ? Buffer.concat([cut, chunk]) : chunk
      const end = wholeUtf8(bytes)
      count(bytes.subarray(0, end), sum)
      cut = Buffer.from(bytes.subarray(end))
    },
    encoding: () => start ?? told({ ...sum, faults: sum.faults + (cut.length > 0 ? 1 : 0) }),
  }
}

/** Bytes that are no ASCII: so many characters of UTF-8, and so many that are in none. */
interface Tally {
  characters: number
  faults: number
}

/** Nobody writes more than so many of them by chance. */
const enough = 100_000

// Text of one byte a character is hardly ever UTF-8 by chance; text of UTF-8 that something spoilt is so nearly everywhere.
const told = ({ characters, faults }: Tally): Encoding =>
  faults === 0 || characters > faults ? 'utf-8' : 'windows-1252'

function count(bytes: Buffer, sum: Tally): void {
  if (isAscii(bytes)) return
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at] as number
    if (byte < 0x80) continue
    const length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2
    if (byte >= 0xc2 && byte < 0xf5 && isUtf8(bytes.subarray(at, at + length))) {
      sum.characters++
      at += length - 1
    } else sum.faults++
    if (sum.characters + sum.faults > enough) return
  }
}

const plain = /^[\0-\x7f]*$/

function utf8(scanned: string): string | null {
  if (plain.test(scanned)) return scanned
  const bytes = Buffer.from(scanned, 'latin1')
  return isUtf8(bytes) ? bytes.toString('utf8') : null
}

// Node's own decoder of windows-1252 takes 0x80 to 0x9f for control characters in some versions.
const high = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ'
const windows = (scanned: string): string =>
  scanned.replace(/[\u0080-\u009f]/g, (byte) => high[byte.charCodeAt(0) - 0x80] as string)

function wholeUtf8Units(scanned: string): number {
  const tail = Buffer.from(scanned.slice(-4), 'latin1')
  return scanned.length - (tail.length - wholeUtf8(tail))
}

const wholeUtf16Units = (scanned: string): number =>
  /[\ud800-\udbff]$/.test(scanned) ? scanned.length - 1 : scanned.length

const wellFormed = (scanned: string): string | null => (scanned.isWellFormed() ? scanned : null)

const codings: Record<Encoding, () => Coding> = {
  'utf-8': () => ({
    width: 1,
    scan: (bytes) => bytes.toString('latin1'),
    text: utf8,
    shown: (scanned) => Buffer.from(scanned, 'latin1').toString('utf8'),
    whole: wholeUtf8Units,
    encoding: () => 'utf-8',
  }),
  'windows-1252': () => ({
    width: 1,
    scan: (bytes) => bytes.toString('latin1'),
    text: windows,
    shown: windows,
    whole: (scanned) => scanned.length,
    encoding: () => 'windows-1252',
  }),
  'utf-16le': () => ({
    width: 2,
    scan: (bytes) => bytes.toString('utf16le'),
    text: wellFormed,
    shown: (scanned) => scanned.toWellFormed(),
    whole: wholeUtf16Units,
    encoding: () => 'utf-16le',
  }),
  'utf-16be': () => ({
    width: 2,
    scan: (bytes) => Buffer.from(bytes).swap16().toString('utf16le'),
    text: wellFormed,
    shown: (scanned) => scanned.toWellFormed(),
    whole: wholeUtf16Units,
    encoding: () => 'utf-16be',
  }),
}

function guessing(sample: Buffer): Coding {
  const whole = sample.subarray(0, wholeUtf8(sample))
  let found = isAscii(whole) ? null : codings[guess(whole)]()
  return {
    width: 1,
    scan: (bytes) => bytes.toString('latin1'),
    text: (scanned) => {
      if (!found && !plain.test(scanned)) found = codings[guess(Buffer.from(scanned, 'latin1'))]()
      return found ? found.text(scanned) : scanned
    },
    shown: (scanned) => (found ? found.shown(scanned) : scanned),
    whole: (scanned) => (found ? found.whole(scanned) : wholeUtf8Units(scanned)),
    encoding: () => found?.encoding() ?? null,
  }
}

function guess(bytes: Buffer): Encoding {
  const sum: Tally = { characters: 0, faults: 0 }
  count(bytes, sum)
  return told(sum)
}

/** How many bytes there are before a character of UTF-8 that is cut off at the end. */
function wholeUtf8(bytes: Buffer): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const byte = bytes[bytes.length - back] as number
    if (byte < 0x80) return bytes.length
    if (byte < 0xc0) continue
    const length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2
    return length > back ? bytes.length - back : bytes.length
  }
  return bytes.length
}
