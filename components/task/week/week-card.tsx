import { clsx } from 'clsx'
import { ClockAlert, Ellipsis } from 'lucide-react'
import { type MouseEvent, useId } from 'react'
import { Avatar } from '@/components/ui/avatar'
import { CompleteCircle } from '../complete-circle'
import { sectionOf } from '../due'
import { formatDue, formatDueFull, formatDueTime, type Reading } from '../due-words'
import type { Task } from '../task'
import { ActionMark, PriorityMark, RepeatMark } from '../task-mark'

export type WeekCardProps = {
  task: Task
  reading: Reading
  /** The day stands above it. */
  dayTold: boolean
  /** Whose it is, where that is not told above; null: nobody's. */
  assignee: string | null | undefined
  href: string
  open: boolean
  picked: boolean
  /** Lifted: it stays, faded, where it was. */
  origin?: boolean
  stuck: string | null
  /** Describes the keys that lift it. */
  describedBy?: string
  onPress: (event: MouseEvent) => void
  onComplete: (done: boolean) => void
  onMenu?: (button: HTMLElement) => void
}

/** A task of a week. It knows nothing of dragging. */
export function WeekCard(props: WeekCardProps) {
  const { task, reading, dayTold, assignee, href, open, picked, origin, stuck, describedBy } = props
  const { onPress, onComplete, onMenu } = props
  const id = useId()
  return (
    <div
      className={clsx(
        'group/card relative flex touch-manipulation gap-1 rounded-card border bg-surface py-1 pr-2 pl-0.5 text-dense select-none [-webkit-touch-callout:none] has-[[data-title]:focus-visible]:outline-2 has-[[data-title]:focus-visible]:outline-focus',
        open ? 'border-accent' : 'hover:border-border-strong',
        picked && 'bg-[color-mix(in_oklch,var(--accent)_9%,var(--surface))]',
        stuck ? 'cursor-default' : 'cursor-grab',
        origin && 'opacity-40',
      )}
    >
      <CompleteCircle title={task.title} done={task.is_completed} stuck={stuck} onChange={onComplete} />
      <div className="min-w-0 grow py-1">
        <a
          href={href}
          data-title
          dir="auto"
          title={task.title}
          draggable={false}
          aria-describedby={clsx(`${id}-facts`, describedBy)}
          aria-current={open ? 'true' : undefined}
          onClick={onPress}
          className={clsx(
            'line-clamp-2 cursor-[inherit] outline-none pointer-coarse:pr-8',
            task.is_completed && 'text-muted line-through decoration-1',
          )}
        >
          {task.title}
        </a>
        <Facts id={`${id}-facts`} {...{ task, reading, dayTold, assignee }} />
      </div>
      {onMenu && (
        <button
          type="button"
          aria-label={`More for ${task.title}`}
          aria-haspopup="menu"
          onClick={(event) => onMenu(event.currentTarget)}
          className="absolute top-1 right-1 grid size-6 place-items-center rounded-control border bg-raised text-muted opacity-0 group-focus-within/card:opacity-100 group-hover/card:opacity-100 hover:text-text focus-visible:opacity-100 pointer-coarse:top-0 pointer-coarse:right-0 pointer-coarse:size-11 pointer-coarse:border-transparent pointer-coarse:bg-transparent pointer-coarse:opacity-100"
        >
          <Ellipsis size={14} aria-hidden />
        </button>
      )}
    </div>
  )
}

function Facts({
  id,
  task,
  reading,
  dayTold,
  assignee,
}: { id: string } & Pick<WeekCardProps, 'task' | 'reading' | 'dayTold' | 'assignee'>) {
  const due = task.due_date === null ? null : new Date(task.due_date)
  const words = due && (dayTold ? formatDueTime(due, reading) : formatDue(due, reading))
  const late = sectionOf(task, reading.today, reading.zone) === 'overdue'
  const [link, ...others] = task.links
  const owner = assignee && task.assigned_to_id
  return (
    <div id={id} className="flex flex-col gap-0.5 text-meta text-muted empty:hidden">
      {link && (
        <p dir="auto" className="truncate" data-hint={task.links.map(({ title }) => title).join(', ')}>
          {link.title}
          {others.length > 0 && ` +${others.length}`}
        </p>
      )}
      {(words || late || task.action_type || task.priority || task.recurrence || owner) && (
        <p className="flex min-w-0 flex-wrap items-center gap-x-1.5 gap-y-0.5">
          {late && <ClockAlert size={12} aria-hidden className="shrink-0 text-danger" />}
          {late && <span className="sr-only">Overdue</span>}
          {due && words && (
            <time
              dateTime={due.toISOString()}
              data-hint={formatDueFull(due, reading)}
              className={clsx('whitespace-nowrap figures', late && 'text-danger')}
            >
              {words}
            </time>
          )}
          {task.action_type && <ActionMark type={task.action_type} className="shrink-0" />}
          {task.priority && <PriorityMark priority={task.priority} className="shrink-0" />}
          <RepeatMark task={task} zone={reading.zone} className="shrink-0" />
          {owner && <Avatar id={owner} name={assignee} className="ml-auto shrink-0" />}
        </p>
      )}
    </div>
  )
}
