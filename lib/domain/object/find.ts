import type { Scope } from '@/lib/db/transaction'
import { notFound } from '../refusal'

export interface ObjectRow {
  id: string
  name: string
  displayName: string
  builtIn: boolean
  /** Its records stand on boards: it has a field of type pipeline. */
  hasBoards: boolean
}

const columns = `
  o.id, o.name, o."displayName", o."builtIn",
  EXISTS (SELECT 1 FROM "Field" f WHERE f."workspaceId" = o."workspaceId" AND f."objectId" = o.id AND f.type = 'pipeline') AS "hasBoards"
  FROM "CrmObject" o WHERE o."workspaceId" = $1`

/** The object with this name (`opportunities`). Refuses (not found) another. */
export async function findObject(scope: Scope, name: string): Promise<ObjectRow> {
  const [object] = await scope.sql<ObjectRow>(`SELECT ${columns} AND o.name = $2`, [scope.workspaceId, name])
  if (!object) throw notFound('object')
  return object
}

/** Every object of the workspace, built-in ones first. */
export const listObjects = (scope: Scope): Promise<ObjectRow[]> =>
  scope.sql<ObjectRow>(`SELECT ${columns} ORDER BY o."builtIn" DESC, o.id`, [scope.workspaceId])
