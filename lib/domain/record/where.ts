import type { Given } from '@/lib/db/sql/column'
import { presentRecords } from '@/lib/db/sql/record'
import { rottingDays } from '@/lib/db/sql/rotting'
import type { Scope } from '@/lib/db/transaction'
import { isId } from '../id'
import { invalid } from '../refusal'
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

/** The terms of a list of records that are present and not archived; the workspace is the statement's first parameter. */
export function whereOf(scope: Scope, filter: RecordFilter, given: Given): string[] {
  const terms = ['r."workspaceId" = $1', presentRecords, 'r."archivedAt" IS NULL']
  for (const field of ['pipelineId', 'stageId', 'ownerId'] as const) {
    const id = filter[field]
    if (id === undefined) continue
    if (!isId(id)) throw invalid(field, 'must be an id')
    terms.push(`r."${field}" = ${given(id)}`)
  }
  if (filter.object !== undefined) {
    // By its id, which is in the index, and not by its name in the joined table.
    terms.push(
      `r."objectId" = (SELECT id FROM "CrmObject" WHERE "workspaceId" = $1 AND name = ${given(filter.object)})`,
    )
  }
  if (filter.externalId !== undefined) terms.push(`r."externalId" = ${given(filter.externalId)}`)
  if (filter.onBoard) terms.push('r."stageId" IS NOT NULL')
  if (filter.updatedSince) terms.push(`r."updatedAt" >= ${given(filter.updatedSince)}`)
  if (filter.status) terms.push(byStatus[filter.status].replaceAll('$now', () => given(scope.now)))
  return terms
}
