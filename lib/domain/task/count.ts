import { parameters } from '@/lib/db/sql/column'
import type { Scope } from '@/lib/db/transaction'
import { dayAround } from './local-day'
import { modeTerms, type TaskFilter, type TaskMode, taskModes, whereOf } from './where'

/** How many tasks each list of the inbox holds. */
export type TaskCounts = Record<TaskMode, number>

/** Counts the tasks of each list in one statement and so of one moment. Refuses what browseTasks refuses. */
export async function countTasks(scope: Scope, filter: TaskFilter): Promise<TaskCounts> {
  const values: unknown[] = [scope.workspaceId]
  const given = parameters(values)
  const where = (await whereOf(scope, filter))(given)
  const today = dayAround(scope.now, filter.timeZone)
  const counts = taskModes.map((mode) => {
    const terms = modeTerms(mode, today, given)
    return `count(*)${terms.length > 0 ? ` FILTER (WHERE ${terms.join(' AND ')})` : ''} AS "${mode}"`
  })
  const [row] = await scope.sql<TaskCounts>(
    `SELECT ${counts.join(', ')} FROM "Task" t WHERE ${where.join(' AND ')}`,
    values,
  )
  return row as TaskCounts
}
