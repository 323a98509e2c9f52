import { dropFieldValues } from '@/lib/db/sql/field'
import type { Tx } from '@/lib/db/transaction'
import { continueEvent, recordEvent } from '../event/record-event'
import { conflict } from '../refusal'
import type { ObjectRow } from './find'
import { findField } from './find-field'
import { lockObject } from './lock'
import type { OwnField } from './own-field'

/** How many records lose their value at a time. */
const atOnce = 2_000

/**
 * Deletes a field with the values that records have in it, those in the trash too, for good. Refuses (conflict) one that
 * a stage requires, one whose unique values records hold, and the one that boards stand on.
 */
export async function removeField(tx: Tx, objectName: string, name: string): Promise<void> {
  const object = await lockObject(tx, objectName)
  const field = await findField(tx, object, name)
  await refuseWhileNeeded(tx, object, field)
  const event = await recordEvent(tx, 'field.remove', [
    { subject: 'field', subjectId: field.id, before: { object: object.name, ...field }, after: null },
  ])
  for (let after: string | null = null; ; ) {
    const dropped = await dropFieldValues(tx, object.id, field.name, after, atOnce)
    const changes = dropped.map(({ id, before, after, version }) => ({
      ...{ subject: 'record', subjectId: id, version },
      ...{ before: { fields: before }, after: { fields: after } },
    }))
    if (changes.length > 0) await continueEvent(tx, event, changes)
    after = dropped.at(-1)?.id ?? null
    if (dropped.length < atOnce) break
  }
  await tx.db.field.delete({ where: { workspaceId_id: { workspaceId: tx.workspaceId, id: field.id } } })
}

async function refuseWhileNeeded(tx: Tx, object: ObjectRow, field: OwnField): Promise<void> {
  const [stage] = await tx.sql<{ stage: string; pipeline: string }>(
    `SELECT s.name AS stage, p.name AS pipeline FROM "Stage" s
     JOIN "Pipeline" p ON p."workspaceId" = s."workspaceId" AND p.id = s."pipelineId"
     WHERE p."workspaceId" = $1 AND p."objectId" = $2 AND s."removedAt" IS NULL AND $3 = ANY(s."requiredFields")
     ORDER BY p.id, s.position LIMIT 1`,
    [tx.workspaceId, object.id, field.name],
  )
  if (stage) throw conflict(`The stage '${stage.stage}' of '${stage.pipeline}' requires this field`)
  const { workspaceId } = tx
  if (field.type === 'pipeline') {
    const boards = await tx.db.pipeline.count({ where: { workspaceId, objectId: object.id } })
    if (boards > 0) throw conflict(`${boards} ${boards === 1 ? 'pipeline stands' : 'pipelines stand'} on this field`)
  }
  const keys = field.isUnique ? await tx.db.recordKey.count({ where: { workspaceId, fieldId: field.id } }) : 0
  if (keys > 0) throw conflict(`${keys} ${keys === 1 ? 'record is' : 'records are'} known by this unique field`)
}
