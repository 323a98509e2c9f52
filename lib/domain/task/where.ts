import type { Given } from '@/lib/db/sql/column'
import { type Condition, conditionSql } from '@/lib/db/sql/filter'
import { taskColumn } from '@/lib/db/sql/task-column'
import type { Scope } from '@/lib/db/transaction'
import type { Columns, Filter } from '../filter/filter'
import { resolveFilter } from '../filter/resolve'
import { isId } from '../id'
import { findObject } from '../object/find'
import { invalid, Refusal } from '../refusal'
import type { Span } from './local-day'
import type { Priority, TaskAction } from './task'

/** What every task has that lists may be filtered and sorted by. */
export type TaskField = keyof typeof taskColumn

/** The lists of an inbox. Today, overdue and upcoming share the open dated tasks among them by the caller's local day. */
export const taskModes = ['all', 'today', 'overdue', 'upcoming', 'completed'] as const
export type TaskMode = (typeof taskModes)[number]

/** Which tasks a caller means, whatever list of the inbox they are in. */
export interface TaskFilter {
  assignedToId?: string
  priority?: Priority
  actionType?: TaskAction
  /** Tasks about this record. */
  linkedId?: string
  /** Tasks about a record of this object. */
  linkedObject?: string
  /** Over the fields of `spelling`. */
  filters?: Filter
  /** What the caller calls a task's fields. */
  spelling: Record<string, TaskField>
  /** The IANA time zone of the caller's day and of bare dates. */
  timeZone: string
}

/** What callers may filter and sort by, under their own names for it. */
export const columnsOf = ({ spelling }: TaskFilter): Columns =>
  new Map(Object.entries(spelling).map(([name, field]) => [name, taskColumn[field]]))

/**
 * The terms of a statement on the tasks `t` that a caller means; the workspace is the statement's first parameter.
 * Refuses a malformed id and an unknown object, naming the parameter, and what resolveFilter refuses.
 */
export async function whereOf(scope: Scope, filter: TaskFilter): Promise<(given: Given) => string[]> {
  const condition = filter.filters && resolveFilter(filter.filters, columnsOf(filter), filter.timeZone)
  refuseUnlessIds(filter)
  const objectId = await linkedObjectOf(scope, filter)
  return (given) => termsOf(filter, objectId, condition, given)
}

/** What a list of the inbox holds: the terms on a task `t` at this moment. */
export function modeTerms(mode: TaskMode, { from, until }: Span, given: Given): string[] {
  if (mode === 'all') return []
  if (mode === 'completed') return ['t."completedAt" IS NOT NULL']
  const open = 't."completedAt" IS NULL'
  const at = (instant: Date) => `${given(instant)}::timestamptz`
  if (mode === 'overdue') return [open, `t."dueAt" < ${at(from)}`]
  if (mode === 'upcoming') return [open, `t."dueAt" >= ${at(until)}`]
  return [open, `t."dueAt" >= ${at(from)}`, `t."dueAt" < ${at(until)}`]
}

function refuseUnlessIds({ assignedToId, linkedId }: TaskFilter): void {
  if (assignedToId !== undefined && !isId(assignedToId)) throw invalid('assignedTo', 'must be an id')
  if (linkedId !== undefined && !isId(linkedId)) throw invalid('linkedId', 'must be an id')
}

async function linkedObjectOf(scope: Scope, { linkedObject }: TaskFilter): Promise<string | undefined> {
  if (linkedObject === undefined) return undefined
  try {
    return (await findObject(scope, linkedObject)).id
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    throw invalid('linkedObject', 'must be the name of an object, such as contacts')
  }
}

function termsOf(
  filter: TaskFilter,
  objectId: string | undefined,
  condition: Condition | undefined,
  given: Given,
): string[] {
  const terms = ['t."workspaceId" = $1']
  const equal = (column: string, value: string | undefined) => {
    if (value !== undefined) terms.push(`${column} = ${given(value)}`)
  }
  equal('t."assignedToId"', filter.assignedToId)
  equal('t.priority', filter.priority)
  equal('t."actionType"', filter.actionType)
  const { linkedId } = filter
  if (linkedId !== undefined || objectId !== undefined) {
    const about = ['l."workspaceId" = $1', 'l."taskId" = t.id']
    if (linkedId !== undefined) about.push(`l."recordId" = ${given(linkedId)}`)
    if (objectId !== undefined) about.push(`l."objectId" = ${given(objectId)}`)
    terms.push(`EXISTS (SELECT 1 FROM "TaskLink" l WHERE ${about.join(' AND ')})`)
  }
  if (condition) terms.push(conditionSql(condition, given))
  return terms
}
