import { z } from 'zod'
import { taskModes } from '@/lib/domain/task/browse'
import { priorities, taskActions } from '@/lib/domain/task/task'
import { contract } from '../contract'
import { keyset } from '../keyset'
import { id, idOut, instant, instantOut, name, noQuery, wholeNumber } from '../schema'
import { filters } from './filter'
import { sorting } from './sort'

const priority = z.enum(priorities)
const actionType = z.enum(taskActions)

/** Kasar Tasks, "List Tasks": a task as it is stored; its links are asked for apart. */
export const task = z.object({
  id: idOut,
  title: z.string(),
  due_date: instantOut.nullable(),
  priority: priority.nullable(),
  action_type: actionType.nullable(),
  is_completed: z.boolean(),
  completed_at: instantOut.nullable(),
  completed_by: idOut.nullable(),
  assigned_to_id: idOut.nullable(),
  created_by_id: idOut,
  recurrence: z.string().nullable(),
  created_at: instantOut,
  updated_at: instantOut,
})

/** Kasar Tasks, "List Tasks". */
export const listTasks = contract({
  dialect: 'kasar',
  method: 'GET',
  path: '/tasks',
  title: 'List tasks',
  query: z.strictObject({
    mode: z.enum(taskModes).optional(),
    assigned_to: z.string().optional(),
    priority: priority.optional(),
    action_type: actionType.optional(),
    linked_entity_id: z.string().optional(),
    linked_entity_type: z.string().optional(),
    filters: filters.optional(),
    ...sorting,
    cursor: keyset.optional(),
    limit: wholeNumber(1, 100).default(20),
  }),
  reply: z.object({ data: z.array(task), total: z.int(), nextCursor: z.string().nullable() }),
})

/** Ours: one task, in the list's words. */
export const getTask = contract({
  dialect: 'kasar',
  method: 'GET',
  path: '/tasks/{id}',
  title: 'Get a task',
  ours: true,
  query: noQuery,
  reply: z.object({ data: task }),
})

const done = <const Actions extends string[]>(...actions: Actions) =>
  z.object({ task_id: idOut, action: z.enum(actions) })

const linkedEntities = z.array(z.strictObject({ id, type: z.string().max(100) })).max(100)
const written = {
  due_date: instant.nullable().optional(),
  priority: priority.nullable().optional(),
  assigned_to_id: id.nullable().optional(),
  action_type: actionType.nullable().optional(),
  linked_entities: linkedEntities.optional(),
}

/** Kasar Tasks, "Create a Task". */
export const createTask = contract({
  dialect: 'kasar',
  method: 'POST',
  path: '/tasks',
  title: 'Create a task',
  query: noQuery,
  body: z.strictObject({ title: name, ...written }),
  status: 201,
  reply: done('created'),
})

/** Kasar Tasks, "Update a Task": only what is sent changes, null clears, `linked_entities` replaces. */
export const updateTask = contract({
  dialect: 'kasar',
  method: 'PUT',
  path: '/tasks/{id}',
  title: 'Update a task',
  query: noQuery,
  body: z.strictObject({ title: name.optional(), ...written }),
  reply: done('updated'),
})

/** Kasar Tasks, "Complete or Reopen a Task". */
export const completeTask = contract({
  dialect: 'kasar',
  method: 'PUT',
  path: '/tasks/{id}/complete',
  title: 'Complete or reopen a task',
  query: noQuery,
  body: z.strictObject({ completed: z.boolean().default(true) }),
  reply: done('completed', 'reopened'),
})

/** Kasar Tasks, "Delete a Task": for good. */
export const deleteTask = contract({
  dialect: 'kasar',
  method: 'DELETE',
  path: '/tasks/{id}',
  title: 'Delete a task',
  query: noQuery,
})

/** Ours: the records that a task is about. */
export const listTaskLinks = contract({
  dialect: 'kasar',
  method: 'GET',
  path: '/tasks/{id}/links',
  title: 'List the records that a task is about',
  ours: true,
  query: noQuery,
  reply: z.object({ data: z.array(z.object({ id: idOut, type: z.string(), title: z.string() })) }),
})

/** Kasar Tasks, "Task Stats". */
export const taskStats = contract({
  dialect: 'kasar',
  method: 'GET',
  path: '/tasks/stats',
  title: 'Task stats',
  query: noQuery,
  reply: z.object({
    total: z.int(),
    completedToday: z.int(),
    remainingToday: z.int(),
    overdue: z.int(),
    thisWeek: z.int(),
    completionRate: z.int().min(0).max(100),
  }),
})
