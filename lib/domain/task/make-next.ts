import { copyTaskLinks, seriesOf } from '@/lib/db/sql/task'
import type { Tx } from '@/lib/db/transaction'
import type { Change } from '../event/record-event'
import { newId } from '../id'
import { isTimeZone } from '../time-zone'
import { nextOccurrence } from './next-occurrence'
import type { TaskRow } from './task'

/**
 * Makes the task that follows one which recurs and is just being completed: the same but for its due date, which goes by
 * the clocks of the assignee, else of the creator, else of the workspace. Nobody is told. An assignee who has left does
 * not get it. Null when the series has ended, or goes on already: a task that is opened and completed again makes no
 * second one. Gives the change.
 */
export async function makeNext(tx: Tx, task: TaskRow): Promise<Change | null> {
  const { dueAt, recurrence, dueLocal } = task
  if (!dueAt || !recurrence) return null
  const { zone, hasLeft, isFollowed } = await seriesOf(tx, task.id)
  const next = isFollowed
    ? null
    : nextOccurrence({ dueAt, recurrence, dueLocal }, tx.now, isTimeZone(zone) ? zone : 'UTC')
  if (!next) return null
  const { workspaceId } = tx
  const id = newId()
  const { title, priority, actionType, createdById } = task
  const values = { title, ...next, priority, actionType, assignedToId: hasLeft ? null : task.assignedToId, createdById }
  const { version } = await tx.db.task.create({
    data: { ...values, workspaceId, id, followsId: task.id, createdAt: tx.now, updatedAt: tx.now },
  })
  const links = await copyTaskLinks(tx, task.id, id)
  tx.hint({ workspaceId, taskId: id })
  return { subject: 'task', subjectId: id, before: null, after: { ...values, links }, version }
}
