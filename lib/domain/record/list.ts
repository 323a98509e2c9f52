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
  agentId?: string
  contactId?: string
  ownerId?: string
  status?: Status
  externalId?: string
  updatedSince?: Date
  /** Archived records too. */
  archived?: boolean
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
  const terms = ['r."workspaceId" = $1', presentRecords]
  const equal = (column: string, value: string | undefined) => {
    if (value !== undefined) terms.push(`${column} = $${values.push(value)}`)
  }
  for (const field of ['pipelineId', 'stageId', 'agentId', 'contactId', 'ownerId'] as const) {
    const id = filter[field]
    if (id !== undefined && !isId(id)) throw invalid(field, 'must be an id')
    equal(field === 'agentId' ? 'p."agentId"' : `r."${field}"`, id)
  }
  equal('o.name', filter.object)
  equal('r."externalId"', filter.externalId)
  if (filter.onBoard) terms.push('r."stageId" IS NOT NULL')
  if (!filter.archived) terms.push('r."archivedAt" IS NULL')
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

/** A record with its place: how many active cards are ahead of it in its stage, or in all when it is archived. */
export type PlacedRecord = RecordRow & { position: number }

/** A numbered page of cards in board order (pipeline, stage, place), and how many there are in all. */
export async function listCards(
  scope: Scope,
  filter: RecordFilter,
  limit: number,
  offset: number,
): Promise<{ rows: PlacedRecord[]; total: number }> {
  const { text, values } = where(scope, { ...filter, onBoard: true })
  const found = `FROM ${recordTables} WHERE ${text}`
  const counting = scope.sql<{ total: number }>(`SELECT count(*)::int AS total ${found}`, values)
  const page = [...values, limit, offset]
  // The position is counted for the rows of the page only, from the index of the stage.
  const reading = scope.sql<PlacedRecord>(
    `SELECT page.*, (
       SELECT count(*)::int FROM "CrmRecord" a
       WHERE a."workspaceId" = $1 AND a."stageId" = page."stageId" AND a.rank IS NOT NULL AND (page.rank IS NULL OR a.rank < page.rank)
     ) AS position
     FROM (
       SELECT ${recordColumns}, p."createdAt" AS made, s.position AS stage ${found}
       ORDER BY p."createdAt", p.id, s.position, r.rank NULLS LAST, r.id LIMIT $${page.length - 1} OFFSET $${page.length}
     ) page ORDER BY made, "pipelineId", stage, rank NULLS LAST, id`,
    page,
  )
  const [[counted], rows] = await Promise.all([counting, reading])
  return { rows, total: counted?.total ?? 0 }
}
