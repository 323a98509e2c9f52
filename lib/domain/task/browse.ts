import { type Mark, selectPage } from '@/lib/db/sql/page'
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
  const sort = resolveSort(question.sort, columnsOf(question), taskColumn.id)
  if (after) refuseForeignMark(after, sort)
  const where = await whereOf(scope, question)
  const today = dayAround(scope.now, question.timeZone)
  return selectPage<ListedTask>(scope, {
    columns: question.withLinks ? `${taskColumns}, ${linksColumn}` : taskColumns,
    tables,
    searched: tables,
    alias: 't',
    id: taskColumn.id,
    where: (given) => [...where(given), ...modeTerms(question.mode ?? 'all', today, given)].join(' AND '),
    sort,
    after,
    limit,
  })
}
