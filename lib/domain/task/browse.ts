import type { Given } from '@/lib/db/sql/column'
import { type Mark, selectPage, walkPages } from '@/lib/db/sql/page'
import { linksColumn, taskColumns } from '@/lib/db/sql/task'
import { taskColumn } from '@/lib/db/sql/task-column'
import type { Scope } from '@/lib/db/transaction'
import { refuseForeignMark, resolveSort, type Sort } from '../filter/sort'
import type { LinkedRecord } from './find'
import { dayAround } from './local-day'
import type { TaskRow } from './task'
import { columnsOf, modeTerms, type TaskFilter, type TaskMode, whereOf } from './where'

const tables = '"Task" t'

/** What a caller asks of the tasks. */
export interface TaskQuestion extends TaskFilter {
  mode?: TaskMode
  sort: Sort
  /** Each with the records that it is about. */
  withLinks?: boolean
}

/** A task of a list, with the records that it is about where they were asked for. */
export type ListedTask = TaskRow & { links?: LinkedRecord[] }

/**
 * A page of tasks, how many there are in all, and where the next page goes on. Refuses a malformed id and an unknown
 * object, naming the parameter, and what resolveFilter and resolveSort refuse.
 */
export async function browseTasks(
  scope: Scope,
  question: TaskQuestion,
  limit: number,
  after: Mark | null,
): Promise<{ rows: ListedTask[]; total: number; next: Mark | null }> {
  const list = await listOf(scope, question)
  if (after) refuseForeignMark(after, list.sort)
  return selectPage<ListedTask>(scope, { ...list, after, limit })
}

/** A task of a whole list, with its assignee's e-mail address. */
export type WalkedTask = ListedTask & { assignee: string | null }

/** All of them page by page, with whom they are given to. Refuses the same. */
export async function walkTasks(scope: Scope, question: TaskQuestion): Promise<AsyncIterable<WalkedTask[]>> {
  const list = await listOf(scope, question)
  const assignee = `(SELECT u.email FROM "User" u WHERE u.id = t."assignedToId") AS assignee`
  return walkPages<WalkedTask>(scope, { ...list, columns: `${list.columns}, ${assignee}` })
}

async function listOf(scope: Scope, question: TaskQuestion) {
  const sort = resolveSort(question.sort, columnsOf(question), taskColumn.id)
  const terms = await whereOf(scope, question)
  const today = dayAround(scope.now, question.timeZone)
  return {
    columns: question.withLinks ? `${taskColumns}, ${linksColumn}` : taskColumns,
    tables,
    searched: tables,
    alias: 't',
    id: taskColumn.id,
    where: (given: Given) => [...terms(given), ...modeTerms(question.mode ?? 'all', today, given)].join(' AND '),
    sort,
  }
}
