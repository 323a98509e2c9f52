import { z } from 'zod'
import { priorities, taskActions } from '@/lib/domain/task/task'
import { taskModes } from '@/lib/domain/task/where'
import { contract } from '../contract'
import { keyset } from '../keyset'
import { id, idOut, instant, instantOut, name, noQuery, ours, text, wholeNumber } from '../schema'
import { filters } from './filter'
import { sorting } from './sort'

const priority = z.enum(priorities)
const actionType = z.enum(taskActions)

/** Kasar Tasks, "List Tasks": a task as it is stored; its links are asked for apart. */
export const task = z
  .object({
    id: idOut,
    title: z.string(),
    due_date: instantOut.nullable(),
    priority: priority.nullable(),
    action_type: actionType.nullable(),
    is_completed: z.boolean(),
    completed_at: instantOut.nullable(),
    completed_by: idOut.nullable(),
    assigned_to_id: idOut.nullable(),
    created_by_id: ours(idOut),
    recurrence: ours(z.string().nullable()),
    created_at: instantOut,
    updated_at: instantOut,
  })
  .meta({ title: 'Task' })

const shown: z.input<typeof task> = {
  id: '0198c2e4-7a10-7f08-a3cd-2e5d7b901a11',
  title: 'Ask Bea about the pilot',
  due_date: '2026-12-01T08:30:00.000Z',
  priority: 'medium',
  action_type: 'email',
  is_completed: false,
  completed_at: null,
  completed_by: null,
  assigned_to_id: '0198c2e4-7a20-7d11-8c0f-5b1f2a6e7c01',
  created_by_id: '0198c2e4-7a20-7d11-8c0f-5b1f2a6e7c02',
  recurrence: null,
  created_at: '2026-11-22T10:00:00.000Z',
  updated_at: '2026-11-22T10:00:00.000Z',
}

/** Ours: a record that a task is about. */
const link = z.object({ id: idOut, type: z.string(), title: z.string() })

/** Which tasks are meant; lists and counts take the same. */
const meant = {
  assigned_to: z.string().optional(),
  priority: priority.optional(),
  action_type: actionType.optional(),
  linked_entity_id: z.string().optional(),
  linked_entity_type: z.string().optional(),
  filters: filters.optional(),
}

/** Kasar Tasks, "List Tasks". */
export const listTasks = contract({
  dialect: 'kasar',
  method: 'GET',
  path: '/tasks',
  title: 'List tasks',
  local: true,
  about:
    "Today, overdue and upcoming share the open dated tasks among them by the caller's local day: by X-Timezone, else the user's zone. Tasks without a date come last. With `include=links` each tells the records that it is about.",
  example: { query: { mode: 'upcoming', priority: 'medium' }, reply: { data: [shown], total: 1, nextCursor: null } },
  query: z.strictObject({
    mode: z.enum(taskModes).optional(),
    ...meant,
    include: ours(z.enum(['links'])).optional(),
    ...sorting,
    sort_by: z.string().default('due_date'),
    sort_dir: z.string().default('asc'),
    cursor: keyset.optional(),
    limit: wholeNumber(1, 100).default(20),
  }),
  reply: z.object({
    data: z.array(task.extend({ links: ours(z.array(link)).optional() })),
    total: z.int(),
    nextCursor: z.string().nullable(),
  }),
})

/** Ours: how many tasks each mode of the list has. */
export const countTasks = contract({
  dialect: 'kasar',
  method: 'GET',
  path: '/tasks/counts',
  title: 'Count tasks',
  about: "How many tasks each mode of the list has with the same filters, of one moment, by the caller's local day.",
  example: { query: { priority: 'high' }, reply: { today: 4, overdue: 1, upcoming: 7, completed: 9, all: 23 } },
  ours: true,
  local: true,
  query: z.strictObject(meant),
  reply: z.object({ today: z.int(), overdue: z.int(), upcoming: z.int(), completed: z.int(), all: z.int() }),
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
  recurrence: ours(text(500).nullable().optional()).describe(
    'An RRULE of RFC 5545 without DTSTART, which is the due date: FREQ=WEEKLY;BYDAY=MO. Completing the task makes the next one',
  ),
}

/** Kasar Tasks, "Create a Task". */
export const createTask = contract({
  dialect: 'kasar',
  method: 'POST',
  path: '/tasks',
  title: 'Create a task',
  about: 'An assignee who is not the caller is notified.',
  example: {
    body: { title: shown.title, due_date: '2026-12-01T09:30:00+01:00', priority: 'medium', action_type: 'email' },
    reply: { task_id: shown.id, action: 'created' },
  },
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
  about: 'Only what is sent changes; null clears. `linked_entities` replaces the links that there are.',
  example: { body: { priority: 'high', due_date: null }, reply: { task_id: shown.id, action: 'updated' } },
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
  about: 'Without a body it completes. A task that is completed already keeps who did it and when.',
  example: { body: { completed: false }, reply: { task_id: shown.id, action: 'reopened' } },
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
  reply: z.object({ data: z.array(link) }),
})

/** Kasar Tasks, "Task Stats". */
export const taskStats = contract({
  dialect: 'kasar',
  method: 'GET',
  path: '/tasks/stats',
  title: 'Task stats',
  local: true,
  about: "Of the tasks assigned to the caller, by the caller's local day and ISO week.",
  example: {
    reply: { total: 21, completedToday: 2, remainingToday: 4, overdue: 1, thisWeek: 9, completionRate: 43 },
  },
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
