import type { Scope } from '@/lib/db/transaction'
import { isId } from '../id'
import { cutPage, type Page } from '../page'
import { invalid, notFound } from '../refusal'
import { type OwnField, ownFieldsOf } from './own-field'

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

/** The object with this id, with its fields. Refuses (not found) another. */
export async function findObjectById(scope: Scope, id: string): Promise<ObjectWithFields> {
  const found = isId(id) ? await scope.sql<ObjectRow>(`SELECT ${columns} AND o.id = $2`, [scope.workspaceId, id]) : []
  const [object] = await withFields(scope, found)
  if (!object) throw notFound('object')
  return object
}

/** Refuses (invalid, naming the field) an id that is no object's. */
export async function refuseUnlessObject(scope: Scope, id: string, field: string): Promise<void> {
  const found = isId(id) ? await scope.sql(`SELECT ${columns} AND o.id = $2`, [scope.workspaceId, id]) : []
  if (found.length === 0) throw invalid(field, 'must be the id of an object')
}

export type ObjectWithFields = ObjectRow & { fields: OwnField[] }

/** Objects with the fields of their own. */
export async function withFields(scope: Scope, objects: ObjectRow[]): Promise<ObjectWithFields[]> {
  const fields = await ownFieldsOf(
    scope,
    objects.map(({ id }) => id),
  )
  return objects.map((object) => ({ ...object, fields: fields.filter(({ objectId }) => objectId === object.id) }))
}

/** A page of objects with their fields, oldest first, from the one after `after` on, and how many there are. */
export async function pageObjects(
  scope: Scope,
  limit: number,
  after: string | null,
): Promise<Page<ObjectWithFields> & { total: number }> {
  const [rows, total] = await Promise.all([
    scope.sql<ObjectRow>(`SELECT ${columns} AND ($2::uuid IS NULL OR o.id > $2) ORDER BY o.id LIMIT $3`, [
      scope.workspaceId,
      after,
      limit + 1,
    ]),
    scope.db.crmObject.count({ where: { workspaceId: scope.workspaceId } }),
  ])
  const { rows: objects, next } = cutPage(rows, limit, (last) => last.id)
  return { rows: await withFields(scope, objects), next, total }
}

/** Every object of the workspace, built-in ones first. */
export const listObjects = (scope: Scope): Promise<ObjectRow[]> =>
  scope.sql<ObjectRow>(`SELECT ${columns} ORDER BY o."builtIn" DESC, o.id`, [scope.workspaceId])
