import type { Scope } from '../transaction'
import { aroundRecord, recordColumns } from './record'

/** Which cards a list in board order holds; ids are well-formed. */
export interface CardFilter {
  pipelineId?: string
  stageId?: string
  agentId?: string
  contactId?: string
  /** Archived cards too, behind the active ones of their stage. */
  archived?: boolean
}

/** So many cards of a stage, from the place `skip` on. */
export interface StageWindow {
  stageId: string
  skip: number
  take: number
}

/** How many cards each stage holds, in board order: boards by age, then stages by position. Counted from the index. */
export function countByStage(scope: Scope, filter: CardFilter): Promise<{ stageId: string; count: number }[]> {
  const values: unknown[] = [scope.workspaceId]
  const equal = (column: string, id: string | undefined) =>
    id === undefined ? '' : `AND ${column} = $${values.push(id)}`
  return scope.sql(
    `SELECT s.id AS "stageId", (SELECT count(*) FROM "CrmRecord" r WHERE ${listed(filter, 's.id')} ${equal('r."contactId"', filter.contactId)}) AS count
     FROM "Stage" s JOIN "Pipeline" p ON p."workspaceId" = s."workspaceId" AND p.id = s."pipelineId"
     WHERE s."workspaceId" = $1 AND s."removedAt" IS NULL AND p."trashedAt" IS NULL
       ${equal('s.id', filter.stageId)} ${equal('p.id', filter.pipelineId)} ${equal('p."agentId"', filter.agentId)}
     ORDER BY p."createdAt", p.id, s.position`,
    values,
  )
}

/** The cards of some windows, in their order, each with the number of active cards ahead of it in its stage. */
export function readWindows<Row extends object>(
  scope: Scope,
  filter: CardFilter,
  windows: StageWindow[],
): Promise<Row[]> {
  const values: unknown[] = [
    scope.workspaceId,
    windows.map((window) => window.stageId),
    windows.map((window) => window.skip),
    windows.map((window) => window.take),
  ]
  const contact = filter.contactId === undefined ? '' : `AND r."contactId" = $${values.push(filter.contactId)}`
  // Without the filter a card's place in its window tells its position; archived ones report the position after the last.
  const counted = `(SELECT count(*) FROM "CrmRecord" a
    WHERE a."workspaceId" = $1 AND a."stageId" = r."stageId" AND a.rank IS NOT NULL AND a.rank < coalesce(r.rank, '~'))`
  const position = contact ? counted : `CASE WHEN r.rank IS NULL THEN ${counted} ELSE r.place END`
  return scope.sql<Row>(
    `SELECT ${recordColumns}, ${position} AS position
     FROM unnest($2::uuid[], $3::int[], $4::int[]) WITH ORDINALITY AS w("stageId", skip, take, at)
     CROSS JOIN LATERAL (
       SELECT r.*, w.skip + row_number() OVER (${order(filter)}) - 1 AS place FROM (
         SELECT * FROM "CrmRecord" r WHERE ${listed(filter, 'w."stageId"')} ${contact} ${order(filter)} LIMIT w.take OFFSET w.skip
       ) r
     ) r ${aroundRecord}
     ORDER BY w.at, r.rank NULLS LAST, r.id`,
    values,
  )
}

// A card has an order key exactly while it is active, and the index of order keys holds no other.
const listed = ({ archived }: CardFilter, stageId: string): string =>
  `r."workspaceId" = $1 AND r."stageId" = ${stageId} AND ${archived ? 'r."trashedAt" IS NULL' : 'r.rank IS NOT NULL'}`

const order = ({ archived }: CardFilter): string => (archived ? 'ORDER BY r.rank NULLS LAST, r.id' : 'ORDER BY r.rank')
