import { lockRecordsOfTasks, lockTaskRows } from '@/lib/db/sql/task'
import type { Tx } from '@/lib/db/transaction'
import { isId } from '../id'
import { completeTask } from './complete'
import { createTask } from './create'
import { removeTask } from './remove'
import type { TaskRow, TaskValues } from './task'
import { updateTask } from './update'

/** One of many things to be done with tasks in one transaction. */
export type TaskWork =
  | { create: TaskValues & { title: string } }
  | { id: string; change: TaskValues | 'complete' | 'reopen' | 'delete' }

/**
 * Locks all that many works will touch, the tasks before the records on which completing notes activity and each in the
 * order of their ids: then no two such transactions wait for each other. What there is not is left for the work itself
 * to refuse.
 */
export async function lockForTaskWorks(tx: Tx, works: TaskWork[]): Promise<void> {
  const known = works.flatMap((work) => ('id' in work && isId(work.id) ? [work] : []))
  if (known.length > 0) await lockTaskRows(tx, idsIn(known))
  const completed = new Set(idsIn(known.filter(({ change }) => change === 'complete')))
  if (completed.size === 0) return
  // A task may come to be about another record before it is completed.
  const linked = known.flatMap(({ change }) => (typeof change === 'object' ? (change.links ?? []) : []))
  await lockRecordsOfTasks(tx, [...completed], idsIn(linked).filter(isId))
}

const idsIn = (given: { id: string }[]): string[] => given.map(({ id }) => id)

/** Does one work under the rules of its verb; gives the task, or null when it is deleted. */
export async function doTaskWork(tx: Tx, work: TaskWork): Promise<TaskRow | null> {
  if ('create' in work) return createTask(tx, work.create)
  const { id, change } = work
  if (typeof change === 'object') return updateTask(tx, id, change)
  if (change !== 'delete') return completeTask(tx, id, change === 'complete')
  await removeTask(tx, id)
  return null
}
