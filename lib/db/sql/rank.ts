import type { Scope, Tx } from '../transaction'

/** The order keys on both sides of a spot; null where there is no card on that side. */
export interface Neighbours {
  low: string | null
  high: string | null
}

const inStage = `"workspaceId" = $1 AND "stageId" = $2 AND rank IS NOT NULL`
const others = `${inStage} AND id <> $3`

const end = { name: 'rank_end', text: `SELECT max(rank) AS low, NULL AS high FROM "CrmRecord" WHERE ${others}` }

const at = {
  name: 'rank_at',
  text: `
    SELECT (array_agg(rank ORDER BY rank))[1 + $5::int - $4::int] AS high, (array_agg(rank ORDER BY rank))[$5::int - $4::int] AS low
    FROM (SELECT rank FROM "CrmRecord" WHERE ${others} ORDER BY rank OFFSET $4::int LIMIT 2) around`,
}

const after = {
  name: 'rank_after',
  text: `
    SELECT n.rank AS low, (SELECT min(rank) FROM "CrmRecord" WHERE ${others} AND rank > n.rank) AS high
    FROM "CrmRecord" n WHERE n."workspaceId" = $1 AND n."stageId" = $2 AND n.id = $4 AND n.rank IS NOT NULL`,
}

const before = {
  name: 'rank_before',
  text: `
    SELECT (SELECT max(rank) FROM "CrmRecord" WHERE ${others} AND rank < n.rank) AS low, n.rank AS high
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

/** Gives cards new order keys. The keys must be free in the stage: uniqueness is checked row by row. */
export const writeRanks = (tx: Tx, ids: string[], ranks: string[]): Promise<object[]> =>
  tx.sql(
    `UPDATE "CrmRecord" r SET rank = n.rank FROM unnest($2::uuid[], $3::text[]) AS n(id, rank) WHERE r."workspaceId" = $1 AND r.id = n.id`,
    [tx.workspaceId, ids, ranks],
  )

const ahead = {
  name: 'rank_ahead',
  text: `SELECT count(*)::int AS count FROM "CrmRecord" WHERE ${inStage} AND ($3::text IS NULL OR rank < $3 COLLATE "C")`,
}

/** How many cards are ahead of an order key in its stage; all of them for null. Counted from the index. */
export const countAhead = async (scope: Scope, stageId: string, rank: string | null): Promise<number> =>
  (await scope.sql<{ count: number }>(ahead, [scope.workspaceId, stageId, rank]))[0]?.count ?? 0
