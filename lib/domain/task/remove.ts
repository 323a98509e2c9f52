import { deleteTaskRow } from '@/lib/db/sql/task'
import type { Tx } from '@/lib/db/transaction'
import type { Reverted } from '../event/inverse'
import { recordEvent } from '../event/record-event'
import { forgetNotifications } from '../notification/forget'
import { lockTask } from './find'
import { hintCards } from './hint-cards'
import type { TaskRow } from './task'

/** Deletes a task for good, with its links and what was told of it. */
export async function removeTask(tx: Tx, id: string): Promise<void> {
  await recordEvent(tx, 'task.delete', [await takeAway(tx, await lockTask(tx, id))])
}

/** Deletes a locked task; the change holds all that it takes to bring it back. */
export async function takeAway(tx: Tx, task: TaskRow): Promise<Reverted> {
  const { id, version, updatedAt, ...values } = task
  await hintCards(tx, id)
  await forgetNotifications(tx, id)
  const links = await deleteTaskRow(tx, id)
  tx.hint({ workspaceId: tx.workspaceId, taskId: id })
  return { subject: 'task', subjectId: id, before: { ...values, links }, after: null, version: version + 1 }
}
