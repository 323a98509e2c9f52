import { DndContext, DragOverlay, MouseSensor, pointerWithin, TouchSensor, useSensor, useSensors } from '@dnd-kit/core'
import Link from 'next/link'
import { type KeyboardEvent, type ReactNode, type Ref, useId, useImperativeHandle, useRef, useState } from 'react'
import type { Day } from '@/components/ui/day'
import { useColumnInSight } from '@/components/ui/use-column-in-sight'
import type { Task } from '../task'
import type { TaskListHandle } from '../task-list'
import { DayHeading } from './day-heading'
import { landingIndex, type Plan, type Spot } from './plan'
import { SpotList } from './spot-list'
import { useDayAtFirst } from './use-day-at-first'
import { titleOf, useKeptFocus } from './use-kept-focus'
import { type Target, useLift } from './use-lift'
import { WeekColumn } from './week-column'
import { WeekStrip } from './week-strip'

type WeekBoardProps = {
  ref?: Ref<TaskListHandle>
  plan: Plan
  place: { today: Day; zone: string }
  stuck: string | null
  /** How many of each list are not read, and where the list of them is. */
  beyond: { week: number; overdue: number; undated: number }
  addressOf: (part: 'overdue' | 'all') => string
  /** Draws a task. */
  card: (task: Task, how: { dayTold: boolean; origin?: boolean; describedBy?: string }) => ReactNode
  onMove: (task: Task, target: Target) => void
}

/** Near an edge the week scrolls by itself. */
const autoScroll = { threshold: { x: 0.06, y: 0 }, acceleration: 14 }
// It says by itself what happens, by hand and by keys in the same words.
const silent = { announcements: { onDragStart: none, onDragOver: none, onDragEnd: none, onDragCancel: none } }
function none(): undefined {}

/** Days side by side, tasks to lift. It is told what to show and tells what was wished. */
export function WeekBoard(props: WeekBoardProps) {
  const { ref, plan: latest, place, stuck, beyond, addressOf, card, onMove } = props
  const id = useId()
  const surface = useRef<HTMLDivElement>(null)
  const days = latest.days.map(({ day }) => day)
  const { lift, said, begin, aim, drop, cancel, press } = useLift({ days, today: place.today, stuck, onMove })
  // What arrives while a hand holds a task waits: nothing moves beneath it, and a finger keeps what it touches.
  const [plan, setPlan] = useState(latest)
  if (lift?.by !== 'hand' && plan !== latest) setPlan(latest)
  const spots: [Spot, Task[]][] = [
    ['overdue', plan.overdue],
    ['undated', plan.undated],
    ...plan.days.map(({ day, tasks }): [Spot, Task[]] => [day, tasks]),
  ]
  const kept = useKeptFocus(
    surface,
    spots.flatMap(([, tasks]) => tasks.map((task) => task.id)),
  )
  const sensors = useSensors(
    useSensor(MouseSensor, { activationConstraint: { distance: 4 } }),
    useSensor(TouchSensor, { activationConstraint: { delay: 220, tolerance: 8 } }),
  )
  const columns = ['undated', ...days]
  const current = useColumnInSight(surface, 'data-spot', columns)
  useDayAtFirst(surface, days, place.today)
  useImperativeHandle(ref, () => ({
    focus: (taskId) => {
      const title = titleOf(surface.current, taskId)
      title?.focus({ preventScroll: true })
      title?.scrollIntoView({ block: 'nearest', inline: 'nearest' })
    },
  }))

  const find = (taskId: string | null | undefined): { task: Task; spot: Spot; index: number } | null => {
    for (const [spot, tasks] of spots) {
      const index = tasks.findIndex((task) => task.id === taskId)
      const task = tasks[index]
      if (task) return { task, spot, index }
    }
    return null
  }
  const show = (spot: string) =>
    surface.current
      ?.querySelector(`[data-spot="${CSS.escape(spot)}"]`)
      ?.scrollIntoView({ inline: 'nearest', block: 'nearest' })
  const walk = (event: KeyboardEvent) => {
    if (!(event.target instanceof HTMLElement) || !event.target.matches('[data-title]')) return
    const found = find(event.target.closest<HTMLElement>('[data-task-id]')?.dataset.taskId)
    if (!found) return
    const done = press(event, found.task, found.spot) || (lift === null && step(event, found))
    if (!done) return
    event.preventDefault()
    event.stopPropagation()
  }
  /** To the task of the next day to a side that has any. */
  const step = ({ key }: KeyboardEvent, { spot, index }: { spot: Spot; index: number }): boolean => {
    if (key !== 'ArrowLeft' && key !== 'ArrowRight') return false
    const others = key === 'ArrowRight' ? spots : spots.toReversed()
    const at = others.findIndex(([each]) => each === spot)
    const [, tasks = []] = others.slice(at + 1).find(([, { length }]) => length > 0) ?? []
    const next = tasks[Math.min(index, tasks.length - 1)]
    if (next) titleOf(surface.current, next.id)?.focus()
    return true
  }

  const lineIn = (spot: Target, tasks: readonly Task[]): number | null =>
    lift && lift.target === spot && lift.from !== spot ? landingIndex(tasks, lift.task, spot, place.zone) : null
  const list = (spot: Spot, tasks: readonly Task[], labelledBy: string, empty?: string) => (
    <SpotList
      labelledBy={labelledBy}
      tasks={tasks}
      line={spot === 'overdue' ? null : lineIn(spot, tasks)}
      stuck={stuck}
      empty={empty}
      card={(task) =>
        card(task, {
          dayTold: spot !== 'overdue',
          origin: lift?.task.id === task.id,
          describedBy: stuck ? undefined : `${id}-keys`,
        })
      }
    />
  )
  return (
    <>
      <WeekStrip plan={plan} today={place.today} current={current} onPick={show} />
      <p id={`${id}-keys`} hidden>
        Space lifts it to move it to another day
      </p>
      <p role="status" className="sr-only">
        {said}
      </p>
      <DndContext
        id="week"
        sensors={sensors}
        collisionDetection={pointerWithin}
        autoScroll={autoScroll}
        accessibility={silent}
        onDragStart={({ active }) => {
          const found = find(String(active.id))
          if (found) begin(found.task, found.spot, 'hand')
        }}
        onDragOver={({ over }) => aim(over ? (String(over.id) as Target) : null)}
        onDragEnd={drop}
        onDragCancel={cancel}
      >
        {/* biome-ignore lint/a11y/noStaticElementInteractions: it only passes on the keys of its tasks. */}
        <div
          ref={surface}
          {...kept}
          onBlur={(event) => {
            kept.onBlur(event)
            if (event.target.isConnected && lift?.by === 'keys') cancel()
          }}
          onKeyDown={walk}
          data-dragging={lift?.by === 'hand' ? '' : undefined}
          className="relative flex min-h-0 grow snap-x snap-mandatory scroll-px-[6vw] overflow-x-auto overflow-y-hidden overscroll-x-contain px-[6vw] data-dragging:cursor-grabbing data-dragging:snap-none desk:snap-none desk:scroll-px-0 desk:px-0"
        >
          <WeekColumn target="undated" labelledBy={`${id}-beside`} aimed={lift?.target === 'undated'} beside>
            <h2 id={`${id}-beside`} className="sr-only">
              Beside the week
            </h2>
            <Heading id={`${id}-overdue`} name="Overdue" count={plan.overdue.length + beyond.overdue} late />
            {list('overdue', plan.overdue, `${id}-overdue`, 'Nothing from other weeks')}
            {beyond.overdue > 0 && <Rest count={beyond.overdue} href={addressOf('overdue')} />}
            <Heading id={`${id}-undated`} name="No date" count={plan.undated.length + beyond.undated} />
            {list('undated', plan.undated, `${id}-undated`, 'Nothing without a date')}
            {beyond.undated > 0 && <Rest count={beyond.undated} href={addressOf('all')} />}
          </WeekColumn>
          {plan.days.map(({ day, tasks }) => (
            <WeekColumn
              key={day}
              target={day}
              labelledBy={`${id}-${day}`}
              aimed={lift?.target === day}
              header={<DayHeading id={`${id}-${day}`} day={day} today={place.today} count={tasks.length} />}
            >
              {list(day, tasks, `${id}-${day}`)}
            </WeekColumn>
          ))}
        </div>
        <DragOverlay dropAnimation={null} className="cursor-grabbing">
          {lift?.by === 'hand' && (
            <div aria-hidden inert className="rounded-card bg-raised shadow-lifted">
              {card(lift.task, { dayTold: lift.from !== 'overdue' })}
            </div>
          )}
        </DragOverlay>
      </DndContext>
      {beyond.week > 0 && (
        <p className="shrink-0 border-t px-3 py-1.5 text-meta text-muted">
          Not shown: {new Intl.NumberFormat().format(beyond.week)} more of this week. Narrow them down to see them.
        </p>
      )}
    </>
  )
}

function Heading({ id, name, count, late }: { id: string; name: string; count: number; late?: boolean }) {
  return (
    <h3 id={id} className="flex items-center gap-1.5 px-1 pt-1 text-dense font-medium first-of-type:pt-1.5 [ul~&]:pt-3">
      {name}
      {count > 0 && (
        <span
          className={late ? 'text-meta font-normal text-danger figures' : 'text-meta font-normal text-muted figures'}
        >
          {new Intl.NumberFormat().format(count)}
        </span>
      )}
    </h3>
  )
}

function Rest({ count, href }: { count: number; href: string }) {
  return (
    <Link href={href} className="px-1 text-meta font-medium text-accent hover:underline">
      {new Intl.NumberFormat().format(count)} more
    </Link>
  )
}
