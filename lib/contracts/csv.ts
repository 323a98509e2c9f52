/** What a cell of a file holds. A number is written as one; a text that a spreadsheet would run as a formula is not. */
export type CsvCell = string | number | boolean | null

/** A file of CSV: its name, its header, and its rows page by page. */
export interface CsvFile {
  name: string
  header: string[]
  pages: AsyncIterable<CsvCell[][]>
}
