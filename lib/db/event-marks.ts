import type pg from 'pg'

/**
 * Keeps the marks of events rising when their database was restored into a cluster that counts its transactions from a
 * lower number: without it, whoever follows the feed would wait for events that have long been there. Changes nothing
 * on any other database. Call before anything writes.
 */
export async function keepMarksRising(client: pg.Client): Promise<void> {
  await client.query(`
    INSERT INTO "Installation" (id, "markOffset")
    SELECT 1, last.mark + 1 - pg_snapshot_xmax(pg_current_snapshot())::text::bigint
    FROM (SELECT max(newest.mark) AS mark
          FROM "Workspace" w, LATERAL (SELECT e.mark FROM "Event" e WHERE e."workspaceId" = w.id
                                       ORDER BY e.mark DESC LIMIT 1) newest) last
    WHERE last.mark >= pg_snapshot_xmax(pg_current_snapshot())::text::bigint
                       + coalesce((SELECT "markOffset" FROM "Installation"), 0)
    ON CONFLICT (id) DO UPDATE SET "markOffset" = EXCLUDED."markOffset"`)
}
