import type { WalkedTask } from '@/lib/domain/task/browse'
import type { CsvCell, CsvFile } from '../csv'

const columns: [name: string, cell: (row: WalkedTask) => CsvCell][] = [
  ['id', ({ id }) => id],
  ['title', ({ title }) => title],
  ['due_date', ({ dueAt }) => dueAt?.toISOString() ?? null],
  ['priority', ({ priority }) => priority],
  ['action_type', ({ actionType }) => actionType],
  ['is_completed', ({ completedAt }) => completedAt !== null],
  ['completed_at', ({ completedAt }) => completedAt?.toISOString() ?? null],
  ['assigned_to', ({ assignee }) => assignee],
  ['about', ({ links = [] }) => links.map(({ title }) => title).join('; ')],
  ['recurrence', ({ recurrence }) => recurrence],
  ['created_at', ({ createdAt }) => createdAt.toISOString()],
  ['updated_at', ({ updatedAt }) => updatedAt.toISOString()],
]

/** Tasks as a file that people can read. */
export const taskFile = (pages: AsyncIterable<WalkedTask[]>): CsvFile => ({
  name: 'Tasks.csv',
  header: columns.map(([name]) => name),
  pages: lines(pages),
})

async function* lines(pages: AsyncIterable<WalkedTask[]>): AsyncGenerator<CsvCell[][]> {
  for await (const rows of pages) yield rows.map((row) => columns.map(([, cell]) => cell(row)))
}
