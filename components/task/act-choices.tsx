import { CalendarClock, CalendarOff, CircleUser } from 'lucide-react'
import { DropdownMenu } from 'radix-ui'
import { useWorkspace } from '@/components/shell/workspace'
import { Avatar } from '@/components/ui/avatar'
import type { Day } from '@/components/ui/day'
import { menuLook } from '@/components/ui/menu'
import { dayIn } from '@/components/ui/zone'
import { ActItem } from './act-item'
import { formatDue, formatWeekday } from './due-words'
import { snoozesFor } from './snooze'
import { type Priority, priorities, priorityWords, type Task } from './task'
import { PriorityMark } from './task-mark'
import { useAsker } from './use-asker'
import { usePeople } from './use-people'

type ChoicesProps = { tasks: readonly Task[] }

type SnoozesProps = ChoicesProps & { onSnooze: (name: string) => void; onPickDate: () => void }

/** Until when tasks are put off. */
export function Snoozes({ tasks, onSnooze, onPickDate }: SnoozesProps) {
  const { place } = useAsker()
  const [first, ...others] = tasks
  const due = others.length === 0 && first?.due_date ? new Date(first.due_date) : null
  return (
    <>
      <DropdownMenu.Label className={menuLook.label}>Snooze until</DropdownMenu.Label>
      {snoozesFor(due, new Date(), place.zone).map(({ name, due: until }) => (
        <ActItem key={name} aside={formatDue(until, place)} onSelect={() => onSnooze(name)}>
          {name}
        </ActItem>
      ))}
      <ActItem icon={<CalendarClock size={14} />} onSelect={onPickDate}>
        Pick a day…
      </ActItem>
      <ActItem icon={<CalendarOff size={14} />} onSelect={() => onSnooze('No date')}>
        No date
      </ActItem>
    </>
  )
}

type DaysProps = ChoicesProps & {
  /** The days to choose from at once. */
  days: readonly Day[]
  onMoveTo: (day: Day) => void
  onPickDate: () => void
  onNoDate: () => void
}

/** The days of a week that tasks can go to, at their time. */
export function Days({ tasks, days, onMoveTo, onPickDate, onNoDate }: DaysProps) {
  const { place } = useAsker()
  const now = shared(tasks, ({ due_date }) => due_date && dayIn(new Date(due_date), place.zone))
  return (
    <>
      <DropdownMenu.Label className={menuLook.label}>Move to</DropdownMenu.Label>
      {days.map((day) => (
        <ActItem
          key={day}
          ticked={now === day}
          aside={day === place.today ? 'today' : undefined}
          onSelect={() => onMoveTo(day)}
        >
          {formatWeekday(day)}
        </ActItem>
      ))}
      <DropdownMenu.Separator className={menuLook.separator} />
      <ActItem icon={<CalendarClock size={14} />} onSelect={onPickDate}>
        Another day…
      </ActItem>
      <ActItem icon={<CalendarOff size={14} />} ticked={now === null} onSelect={onNoDate}>
        No date
      </ActItem>
    </>
  )
}

type PrioritiesProps = ChoicesProps & { onPriority: (priority: Priority | null) => void }

/** How pressing tasks are. */
export function Priorities({ tasks, onPriority }: PrioritiesProps) {
  const now = shared(tasks, ({ priority }) => priority)
  return (
    <>
      <DropdownMenu.Label className={menuLook.label}>Priority</DropdownMenu.Label>
      {priorities.map((priority) => (
        <ActItem
          key={priority}
          icon={<PriorityMark priority={priority} />}
          ticked={now === priority}
          onSelect={() => onPriority(priority)}
        >
          {priorityWords[priority]}
        </ActItem>
      ))}
      <ActItem ticked={now === null} onSelect={() => onPriority(null)}>
        No priority
      </ActItem>
    </>
  )
}

type PeopleProps = ChoicesProps & { onAssign: (userId: string | null) => void }

/** Whose tasks are. */
export function People({ tasks, onAssign }: PeopleProps) {
  const { user } = useWorkspace()
  const { people } = usePeople()
  const now = shared(tasks, ({ assigned_to_id }) => assigned_to_id)
  const others = people.filter(({ id }) => id !== user.id)
  return (
    <>
      <DropdownMenu.Label className={menuLook.label}>Assign to</DropdownMenu.Label>
      {[{ id: user.id, name: user.name }, ...others].map(({ id, name }) => (
        <ActItem
          key={id}
          icon={<Avatar id={id} name={name} />}
          ticked={now === id}
          onSelect={() => onAssign(id)}
          text={name}
        >
          <span dir="auto" className="truncate">
            {id === user.id ? 'You' : name}
          </span>
        </ActItem>
      ))}
      <ActItem icon={<CircleUser size={18} strokeWidth={1.25} />} ticked={now === null} onSelect={() => onAssign(null)}>
        Nobody
      </ActItem>
    </>
  )
}

/** What all of them have; undefined where they differ. */
function shared<T>(tasks: readonly Task[], of: (task: Task) => T): T | undefined {
  const [first, ...rest] = tasks.map(of)
  return rest.every((each) => each === first) ? first : undefined
}
