import type { Coding } from './coding'
import { type CsvForm, type CsvRecord, csvScanner } from './csv-records'
import { SourceFailed } from './failed'
import { distinctNames } from './names'
import { largestRow } from './reader'

/** What must be known of a file of CSV before its rows are read. */
export interface CsvHead {
  form: CsvForm
  coding: Coding
  /** The columns by name, in order. */
  names: string[]
  /** Where the rows begin, in bytes. */
  rowsFrom: number
}

/** What is said about a file of CSV; null is for its beginning to tell. */
export interface CsvSettings {
  encoding: string | null
  delimiter: string | null
  quote: string
  header: boolean
}

/** The rarer in text the earlier: where two cut alike, the one that is seldom there by chance. */
const candidates = ['\t', ';', '|', ',']
/** How many rows a guess is made from. */
const guessedFrom = 100

/**
 * Reads the head from the beginning of a file's text; null when it must be shown more of it.
 * @param text scanned units
 * @param whole there is no more
 */
export function headOf(
  text: string,
  whole: boolean,
  coding: Coding,
  { delimiter, quote, header }: CsvSettings,
): (Pick<CsvHead, 'form' | 'names'> & { rowsFrom: number }) | null {
  const form = { delimiter: delimiter ?? guessDelimiter(text, whole, quote), quote }
  const [first] = rowsOf(text, whole, form)
  if (!first) return whole ? { form, names: [], rowsFrom: text.length } : null
  if (!header) return { form, names: first.cells.map((_, at) => `column_${at + 1}`), rowsFrom: 0 }
  if (first.fault) throw new SourceFailed(`The header ${first.fault}`)
  return { form, names: namesOf(first.cells, coding), rowsFrom: first.end }
}

/** @throws SourceFailed when what was shown already should have been enough */
export function refuseEndlessHeader(shown: number): void {
  if (shown > largestRow) throw new SourceFailed(`The first row is longer than ${largestRow / 1024 / 1024} MiB`)
}

const rowsOf = (text: string, whole: boolean, form: CsvForm): CsvRecord[] => csvScanner(form).scan(text, whole)

/** The separator that cuts the most rows into as many cells as the first one; of several, that which cuts finest. */
function guessDelimiter(text: string, whole: boolean, quote: string): string {
  let best = { delimiter: ',', share: 0, width: 1 }
  for (const delimiter of candidates) {
    const rows = rowsOf(text, whole, { delimiter, quote }).slice(0, guessedFrom)
    const width = rows[0]?.cells.length ?? 1
    if (width < 2) continue
    const share = rows.filter(({ cells, fault }) => cells.length === width && !fault).length / rows.length
    if (share > best.share || (share === best.share && width > best.width)) best = { delimiter, share, width }
  }
  return best.delimiter
}

/** The names that stand in a header. */
function namesOf(cells: string[], coding: Coding): string[] {
  const texts = cells.map((cell) => {
    const text = coding.text(cell)
    if (text === null || text.includes('\0')) {
      throw new SourceFailed(`The header is no ${coding.encoding() ?? 'utf-8'} text: set the encoding of the file`)
    }
    return text
  })
  return distinctNames(texts)
}
