import { touchLinkedRecords } from '@/lib/db/sql/task'
import type { Tx } from '@/lib/db/transaction'
import { recordEvent } from '../event/record-event'
import { notify } from '../notification/notify'
import { Refusal } from '../refusal'
import { lockTask } from './find'
import { hintCards } from './hint-cards'
import { makeNext } from './make-next'
import type { TaskRow } from './task'

/**
 * Completes a task or opens it again. Completing notes activity on the records that it is about, and tells its creator
 * and its assignee, but never the one who did it; done twice, the first time stays. Of a task that recurs it makes the
 * next. Reopening clears who and when, and leaves the next there.
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
  await hintCards(tx, id, completed ? await touchLinkedRecords(tx, id) : undefined)
  if (completed) {
    await notify(tx, 'task_completed', id, [task.createdById, task.assignedToId])
  }
  const next = completed ? await makeNext(tx, task) : null
  await recordEvent(tx, completed ? 'task.complete' : 'task.reopen', [
    { subject: 'task', subjectId: id, before, after, version: touched.version },
    ...(next ? [next] : []),
  ])
  tx.hint({ workspaceId: tx.workspaceId, taskId: id })
  return { ...task, ...touched }
}
