import type { Tx } from '@/lib/db/transaction'
import { recordEvent } from '../event/record-event'
import { conflict } from '../refusal'
import { lockObject } from './lock'

/**
 * Deletes an object with its fields, for good. Refuses (conflict) a built-in one, and one that something needs: records
 * and boards, those in the trash too, and data flows.
 */
export async function removeObject(tx: Tx, name: string): Promise<void> {
  const object = await lockObject(tx, name, true)
  if (object.builtIn) throw conflict('A built-in object cannot be deleted')
  const holds = await holdings(tx, object.id)
  if (holds.length > 0) throw conflict(`The object still holds ${holds.join(', ')}`)
  const where = { workspaceId: tx.workspaceId, objectId: object.id }
  await tx.db.field.deleteMany({ where })
  await tx.db.crmObject.delete({ where: { workspaceId_id: { workspaceId: tx.workspaceId, id: object.id } } })
  const before = { name: object.name, displayName: object.displayName }
  await recordEvent(tx, 'object.remove', [{ subject: 'object', subjectId: object.id, before, after: null }])
}

/** What needs the object, counted: `3 records (1 in the trash)`. */
async function holdings(tx: Tx, objectId: string): Promise<string[]> {
  const [counts] = await tx.sql<Record<'records' | 'trashedRecords' | 'boards' | 'trashedBoards' | 'flows', number>>(
    `SELECT
       (SELECT count(*) FROM "CrmRecord" WHERE "workspaceId" = $1 AND "objectId" = $2) AS records,
       (SELECT count(*) FROM "CrmRecord" WHERE "workspaceId" = $1 AND "objectId" = $2 AND "trashedAt" IS NOT NULL) AS "trashedRecords",
       (SELECT count(*) FROM "Pipeline" WHERE "workspaceId" = $1 AND "objectId" = $2) AS boards,
       (SELECT count(*) FROM "Pipeline" WHERE "workspaceId" = $1 AND "objectId" = $2 AND "trashedAt" IS NOT NULL) AS "trashedBoards",
       (SELECT count(*) FROM (
          SELECT id FROM "Flow" WHERE "workspaceId" = $1 AND "objectId" = $2
          UNION SELECT "flowId" FROM "FlowNode" WHERE "workspaceId" = $1 AND "objectId" = $2
        ) flows) AS flows`,
    [tx.workspaceId, objectId],
  )
  if (!counts) return []
  return [
    ...counted(counts.records, 'record', counts.trashedRecords),
    ...counted(counts.boards, 'pipeline', counts.trashedBoards),
    ...counted(counts.flows, 'data pipeline', 0),
  ]
}

function counted(count: number, noun: string, trashed: number): string[] {
  if (count === 0) return []
  return [`${count} ${count === 1 ? noun : `${noun}s`}${trashed > 0 ? ` (${trashed} in the trash)` : ''}`]
}
