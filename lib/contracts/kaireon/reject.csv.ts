import type { Cell } from '@/lib/domain/flow/row'
import type { RejectTable } from '@/lib/domain/run/rejects'
import type { CsvCell, CsvFile } from '../csv'

/** What stands before the columns of the rows themselves. */
const told = ['reject_number', 'reject_node', 'reject_reason', 'reject_text']

/** The rejects of a run as a file: each with a column for every field of theirs, so that they can be put right and sent again. */
export const rejectFile = (runId: string, { columns, pages }: RejectTable): CsvFile => ({
  name: `rejects-${runId}.csv`,
  header: [...told, ...columns],
  pages: linesOf(columns, pages),
})

async function* linesOf(columns: string[], pages: RejectTable['pages']): AsyncGenerator<CsvCell[][]> {
  for await (const page of pages) {
    yield page.map(({ number, nodeId, nodeLabel, reason, original }) => {
      const isText = typeof original === 'string'
      const cells = columns.map((name) => (isText || !Object.hasOwn(original, name) ? null : cellOf(original[name])))
      return [number, nodeLabel || nodeId, reason, isText ? original : null, ...cells]
    })
  }
}

const cellOf = (cell: Cell | undefined): CsvCell =>
  typeof cell === 'object' && cell !== null ? JSON.stringify(cell) : (cell ?? null)
