import { touchLinkedRecords } from '@/lib/db/sql/task'
import type { Tx } from '@/lib/db/transaction'
import { recordEvent } from '../event/record-event'
import { notify } from '../notification/notify'
import { Refusal } from '../refusal'
import { lockTask } from './find'
import type { TaskRow } from './task'

/**
 * Completes a task or opens it again. Completing notes activity on the
 * records that it is about, and tells its creator and its assignee, but never the one who did it; done twice, the first
 * time stays. Reopening clears who and when.
 */
export async function completeTask(tx: Tx, id: string, completed: boolean): Promise<TaskRow> {
  const task = await lockTask(tx, id)
  if (completed === (task.completedAt !== null)) return task
  if (tx.actor.userId === null) throw new Refusal('forbidden', 'A task is completed by a member')
  const after = completed
    ? { completedAt: tx.now, completedById: tx.actor.userId }
    : { completedAt: null, completedById: null }
  const before = { completedAt: task.completedAt, completedById: task.completedById }
  const touched = { ...after, version: task.version + 1, updatedAt: tx.now }
  await tx.db.task.update({ where: { workspaceId_id: { workspaceId: tx.workspaceId, id } }, data: touched })
  if (completed) {
    for (const pipelineId of await touchLinkedRecords(tx, id)) tx.hint({ workspaceId: tx.workspaceId, pipelineId })
    await notify(tx, 'task_completed', id, [task.createdById, task.assignedToId])
  }
  await recordEvent(tx, completed ? 'task.complete' : 'task.reopen', [
    { subject: 'task', subjectId: id, before, after },
  ])
  return { ...task, ...touched }
}
