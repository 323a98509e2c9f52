'use client'
import { useMemo, useRef, useSyncExternalStore } from 'react'
import { toast } from 'sonner'
import { stuckReason, useWorkspace } from '@/components/shell/workspace'
import { dayIn } from '@/components/ui/zone'
import type { AddLineHandle } from '../add-line'
import { formatDue } from '../due-words'
import type { Task } from '../task'
import type { NewTask } from '../task-api'
import { TaskFrame, TasksFailed } from '../task-frame'
import type { TaskListHandle } from '../task-list'
import { titlePress } from '../title-press'
import { useAsker } from '../use-asker'
import { usePeople } from '../use-people'
import { useTaskActions } from '../use-task-actions'
import { useTaskView } from '../use-task-view'
import { useTriage } from '../use-triage'
import { spotOf } from './plan'
import { useWeek } from './use-week'
import { firstWeekdayOf, weekOf } from './week'
import { WeekBoard } from './week-board'
import { WeekCard } from './week-card'
import { WeekSkeleton } from './week-skeleton'
import { WeekSteps } from './week-steps'

const never = () => () => {}

/** The week: what is to be done on which day, and what still waits for one. */
export function TaskWeek() {
  const { role, user } = useWorkspace()
  const { place } = useAsker()
  const control = useTaskView()
  const { filter, taskId, week: wanted } = control.view
  const { nameOf } = usePeople()
  const stuck = stuckReason(role)
  // Where the browser is, and how its people begin their weeks, the server does not know.
  const inBrowser = useSyncExternalStore(
    never,
    () => true,
    () => false,
  )
  const days = useMemo(
    () => (inBrowser ? weekOf(wanted ?? place.today, firstWeekdayOf(), place.zone) : []),
    [inBrowser, wanted, place],
  )
  const week = useWeek(days, filter)
  const { plan } = week
  const line = useRef<AddLineHandle>(null)
  const words = useRef<HTMLInputElement>(null)
  const list = useRef<TaskListHandle>(null)
  const actions = useTaskActions({ onNextStep: (links) => line.current?.about(links) })
  const tasks = useMemo(
    () => (plan ? [...plan.overdue, ...plan.undated, ...plan.days.flatMap((each) => each.tasks)] : []),
    [plan],
  )

  const close = () => {
    control.open(null)
    if (taskId) list.current?.focus(taskId)
  }
  const triage = useTriage({
    ...{ actions, list, line, words, stuck, tasks, days, reading: place, me: user.id, openId: taskId },
    onOpen: (id) => (id === null ? close() : control.open(id)),
    onTurn: () => control.turnTo('list'),
    leaves: (task) => spotOf(task, days, place) === null,
  })
  const addAndSay = async (task: NewTask, key: string) => {
    await actions.add(task, key)
    const { due_date: due } = task
    const day = due ? dayIn(new Date(due), place.zone) : null
    if (!due || !day || days.includes(day)) return
    toast(`“${task.title}” was added for ${formatDue(new Date(due), place)}`, {
      action: { label: 'Show', onClick: () => control.showWeek(day) },
      duration: 6000,
    })
  }

  const { selected, selection } = triage
  return (
    <TaskFrame
      {...{ control, actions, triage, line, words }}
      showing="week"
      tabs={<WeekSteps days={days} today={place.today} onShow={control.showWeek} />}
      onAdd={addAndSay}
      opened={tasks.find(({ id }) => id === taskId)}
      onClose={close}
    >
      {plan ? (
        <WeekBoard
          ref={list}
          plan={plan}
          place={place}
          stuck={stuck}
          beyond={week.beyond}
          addressOf={control.addressOfSection}
          onMove={(task, target) =>
            triage.moveTo(selection.ids.has(task.id) ? selected : [task], target === 'undated' ? null : target)
          }
          card={(task: Task, how) => (
            <WeekCard
              task={task}
              reading={place}
              assignee={filter.who === 'everyone' ? task.assigned_to_id && nameOf(task.assigned_to_id) : undefined}
              href={control.addressOfTask(task.id)}
              open={task.id === taskId}
              picked={selection.ids.has(task.id)}
              stuck={stuck}
              onPress={titlePress({
                picking: { on: selected.length > 0, onPick: (range) => triage.pick(task.id, range) },
                onOpen: () => control.open(task.id),
              })}
              onComplete={(done) => void actions.complete(task, done)}
              onMenu={stuck ? undefined : (button) => triage.openMenu('more', [task], button)}
              {...how}
            />
          )}
        />
      ) : week.error ? (
        <TasksFailed error={week.error} retry={week.retry} />
      ) : (
        <WeekSkeleton />
      )}
    </TaskFrame>
  )
}
