import { replaceTaskLinks } from '@/lib/db/sql/task'
import type { Tx } from '@/lib/db/transaction'
import { recordEvent } from '../event/record-event'
import { newId } from '../id'
import { notify } from '../notification/notify'
import { Refusal } from '../refusal'
import { refuseUnlessRecurring, refuseUnlessValid } from './check-values'
import { hintCards } from './hint-cards'
import type { TaskRow, TaskValues } from './task'

/**
 * Makes a task, linked to the records given; an assignee who is not the maker is told. Refuses a rule that it
 * cannot follow, an unknown assignee or record, naming the field.
 */
export async function createTask(tx: Tx, given: TaskValues & { title: string }): Promise<TaskRow> {
  const createdById = tx.actor.userId
  if (createdById === null) throw new Refusal('forbidden', 'A task is made by a member')
  refuseUnlessRecurring(given)
  await refuseUnlessValid(tx, given)
  const id = newId()
  const { links = [], ...values } = given
  const { workspaceId } = tx
  const task = await tx.db.task.create({
    data: { ...values, workspaceId, id, createdById, createdAt: tx.now, updatedAt: tx.now },
  })
  const linked = idsOf(links)
  if (linked.length > 0) {
    await replaceTaskLinks(tx, id, linked)
    await hintCards(tx, id)
  }
  await recordEvent(tx, 'task.create', [
    {
      subject: 'task',
      subjectId: id,
      before: null,
      after: { ...values, ...(linked.length > 0 && { links: linked }) },
      version: task.version,
    },
  ])
  await notify(tx, 'task_assigned', id, [given.assignedToId ?? null])
  tx.hint({ workspaceId, taskId: id })
  return task
}

/** The ids of links, each once. */
export const idsOf = (links: { id: string }[]): string[] => [...new Set(links.map(({ id }) => id.toLowerCase()))].sort()
