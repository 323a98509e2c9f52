import { sql } from '@/lib/db/client'

/** When and how often a key was used is written by asking alone. */
const written = ['ApiKey', 'RateLimit']

/**
 * Where every row of a workspace lies in the database's files, and which transaction wrote it, table by table: equal only
 * if no row was written, not even with what stood there already.
 */
export async function rowMarksOf(workspaceId: string): Promise<Record<string, string>> {
  const tables = await sql<{ name: string }>(
    `SELECT table_name AS name FROM information_schema.columns
     WHERE table_schema = current_schema() AND column_name = 'workspaceId' AND NOT table_name = ANY($1) ORDER BY 1`,
    [written],
  )
  const each = tables.map(
    ({ name }) =>
      `SELECT '${name}' AS name, count(*) || ' ' || coalesce(md5(string_agg(ctid || ' ' || xmin, ',' ORDER BY ctid)), '') AS rows
       FROM "${name}" WHERE "workspaceId" = $1`,
  )
  const found = await sql<{ name: string; rows: string }>(each.join(' UNION ALL '), [workspaceId])
  return Object.fromEntries(found.map(({ name, rows }) => [name, rows]))
}
