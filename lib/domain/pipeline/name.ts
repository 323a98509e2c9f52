import { sql } from '@/lib/db/client'
import { isId } from '../id'

/** What a board of the workspace is called; null when it is missing or in the trash. */
export async function pipelineName(workspaceId: string, id: string): Promise<string | null> {
  if (!isId(id)) return null
  const [found] = await sql<{ name: string }>(
    'SELECT name FROM "Pipeline" WHERE "workspaceId" = $1 AND id = $2 AND "trashedAt" IS NULL',
    [workspaceId, id],
  )
  return found?.name ?? null
}
