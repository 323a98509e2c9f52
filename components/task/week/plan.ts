import type { Day } from '@/components/ui/day'
import { dayIn, momentAt } from '@/components/ui/zone'
import { dueOn, isWholeDay, partsOf, sectionOf } from '../due'
import type { Task } from '../task'
import type { Place } from '../task-keys'

/** Where a task stands in a week: on one of its days, or beside it. */
export type Spot = Day | 'overdue' | 'undated'

/** A week with the tasks of each day and what waits beside it. */
export type Plan = { days: { day: Day; tasks: Task[] }[]; overdue: Task[]; undated: Task[] }

/**
 * Where a task stands in the week of these days: what is due in it on its day, open or done; beside it what is open and
 * overdue from other weeks, or without a date. Null: nowhere.
 */
export function spotOf(task: Task, days: readonly Day[], { today, zone }: Place): Spot | null {
  const day = task.due_date === null ? null : dayIn(new Date(task.due_date), zone)
  if (day !== null && days.includes(day)) return day
  if (task.is_completed) return null
  if (day === null) return 'undated'
  return sectionOf(task, today, zone) === 'overdue' ? 'overdue' : null
}

/** The tasks at their spots, each spot in its order; `spots` says where a task stands. */
export function planOf(tasks: Iterable<Task>, days: readonly Day[], zone: string, at: (task: Task) => Spot | null) {
  const spots = new Map<Spot, Task[]>([...days, 'overdue', 'undated'].map((spot) => [spot, []]))
  for (const task of tasks) {
    const spot = at(task)
    if (spot) spots.get(spot)?.push(task)
  }
  const inOrder = (spot: Spot) => (spots.get(spot) ?? []).sort((a, b) => byTime(a, b, zone))
  const plan: Plan = {
    days: days.map((day) => ({ day, tasks: inOrder(day) })),
    overdue: inOrder('overdue'),
    undated: inOrder('undated'),
  }
  return plan
}

/** The order of a day: what has no time first, then by time. */
export function byTime(a: Task, b: Task, zone: string): number {
  return timeOf(a, zone) - timeOf(b, zone) || (a.id < b.id ? -1 : 1)
}

function timeOf({ due_date }: Task, zone: string): number {
  if (due_date === null) return 0
  const due = new Date(due_date)
  // A day alone is its last minute; it stands where the day begins.
  return isWholeDay(due, zone) ? momentAt(dayIn(due, zone), '00:00', zone).getTime() - 1 : due.getTime()
}

/** The due date on another day, at the same time by the clocks of the zone. */
export function dueOnDay(due: string | null, day: Day, zone: string): string {
  const clock = due === null ? null : partsOf(new Date(due), zone).clock
  return dueOn(day, clock, zone).toISOString()
}

/** How many of a spot's tasks stand before one that comes there. */
export function landingIndex(tasks: readonly Task[], coming: Task, spot: Day | 'undated', zone: string): number {
  const landed = { ...coming, due_date: spot === 'undated' ? null : dueOnDay(coming.due_date, spot, zone) }
  return tasks.filter((task) => task.id !== coming.id && byTime(task, landed, zone) < 0).length
}
