import type { Tx } from '@/lib/db/transaction'
import { recordEvent } from '../event/record-event'
import { lockTask } from './find'

/** Deletes a task for good, with its links and what was told of it. */
export async function removeTask(tx: Tx, id: string): Promise<void> {
  const { id: taskId, version, updatedAt, ...before } = await lockTask(tx, id)
  await tx.db.task.delete({ where: { workspaceId_id: { workspaceId: tx.workspaceId, id: taskId } } })
  await recordEvent(tx, 'task.delete', [{ subject: 'task', subjectId: taskId, before, after: null }])
}
