import { parameters } from '@/lib/db/sql/column'
import { recordColumns, recordTables } from '@/lib/db/sql/record'
import { settledAt } from '@/lib/db/sql/settled'
import type { Scope } from '@/lib/db/transaction'
import { cutPage, type Page } from '../page'
import type { RecordRow } from './record'
import { type RecordFilter, whereOf } from './where'

/**
 * A page of records, newest first, from the row after `after` (an id) on. Its first page, where it asks for what has
 * changed since an instant, tells since when to ask the next time.
 */
export async function listRecords(
  scope: Scope,
  filter: RecordFilter,
  limit: number,
  after: string | null,
): Promise<Page<RecordRow> & { nextSince: Date | null }> {
  const nextSince = filter.updatedSince && after === null ? await settledAt(scope) : null
  const values: unknown[] = [scope.workspaceId]
  const given = parameters(values)
  const terms = whereOf(scope, filter, given)
  if (after !== null) terms.push(`r.id < ${given(after)}`)
  const rows = await scope.sql<RecordRow>(
    `SELECT ${recordColumns} FROM ${recordTables} WHERE ${terms.join(' AND ')}
     ORDER BY r.id DESC LIMIT ${given(limit + 1)}`,
    values,
  )
  return { ...cutPage(rows, limit, (last) => last.id), nextSince }
}
