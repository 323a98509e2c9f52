import type { Scope } from '@/lib/db/transaction'
import { isId } from '../id'
import { ownFields, refuseUnlessFit } from '../object/own-field'
import { invalid } from '../refusal'
import type { RecordValues } from './record'

/**
 * Refuses values that point nowhere or fit no field of the object, naming the field: an owner who is no active member,
 * a contact or company that is none of this workspace's, own fields that the object does not have.
 */
export async function refuseUnlessValid(scope: Scope, objectId: string, values: RecordValues): Promise<void> {
  if (values.ownerId) await refuseUnlessMember(scope, values.ownerId)
  if (values.contactId) await refuseUnlessRecord(scope, 'contactId', values.contactId, 'contacts')
  if (values.companyId) await refuseUnlessRecord(scope, 'companyId', values.companyId, 'companies')
  if (values.fields && Object.keys(values.fields).length > 0) {
    refuseUnlessFit(await ownFields(scope, objectId), values.fields)
  }
}

async function refuseUnlessMember(scope: Scope, userId: string): Promise<void> {
  const found = isId(userId)
    ? await scope.sql('SELECT 1 FROM "Member" WHERE "workspaceId" = $1 AND "userId" = $2 AND "deactivatedAt" IS NULL', [
        scope.workspaceId,
        userId,
      ])
    : []
  if (found.length === 0) throw invalid('ownerId', 'must be the id of a user of this workspace')
}

async function refuseUnlessRecord(scope: Scope, field: string, id: string, object: string): Promise<void> {
  const found = isId(id)
    ? await scope.sql(
        `SELECT 1 FROM "CrmRecord" r JOIN "CrmObject" o ON o."workspaceId" = r."workspaceId" AND o.id = r."objectId"
         WHERE r."workspaceId" = $1 AND r.id = $2 AND o.name = $3 AND r."trashedAt" IS NULL FOR KEY SHARE OF r`,
        [scope.workspaceId, id, object],
      )
    : []
  if (found.length === 0) throw invalid(field, `must be the id of one of the ${object}`)
}
