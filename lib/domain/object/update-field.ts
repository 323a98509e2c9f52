import type { Tx } from '@/lib/db/transaction'
import { difference, recordEvent } from '../event/record-event'
import { conflict } from '../refusal'
import { findField } from './find-field'
import { lockObject } from './lock'
import { type OwnField, refuseBadOptions } from './own-field'

export interface FieldChange {
  label?: string
  /** All that a choice can be, in order. */
  options?: string[]
}

/** Changes a field. Refuses options where there is nothing to choose, and (conflict) to drop one that records hold. */
export async function updateField(tx: Tx, objectName: string, name: string, change: FieldChange): Promise<OwnField> {
  const object = await lockObject(tx, objectName)
  const field = await findField(tx, object, name)
  if (change.options) {
    refuseBadOptions(field.type, change.options)
    for (const option of field.options.filter((each) => !change.options?.includes(each))) {
      await refuseWhileHeld(tx, object.id, field, option)
    }
  }
  const changed = difference<OwnField>(field, { ...change })
  if (!changed) return field
  await tx.db.field.update({
    where: { workspaceId_id: { workspaceId: tx.workspaceId, id: field.id } },
    data: change,
  })
  await recordEvent(tx, 'field.update', [{ subject: 'field', subjectId: field.id, ...changed }])
  return { ...field, ...changed.after }
}

// Whoever saves a record at this very moment may still choose the option: it is then shown, and sorted last.
async function refuseWhileHeld(tx: Tx, objectId: string, field: OwnField, option: string): Promise<void> {
  const [held] = await tx.sql<{ count: number }>(
    `SELECT count(*) AS count FROM "CrmRecord" WHERE "workspaceId" = $1 AND "objectId" = $2 AND fields->$3::text ? $4::text`,
    [tx.workspaceId, objectId, field.name, option],
  )
  if (held && held.count > 0) throw conflict(`${held.count} records still hold the option '${option}'`, 'options')
}
