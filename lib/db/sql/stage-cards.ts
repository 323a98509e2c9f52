import type { Tx } from '../transaction'
import { recordColumns, recordTables } from './record'

/** How many active cards a stage holds. */
export const countCards = async (tx: Tx, stageId: string): Promise<number> =>
  (
    await tx.sql<{ count: number }>(
      'SELECT count(*)::int AS count FROM "CrmRecord" WHERE "workspaceId" = $1 AND "stageId" = $2 AND rank IS NOT NULL',
      [tx.workspaceId, stageId],
    )
  )[0]?.count ?? 0

/**
 * Puts cards into another stage with the order keys given beside them (null for archived and trashed ones), closing or
 * opening them as its type says.
 */
export const writeStage = async (
  tx: Tx,
  stage: { id: string; type: string },
  ids: string[],
  ranks: (string | null)[],
): Promise<void> => {
  await tx.sql(
    `UPDATE "CrmRecord" r SET "stageId" = $2, rank = n.rank, "stageEnteredAt" = $5, "updatedAt" = clock_timestamp(), version = version + 1,
       "lastActivityAt" = $5, "closedAt" = CASE WHEN $6 = 'open' THEN NULL ELSE coalesce(r."closedAt", $5) END
     FROM unnest($3::uuid[], $4::text[]) AS n(id, rank) WHERE r."workspaceId" = $1 AND r.id = n.id`,
    [tx.workspaceId, stage.id, ids, ranks, tx.now, stage.type],
  )
}

/** Every record of a stage, in order; locked. */
export const lockCards = (
  tx: Tx,
  stageId: string,
): Promise<{ id: string; rank: string | null; trashedAt: Date | null; version: number }[]> =>
  tx.sql(
    `SELECT id, rank, "trashedAt", version FROM "CrmRecord" WHERE "workspaceId" = $1 AND "stageId" = $2
     ORDER BY rank NULLS LAST, id FOR NO KEY UPDATE`,
    [tx.workspaceId, stageId],
  )

/** The active records of a stage, whole. */
export const activeRecords = <Row extends object>(tx: Tx, stageId: string): Promise<Row[]> =>
  tx.sql<Row>(
    `SELECT ${recordColumns} FROM ${recordTables}
     WHERE r."workspaceId" = $1 AND r."stageId" = $2 AND r.rank IS NOT NULL ORDER BY r.rank`,
    [tx.workspaceId, stageId],
  )
