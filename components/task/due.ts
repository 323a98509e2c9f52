import type { Day } from '@/components/ui/day'
import { type Clock, clockIn, dayIn, endOfDay, momentAt } from '@/components/ui/zone'
import type { Task } from './task'

/**
 * When a task is due that has a day and no time. A task knows a moment only, so a day alone is its last minute: behind
 * all that has a time, and within the day in its zone whatever the clocks do.
 */
export const wholeDay = (day: Day, zone: string): Date => new Date(endOfDay(day, zone).getTime() - 60_000)

/** Whether a moment stands for its day alone. */
export const isWholeDay = (due: Date, zone: string): boolean =>
  due.getTime() === wholeDay(dayIn(due, zone), zone).getTime()

/** The moment of a day and, unless it is the day alone, a time. */
export const dueOn = (day: Day, clock: Clock | null, zone: string): Date =>
  clock === null ? wholeDay(day, zone) : momentAt(day, clock, zone)

/** The day and, unless it is the day alone, the time of a moment. */
export const partsOf = (due: Date, zone: string): { day: Day; clock: Clock | null } => ({
  day: dayIn(due, zone),
  clock: isWholeDay(due, zone) ? null : clockIn(due, zone),
})

/** The lists of the inbox, in their order. */
export const sections = ['today', 'overdue', 'upcoming', 'completed', 'all'] as const
export type Section = (typeof sections)[number]

/** The list that a task stands in besides all; null for one that is open and has no date. */
export function sectionOf(task: Pick<Task, 'due_date' | 'is_completed'>, today: Day, zone: string): Section | null {
  if (task.is_completed) return 'completed'
  if (task.due_date === null) return null
  const day = dayIn(new Date(task.due_date), zone)
  if (day === today) return 'today'
  return day < today ? 'overdue' : 'upcoming'
}
