import type { Scope } from '@/lib/db/transaction'
import { isId } from '../id'
import { areMembers } from '../member/are-members'
import { type OwnField, ownFields, refuseUnlessFit } from '../object/own-field'
import { invalid } from '../refusal'
import type { RecordValues } from './record'

/**
 * Refuses values that point nowhere or fit no field of the object, naming the field: an owner who is no active member,
 * a contact or company that is none of this workspace's, own fields that the object does not have. Gives the
 * object's own fields where values for some are given, else none.
 */
export const refuseUnlessValid = (scope: Scope, objectId: string, values: RecordValues): Promise<OwnField[]> =>
  refuseUnlessAllValid(scope, objectId, [values])

/** The same for the values of many records, in as many statements as for one. */
export async function refuseUnlessAllValid(scope: Scope, objectId: string, all: RecordValues[]): Promise<OwnField[]> {
  const members = different(all.map(({ ownerId }) => ownerId))
  if (!(await areMembers(scope, members))) throw invalid('ownerId', 'must be the id of a user of this workspace')
  for (const [field, object] of [
    ['contactId', 'contacts'],
    ['companyId', 'companies'],
  ] as const) {
    const ids = different(all.map((values) => values[field]))
    if (!(await areRecords(scope, ids, object))) throw invalid(field, `must be the id of one of the ${object}`)
  }
  const filled = all.flatMap(({ fields }) => (fields && Object.keys(fields).length > 0 ? [fields] : []))
  if (filled.length === 0) return []
  const own = await ownFields(scope, objectId)
  for (const fields of filled) refuseUnlessFit(own, fields)
  return own
}

const different = (ids: (string | null | undefined)[]): string[] => [
  ...new Set(ids.flatMap((id) => (id ? [id.toLowerCase()] : []))),
]

async function areRecords(scope: Scope, ids: string[], object: string): Promise<boolean> {
  if (ids.length === 0) return true
  if (!ids.every(isId)) return false
  const found = await scope.sql(
    `SELECT 1 FROM "CrmRecord" r JOIN "CrmObject" o ON o."workspaceId" = r."workspaceId" AND o.id = r."objectId"
     WHERE r."workspaceId" = $1 AND r.id = ANY($2::uuid[]) AND o.name = $3 AND r."trashedAt" IS NULL FOR KEY SHARE OF r`,
    [scope.workspaceId, ids, object],
  )
  return found.length === ids.length
}
