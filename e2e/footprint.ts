import { sql } from '@/lib/db/client'

const tables = [
  ...['Agent', 'CrmObject', 'Field', 'Pipeline', 'Stage', 'CrmRecord', 'RecordKey'],
  ...['Member', 'Event', 'Change', 'IdempotentReply'],
]

/** What a workspace's tables hold, each as its count of rows and a digest of them: equal only if nothing was written. */
export async function footprintOf(workspaceId: string): Promise<Record<string, string>> {
  const each = tables.map(
    (table) =>
      `SELECT '${table}' AS name, count(*) || ' ' || coalesce(md5(string_agg(md5(t::text), '' ORDER BY md5(t::text))), '') AS rows
       FROM "${table}" t WHERE t."workspaceId" = $1`,
  )
  const found = await sql<{ name: string; rows: string }>(each.join(' UNION ALL '), [workspaceId])
  return Object.fromEntries(found.map(({ name, rows }) => [name, rows]))
}
