import { useQuery } from '@tanstack/react-query'
import { CircleAlert, SearchX, Trash2 } from 'lucide-react'
import { type KeyboardEvent, useId } from 'react'
import { explain, isSignedOut } from '@/components/shell/refusal-words'
import { SignInAgain } from '@/components/shell/sign-in-again'
import { stuckReason, useWorkspace } from '@/components/shell/workspace'
import { Ago } from '@/components/ui/ago'
import { Button } from '@/components/ui/button'
import { SidePanel } from '@/components/ui/side-panel'
import { Skeleton } from '@/components/ui/skeleton'
import { State } from '@/components/ui/state'
import { useNow } from '@/components/ui/use-now'
import { CompleteCircle } from './complete-circle'
import type { Task } from './task'
import { readTask } from './task-api'
import { useOverlay } from './task-changes'
import { TaskFields } from './task-fields'
import { taskKeys } from './task-keys'
import { shownAs } from './task-pages'
import { TaskTitle } from './task-title'
import { useAsker } from './use-asker'
import { usePeople } from './use-people'
import type { TaskActions } from './use-task-actions'

type TaskDetailProps = {
  id: string
  /** As the list has it, until it is read by itself. */
  known: Task | undefined
  actions: TaskActions
  onClose: () => void
}

/** All of a task beside the list; the whole page where there is no room for both. It takes the focus when it opens. */
export function TaskDetail({ id, known, actions, onClose }: TaskDetailProps) {
  const titleId = useId()
  const leave = (event: KeyboardEvent) => {
    if (event.key !== 'Escape' || event.defaultPrevented) return
    event.stopPropagation()
    onClose()
  }
  return (
    <SidePanel
      titleId={titleId}
      of={id}
      noun="Task"
      back="Back to the tasks"
      width={420}
      onClose={onClose}
      onKeyDown={leave}
    >
      <div className="flex grow flex-col gap-4">
        <Shown key={id} {...{ id, known, actions, onClose, titleId }} />
      </div>
    </SidePanel>
  )
}

function Shown({ id, known, actions, onClose, titleId }: TaskDetailProps & { titleId: string }) {
  const { role } = useWorkspace()
  const { asker } = useAsker()
  const overlay = useOverlay()
  const query = useQuery({
    queryKey: taskKeys.one(asker.workspace, id),
    queryFn: ({ signal }) => readTask(asker, id, signal),
    placeholderData: known,
  })
  const stuck = stuckReason(role)
  const task = query.data && shownAs(query.data, overlay)
  if (query.data === null || (query.data && !task)) {
    const back = <Button onClick={onClose}>Back to the tasks</Button>
    return (
      <div id={titleId} className="contents">
        <State icon={SearchX} title="There is no such task" action={back}>
          It was deleted, or the address belongs to another workspace.
        </State>
      </div>
    )
  }
  if (!task) {
    return (
      <div id={titleId} className="contents">
        {query.error ? <Failed error={query.error} retry={() => void query.refetch()} /> : <Loading />}
      </div>
    )
  }
  const remove = async () => {
    onClose()
    await actions.remove(task)
  }
  return (
    <>
      <div className="flex items-start gap-1">
        <CompleteCircle
          title={task.title}
          done={task.is_completed}
          stuck={stuck}
          onChange={(done) => void actions.complete(task, done)}
        />
        <TaskTitle
          id={titleId}
          title={task.title}
          done={task.is_completed}
          stuck={stuck}
          onSave={(title) => actions.update(task, { title })}
        />
      </div>
      <TaskFields task={task} stuck={stuck} onSave={(change) => actions.update(task, change)} />
      <History task={task} />
      <Button kind="quiet" size="small" reason={stuck} onClick={() => void remove()} className="self-start -ml-2">
        <Trash2 size={14} aria-hidden />
        Delete task
      </Button>
    </>
  )
}

function History({ task }: { task: Task }) {
  const { nameOf } = usePeople()
  const now = useNow(60_000)
  const somebody = (id: string) => nameOf(id) ?? 'somebody who left'
  return (
    <p className="text-meta text-muted">
      Added by {somebody(task.created_by_id)} <Ago at={task.created_at} now={now} className="lowercase" />
      {task.completed_at && task.completed_by && (
        <>
          , completed by {somebody(task.completed_by)} <Ago at={task.completed_at} now={now} className="lowercase" />
        </>
      )}
    </p>
  )
}

function Loading() {
  return (
    <div role="status" className="flex animate-late flex-col gap-3">
      <span className="sr-only">Loading the task</span>
      <Skeleton className="h-6 w-3/4" />
      <Skeleton className="h-8" />
      <Skeleton className="h-8" />
      <Skeleton className="h-8" />
    </div>
  )
}

function Failed({ error, retry }: { error: Error; retry: () => void }) {
  return (
    <State
      alert
      icon={CircleAlert}
      title="The task could not be loaded"
      action={
        isSignedOut(error) ? <SignInAgain>Sign in again</SignInAgain> : <Button onClick={retry}>Try again</Button>
      }
    >
      {explain(error)}
    </State>
  )
}
