import { presentRecords, recordColumns, recordTables } from '@/lib/db/sql/record'
import { rottingDays } from '@/lib/db/sql/rotting'
import type { Scope } from '@/lib/db/transaction'
import { isId } from '../id'
import { cutPage, type Page } from '../page'
import { invalid } from '../refusal'
import type { RecordRow } from './record'
import type { Status } from './status'

/** Which records a list holds. An id that is well-formed but unknown gives an empty page; a malformed one is refused. */
export interface RecordFilter {
  object?: string
  /** Only records that stand on a board. */
  onBoard?: boolean
  pipelineId?: string
  stageId?: string
  ownerId?: string
  status?: Status
  externalId?: string
  updatedSince?: Date
}

const stalled = `r."lastActivityAt" <= $now::timestamptz - ${rottingDays} * interval '1 day'`
const byStatus: Record<Status, string> = {
  open: `s.type = 'open' AND NOT (${stalled})`,
  stalled: `s.type = 'open' AND ${stalled}`,
  won: `s.type = 'won'`,
  lost: `s.type = 'lost'`,
}

interface Where {
  text: string
  values: unknown[]
}

function where(scope: Scope, filter: RecordFilter): Where {
  const values: unknown[] = [scope.workspaceId]
  const terms = ['r."workspaceId" = $1', presentRecords, 'r."archivedAt" IS NULL']
  const equal = (column: string, value: string | undefined) => {
    if (value !== undefined) terms.push(`${column} = $${values.push(value)}`)
  }
  for (const field of ['pipelineId', 'stageId', 'ownerId'] as const) {
    const id = filter[field]
    if (id !== undefined && !isId(id)) throw invalid(field, 'must be an id')
    equal(`r."${field}"`, id)
  }
  if (filter.object !== undefined) {
    // By its id, which is in the index, and not by its name in the joined table.
    terms.push(
      `r."objectId" = (SELECT id FROM "CrmObject" WHERE "workspaceId" = $1 AND name = $${values.push(filter.object)})`,
    )
  }
  equal('r."externalId"', filter.externalId)
  if (filter.onBoard) terms.push('r."stageId" IS NOT NULL')
  if (filter.updatedSince) terms.push(`r."updatedAt" >= $${values.push(filter.updatedSince)}`)
  if (filter.status) terms.push(byStatus[filter.status].replaceAll('$now', () => `$${values.push(scope.now)}`))
  return { text: terms.join(' AND '), values }
}

/** A page of records, newest first, from the row after `after` (an id) on. */
export async function listRecords(
  scope: Scope,
  filter: RecordFilter,
  limit: number,
  after: string | null,
): Promise<Page<RecordRow>> {
  const { text, values } = where(scope, filter)
  const from = after === null ? '' : `AND r.id < $${values.push(after)}`
  const rows = await scope.sql<RecordRow>(
    `SELECT ${recordColumns} FROM ${recordTables} WHERE ${text} ${from} ORDER BY r.id DESC LIMIT $${values.push(limit + 1)}`,
    values,
  )
  return cutPage(rows, limit, (last) => last.id)
}
