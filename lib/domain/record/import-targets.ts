import { readerFor } from '@/lib/db/transaction'
import { listObjects, withFields } from '../object/find'
import { type ImportField, importFieldsOf } from './import-field'

/** An object with the fields that rows imported into it may hold. */
export interface ImportTarget {
  id: string
  name: string
  displayName: string
  hasBoards: boolean
  fields: ImportField[]
}

/** What a workspace can import rows into, built-in objects first. */
export async function importTargets(workspaceId: string, userId: string): Promise<ImportTarget[]> {
  const actor = { userId, apiKeyId: null, door: 'session' } as const
  const scope = readerFor({ workspaceId, actor, requestId: null })
  const objects = await withFields(scope, await listObjects(scope))
  return objects.map((object) => ({
    id: object.id,
    name: object.name,
    displayName: object.displayName,
    hasBoards: object.hasBoards,
    fields: importFieldsOf(object, object.fields),
  }))
}
