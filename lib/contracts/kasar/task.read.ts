import type { z } from 'zod'
import type { TaskQuestion } from '@/lib/domain/task/browse'
import type { TaskValues } from '@/lib/domain/task/task'
import type { TaskField, TaskFilter } from '@/lib/domain/task/where'
import { readSort } from './sort'
import type { countTasks, createTask, listTasks, task, updateTask } from './task.contract'

/** What the fields of a task's reply are to the domain. */
const spelling: Record<keyof z.output<typeof task>, TaskField> = {
  id: 'id',
  title: 'title',
  due_date: 'dueAt',
  priority: 'priority',
  action_type: 'actionType',
  is_completed: 'isCompleted',
  completed_at: 'completedAt',
  completed_by: 'completedById',
  assigned_to_id: 'assignedToId',
  created_by_id: 'createdById',
  recurrence: 'recurrence',
  created_at: 'createdAt',
  updated_at: 'updatedAt',
}

/** Which tasks are meant, in the domain's words. */
export const readTaskFilter = (query: z.output<typeof countTasks.query>, timeZone: string): TaskFilter => ({
  assignedToId: query.assigned_to,
  priority: query.priority,
  actionType: query.action_type,
  linkedId: query.linked_entity_id,
  linkedObject: query.linked_entity_type,
  filters: query.filters,
  spelling,
  timeZone,
})

/** What is asked of the tasks, in the domain's words; by due date unless said otherwise. */
export const readTaskQuestion = (
  query: Omit<z.output<typeof listTasks.query>, 'cursor' | 'limit'>,
  timeZone: string,
): TaskQuestion => ({
  ...readTaskFilter(query, timeZone),
  mode: query.mode,
  sort: readSort(query, { field: 'due_date', direction: 'asc' }),
  withLinks: query.include === 'links',
})

/** What a task's body says, in the domain's words. */
export const readTask = <Body extends z.output<typeof createTask.body> | z.output<typeof updateTask.body>>(
  body: Body,
): TaskValues & Pick<Body, 'title'> => ({
  title: body.title,
  dueAt: body.due_date,
  priority: body.priority,
  actionType: body.action_type,
  recurrence: body.recurrence,
  assignedToId: body.assigned_to_id,
  links: body.linked_entities?.map(({ id, type }) => ({ id, object: type })),
})
