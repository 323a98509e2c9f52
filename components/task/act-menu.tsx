import {
  CalendarClock,
  CalendarRange,
  CircleCheck,
  CircleUser,
  Flag,
  ListChecks,
  PanelRight,
  Trash2,
} from 'lucide-react'
import { DropdownMenu } from 'radix-ui'
import type { Day } from '@/components/ui/day'
import { menuLook } from '@/components/ui/menu'
import { useTypeahead } from '@/components/ui/use-typeahead'
import { Days, People, Priorities, Snoozes } from './act-choices'
import { ActItem } from './act-item'
import type { Priority, Task } from './task'

/** Which menu is open, for which tasks, and where (viewport pixels). */
export type ActMenuFor = {
  kind: 'more' | 'day' | 'snooze' | 'priority' | 'assign'
  tasks: readonly Task[]
  left: number
  top: number
  width: number
  height: number
}

type ActMenuProps = {
  menu: ActMenuFor | null
  /** The days that are shown side by side, where they are. */
  days?: readonly Day[]
  onKind: (kind: ActMenuFor['kind']) => void
  /** To a moment; null: without a date. For `later` it keeps its time on that day, each task its own. */
  onSnooze: (name: string) => void
  onPickDate: () => void
  onMoveTo: (day: Day) => void
  onPriority: (priority: Priority | null) => void
  onAssign: (userId: string | null) => void
  onComplete: () => void
  onOpen: () => void
  onSelect: () => void
  onDelete: () => void
  /** The menu is gone, with or without a choice. */
  onClose: () => void
}

/** Everything that keys do with tasks, by single clicks or touches. One menu serves the whole list. */
export function ActMenu(props: ActMenuProps) {
  const { menu, days = [], onSnooze, onClose } = props
  const type = useTypeahead()
  const { kind, tasks, ...place } = menu ?? { kind: 'more' as const, tasks: [] }
  return (
    <DropdownMenu.Root modal={false} open={menu !== null} onOpenChange={(open) => !open && onClose()}>
      <DropdownMenu.Trigger asChild>
        <span aria-hidden className="pointer-events-none fixed" style={place} />
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        {/* Another menu in the same place: its first item is to have the focus as well. */}
        <DropdownMenu.Content
          key={kind}
          aria-label={names[kind](tasks)}
          align="start"
          sideOffset={4}
          collisionPadding={8}
          className={menuLook.content}
          onKeyDown={type}
          onCloseAutoFocus={(event) => event.preventDefault()}
        >
          {kind === 'more' && <More {...props} tasks={tasks} />}
          {kind === 'day' && <Days {...props} days={days} tasks={tasks} onNoDate={() => onSnooze('No date')} />}
          {kind === 'snooze' && <Snoozes {...props} tasks={tasks} />}
          {kind === 'priority' && <Priorities {...props} tasks={tasks} />}
          {kind === 'assign' && <People {...props} tasks={tasks} />}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  )
}

const which = (tasks: readonly Task[]): string =>
  tasks.length === 1 ? (tasks[0]?.title ?? '') : `${tasks.length} tasks`
const names: Record<ActMenuFor['kind'], (tasks: readonly Task[]) => string> = {
  more: (tasks) => `What to do with ${which(tasks)}`,
  day: (tasks) => `Move ${which(tasks)} to`,
  snooze: (tasks) => `Snooze ${which(tasks)}`,
  priority: (tasks) => `Priority of ${which(tasks)}`,
  assign: (tasks) => `Assign ${which(tasks)}`,
}

type PartProps = ActMenuProps & { tasks: readonly Task[] }

function More({ tasks, days, onKind, onOpen, onComplete, onSelect, onDelete }: PartProps) {
  const done = tasks[0]?.is_completed
  const turn = (kind: ActMenuFor['kind']) => (event: Event) => {
    event.preventDefault()
    onKind(kind)
  }
  return (
    <>
      <ActItem icon={<PanelRight size={14} />} keys="Enter" onSelect={onOpen}>
        Open
      </ActItem>
      <ActItem icon={<CircleCheck size={14} />} keys="e" onSelect={onComplete}>
        {done ? 'Open again' : 'Complete'}
      </ActItem>
      {days && (
        <ActItem icon={<CalendarRange size={14} />} keys="m" onSelect={turn('day')}>
          Move to day…
        </ActItem>
      )}
      <ActItem icon={<CalendarClock size={14} />} keys="s" onSelect={turn('snooze')}>
        Snooze…
      </ActItem>
      <ActItem icon={<Flag size={14} />} keys="p" onSelect={turn('priority')}>
        Priority…
      </ActItem>
      <ActItem icon={<CircleUser size={14} />} keys="a" onSelect={turn('assign')}>
        Assign…
      </ActItem>
      <ActItem icon={<ListChecks size={14} />} keys="x" onSelect={onSelect}>
        Select
      </ActItem>
      <DropdownMenu.Separator className={menuLook.separator} />
      <ActItem icon={<Trash2 size={14} />} keys="Del" onSelect={onDelete}>
        Delete
      </ActItem>
    </>
  )
}
