import { conditionSql } from '@/lib/db/sql/filter'
import { type Mark, selectPage } from '@/lib/db/sql/page'
import { taskColumns } from '@/lib/db/sql/task'
import { taskColumn } from '@/lib/db/sql/task-column'
import type { Scope } from '@/lib/db/transaction'
import type { Columns, Filter } from '../filter/filter'
import { resolveFilter } from '../filter/resolve'
import { refuseForeignMark, resolveSort, type Sort } from '../filter/sort'
import { isId } from '../id'
import { findObject } from '../object/find'
import { invalid, Refusal } from '../refusal'
import { dayAround } from './local-day'
import type { Priority, TaskAction, TaskRow } from './task'

const tables = '"Task" t'

/** What every task has that lists may be filtered and sorted by. */
export type TaskField = keyof typeof taskColumn

/** The lists of an inbox. Today, overdue and upcoming share the open dated tasks among them by the caller's local day. */
export const taskModes = ['all', 'today', 'overdue', 'upcoming', 'completed'] as const
export type TaskMode = (typeof taskModes)[number]

/** What a caller asks of the tasks. */
export interface TaskQuestion {
  mode?: TaskMode
  assignedToId?: string
  priority?: Priority
  actionType?: TaskAction
  /** Tasks about this record. */
  linkedId?: string
  /** Tasks about a record of this object. */
  linkedObject?: string
  /** Over the fields of `spelling`. */
  filters?: Filter
  sort: Sort
  /** What the caller calls a task's fields. */
  spelling: Record<string, TaskField>
  /** The IANA time zone of the caller's day and of bare dates. */
  timeZone: string
}

/**
 * A page of tasks, how many there are in all, and where the next page goes on. Refuses a malformed id and an unknown
 * object, naming the parameter, and what resolveFilter and resolveSort refuse.
 */
export async function browseTasks(
  scope: Scope,
  question: TaskQuestion,
  limit: number,
  after: Mark | null,
): Promise<{ rows: TaskRow[]; total: number; next: Mark | null }> {
  const columns: Columns = new Map(Object.entries(question.spelling).map(([name, field]) => [name, taskColumn[field]]))
  const filters = question.filters && resolveFilter(question.filters, columns, question.timeZone)
  const sort = resolveSort(question.sort, columns, taskColumn.id)
  if (after) refuseForeignMark(after, sort)
  await refuseUnlessKnown(scope, question)
  const { rows, total } = await selectPage<TaskRow>(scope, {
    columns: taskColumns,
    tables,
    searched: tables,
    alias: 't',
    id: taskColumn.id,
    where: (given) => {
      const terms = termsOf(scope, question, given)
      if (filters) terms.push(conditionSql(filters, given))
      return terms.join(' AND ')
    },
    sort,
    after,
    limit,
  })
  const page = rows.slice(0, limit)
  return { rows: page.map(({ row }) => row), total, next: rows.length > limit ? (page.at(-1)?.mark ?? null) : null }
}

async function refuseUnlessKnown(scope: Scope, { assignedToId, linkedId, linkedObject }: TaskQuestion): Promise<void> {
  if (assignedToId !== undefined && !isId(assignedToId)) throw invalid('assignedTo', 'must be an id')
  if (linkedId !== undefined && !isId(linkedId)) throw invalid('linkedId', 'must be an id')
  if (linkedObject === undefined) return
  await findObject(scope, linkedObject).catch((error: unknown) => {
    if (!(error instanceof Refusal)) throw error
    throw invalid('linkedObject', 'must be the name of an object, such as contacts')
  })
}

function termsOf(scope: Scope, question: TaskQuestion, given: (value: unknown) => string): string[] {
  const terms = ['t."workspaceId" = $1', ...modeTerms(scope, question, given)]
  const equal = (column: string, value: string | undefined) => {
    if (value !== undefined) terms.push(`${column} = ${given(value)}`)
  }
  equal('t."assignedToId"', question.assignedToId)
  equal('t.priority', question.priority)
  equal('t."actionType"', question.actionType)
  const { linkedId, linkedObject } = question
  if (linkedId !== undefined || linkedObject !== undefined) {
    const about = ['l."workspaceId" = $1', 'l."taskId" = t.id']
    if (linkedId !== undefined) about.push(`l."recordId" = ${given(linkedId)}`)
    if (linkedObject !== undefined) about.push(`o.name = ${given(linkedObject)}`)
    terms.push(`EXISTS (
      SELECT 1 FROM "TaskLink" l
      JOIN "CrmRecord" r ON r."workspaceId" = l."workspaceId" AND r.id = l."recordId"
      JOIN "CrmObject" o ON o."workspaceId" = r."workspaceId" AND o.id = r."objectId"
      WHERE ${about.join(' AND ')})`)
  }
  return terms
}

function modeTerms(scope: Scope, { mode, timeZone }: TaskQuestion, given: (value: unknown) => string): string[] {
  if (mode === undefined || mode === 'all') return []
  if (mode === 'completed') return ['t."completedAt" IS NOT NULL']
  const { from, until } = dayAround(scope.now, timeZone)
  const open = 't."completedAt" IS NULL'
  const at = (instant: Date) => `${given(instant)}::timestamptz`
  if (mode === 'overdue') return [open, `t."dueAt" < ${at(from)}`]
  if (mode === 'upcoming') return [open, `t."dueAt" >= ${at(until)}`]
  return [open, `t."dueAt" >= ${at(from)}`, `t."dueAt" < ${at(until)}`]
}
