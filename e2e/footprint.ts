import { sql } from '@/lib/db/client'

const tables = [
  ...['Agent', 'CrmObject', 'Field', 'Pipeline', 'Stage', 'CrmRecord', 'RecordKey'],
  ...['Connector', 'Upload', 'UploadChunk', 'Flow', 'FlowNode', 'FlowEdge'],
  ...['FlowRun', 'FlowPart', 'FlowReject', 'FlowSeen', 'FlowStaged'],
  ...['Task', 'TaskLink', 'Notification'],
  ...['Webhook', 'WebhookDelivery', 'Member', 'ApiKey', 'Event', 'Change', 'IdempotentReply'],
]

/**
 * What a workspace's tables hold, each as its count of rows and a digest of them: equal only if nothing was written. When a
 * key was last used is not counted: asking alone writes it.
 */
export async function footprintOf(workspaceId: string): Promise<Record<string, string>> {
  const each = tables.map(
    (table) =>
      `SELECT '${table}' AS name, count(*) || ' ' || coalesce(md5(string_agg(digest, '' ORDER BY digest)), '') AS rows
       FROM (SELECT md5((to_jsonb(t) - 'lastUsedAt')::text) AS digest FROM "${table}" t WHERE t."workspaceId" = $1) rows`,
  )
  const found = await sql<{ name: string; rows: string }>(each.join(' UNION ALL '), [workspaceId])
  return Object.fromEntries(found.map(({ name, rows }) => [name, rows]))
}
