import { sql } from '@/lib/db/client'
import { calendarTasks, findCalendar } from '@/lib/db/sql/calendar'
import { nextOccurrence, type Recurring } from '../task/next-occurrence'
import type { TaskAction } from '../task/task'
import { dayAt, endOfDay } from '../time-zone'
import { hashOf } from './feed'

/** Something in a calendar: a task, or one of the times that it will come again. */
export interface CalendarEntry {
  taskId: string
  /** 0 is the task itself. */
  occurrence: number
  title: string
  actionType: TaskAction | null
  dueAt: Date
  /** The local day (YYYY-MM-DD) of what is due on a day and at no time. */
  day: string | null
  /** What the task is about. */
  about: string[]
  updatedAt: Date
}

export interface Calendar {
  workspaceSlug: string
  workspaceName: string
  entries: CalendarEntry[]
}

interface Found {
  workspaceId: string
  workspaceSlug: string
  workspaceName: string
  userId: string
  timeZone: string
}

type FoundTask = Omit<CalendarEntry, 'taskId' | 'occurrence' | 'day'> & { id: string } & {
  recurrence: string | null
  dueLocal: string | null
}

const oneDay = 86_400_000
/** How far back overdue tasks are shown, and how far ahead those that recur. */
const back = 90 * oneDay
const ahead = 60 * oneDay
const mostTasks = 1000

/**
 * The open tasks of a member that have a date, by the secret of their calendar feed: those overdue for up to ninety
 * days and all to come, those that recur for sixty days ahead; a thousand tasks at most. Null for a secret that is
 * unknown or has ended, and for a member who has left.
 */
export async function readCalendar(secret: string, now: Date): Promise<Calendar | null> {
  const [found] = await sql<Found>(findCalendar, [hashOf(secret), now])
  if (!found) return null
  const { workspaceId, userId, timeZone } = found
  const tasks = await sql<FoundTask>(calendarTasks, [
    ...[workspaceId, userId, new Date(now.getTime() - back), mostTasks],
  ])
  return {
    workspaceSlug: found.workspaceSlug,
    workspaceName: found.workspaceName,
    entries: tasks.flatMap((task) => entriesOf(task, new Date(now.getTime() + ahead), timeZone)),
  }
}

function entriesOf({ id, recurrence, dueLocal, ...task }: FoundTask, until: Date, zone: string): CalendarEntry[] {
  const at = (dueAt: Date, occurrence: number): CalendarEntry => ({
    ...task,
    taskId: id,
    occurrence,
    dueAt,
    day: dayAloneOf(dueAt, zone),
  })
  const entries = [at(task.dueAt, 0)]
  let last: Recurring | null = recurrence === null ? null : { dueAt: task.dueAt, recurrence, dueLocal }
  while (last) {
    last = nextOccurrence(last, last.dueAt, zone)
    if (!last || last.dueAt > until) break
    entries.push(at(last.dueAt, entries.length))
  }
  return entries
}

// A task knows a moment only: the last minute of a day stands for the day alone.
function dayAloneOf(dueAt: Date, zone: string): string | null {
  const day = dayAt(dueAt, zone)
  return endOfDay(day, zone).getTime() - dueAt.getTime() === 60_000 ? day : null
}
