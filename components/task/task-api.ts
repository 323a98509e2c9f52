import type * as tasks from '@/lib/contracts/kasar/task.contract'
import type { bulkTasks } from '@/lib/contracts/kasar/task-bulk.contract'
import type { undoEvent } from '@/lib/contracts/rex/event.contract'
import { call, callForEvent, type ReplyOf } from '@/lib/http/call'
import type { Section } from './due'
import type { Task, TaskChange } from './task'
import type { TaskPages } from './task-pages'
import { type Asked, among, askFor, askForSection, type TaskFilter } from './view'

/** Where a browser asks from: the workspace, who is signed in, and by which clock. */
export type Asker = { workspace: string; me: string; timeZone: string }

export type TaskCounts = ReplyOf<typeof tasks.countTasks>
export type TaskStats = ReplyOf<typeof tasks.taskStats>

/** How many of these tasks each section holds. */
export const countTasks = ({ workspace, me, timeZone }: Asker, filter: TaskFilter, signal?: AbortSignal) =>
  call<typeof tasks.countTasks>('GET', '/tasks/counts', { workspace, timeZone, query: askFor(filter, me), signal })

/** How far the signed-in user has come. */
export const readStats = ({ workspace, timeZone }: Asker, signal?: AbortSignal) =>
  call<typeof tasks.taskStats>('GET', '/tasks/stats', { workspace, timeZone, signal })

type Slice = { limit: number; cursor?: string; ids?: readonly string[] }

/** Tasks of a section with their links: a page, or those of `ids` that belong to it. */
export async function readTasks(
  asker: Asker,
  section: Section,
  filter: TaskFilter,
  { limit, cursor, ids }: Slice,
  signal?: AbortSignal,
): Promise<TaskPages> {
  const meant = askFor(filter, asker.me, ids && [among(ids)])
  return askTasks(asker, { ...meant, ...askForSection(section), limit, cursor }, signal)
}

/** A page of tasks with their links, and how many there are in all. */
export async function askTasks(
  { workspace, timeZone }: Asker,
  asked: Asked,
  signal?: AbortSignal,
): Promise<TaskPages & { total: number }> {
  const query = { ...asked, include: 'links' }
  const page = await call<typeof tasks.listTasks>('GET', '/tasks', { workspace, timeZone, query, signal })
  const rows = page.data.map((task) => ({ ...task, links: task.links ?? [] }))
  return { rows, next: page.nextCursor, total: page.total }
}

/** Where the whole of a section is as a file. */
export function fileOfTasks({ workspace, me, timeZone }: Asker, section: Section, filter: TaskFilter): string {
  const query = { ...askFor(filter, me), ...askForSection(section), workspace, timezone: timeZone }
  return `/api/v1/tasks/export?${new URLSearchParams(JSON.parse(JSON.stringify(query)))}`
}

const anyTask: TaskFilter = { who: 'everyone', type: null, priority: null, about: null, words: '' }

/** One task, or null when there is none (any more). */
export async function readTask(asker: Asker, id: string, signal?: AbortSignal): Promise<Task | null> {
  const { rows } = await readTasks(asker, 'all', anyTask, { limit: 1, ids: [id] }, signal)
  return rows[0] ?? null
}

/** The tasks about a record, the open ones first. */
export const readTasksAbout = (asker: Asker, record: { type: string; id: string }, signal?: AbortSignal) =>
  readTasks(asker, 'all', { ...anyTask, about: `${record.type}:${record.id}` }, { limit: 100 }, signal)

/** Whether anything is left to be done about a record. */
export async function hasOpenTasks({ workspace }: Asker, { id }: { id: string }): Promise<boolean> {
  const open = { type: 'AND', conditions: [{ field: 'is_completed', operator: 'equals', value: false }] }
  const query = { linked_entity_id: id, filters: JSON.stringify(open), limit: 1 }
  return (await call<typeof tasks.listTasks>('GET', '/tasks', { workspace, query })).total > 0
}

/** A task to be made. */
export type NewTask = TaskChange & { title: string }

/** Makes a task; the same sent again with the same key is made once. Like all changes it gives the event by which it is undone. */
export async function createTask(workspace: string, task: NewTask, idempotencyKey: string): Promise<MadeTask> {
  const body = { ...bodyOf(task), title: task.title }
  const sent = { workspace, body, idempotencyKey }
  const { reply, eventId } = await callForEvent<typeof tasks.createTask>('POST', '/tasks', sent)
  return { id: reply.task_id, eventId }
}

export type MadeTask = { id: string; eventId: string | null }

/** Writes what a change says of a task. */
export const updateTask = (workspace: string, id: string, change: TaskChange): Promise<string | null> =>
  eventOf(
    callForEvent<typeof tasks.updateTask>('PUT', '/tasks/{id}', { workspace, params: { id }, body: bodyOf(change) }),
  )

/** Completes a task, or opens it again. */
export const completeTask = (workspace: string, id: string, completed: boolean): Promise<string | null> =>
  eventOf(
    callForEvent<typeof tasks.completeTask>('PUT', '/tasks/{id}/complete', {
      ...{ workspace, params: { id }, body: { completed } },
    }),
  )

/** Deletes a task. */
export const deleteTask = (workspace: string, id: string): Promise<string | null> =>
  eventOf(callForEvent<typeof tasks.deleteTask>('DELETE', '/tasks/{id}', { workspace, params: { id } }))

/** One of many changes that are sent together. */
export type BulkItem = { id: string } & (
  | ({ op: 'update' } & ReturnType<typeof bodyOf>)
  | { op: 'complete' | 'reopen' | 'delete' }
)

export const updateItem = (id: string, change: TaskChange): BulkItem => ({ op: 'update', id, ...bodyOf(change) })

/** What became of many changes: the event by which they are undone together, and why some were refused, by task. */
export type BulkOutcome = { eventId: string | null; refused: ReadonlyMap<string, string> }

/** Sends many changes in one request; each that is refused is so alone. */
export async function changeMany(workspace: string, items: BulkItem[]): Promise<BulkOutcome> {
  const sent = { workspace, body: { items } }
  const { reply, eventId } = await callForEvent<typeof bulkTasks>('POST', '/tasks/bulk', sent)
  const refused = reply.data.flatMap(({ index, error, message }) => {
    const id = items[index]?.id
    return error && id ? [[id, message ?? ''] as const] : []
  })
  return { eventId, refused: new Map(refused) }
}

/** Takes back what left an event. */
export const undo = (workspace: string, id: string) =>
  call<typeof undoEvent>('POST', '/events/{id}/undo', { workspace, params: { id }, body: {} })

const eventOf = async (answer: Promise<{ eventId: string | null }>): Promise<string | null> => (await answer).eventId

const bodyOf = ({ title, due_date, recurrence, priority, action_type, assigned_to_id, links }: TaskChange) => ({
  ...{ title, due_date, recurrence, priority, action_type, assigned_to_id },
  linked_entities: links?.map(({ id, type }) => ({ id, type })),
})
