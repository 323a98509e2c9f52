import { stringify } from 'csv-stringify/sync'
import type { CsvCell, CsvFile } from '@/lib/contracts/csv'

/**
 * A reply that is a file of CSV (RFC 4180, in UTF-8 with the mark by which spreadsheets know it), sent as its rows come
 * and no faster than they are taken. The first page is read before the reply begins, so that a refusal is still told as
 * one; when a later one fails, the connection breaks off.
 * @param stillAllowed asked between pages: a file may take long
 */
export async function csvReply(
  file: CsvFile,
  stillAllowed: () => Promise<boolean> = async () => true,
): Promise<Response> {
  const chunks = chunksOf(file, stillAllowed)
  const first = await chunks.next()
  const encoder = new TextEncoder()
  const stream = new ReadableStream<Uint8Array>({
    start: (controller) => controller.enqueue(encoder.encode(first.value)),
    async pull(controller) {
      const { done, value } = await chunks.next()
      if (done) controller.close()
      else controller.enqueue(encoder.encode(value))
    },
    async cancel() {
      await chunks.return(undefined)
    },
  })
  return new Response(stream, {
    headers: {
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': dispositionOf(file.name),
      'cache-control': 'no-store',
    },
  })
}

async function* chunksOf(
  { header, pages }: CsvFile,
  stillAllowed: () => Promise<boolean>,
): AsyncGenerator<string, undefined> {
  let head = `\ufeff${linesOf([header])}`
  for await (const page of pages) {
    yield head + linesOf(page)
    head = ''
    if (!(await stillAllowed())) throw new Error('the file is not theirs to read any more')
  }
  if (head !== '') yield head
}

/** Rows as they stand in a file. What begins like a formula gets an apostrophe, by which a spreadsheet takes it for text. */
export const linesOf = (rows: CsvCell[][]): string =>
  stringify(rows, {
    record_delimiter: '\r\n',
    escape_formulas: true,
    quoted_match: /[\r\n]/,
    cast: { boolean: String },
  })

/** The header that names a download; in ASCII too, for whoever reads no other. */
function dispositionOf(name: string): string {
  const plain = name.replace(/[^\w .()-]/g, '_')
  const encoded = encodeURIComponent(name.toWellFormed()).replace(
    /['()*]/g,
    (mark) => `%${mark.charCodeAt(0).toString(16)}`,
  )
  return `attachment; filename="${plain}"; filename*=UTF-8''${encoded}`
}
