import type { Given } from '@/lib/db/sql/column'
import { conditionSql } from '@/lib/db/sql/filter'
import { type Mark, selectPage } from '@/lib/db/sql/page'
import { recordColumns, recordTables, searchedTables } from '@/lib/db/sql/record'
import { recordColumn } from '@/lib/db/sql/record-column'
import { searchTerm } from '@/lib/db/sql/record-search'
import { settledAt } from '@/lib/db/sql/settled'
import type { Scope } from '@/lib/db/transaction'
import type { Filter } from '../filter/filter'
import { resolveFilter } from '../filter/resolve'
import { refuseForeignMark, resolveSort, type Sort } from '../filter/sort'
import { findObject } from '../object/find'
import { ownFields } from '../object/own-field'
import { columnsOf, type RecordField } from './columns'
import type { RecordRow } from './record'
import { type RecordFilter, whereOf } from './where'

/** What a caller asks of the records of one object. */
export interface Question {
  object: string
  filter: Omit<RecordFilter, 'object'>
  /** Words: each must begin one of a record's; without one nothing is found. */
  search?: string
  /** Over the fields of `spelling`, and the object's own. */
  filters?: Filter
  sort: Sort
  /** What the caller calls the fields that every record has. */
  spelling: Record<string, RecordField>
  /** The IANA time zone of bare dates. */
  timeZone: string
}

/**
 * A page of the records of an object that are present and not archived, how many there are in all, and where the next
 * page goes on. Its first page, where it asks for what has changed since an instant, tells since when to ask the next
 * time. Refuses an unknown object (not found), and what resolveFilter and resolveSort refuse.
 */
export async function browseRecords(
  scope: Scope,
  question: Question,
  limit: number,
  after: Mark | null,
): Promise<{ rows: RecordRow[]; total: number; next: Mark | null; nextSince: Date | null }> {
  const { list } = await listOf(scope, question)
  if (after) refuseForeignMark(after, list.sort)
  const nextSince = question.filter.updatedSince && after === null ? await settledAt(scope) : null
  const page = await selectPage<RecordRow>(scope, { ...list, after, limit })
  return { ...page, nextSince }
}

/** The list that a question asks for; see PageQuery. Refuses as browseRecords does. */
export async function listOf(scope: Scope, question: Question) {
  const object = await findObject(scope, question.object)
  const own = await ownFields(scope, object.id)
  const columns = columnsOf(question.spelling, own)
  const filters = question.filters && resolveFilter(question.filters, columns, question.timeZone)
  const sort = resolveSort(question.sort, columns, recordColumn.id)
  const found = question.search === undefined ? null : await searchTerm(scope, object.id, question.search)
  const where = (given: Given) => {
    const terms = whereOf(scope, { ...question.filter, object: object.name }, given)
    if (found) terms.push(found(given))
    if (filters) terms.push(conditionSql(filters, given))
    return terms.join(' AND ')
  }
  return { object, own, list: { ...recordList, where, sort } }
}

/** How records are listed. */
export const recordList = {
  columns: recordColumns,
  tables: recordTables,
  searched: searchedTables,
  alias: 'r',
  id: recordColumn.id,
}
