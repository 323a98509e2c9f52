import { lockTaskRows, replaceTaskLinks } from '@/lib/db/sql/task'
import type { Tx } from '@/lib/db/transaction'
import type { Inverse, PastChange, Reverted } from '../event/inverse'
import { withdrawNotifications } from '../notification/forget'
import { conflict } from '../refusal'
import { lockTask } from './find'
import { hintCards } from './hint-cards'
import { takeAway } from './remove'
import type { TaskRow } from './task'

/** How changes of tasks are taken back. Nobody is told of it. */
export const taskInverse: Inverse = {
  verbs: {
    'task.create': 'task.delete',
    'task.update': 'task.update',
    'task.complete': 'task.reopen',
    'task.reopen': 'task.complete',
    'task.delete': 'task.create',
  },
  lock: (tx, changes) =>
    lockTaskRows(
      tx,
      changes.map(({ subjectId }) => subjectId),
    ),
  revert: async (tx, changes, versions) => {
    const reverted: Reverted[] = []
    for (const change of changes) reverted.push(await revert(tx, change, versions.get(change.subjectId) ?? 0))
    return reverted
  },
}

function revert(tx: Tx, change: PastChange, version: number): Promise<Reverted> {
  if (change.before === null) return unmake(tx, change, version)
  return change.after === null ? bringBack(tx, change, version) : turnBack(tx, change, version)
}

type AsJson<Row> = {
  [Name in keyof Row]: Row[Name] extends Date | null ? Exclude<Row[Name], Date> | string : Row[Name]
}

/** A task as changes hold it: whole where it was deleted, else what was changed of it. */
type Recorded = AsJson<Omit<TaskRow, 'id' | 'version' | 'updatedAt'>> & { links: string[] }

async function unmake(tx: Tx, { subjectId }: PastChange, version: number): Promise<Reverted> {
  const task = await lockTask(tx, subjectId)
  if (task.version !== version) throw changedSince()
  return takeAway(tx, task)
}

async function bringBack(tx: Tx, { subjectId: id, before }: PastChange, version: number): Promise<Reverted> {
  const { links, ...values } = before as Recorded
  const { workspaceId } = tx
  await tx.db.task.create({ data: { ...values, workspaceId, id, version: version + 1, updatedAt: tx.now } })
  const linked = links.length > 0 ? (await replaceTaskLinks(tx, id, links)).after : []
  await hintCards(tx, id)
  tx.hint({ workspaceId, taskId: id })
  return { subject: 'task', subjectId: id, before: null, after: { ...values, links: linked }, version: version + 1 }
}

async function turnBack(tx: Tx, change: PastChange, version: number): Promise<Reverted> {
  const { subjectId: id, at } = change
  const { links, ...values } = change.before as Partial<Recorded>
  const { count } = await tx.db.task.updateMany({
    where: { workspaceId: tx.workspaceId, id, version },
    data: { ...values, version: version + 1, updatedAt: tx.now },
  })
  if (count === 0) throw changedSince()
  await withdrawNotifications(tx, id, at)
  const after = links ? { ...values, links: await relink(tx, id, links) } : values
  await hintCards(tx, id)
  tx.hint({ workspaceId: tx.workspaceId, taskId: id })
  return { subject: 'task', subjectId: id, before: change.after, after, version: version + 1 }
}

async function relink(tx: Tx, id: string, links: string[]): Promise<string[]> {
  await hintCards(tx, id)
  return (await replaceTaskLinks(tx, id, links)).after
}

const changedSince = () => conflict('The task has changed since: this can no longer be undone')
