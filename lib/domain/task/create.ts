import { replaceTaskLinks } from '@/lib/db/sql/task'
import type { Tx } from '@/lib/db/transaction'
import { recordEvent } from '../event/record-event'
import { newId } from '../id'
import { notify } from '../notification/notify'
import { Refusal } from '../refusal'
import { refuseUnlessValid } from './check-values'
import { findTask } from './find'
import type { TaskRow, TaskValues } from './task'

/**
 * Makes a task, linked to the records given; an assignee who is not the maker is told. Refuses an unknown assignee or
 * record, naming the field.
 */
export async function createTask(tx: Tx, given: TaskValues & { title: string }): Promise<TaskRow> {
  const createdById = tx.actor.userId
  if (createdById === null) throw new Refusal('forbidden', 'A task is made by a member')
  await refuseUnlessValid(tx, given)
  const id = newId()
  const { links = [], ...values } = given
  await tx.db.task.create({
    data: {
      ...{ ...values, workspaceId: tx.workspaceId, id, createdById },
      ...{ createdAt: tx.now, updatedAt: tx.now },
    },
  })
  if (links.length > 0) await replaceTaskLinks(tx, id, idsOf(links))
  await recordEvent(tx, 'task.create', [{ subject: 'task', subjectId: id, before: null, after: given }])
  await notify(tx, 'task_assigned', id, [given.assignedToId ?? null])
  return findTask(tx, id)
}

/** The ids of links, each once. */
export const idsOf = (links: { id: string }[]): string[] => [...new Set(links.map(({ id }) => id.toLowerCase()))].sort()
