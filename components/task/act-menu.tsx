import {
  CalendarClock,
  CalendarOff,
  Check,
  CircleCheck,
  CircleUser,
  Flag,
  ListChecks,
  PanelRight,
  Trash2,
} from 'lucide-react'
import { DropdownMenu } from 'radix-ui'
import type { ReactNode } from 'react'
import { useWorkspace } from '@/components/shell/workspace'
import { Avatar } from '@/components/ui/avatar'
import { menuLook } from '@/components/ui/menu'
import { formatDue } from './due-words'
import { snoozesFor } from './snooze'
import { type Priority, priorities, priorityWords, type Task } from './task'
import { PriorityMark } from './task-mark'
import { useAsker } from './use-asker'
import { usePeople } from './use-people'

/** Which menu is open, for which tasks, and where (viewport pixels). */
export type ActMenuFor = {
  kind: 'more' | 'snooze' | 'priority' | 'assign'
  tasks: readonly Task[]
  left: number
  top: number
  width: number
  height: number
}

type ActMenuProps = {
  menu: ActMenuFor | null
  onKind: (kind: ActMenuFor['kind']) => void
  /** To a moment; null: without a date. For `later` it keeps its time on that day, each task its own. */
  onSnooze: (name: string) => void
  onPickDate: () => void
  onPriority: (priority: Priority | null) => void
  onAssign: (userId: string | null) => void
  onComplete: () => void
  onOpen: () => void
  onSelect: () => void
  onDelete: () => void
  /** The menu is gone, with or without a choice. */
  onClose: () => void
}

const item = `${menuLook.item} pointer-coarse:h-11`

/** Everything that keys do with tasks, by single clicks or touches. One menu serves the whole list. */
export function ActMenu(props: ActMenuProps) {
  const { menu, onClose } = props
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
          onCloseAutoFocus={(event) => event.preventDefault()}
        >
          {kind === 'more' && <More {...props} tasks={tasks} />}
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
  snooze: (tasks) => `Snooze ${which(tasks)}`,
  priority: (tasks) => `Priority of ${which(tasks)}`,
  assign: (tasks) => `Assign ${which(tasks)}`,
}

type PartProps = ActMenuProps & { tasks: readonly Task[] }

function More({ tasks, onKind, onOpen, onComplete, onSelect, onDelete }: PartProps) {
  const done = tasks[0]?.is_completed
  const turn = (kind: ActMenuFor['kind']) => (event: Event) => {
    event.preventDefault()
    onKind(kind)
  }
  return (
    <>
      <Item icon={<PanelRight size={14} />} keys="Enter" onSelect={onOpen}>
        Open
      </Item>
      <Item icon={<CircleCheck size={14} />} keys="e" onSelect={onComplete}>
        {done ? 'Open again' : 'Complete'}
      </Item>
      <Item icon={<CalendarClock size={14} />} keys="s" onSelect={turn('snooze')}>
        Snooze…
      </Item>
      <Item icon={<Flag size={14} />} keys="p" onSelect={turn('priority')}>
        Priority…
      </Item>
      <Item icon={<CircleUser size={14} />} keys="a" onSelect={turn('assign')}>
        Assign…
      </Item>
      <Item icon={<ListChecks size={14} />} keys="x" onSelect={onSelect}>
        Select
      </Item>
      <DropdownMenu.Separator className={menuLook.separator} />
      <Item icon={<Trash2 size={14} />} keys="Del" onSelect={onDelete}>
        Delete
      </Item>
    </>
  )
}

function Snoozes({ tasks, onSnooze, onPickDate }: PartProps) {
  const { place } = useAsker()
  const [first, ...others] = tasks
  const due = others.length === 0 && first?.due_date ? new Date(first.due_date) : null
  return (
    <>
      <DropdownMenu.Label className={menuLook.label}>Snooze until</DropdownMenu.Label>
      {snoozesFor(due, new Date(), place.zone).map(({ name, due: until }) => (
        <Item key={name} aside={formatDue(until, place)} onSelect={() => onSnooze(name)}>
          {name}
        </Item>
      ))}
      <Item icon={<CalendarClock size={14} />} onSelect={onPickDate}>
        Pick a day…
      </Item>
      <Item icon={<CalendarOff size={14} />} onSelect={() => onSnooze('No date')}>
        No date
      </Item>
    </>
  )
}

function Priorities({ tasks, onPriority }: PartProps) {
  const now = shared(tasks, ({ priority }) => priority)
  return (
    <>
      <DropdownMenu.Label className={menuLook.label}>Priority</DropdownMenu.Label>
      {priorities.map((priority) => (
        <Item
          key={priority}
          icon={<PriorityMark priority={priority} />}
          ticked={now === priority}
          onSelect={() => onPriority(priority)}
        >
          {priorityWords[priority]}
        </Item>
      ))}
      <Item ticked={now === null} onSelect={() => onPriority(null)}>
        No priority
      </Item>
    </>
  )
}

function People({ tasks, onAssign }: PartProps) {
  const { user } = useWorkspace()
  const { people } = usePeople()
  const now = shared(tasks, ({ assigned_to_id }) => assigned_to_id)
  const others = people.filter(({ id }) => id !== user.id)
  return (
    <>
      <DropdownMenu.Label className={menuLook.label}>Assign to</DropdownMenu.Label>
      {[{ id: user.id, name: user.name }, ...others].map(({ id, name }) => (
        <Item
          key={id}
          icon={<Avatar id={id} name={name} />}
          ticked={now === id}
          onSelect={() => onAssign(id)}
          text={name}
        >
          <span dir="auto" className="truncate">
            {id === user.id ? 'You' : name}
          </span>
        </Item>
      ))}
      <Item icon={<CircleUser size={18} strokeWidth={1.25} />} ticked={now === null} onSelect={() => onAssign(null)}>
        Nobody
      </Item>
    </>
  )
}

/** What all of them have; undefined where they differ. */
function shared<T>(tasks: readonly Task[], of: (task: Task) => T): T | undefined {
  const [first, ...rest] = tasks.map(of)
  return rest.every((each) => each === first) ? first : undefined
}

type ItemProps = {
  icon?: ReactNode
  /** The key that does the same. */
  keys?: string
  /** What comes of it, at the right. */
  aside?: string
  ticked?: boolean
  /** By what it is found when typed. */
  text?: string
  onSelect: (event: Event) => void
  children: ReactNode
}

function Item({ icon, keys, aside, ticked, text, onSelect, children }: ItemProps) {
  return (
    <DropdownMenu.Item className={item} textValue={text} onSelect={onSelect}>
      {icon && (
        <span aria-hidden className="grid w-5 shrink-0 place-items-center text-muted">
          {icon}
        </span>
      )}
      {children}
      {aside && <span className="ml-auto pl-4 text-meta whitespace-nowrap text-muted figures">{aside}</span>}
      {ticked && (
        <span className="ml-auto pl-4">
          <Check size={14} aria-hidden />
          <span className="sr-only">, as it is</span>
        </span>
      )}
      {keys && (
        <kbd aria-hidden className="ml-auto pl-4 font-sans text-meta text-muted pointer-coarse:hidden">
          {keys}
        </kbd>
      )}
    </DropdownMenu.Item>
  )
}
