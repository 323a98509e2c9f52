import type { Overlay } from './changes'
import { type Section, sectionOf } from './due'
import type { Task } from './task'
import type { Place } from './task-keys'

/** What is loaded of a section: its first tasks in order, and where the next page goes on. */
export type TaskPages = { rows: Task[]; next: string | null }

/** The next page behind what is loaded. What stands there already, because it has moved meanwhile, stays where it is. */
export function withPage(loaded: TaskPages, page: TaskPages): TaskPages {
  const known = new Set(loaded.rows.map(({ id }) => id))
  return { rows: [...loaded.rows, ...page.rows.filter(({ id }) => !known.has(id))], next: page.next }
}

/**
 * What is loaded once some tasks have been read again: `fresh` are those of `ids` that belong to the section now. Each
 * goes where it belongs by the section's order; beyond what is loaded it comes with its page.
 */
export function withFresh(
  loaded: TaskPages,
  ids: Iterable<string>,
  fresh: readonly Task[],
  section: Section,
): TaskPages {
  const again = new Set(ids)
  const rows = loaded.rows.filter(({ id }) => !again.has(id))
  for (const task of fresh) {
    const at = rows.findIndex((other) => inOrder(section, task, other) < 0)
    if (at >= 0) rows.splice(at, 0, task)
    else if (loaded.next === null) rows.push(task)
  }
  return { rows, next: loaded.next }
}

/** The order of a section, as the server has it: nulls last, ties by id. */
export function inOrder(section: Section, a: Task, b: Task): number {
  const byId = a.id < b.id ? -1 : a.id > b.id ? 1 : 0
  if (section === 'completed') return nullsLast(a.completed_at, b.completed_at, -1) || byId
  const byState = section === 'all' ? Number(a.is_completed) - Number(b.is_completed) : 0
  return byState || nullsLast(a.due_date, b.due_date, 1) || byId
}

// ISO instants in UTC with milliseconds compare as text.
function nullsLast(a: string | null, b: string | null, turn: 1 | -1): number {
  if (a === b) return 0
  if (a === null) return 1
  if (b === null) return -1
  return a < b ? -turn : turn
}

/**
 * What is loaded with changes that the server has taken, each task where it belongs then; whether it still fits what
 * narrows the section is for the server to say.
 */
export function withTaken(loaded: TaskPages, changes: Overlay, section: Section, place: Place): TaskPages {
  const changed = loaded.rows.filter(({ id }) => changes.has(id)).flatMap((task) => shownAs(task, changes) ?? [])
  const fitting = changed.filter((task) => section === 'all' || sectionOf(task, place.today, place.zone) === section)
  return withFresh(loaded, changes.keys(), fitting, section)
}

/** A task as it is shown while changes are under way; null once it is gone. */
export function shownAs(task: Task, changes: Overlay): Task | null {
  const change = changes.get(task.id)
  if (change === 'gone') return null
  return change ? { ...task, ...change } : task
}
