import type { Tx } from '@/lib/db/transaction'
import { difference, recordEvent } from '../event/record-event'
import type { ObjectRow } from './find'
import { lockObject } from './lock'

/** Changes what people call an object. */
export async function updateObject(tx: Tx, name: string, change: { displayName?: string }): Promise<ObjectRow> {
  const object = await lockObject(tx, name)
  const changed = difference<ObjectRow>(object, change)
  if (!changed) return object
  await tx.db.crmObject.update({
    where: { workspaceId_id: { workspaceId: tx.workspaceId, id: object.id } },
    data: change,
  })
  await recordEvent(tx, 'object.update', [{ subject: 'object', subjectId: object.id, ...changed }])
  return { ...object, ...changed.after }
}
