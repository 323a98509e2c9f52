import { clsx } from 'clsx'
import { CircleUser, ClockAlert, Ellipsis } from 'lucide-react'
import Link from 'next/link'
import { type ReactNode, useId } from 'react'
import { recordHref } from '@/components/record/record-href'
import { useWorkspace } from '@/components/shell/workspace'
import { Avatar } from '@/components/ui/avatar'
import { CompleteCircle } from './complete-circle'
import { sectionOf } from './due'
import { formatDue, formatDueFull, formatDueTime, type Reading } from './due-words'
import type { Task, TaskLink } from './task'
import { ActionMark, PriorityMark, RepeatMark } from './task-mark'
import { titlePress } from './title-press'
import { useLongPress } from './use-long-press'

export type TaskRowProps = {
  task: Task
  reading: Reading
  /** The assignee's name; null where the task is nobody's or theirs who has left. */
  assignee: string | null
  /** Somebody above the row says whose it is, and on which day: that is left out. */
  told?: { person?: boolean; day?: boolean }
  /** Where the task can be seen by itself. */
  href: string
  /** Opens it right here instead. */
  onOpen?: () => void
  open?: boolean
  /** Why nothing can be changed; null when it can. */
  stuck: string | null
  onComplete: (done: boolean) => void
  /** The record that is on the screen already and need not be named. */
  about?: string
  /** Where several can be picked out: whether any are, whether this one is, and how to. */
  picking?: { on: boolean; picked: boolean; onPick: (range: boolean) => void }
  /** Opens the menu of what else can be done, at a button. */
  onMenu?: (button: HTMLElement) => void
}

const mostChips = 2

/** A task as a line: what is to be done, about whom, by when and by whom. */
export function TaskRow(props: TaskRowProps) {
  const { task, told, assignee, href, onOpen, open, stuck, onComplete, about, picking, onMenu } = props
  const id = useId()
  const links = task.links.filter((link) => link.id !== about)
  const press = useLongPress(picking && (() => picking.onPick(false)))
  return (
    // It is laid out by the room that its list has, which may stand beside something.
    <div
      {...press}
      className={clsx(
        '@container group/row flex min-h-9 items-center gap-x-2 border-b px-2 text-dense hover:bg-hover has-[[data-title]:focus-visible]:outline-2 has-[[data-title]:focus-visible]:-outline-offset-2 has-[[data-title]:focus-visible]:outline-focus desk:px-3',
        picking && 'pointer-coarse:select-none pointer-coarse:[-webkit-touch-callout:none]',
        picking?.picked ? 'bg-[color-mix(in_oklch,var(--accent)_9%,transparent)]' : open && 'bg-hover',
      )}
    >
      {picking && <Pick task={task} picking={picking} />}
      <div className={clsx('contents', picking?.on && 'pointer-coarse:hidden')}>
        <CompleteCircle title={task.title} done={task.is_completed} stuck={stuck} onChange={onComplete} />
      </div>
      <div className="flex min-w-0 grow flex-col gap-x-3 gap-y-0.5 py-2 @lg:flex-row @lg:items-center @lg:py-0">
        <div className="flex min-w-0 items-center gap-2">
          {task.action_type ? (
            <ActionMark type={task.action_type} className="shrink-0 text-muted" />
          ) : (
            <span className="hidden w-3.5 shrink-0 @lg:block" />
          )}
          <a
            href={href}
            data-title
            dir="auto"
            title={task.title}
            aria-describedby={`${id}-facts`}
            aria-current={open ? 'true' : undefined}
            draggable={false}
            onClick={titlePress({ picking, onOpen })}
            className={clsx(
              'min-w-0 truncate py-1 outline-none',
              task.is_completed && 'text-muted line-through decoration-1',
            )}
          >
            {task.title}
          </a>
        </div>
        <Facts id={`${id}-facts`}>
          {links.slice(0, mostChips).map((link) => (
            <LinkChip key={link.id} link={link} />
          ))}
          {links.length > mostChips && <Rest links={links.slice(mostChips)} />}
          <span className="hidden grow @lg:block" />
          {task.priority && <PriorityMark priority={task.priority} className="order-first shrink-0 @lg:order-none" />}
          <RepeatMark task={task} zone={props.reading.zone} className="order-first shrink-0 @lg:order-none" />
          <Due {...props} />
        </Facts>
      </div>
      {!told?.person && <Assignee id={task.assigned_to_id} name={assignee} />}
      {onMenu && (
        <button
          type="button"
          aria-label={`More for ${task.title}`}
          aria-haspopup="menu"
          onClick={(event) => onMenu(event.currentTarget)}
          className="-mr-1 grid size-7 shrink-0 place-items-center rounded-control text-muted opacity-0 group-hover/row:opacity-100 group-focus-within/row:opacity-100 hover:bg-hover hover:text-text focus-visible:opacity-100 pointer-coarse:size-11 pointer-coarse:opacity-100"
        >
          <Ellipsis size={16} aria-hidden />
        </button>
      )}
    </div>
  )
}

function Pick({ task, picking }: { task: Task; picking: NonNullable<TaskRowProps['picking']> }) {
  return (
    <label
      className={clsx(
        'grid size-5 shrink-0 place-items-center pointer-coarse:size-11 pointer-coarse:-mx-1',
        picking.on
          ? 'opacity-100'
          : 'opacity-0 group-hover/row:opacity-100 has-focus-visible:opacity-100 pointer-coarse:hidden',
      )}
    >
      <span className="sr-only">Select {task.title}</span>
      <input
        type="checkbox"
        checked={picking.picked}
        onChange={() => undefined}
        onClick={(event) => picking.onPick(event.shiftKey)}
        className="size-4 accent-accent"
      />
    </label>
  )
}

function Assignee({ id, name }: { id: string | null; name: string | null }) {
  if (id && name) return <Avatar id={id} name={name} className="shrink-0" />
  return (
    <span role="img" aria-label="Nobody’s" data-hint="Nobody’s" className="shrink-0 text-muted">
      <CircleUser size={20} strokeWidth={1.25} aria-hidden />
    </span>
  )
}

function Facts({ id, children }: { id: string; children: ReactNode }) {
  return (
    <div id={id} className="flex min-w-0 items-center gap-2 text-meta text-muted empty:hidden @lg:contents">
      {children}
    </div>
  )
}

function LinkChip({ link }: { link: TaskLink }) {
  const { slug } = useWorkspace()
  return (
    <Link
      href={recordHref(slug, link)}
      prefetch={false}
      // Who goes by keys comes to it from the open task: a list is not to have three stops a line.
      tabIndex={-1}
      dir="auto"
      draggable={false}
      data-hint={link.title}
      className="h-5 max-w-44 min-w-8 shrink-4 truncate rounded-control border px-1.5 leading-[18px] hover:border-border-strong hover:text-text @lg:max-w-28 @3xl:max-w-44"
    >
      {link.title}
    </Link>
  )
}

function Rest({ links }: { links: TaskLink[] }) {
  const names = links.map(({ title }) => title).join(', ')
  return (
    <span data-hint={names} className="shrink-0">
      +{links.length}
      <span className="sr-only"> ({names})</span>
    </span>
  )
}

function Due({ task, reading, told }: TaskRowProps) {
  // What is done is told by when it was.
  const at = told?.day && task.completed_at ? task.completed_at : task.due_date
  const due = at === null ? null : new Date(at)
  const words = due && (told?.day ? formatDueTime(due, reading) : formatDue(due, reading))
  if (!due || !words) return <span className={clsx('hidden shrink-0 @lg:block', told?.day ? 'w-18' : 'w-34')} />
  const late = sectionOf(task, reading.today, reading.zone) === 'overdue'
  return (
    <time
      dateTime={due.toISOString()}
      data-hint={formatDueFull(due, reading)}
      className={clsx(
        'order-first flex shrink-0 items-center gap-1 whitespace-nowrap figures @lg:order-none @lg:justify-end',
        told?.day ? '@lg:w-18' : '@lg:w-34',
        late && 'text-danger',
      )}
    >
      {late && <ClockAlert size={12} aria-hidden />}
      {late && <span className="sr-only">Overdue, </span>}
      {words}
    </time>
  )
}
