import type { TaskAction } from '../generated/client'
import type { Scope } from '../transaction'

/** What of a board to read. */
export interface BoardWindow {
  /** How many cards a column shows. */
  limit: number
  /** Only this column. */
  stageId?: string
  /** Only cards behind this order key. */
  afterRank?: string
  /** Only these cards, wherever they are; counts and totals stay those of whole columns. */
  recordIds?: string[]
}

/** A board as one statement reads it. Instants are ISO texts in any offset. */
export interface BoardRow {
  pipeline: { id: string; name: string; object: string; rottingDays: number | null }
  columns: BoardColumnRow[]
}

export interface BoardColumnRow {
  stage: {
    id: string
    name: string
    color: string | null
    type: 'open' | 'won' | 'lost'
    position: number
    probability: number
    requiredFields: string[]
    rottingDays: number | null
    wipLimit: number | null
  }
  count: number
  totals: { currency: string; value: number }[]
  /** One more than asked for when there are more. */
  cards: BoardCardRow[]
}

export interface BoardCardRow {
  id: string
  title: string
  value: number | null
  currency: string | null
  tags: string[]
  companyId: string | null
  companyTitle: string | null
  ownerId: string | null
  ownerName: string | null
  expectedClose: string | null
  stageEnteredAt: string
  lastActivityAt: string
  version: number
  rank: string
  /** The open task about it that is due first; one without a date comes last. */
  nextTask: NextTaskRow | null
}

export interface NextTaskRow {
  id: string
  title: string
  dueAt: string | null
  actionType: TaskAction | null
  assignedToId: string | null
}

/**
 * A board in one statement: its columns with counts and totals per currency, and the first cards of each with what is
 * to be done next about them. Columns walk the index (workspace, stage, rank); tasks are looked up for the cards that
 * are shown and no others, by (workspace, record). Undefined when the board is missing or in the trash.
 */
export async function readBoard(scope: Scope, pipelineId: string, window: BoardWindow): Promise<BoardRow | undefined> {
  const values: unknown[] = [scope.workspaceId, pipelineId]
  const given = (value: unknown): string => `$${values.push(value)}`
  const column = window.stageId === undefined ? '' : `AND s.id = ${given(window.stageId)}::uuid`
  const some = [
    window.afterRank === undefined ? '' : `AND r.rank > ${given(window.afterRank)}`,
    window.recordIds === undefined ? '' : `AND r.id = ANY(${given(window.recordIds)}::uuid[])`,
  ].join(' ')
  const limit = given(window.recordIds ? window.recordIds.length : window.limit + (window.limit > 0 ? 1 : 0))
  const [board] = await scope.sql<BoardRow>(
    `SELECT
       json_build_object('id', p.id, 'name', p.name, 'object', o.name, 'rottingDays', p."rottingDays") AS pipeline,
       coalesce((
         SELECT json_agg(json_build_object(
           'stage', json_build_object(
             'id', s.id, 'name', s.name, 'color', s.color, 'type', s.type, 'position', s.position, 'probability', s.probability,
             'requiredFields', s."requiredFields", 'rottingDays', s."rottingDays", 'wipLimit', s."wipLimit"),
           'count', held.count, 'totals', held.totals, 'cards', shown.cards
         ) ORDER BY s.position)
         FROM "Stage" s
         CROSS JOIN LATERAL (
           SELECT coalesce(sum(per.count), 0)::int AS count,
                  coalesce(json_agg(json_build_object('currency', per.currency, 'value', per.value) ORDER BY per.currency)
                           FILTER (WHERE per.value IS NOT NULL), '[]') AS totals
           FROM (
             SELECT r.currency, count(*) AS count, sum(r.value) AS value FROM "CrmRecord" r
             WHERE r."workspaceId" = $1 AND r."stageId" = s.id AND r.rank IS NOT NULL GROUP BY r.currency
           ) per
         ) held
         CROSS JOIN LATERAL (
           SELECT coalesce(json_agg(card ORDER BY card.rank), '[]') AS cards FROM (
             SELECT r.id, r.title, r.value, r.currency, r.tags, r."companyId",
                    CASE WHEN c."trashedAt" IS NULL THEN c.title END AS "companyTitle", r."ownerId", u.name AS "ownerName",
                    r."expectedClose", r."stageEnteredAt", r."lastActivityAt", r.version, r.rank, next AS "nextTask"
             FROM (
               SELECT * FROM "CrmRecord" r
               WHERE r."workspaceId" = $1 AND r."stageId" = s.id AND r.rank IS NOT NULL ${some}
               ORDER BY r.rank LIMIT ${limit}
             ) r
             LEFT JOIN "CrmRecord" c ON c."workspaceId" = r."workspaceId" AND c.id = r."companyId"
             LEFT JOIN "User" u ON u.id = r."ownerId"
             LEFT JOIN LATERAL (
               SELECT t.id, t.title, t."dueAt", t."actionType", t."assignedToId"
               FROM "TaskLink" l JOIN "Task" t ON t."workspaceId" = l."workspaceId" AND t.id = l."taskId"
               WHERE l."workspaceId" = $1 AND l."recordId" = r.id AND t."completedAt" IS NULL
               ORDER BY t."dueAt" NULLS LAST, t.id LIMIT 1
             ) next ON true
           ) card
         ) shown
         WHERE s."workspaceId" = $1 AND s."pipelineId" = p.id AND s."removedAt" IS NULL ${column}
       ), '[]') AS columns
     FROM "Pipeline" p JOIN "CrmObject" o ON o."workspaceId" = p."workspaceId" AND o.id = p."objectId"
     WHERE p."workspaceId" = $1 AND p.id = $2 AND p."trashedAt" IS NULL`,
    values,
  )
  return board
}
