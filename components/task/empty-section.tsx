import { CalendarCheck, CalendarClock, CheckCheck, ListChecks, SearchX } from 'lucide-react'
import type { ReactNode } from 'react'
import { Button } from '@/components/ui/button'
import { State } from '@/components/ui/state'
import type { Section } from './due'
import type { TaskCounts } from './task-api'

type EmptySectionProps = {
  section: Section
  counts: TaskCounts | undefined
  narrowed: boolean
  onWiden: () => void
  onShow: (section: Section) => void
  /** The way to a first task; null for those who may not. */
  onAdd: (() => void) | null
}

/** A section without tasks: what that means, and where to go from here. */
export function EmptySection({ section, counts, narrowed, onWiden, onShow, onAdd }: EmptySectionProps) {
  if (narrowed) {
    return <Nothing icon={SearchX} title="No task here fits the filters" action="Clear the filters" onAct={onWiden} />
  }
  const add = onAdd && { action: 'Add a task', onAct: onAdd }
  const to = (where: Section, action: string) => ({ action, onAct: () => onShow(where) })
  switch (section) {
    case 'today':
      if (counts && counts.overdue > 0) {
        const overdue = to('overdue', `See the ${counts.overdue} overdue`)
        return <Nothing icon={CalendarCheck} title="Nothing is left for today" {...overdue} />
      }
      if (counts && counts.upcoming > 0) {
        return (
          <Nothing icon={CalendarCheck} title="Nothing is left for today" {...to('upcoming', 'See what is coming')} />
        )
      }
      return <Nothing icon={CalendarCheck} title="Nothing is left for today" {...add} />
    case 'overdue':
      return <Nothing icon={CheckCheck} title="Nothing is overdue" {...to('today', 'See today')} />
    case 'upcoming':
      return <Nothing icon={CalendarClock} title="Nothing is planned yet" {...add} />
    case 'completed':
      return <Nothing icon={CheckCheck} title="Nothing is completed yet" {...to('today', 'See today')} />
    case 'all':
      return <Nothing icon={ListChecks} title="There are no tasks yet" {...add} />
  }
}

type NothingProps = { icon: typeof SearchX; title: string; children?: ReactNode; action?: string; onAct?: () => void }

function Nothing({ icon, title, action, onAct }: NothingProps) {
  return <State icon={icon} title={title} action={action && <Button onClick={onAct}>{action}</Button>} />
}
