import { clsx } from 'clsx'
import { CircleAlert, CloudOff } from 'lucide-react'
import type { ReactNode, RefObject } from 'react'
import { useStreamDown } from '@/components/shell/live'
import { PageHeader } from '@/components/shell/page-header'
import { explain, isSignedOut } from '@/components/shell/refusal-words'
import { SignInAgain } from '@/components/shell/sign-in-again'
import { stuckReason, useWorkspace } from '@/components/shell/workspace'
import { Button } from '@/components/ui/button'
import { HintLayer } from '@/components/ui/hint-layer'
import { State } from '@/components/ui/state'
import { ActMenu } from './act-menu'
import { AddLine, type AddLineHandle } from './add-line'
import { BulkBar } from './bulk-bar'
import { FilterBar } from './filter-bar'
import { KeysHelp } from './keys-help'
import { PickDue } from './pick-due'
import { Progress } from './progress'
import type { Task } from './task'
import { fileOfTasks, type NewTask } from './task-api'
import { TaskDetail } from './task-detail'
import { useAsker } from './use-asker'
import type { TaskActions } from './use-task-actions'
import type { TaskViewControl } from './use-task-view'
import type { Triage } from './use-triage'
import { ViewSwitch } from './view-switch'

type TaskFrameProps = {
  showing: 'list' | 'week'
  control: TaskViewControl
  /** What chooses between parts of the view: its sections, its weeks. */
  tabs: ReactNode
  actions: TaskActions
  triage: Triage
  line: RefObject<AddLineHandle | null>
  words: RefObject<HTMLInputElement | null>
  onAdd: (task: NewTask, key: string) => Promise<unknown>
  /** The task that is open, as the view has it. */
  opened: Task | undefined
  onClose: () => void
  children: ReactNode
}

/** What stands around tasks however they are laid out: what narrows them, a line to add one, what can be done with them. */
export function TaskFrame(props: TaskFrameProps) {
  const { showing, control, tabs, actions, triage, line, words, onAdd, opened, onClose, children } = props
  const { role, user } = useWorkspace()
  const { asker } = useAsker()
  const { section, filter, taskId } = control.view
  const stuck = stuckReason(role)
  const down = useStreamDown()
  const { tasks: picking, ...pickDue } = triage.picking
  return (
    <HintLayer className="flex min-h-0 grow flex-col">
      <PageHeader action={<ViewSwitch showing={showing} control={control} />}>
        <h1 className="shrink-0 px-1.5 text-body font-semibold">Tasks</h1>
        <Progress />
        {down && <Offline />}
      </PageHeader>
      <div className="flex shrink-0 flex-col-reverse gap-x-3 border-b px-1 desk:flex-row desk:items-end desk:px-2">
        {tabs}
        <div className="grow px-1 py-1 desk:pb-1.5">
          <FilterBar
            filter={filter}
            onNarrow={control.narrow}
            wordsRef={words}
            file={fileOfTasks(asker, showing === 'list' ? section : 'all', filter)}
          />
        </div>
      </div>
      <div className="grid min-h-0 grow grid-cols-[minmax(0,1fr)] grid-rows-[minmax(0,1fr)] wide:flex">
        <main className={clsx('flex min-h-0 min-w-0 grow flex-col [grid-area:1/1]', taskId && 'max-wide:invisible')}>
          <AddLine ref={line} assigneeId={assigneeOf(filter.who, user.id)} onAdd={onAdd} stuck={stuck} />
          {children}
          {triage.selected.length > 0 && (
            <BulkBar
              count={triage.selected.length}
              done={triage.selected.every((task) => task.is_completed)}
              stuck={stuck}
              onComplete={triage.complete}
              onMenu={(kind, button) => triage.openMenu(kind, triage.selected, button)}
              onDelete={triage.remove}
              onLetGo={triage.letGo}
            />
          )}
        </main>
        {taskId && <TaskDetail id={taskId} known={opened} actions={actions} onClose={onClose} />}
      </div>
      <ActMenu {...triage.menu} />
      <PickDue
        {...pickDue}
        open={picking !== null}
        what={picking?.length === 1 ? (picking[0]?.title ?? '') : `${picking?.length} tasks`}
      />
      <KeysHelp {...triage.help} week={showing === 'week'} />
    </HintLayer>
  )
}

/** Whose a new task is where these tasks are shown. */
const assigneeOf = (who: string, me: string): string | null =>
  who === 'nobody' ? null : who === 'me' || who === 'everyone' ? me : who

function Offline() {
  return (
    <p role="status" className="flex min-w-0 items-center gap-1.5 text-meta text-muted animate-rise">
      <CloudOff size={14} aria-hidden className="shrink-0" />
      <span className="sr-only truncate desk:not-sr-only">No connection: this is how things were</span>
    </p>
  )
}

/** Tasks could not be read. */
export function TasksFailed({ error, retry }: { error: Error; retry: () => void }) {
  return (
    <State
      alert
      icon={CircleAlert}
      title="The tasks could not be loaded"
      action={
        isSignedOut(error) ? <SignInAgain>Sign in again</SignInAgain> : <Button onClick={retry}>Try again</Button>
      }
    >
      {explain(error)} Nothing was changed.
    </State>
  )
}
