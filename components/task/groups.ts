import type { Day } from '@/components/ui/day'
import { dayIn, endOfDay, momentAt } from '@/components/ui/zone'
import { type Section, sectionOf } from './due'
import { formatHeading, type Reading } from './due-words'
import type { Task } from './task'

/** A line of the list: a task, or what the tasks below it have in common. */
export type Line = { heading: { key: string; name: string; date: string } } | { task: Task }

const names = { overdue: 'Overdue', today: 'Today', upcoming: 'Upcoming', none: 'No date', completed: 'Completed' }

/**
 * The lines of a section: what is upcoming or done by its day, all by the other sections. `tasks` are in the section's
 * order.
 */
export function linesOf(section: Section, tasks: readonly Task[], { today, zone, locale }: Reading): Line[] {
  if (section === 'today' || section === 'overdue') return tasks.map((task) => ({ task }))
  const lines: Line[] = []
  const stood = new Map<string, number>()
  let last: string | null = null
  const dayOf = dayFinder(zone)
  for (const task of tasks) {
    const key = section === 'all' ? (sectionOf(task, today, zone) ?? 'none') : dayOf(momentOf(section, task))
    if (key !== last) {
      const heading =
        section === 'all' ? { name: names[key as keyof typeof names], date: '' } : formatHeading(key, today, locale)
      // Where a task is not in its place for a moment, a heading stands twice.
      const times = stood.get(key) ?? 0
      stood.set(key, times + 1)
      lines.push({ heading: { key: times === 0 ? key : `${key} ${times}`, ...heading } })
    }
    last = key
    lines.push({ task })
  }
  return lines
}

const momentOf = (section: Section, task: Task): string =>
  (section === 'completed' ? task.completed_at : task.due_date) ?? task.created_at

// Neighbours mostly share a day: it is looked up once for all of them.
function dayFinder(zone: string): (moment: string) => Day {
  let found = { day: '', from: 0, until: 0 }
  return (text) => {
    const moment = new Date(text).getTime()
    if (moment < found.from || moment >= found.until) {
      const day = dayIn(new Date(moment), zone)
      found = { day, from: momentAt(day, '00:00', zone).getTime(), until: endOfDay(day, zone).getTime() }
    }
    return found.day
  }
}
