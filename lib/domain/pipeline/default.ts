import { BeginAgain, type Tx } from '@/lib/db/transaction'
import type { Change } from '../event/record-event'

/** Serialises whatever decides which board of an object is its default. */
export async function lockDefaults(tx: Tx, objectId: string): Promise<void> {
  const locked = await tx.sql('SELECT 1 FROM "CrmObject" WHERE "workspaceId" = $1 AND id = $2 FOR NO KEY UPDATE', [
    tx.workspaceId,
    objectId,
  ])
  // Deleted since we looked.
  if (locked.length === 0) throw new BeginAgain()
}

/** Takes the default from the board of the object that has it, unless it is `except`; gives the change it made. */
export async function unsetDefault(tx: Tx, objectId: string, except?: string): Promise<Change[]> {
  const unset = await tx.sql<Written>(
    `UPDATE "Pipeline" SET "isDefault" = false, version = version + 1, "updatedAt" = $3
     WHERE "workspaceId" = $1 AND "objectId" = $2 AND "isDefault" AND "trashedAt" IS NULL AND ($4::uuid IS NULL OR id <> $4)
     RETURNING id, version`,
    [tx.workspaceId, objectId, tx.now, except ?? null],
  )
  return unset.map((row) => changed(row, false))
}

/** Whether a live board of the object is its default. */
export const hasDefault = async (tx: Tx, objectId: string): Promise<boolean> =>
  (await tx.db.pipeline.count({
    where: { workspaceId: tx.workspaceId, objectId, isDefault: true, trashedAt: null },
  })) > 0

/** Makes the object's oldest live board its default; gives the change it made. For when the default has gone. */
export async function passDefaultOn(tx: Tx, objectId: string): Promise<Change[]> {
  const set = await tx.sql<Written>(
    `UPDATE "Pipeline" SET "isDefault" = true, version = version + 1, "updatedAt" = $3
     WHERE "workspaceId" = $1 AND id = (
       SELECT id FROM "Pipeline" WHERE "workspaceId" = $1 AND "objectId" = $2 AND "trashedAt" IS NULL ORDER BY "createdAt", id LIMIT 1)
     RETURNING id, version`,
    [tx.workspaceId, objectId, tx.now],
  )
  return set.map((row) => changed(row, true))
}

interface Written {
  id: string
  version: number
}

const changed = ({ id, version }: Written, isDefault: boolean): Change => ({
  subject: 'pipeline',
  subjectId: id,
  before: { isDefault: !isDefault },
  after: { isDefault },
  version,
})
