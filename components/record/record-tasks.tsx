import { ChevronRight } from 'lucide-react'
import Link from 'next/link'
import { type FocusEvent, useEffect, useEffectEvent, useId, useLayoutEffect, useRef, useState } from 'react'
import { explain } from '@/components/shell/refusal-words'
import { stuckReason, useWorkspace } from '@/components/shell/workspace'
import { AddLine, type AddLineHandle } from '@/components/task/add-line'
import type { Task, TaskLink } from '@/components/task/task'
import type { NewTask } from '@/components/task/task-api'
import { TaskRow } from '@/components/task/task-row'
import { useAsker } from '@/components/task/use-asker'
import { usePeople } from '@/components/task/use-people'
import { useTaskActions } from '@/components/task/use-task-actions'
import { Button } from '@/components/ui/button'
import { Skeleton } from '@/components/ui/skeleton'
import { useRecordTasks } from './use-record-tasks'

/** What there is to do about a record, what was done, and a line for the next thing. */
export function RecordTasks({ record }: { record: TaskLink }) {
  const id = useId()
  const { slug, role, user } = useWorkspace()
  const tasks = useRecordTasks(record)
  const { add } = useTaskActions()
  const line = useRef<AddLineHandle>(null)
  const { asking, completed } = useNextStep(tasks.open, (links) => line.current?.about(without(links, record)))
  const addToIt = (task: NewTask, key: string) =>
    add({ ...task, links: [record, ...without(task.links ?? [], record)] }, key)
  return (
    <section aria-labelledby={id} className="mt-6 flex flex-col gap-2">
      <h3 id={id} className="text-body font-semibold">
        Tasks
      </h3>
      {tasks.open && tasks.done ? (
        <>
          {tasks.open.length > 0 && <Rows label="To do" tasks={tasks.open} record={record} onDone={completed} />}
          {asking ? (
            <p className="text-dense animate-rise" role="status">
              What’s next for <span dir="auto">{record.title}</span>?
            </p>
          ) : (
            tasks.open.length === 0 && <p className="text-dense text-muted">Nothing is planned.</p>
          )}
          <div className="rounded-card border bg-surface has-[input:focus-visible]:outline-2 has-[input:focus-visible]:outline-focus [&>form]:border-b-0">
            <AddLine ref={line} assigneeId={user.id} onAdd={addToIt} stuck={stuckReason(role)} />
          </div>
          {tasks.done.length > 0 && <Done tasks={tasks.done} record={record} />}
          {tasks.hasMore && (
            <Link
              href={`/${slug}/tasks?show=all&who=everyone&about=${record.type}:${record.id}`}
              className="text-dense font-medium text-accent hover:underline"
            >
              See all of them
            </Link>
          )}
        </>
      ) : tasks.error ? (
        <div role="alert" className="flex items-center gap-2 text-dense text-muted">
          The tasks could not be loaded. {explain(tasks.error)}
          <Button size="small" onClick={() => void tasks.retry()}>
            Try again
          </Button>
        </div>
      ) : (
        <div role="status" className="flex animate-late flex-col gap-2">
          <span className="sr-only">Loading the tasks</span>
          <Skeleton className="h-9" />
          <Skeleton className="h-9" />
        </div>
      )}
    </section>
  )
}

type RowsProps = { label: string; tasks: Task[]; record: TaskLink; onDone?: (task: Task) => void }

function Rows({ label, tasks, record, onDone }: RowsProps) {
  const { slug, role } = useWorkspace()
  const { place } = useAsker()
  const { nameOf } = usePeople()
  const { complete } = useTaskActions()
  const kept = useKeptFocus(tasks)
  const change = async (task: Task, done: boolean) => {
    if ((await complete(task, done)) && done) onDone?.(task)
  }
  return (
    <ul
      ref={kept.list}
      aria-label={label}
      className="overflow-hidden rounded-card border bg-surface [&>li:last-child>*]:border-b-0"
    >
      {tasks.map((task, at) => (
        <li key={task.id} onFocus={() => kept.focused(task, at)} onBlur={kept.left}>
          <TaskRow
            task={task}
            reading={place}
            assignee={task.assigned_to_id && nameOf(task.assigned_to_id)}
            href={`/${slug}/tasks?show=all&who=everyone&task=${task.id}`}
            stuck={stuckReason(role)}
            onComplete={(done) => void change(task, done)}
            about={record.id}
          />
        </li>
      ))}
    </ul>
  )
}

/** When the row that had the focus leaves, the one that takes its place gets it. */
function useKeptFocus(tasks: Task[]) {
  const list = useRef<HTMLUListElement>(null)
  const last = useRef<{ id: string; at: number } | null>(null)
  useLayoutEffect(() => {
    const gone = last.current
    if (!gone || tasks.some(({ id }) => id === gone.id) || document.activeElement !== document.body) return
    list.current?.querySelectorAll('button')[Math.min(gone.at, tasks.length - 1)]?.focus()
  }, [tasks])
  return {
    list,
    focused: ({ id }: Task, at: number) => {
      last.current = { id, at }
    },
    left: ({ target }: FocusEvent) => {
      if (target.isConnected) last.current = null
    },
  }
}

function Done({ tasks, record }: { tasks: Task[]; record: TaskLink }) {
  const id = useId()
  const [shown, setShown] = useState(false)
  return (
    <div className="flex flex-col items-start gap-2">
      <Button
        kind="quiet"
        size="small"
        aria-expanded={shown}
        aria-controls={id}
        onClick={() => setShown(!shown)}
        className="-ml-2"
      >
        <ChevronRight size={14} aria-hidden className={shown ? 'rotate-90' : undefined} />
        Done <span className="figures">{new Intl.NumberFormat().format(tasks.length)}</span>
      </Button>
      <div id={id} className="w-full">
        {shown && <Rows label="Done" tasks={tasks} record={record} />}
      </div>
    </div>
  )
}

const without = (links: TaskLink[], record: TaskLink): TaskLink[] => links.filter(({ id }) => id !== record.id)

/**
 * Asks for the next step once the last task that was to be done is: of whoever completed it here, and about the same
 * records. Gives whether it does, and how to say that a task was completed here.
 */
function useNextStep(open: Task[] | undefined, onAsk: (links: TaskLink[]) => void) {
  const [last, setLast] = useState<Task | null>(null)
  const [asking, setAsking] = useState(false)
  const ask = useEffectEvent(onAsk)
  const isEmpty = open?.length === 0
  const isLeft = last !== null && open !== undefined && !open.some(({ id }) => id === last.id)
  useEffect(() => {
    if (!isLeft) return
    setLast(null)
    if (!isEmpty) return
    setAsking(true)
    ask(last.links)
  }, [isLeft, isEmpty, last])
  useEffect(() => {
    if (!isEmpty) setAsking(false)
  }, [isEmpty])
  return { asking, completed: setLast }
}
