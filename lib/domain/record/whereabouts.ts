import { sql } from '@/lib/db/client'
import { presentRecords, searchedTables } from '@/lib/db/sql/record'
import { isId } from '../id'

/** What a record is called, and the board that it stands on; null: none. */
export interface Whereabouts {
  title: string
  pipelineId: string | null
}

/** Where a record of this object is to be looked at; null when it is missing or in the trash. */
export async function whereaboutsOf(workspaceId: string, object: string, id: string): Promise<Whereabouts | null> {
  if (!isId(id)) return null
  const [found] = await sql<Whereabouts>(
    `SELECT r.title, r."pipelineId" FROM ${searchedTables}
     WHERE r."workspaceId" = $1 AND r.id = $2 AND ${presentRecords}
       AND EXISTS (SELECT 1 FROM "CrmObject" o WHERE o."workspaceId" = $1 AND o.id = r."objectId" AND o.name = $3)`,
    [workspaceId, id, object],
  )
  return found ?? null
}
