import type { Day } from '@/components/ui/day'
import type { Section } from './due'
import type { TaskFilter } from './view'

/** Whose day it is: what is shown by sections is another thing on the next one. */
export type Place = { zone: string; today: Day }

/** The query keys of tasks; a broader key invalidates the narrower ones. */
export const taskKeys = {
  all: (workspace: string) => ['tasks', workspace] as const,
  /** Pages of the inbox: they are kept level task by task and not read again as a whole; see useInbox. */
  inbox: (workspace: string) => [...taskKeys.all(workspace), 'inbox'] as const,
  section: (workspace: string, place: Place, section: Section, filter: TaskFilter) =>
    [...taskKeys.inbox(workspace), place, section, filter] as const,
  numbers: (workspace: string) => [...taskKeys.all(workspace), 'numbers'] as const,
  counts: (workspace: string, place: Place, filter: TaskFilter) =>
    [...taskKeys.numbers(workspace), 'counts', place, filter] as const,
  stats: (workspace: string, place: Place) => [...taskKeys.numbers(workspace), 'stats', place] as const,
  /** Single tasks and short lists: they are read again as a whole after every change. */
  lists: (workspace: string) => [...taskKeys.all(workspace), 'lists'] as const,
  one: (workspace: string, id: string) => [...taskKeys.lists(workspace), 'one', id] as const,
  /** What a week shows, by its first day; `part` is one of its lists. */
  week: (workspace: string, place: Place, from: Day, filter: TaskFilter, part: string) =>
    [...taskKeys.lists(workspace), 'week', place, from, filter, part] as const,
  /** The tasks that a record is about. */
  ofRecord: (workspace: string, id: string) => [...taskKeys.lists(workspace), 'of-record', id] as const,
}
