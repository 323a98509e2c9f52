import type { Scope, Tx } from '../transaction'

/** The order keys on both sides of a spot; null where there is no card on that side. */
export interface Neighbours {
  low: string | null
  high: string | null
}

const inStage = `"workspaceId" = $1 AND "stageId" = $2 AND rank IS NOT NULL`
const others = `${inStage} AND id <> $3`

// Ordered rather than max(): on tables not yet analysed the planner takes max() for a reason to read the whole stage.
const end = {
  name: 'rank_end',
  text: `SELECT (SELECT rank FROM "CrmRecord" WHERE ${others} ORDER BY rank DESC LIMIT 1) AS low, NULL AS high`,
}

/** The last order key of each of these stages that has cards. */
export const lastRanks = (tx: Tx, stageIds: string[]): Promise<{ stageId: string; rank: string }[]> =>
  tx.sql(
    `SELECT "stageId", rank FROM unnest($2::uuid[]) AS of("stageId"), LATERAL (
       SELECT rank FROM "CrmRecord" WHERE "workspaceId" = $1 AND "stageId" = of."stageId" AND rank IS NOT NULL
       ORDER BY rank DESC LIMIT 1
     ) last`,
    [tx.workspaceId, stageIds],
  )

const at = {
  name: 'rank_at',
  text: `
    SELECT (array_agg(rank ORDER BY rank))[1 + ($5::int - $4::int)] AS high, (array_agg(rank ORDER BY rank))[$5::int - $4::int] AS low
    FROM (SELECT rank FROM "CrmRecord" WHERE ${others} ORDER BY rank OFFSET $4::int LIMIT 2) around`,
}

const after = {
  name: 'rank_after',
  text: `
    SELECT n.rank AS low,
           (SELECT rank FROM "CrmRecord" WHERE ${others} AND rank > n.rank ORDER BY rank LIMIT 1) AS high
    FROM "CrmRecord" n WHERE n."workspaceId" = $1 AND n."stageId" = $2 AND n.id = $4 AND n.rank IS NOT NULL`,
}

const before = {
  name: 'rank_before',
  text: `
    SELECT (SELECT rank FROM "CrmRecord" WHERE ${others} AND rank < n.rank ORDER BY rank DESC LIMIT 1) AS low,
           n.rank AS high
    FROM "CrmRecord" n WHERE n."workspaceId" = $1 AND n."stageId" = $2 AND n.id = $4 AND n.rank IS NOT NULL`,
}

/** The end of a stage, as if `moving` were not in it. */
export const neighboursAtEnd = async (tx: Tx, stageId: string, moving: string): Promise<Neighbours> =>
  (await tx.sql<Neighbours>(end, [tx.workspaceId, stageId, moving]))[0] as Neighbours

/** Position `index` (0-based) of a stage, as if `moving` were not in it; both null when it is past the end. */
export const neighboursAtIndex = async (tx: Tx, stageId: string, moving: string, index: number): Promise<Neighbours> =>
  (await tx.sql<Neighbours>(at, [tx.workspaceId, stageId, moving, Math.max(0, index - 1), index]))[0] as Neighbours

/** Just after or before another card of the stage; undefined when that card is not in it. */
export const neighboursBeside = async (
  tx: Tx,
  stageId: string,
  moving: string,
  side: 'after' | 'before',
  other: string,
): Promise<Neighbours | undefined> =>
  (await tx.sql<Neighbours>(side === 'after' ? after : before, [tx.workspaceId, stageId, moving, other]))[0]

/** The cards of a stage in order: ids and order keys. */
export const rankedIds = (tx: Tx, stageId: string): Promise<{ id: string; rank: string }[]> =>
  tx.sql(`SELECT id, rank FROM "CrmRecord" WHERE ${inStage} ORDER BY rank`, [tx.workspaceId, stageId])

/**
 * Gives cards of a stage new order keys, which must be free there: uniqueness is checked row by row. Who leaves the stage
 * or the board in these moments needs none and gets none: leaving does not wait for the stage's lock.
 */
export const writeRanks = (tx: Tx, stageId: string, ids: string[], ranks: string[]): Promise<object[]> =>
  tx.sql(
    `UPDATE "CrmRecord" r SET rank = n.rank FROM unnest($3::uuid[], $4::text[]) AS n(id, rank)
     WHERE r."workspaceId" = $1 AND r."stageId" = $2 AND r.id = n.id AND r.rank IS NOT NULL`,
    [tx.workspaceId, stageId, ids, ranks],
  )

const ahead = {
  name: 'rank_ahead',
  text: `SELECT count(*)::int AS count FROM "CrmRecord" WHERE ${inStage} AND rank < $3`,
}
/** Sorts after every order key, which are made of letters and digits. */
const pastAll = '~'

/** How many cards are ahead of an order key in its stage; all of them for null. Counted from the index. */
export const countAhead = async (scope: Scope, stageId: string, rank: string | null): Promise<number> =>
  (await scope.sql<{ count: number }>(ahead, [scope.workspaceId, stageId, rank ?? pastAll]))[0]?.count ?? 0
