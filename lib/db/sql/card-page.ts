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

/**
 * A page of cards in board order (boards by age, stages by position, cards by place) with how many there are in all,
 * each card with the number of active ones ahead of it in its stage. One statement, so that a page is one moment: the
 * stages' counts, from the index, tell which of them the page touches, and only there cards are read.
 */
export async function readCardPage<Row extends object>(
  scope: Scope,
  filter: CardFilter,
  limit: number,
  offset: number,
): Promise<{ rows: Row[]; total: number }> {
  const values: unknown[] = [scope.workspaceId, limit, offset]
  const equal = (column: string, id: string | undefined) =>
    id === undefined ? '' : `AND ${column} = $${values.push(id)}`
  const contact = equal('r."contactId"', filter.contactId)
  // Without the filter a card's place in its stage tells its position; archived ones report the position after the last.
  const counted = `(SELECT count(*) FROM "CrmRecord" a
    WHERE a."workspaceId" = $1 AND a."stageId" = r."stageId" AND a.rank IS NOT NULL AND a.rank < coalesce(r.rank, '~'))`
  const position = contact ? counted : `CASE WHEN r.rank IS NULL THEN ${counted} ELSE r.place END`
  const found = await scope.sql<{ total: number; id: string | null }>(
    `WITH held AS MATERIALIZED (
       SELECT s.id AS "stageId", row_number() OVER (ORDER BY p."createdAt", p.id, s.position) AS at,
              (SELECT count(*) FROM "CrmRecord" r WHERE ${listed(filter, 's.id')} ${contact}) AS count
       FROM "Stage" s JOIN "Pipeline" p ON p."workspaceId" = s."workspaceId" AND p.id = s."pipelineId"
       WHERE s."workspaceId" = $1 AND s."removedAt" IS NULL AND p."trashedAt" IS NULL
         ${equal('s.id', filter.stageId)} ${equal('p.id', filter.pipelineId)} ${equal('p."agentId"', filter.agentId)}
     ), started AS (
       SELECT *, sum(count) OVER (ORDER BY at) - count AS start FROM held
     ), touched AS (
       SELECT "stageId", at, greatest(0, $3 - start)::int AS skip,
              (least(count, $3::bigint + $2 - start) - greatest(0, $3 - start))::int AS take
       FROM started WHERE start < $3::bigint + $2 AND start + count > $3
     )
     SELECT counted.total, page.* FROM (SELECT coalesce(sum(count), 0)::int AS total FROM held) counted LEFT JOIN (
       SELECT ${recordColumns}, ${position} AS position, w.at
       FROM touched w CROSS JOIN LATERAL (
         SELECT r.*, w.skip + row_number() OVER (${order(filter)}) - 1 AS place FROM (
           SELECT * FROM "CrmRecord" r WHERE ${listed(filter, 'w."stageId"')} ${contact} ${order(filter)} LIMIT w.take OFFSET w.skip
         ) r
       ) r ${aroundRecord}
     ) page ON true
     ORDER BY page.at, page.rank NULLS LAST, page.id`,
    values,
  )
  // Past the end there is a row all the same, which tells the total alone.
  return { rows: found.filter(({ id }) => id !== null) as Row[], total: found[0]?.total ?? 0 }
}

// A card has an order key exactly while it is active, and the index of order keys holds no other.
const listed = ({ archived }: CardFilter, stageId: string): string =>
  `r."workspaceId" = $1 AND r."stageId" = ${stageId} AND ${archived ? 'r."trashedAt" IS NULL' : 'r.rank IS NOT NULL'}`

const order = ({ archived }: CardFilter): string => (archived ? 'ORDER BY r.rank NULLS LAST, r.id' : 'ORDER BY r.rank')
