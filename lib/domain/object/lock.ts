import { BeginAgain, type Tx } from '@/lib/db/transaction'
import { findObject, type ObjectRow } from './find'

/**
 * The object with this name, which nobody else changes or deletes until the transaction ends; `alone`, nobody makes a
 * record of it either. Refuses (not found) another.
 */
export async function lockObject(tx: Tx, name: string, alone = false): Promise<ObjectRow> {
  const { id } = await findObject(tx, name)
  const locked = await tx.sql(
    `SELECT 1 FROM "CrmObject" WHERE "workspaceId" = $1 AND id = $2 FOR ${alone ? 'UPDATE' : 'NO KEY UPDATE'}`,
    [tx.workspaceId, id],
  )
  if (locked.length === 0) throw new BeginAgain()
  // What we saw of it before the lock may have changed.
  return findObject(tx, name)
}
