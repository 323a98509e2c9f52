import { linksOfTask, replaceTaskLinks } from '@/lib/db/sql/task'
import type { Tx } from '@/lib/db/transaction'
import { difference, recordEvent } from '../event/record-event'
import { notify } from '../notification/notify'
import { refuseUnlessRecurring, refuseUnlessValid } from './check-values'
import { idsOf } from './create'
import { lockTask } from './find'
import { hintCards } from './hint-cards'
import type { TaskLink, TaskRow, TaskValues } from './task'

/**
 * Changes a task; `links` replaces those that there are. A new assignee who is not the one that changes it is told.
 * What stays as it was leaves no event and no new version. Refuses a rule that it cannot follow, an unknown
 * assignee or record, naming the field.
 */
export async function updateTask(tx: Tx, id: string, change: TaskValues): Promise<TaskRow> {
  const task = await lockTask(tx, id)
  const { links, ...values } = change
  const changed = difference<TaskRow>(task, values)
  const { assignedToId } = changed?.after ?? {}
  if (changed) refuseUnlessRecurring({ ...task, ...changed.after })
  await refuseUnlessValid(tx, { assignedToId, links })
  const relinked = links && (await relink(tx, id, links))
  if (!changed && !relinked) return task
  const touched = { ...changed?.after, version: task.version + 1, updatedAt: tx.now }
  await tx.db.task.update({ where: { workspaceId_id: { workspaceId: tx.workspaceId, id } }, data: touched })
  await recordEvent(tx, 'task.update', [
    {
      subject: 'task',
      subjectId: id,
      before: { ...changed?.before, ...(relinked && { links: relinked.before }) },
      after: { ...changed?.after, ...(relinked && { links: relinked.after }) },
      version: touched.version,
    },
  ])
  await hintCards(tx, id)
  if (assignedToId) await notify(tx, 'task_assigned', id, [assignedToId])
  tx.hint({ workspaceId: tx.workspaceId, taskId: id })
  return { ...task, ...touched }
}

/** Records in the trash are not seen: what is linked to them and nothing else stays as it is. */
async function relink(tx: Tx, id: string, links: TaskLink[]): Promise<{ before: string[]; after: string[] } | null> {
  const wanted = idsOf(links)
  if (idsOf(await linksOfTask<TaskLink>(tx, id)).join() === wanted.join()) return null
  await hintCards(tx, id)
  return replaceTaskLinks(tx, id, wanted)
}
