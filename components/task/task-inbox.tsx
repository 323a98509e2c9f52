'use client'
import { clsx } from 'clsx'
import { CircleAlert, CloudOff } from 'lucide-react'
import { useMemo, useRef, useState } from 'react'
import { toast } from 'sonner'
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
import { type Section, sectionOf } from './due'
import { formatDue, type Reading } from './due-words'
import { EmptySection } from './empty-section'
import { FilterBar } from './filter-bar'
import { linesOf } from './groups'
import { KeysHelp } from './keys-help'
import { PickDue } from './pick-due'
import { Progress } from './progress'
import { SectionTabs, sectionNames } from './section-tabs'
import type { Task } from './task'
import type { NewTask } from './task-api'
import { useOverlay, useSeen } from './task-changes'
import { TaskDetail } from './task-detail'
import { TaskList, type TaskListHandle } from './task-list'
import { TaskListSkeleton } from './task-list-skeleton'
import { shownAs } from './task-pages'
import { TaskRow } from './task-row'
import { useAsker } from './use-asker'
import { useInbox } from './use-inbox'
import { usePeople } from './use-people'
import { useTaskActions } from './use-task-actions'
import { useTaskCounts } from './use-task-counts'
import { useTaskView } from './use-task-view'
import { useTriage } from './use-triage'
import { isNarrowed } from './view'

/** The inbox: what there is to do, for whom and when. */
export function TaskInbox() {
  const { role, user } = useWorkspace()
  const { place } = useAsker()
  const { view, addressOfSection, addressOfTask, showSection, narrow, open } = useTaskView()
  const { section, filter, taskId } = view
  const counts = useTaskCounts(filter)
  const inbox = useInbox(section, filter)
  const overlay = useOverlay()
  const seen = useSeen()
  const { nameOf } = usePeople()
  const line = useRef<AddLineHandle>(null)
  const actions = useTaskActions({ onNextStep: (links) => line.current?.about(links) })
  const words = useRef<HTMLInputElement>(null)
  const list = useRef<TaskListHandle>(null)
  const down = useStreamDown()
  const [help, setHelp] = useState(false)
  const stuck = stuckReason(role)

  const reading = useMemo(() => ({ today: place.today, zone: place.zone }), [place])
  const lines = useMemo(() => {
    const there = inbox.tasks?.filter((task) => {
      const now = shownAs(task, overlay)
      return now && !(seen.has(task.id) && belongsElsewhere(now, section, reading))
    })
    return there && linesOf(section, there, reading)
  }, [inbox.tasks, overlay, seen, section, reading])

  // A task keeps its place while its change is under way; then it goes where it belongs.
  const shown = (task: Task) => shownAs(task, overlay) ?? task
  const isLeaving = (task: Task) => overlay.has(task.id) && belongsElsewhere(shown(task), section, reading)

  const addAndSay = async (task: NewTask, key: string) => {
    await actions.add(task, key)
    const place =
      sectionOf({ due_date: task.due_date ?? null, is_completed: false }, reading.today, reading.zone) ?? 'all'
    if (section === 'all' || section === place) return
    const due = task.due_date ? ` for ${formatDue(new Date(task.due_date), reading)}` : ' without a date'
    toast(`“${task.title}” was added${due}`, {
      action: { label: 'Show', onClick: () => showSection(place) },
    })
  }

  const close = () => {
    open(null)
    if (taskId) list.current?.focus(taskId)
  }
  const triage = useTriage({
    ...{ actions, list, line, words, reading, stuck, me: user.id, openId: taskId },
    tasks: useMemo(
      () => lines?.flatMap((each) => ('task' in each ? (shownAs(each.task, overlay) ?? []) : [])) ?? [],
      [lines, overlay],
    ),
    onOpen: (id) => (id === null ? close() : open(id)),
    onHelp: () => setHelp(true),
    leaves: (task) => belongsElsewhere(task, section, reading),
  })
  const row = (task: Task) => (
    <TaskRow
      task={task}
      reading={reading}
      assignee={task.assigned_to_id && nameOf(task.assigned_to_id)}
      told={{ person: filter.who !== 'everyone', day: tellsDay(section, task, reading) }}
      href={addressOfTask(task.id)}
      onOpen={() => open(task.id)}
      open={task.id === taskId}
      stuck={stuck}
      onComplete={(done) => void actions.complete(task, done)}
      picking={{
        on: triage.selected.length > 0,
        picked: triage.selection.ids.has(task.id),
        onPick: (range) => triage.pick(task.id, range),
      }}
      onMenu={stuck ? undefined : (button) => triage.openMenu('more', [task], button)}
    />
  )

  return (
    <HintLayer className="flex min-h-0 grow flex-col">
      <PageHeader>
        <h1 className="px-1.5 text-body font-semibold">Tasks</h1>
        <Progress />
        {down && <Offline />}
      </PageHeader>
      <div className="flex shrink-0 flex-col-reverse gap-x-3 border-b px-1 desk:flex-row desk:items-end desk:px-2">
        <SectionTabs current={section} counts={counts.data} addressOf={addressOfSection} onShow={showSection} />
        <div className="grow px-1 py-1 desk:pb-1.5">
          <FilterBar filter={filter} onNarrow={narrow} wordsRef={words} />
        </div>
      </div>
      <div className="grid min-h-0 grow grid-cols-[minmax(0,1fr)] grid-rows-[minmax(0,1fr)] wide:flex">
        <main className={clsx('flex min-h-0 min-w-0 grow flex-col [grid-area:1/1]', taskId && 'max-wide:invisible')}>
          <AddLine ref={line} assigneeId={assigneeOf(filter.who, user.id)} onAdd={addAndSay} stuck={stuck} />
          {lines ? (
            lines.length > 0 ? (
              <TaskList
                key={section}
                ref={list}
                label={sectionNames[section]}
                lines={lines}
                isLeaving={isLeaving}
                hasMore={inbox.hasMore}
                failedMore={inbox.failedMore}
                onMore={inbox.loadMore}
                row={(stored) => row(shown(stored))}
              />
            ) : (
              <EmptySection
                section={section}
                counts={counts.data}
                narrowed={isNarrowed(filter)}
                onWiden={() => narrow({ type: null, priority: null, about: null, words: '' })}
                onShow={showSection}
                onAdd={stuck ? null : () => line.current?.focus()}
              />
            )
          ) : inbox.error ? (
            <Failed error={inbox.error} retry={() => void inbox.retry()} />
          ) : (
            <TaskListSkeleton />
          )}
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
        {taskId && (
          <TaskDetail
            id={taskId}
            known={inbox.tasks?.find(({ id }) => id === taskId)}
            actions={actions}
            onClose={close}
          />
        )}
      </div>
      <ActMenu {...triage.menu} />
      <PickDue
        open={triage.picking !== null}
        what={triage.picking?.length === 1 ? (triage.picking[0]?.title ?? '') : `${triage.picking?.length} tasks`}
        onPick={triage.pickDue}
        onClose={triage.stopPicking}
      />
      <KeysHelp open={help} onOpenChange={setHelp} />
    </HintLayer>
  )
}

const belongsElsewhere = (task: Task, section: Section, { today, zone }: Reading): boolean =>
  section !== 'all' && sectionOf(task, today, zone) !== section

/** Whose a new task is where these tasks are shown. */
const assigneeOf = (who: string, me: string): string | null =>
  who === 'nobody' ? null : who === 'me' || who === 'everyone' ? me : who

// In a list of everything only today's heading is a day.
const tellsDay = (section: Section, task: Task, { today, zone }: Reading): boolean =>
  section === 'all' ? sectionOf(task, today, zone) === 'today' : section !== 'overdue'

function Offline() {
  return (
    <p role="status" className="flex min-w-0 items-center gap-1.5 text-meta text-muted animate-rise">
      <CloudOff size={14} aria-hidden className="shrink-0" />
      <span className="sr-only truncate desk:not-sr-only">No connection: this is how things were</span>
    </p>
  )
}

function Failed({ error, retry }: { error: Error; retry: () => void }) {
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
