import { findTaskRow, linksOfTask, lockTaskRow } from '@/lib/db/sql/task'
import type { Scope, Tx } from '@/lib/db/transaction'
import { isId } from '../id'
import { notFound } from '../refusal'
import type { TaskLink, TaskRow } from './task'

/** The task with this id. Refuses (not found) any other. */
export const findTask = async (scope: Scope, id: string): Promise<TaskRow> =>
  known(isId(id) ? await findTaskRow<TaskRow>(scope, id) : undefined)

/** The same, locked against other changes until the transaction ends. */
export const lockTask = async (tx: Tx, id: string): Promise<TaskRow> =>
  known(isId(id) ? await lockTaskRow<TaskRow>(tx, id) : undefined)

function known(task: TaskRow | undefined): TaskRow {
  if (!task) throw notFound('task')
  return task
}

/** A record that a task is about, with its title to be shown by. */
export type LinkedRecord = TaskLink & { title: string }

/** The records that a task is about, those in the trash left out. Refuses (not found) an unknown task. */
export async function linksOf(scope: Scope, id: string): Promise<LinkedRecord[]> {
  await findTask(scope, id)
  return linksOfTask<LinkedRecord>(scope, id)
}
