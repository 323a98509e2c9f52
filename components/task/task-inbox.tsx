'use client'
import { useMemo, useRef } from 'react'
import { toast } from 'sonner'
import { stuckReason, useWorkspace } from '@/components/shell/workspace'
import type { AddLineHandle } from './add-line'
import { type Section, sectionOf } from './due'
import { formatDue, type Reading } from './due-words'
import { EmptySection } from './empty-section'
import { linesOf } from './groups'
import { SectionTabs, sectionNames } from './section-tabs'
import type { Task } from './task'
import type { NewTask } from './task-api'
import { useOverlay, useSeen } from './task-changes'
import { TaskFrame, TasksFailed } from './task-frame'
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
  const control = useTaskView()
  const { view, addressOfSection, addressOfTask, showSection, narrow, open } = control
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
      duration: 6000,
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
    onTurn: () => control.turnTo('week'),
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
    <TaskFrame
      {...{ control, actions, triage, line, words }}
      showing="list"
      tabs={<SectionTabs current={section} counts={counts.data} addressOf={addressOfSection} onShow={showSection} />}
      onAdd={addAndSay}
      opened={inbox.tasks?.find(({ id }) => id === taskId)}
      onClose={close}
    >
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
        <TasksFailed error={inbox.error} retry={() => void inbox.retry()} />
      ) : (
        <TaskListSkeleton />
      )}
    </TaskFrame>
  )
}

const belongsElsewhere = (task: Task, section: Section, { today, zone }: Reading): boolean =>
  section !== 'all' && sectionOf(task, today, zone) !== section

// In a list of everything only today's heading is a day.
const tellsDay = (section: Section, task: Task, { today, zone }: Reading): boolean =>
  section === 'all' ? sectionOf(task, today, zone) === 'today' : section !== 'overdue'
