import { type RefObject, useState } from 'react'
import type { Day } from '@/components/ui/day'
import type { ActMenuFor } from './act-menu'
import type { AddLineHandle } from './add-line'
import { formatDue, formatWeekday, type Reading } from './due-words'
import type { Command } from './key-commands'
import { among, extended, nothing, toggled } from './selection'
import { snoozesFor } from './snooze'
import { type Priority, priorityWords, type Task, type TaskChange } from './task'
import type { TaskListHandle } from './task-list'
import { useCommands } from './use-commands'
import { usePeople } from './use-people'
import type { TaskActions } from './use-task-actions'
import { useUndo } from './use-undo'
import { dueOnDay } from './week/plan'

export type TriageInput = {
  /** The tasks that are shown, as they are shown, in their order. */
  tasks: readonly Task[]
  reading: Reading
  me: string
  /** Why nothing can be changed; null when it can. */
  stuck: string | null
  /** Such a task does not stay in the list. */
  leaves: (task: Task) => boolean
  actions: TaskActions
  list: RefObject<TaskListHandle | null>
  line: RefObject<AddLineHandle | null>
  words: RefObject<HTMLInputElement | null>
  /** The task whose details are open. */
  openId: string | null
  onOpen: (taskId: string | null) => void
  /** To the week, or back to the list. */
  onTurn: () => void
  /** The days that are shown side by side, where they are. */
  days?: readonly Day[]
}

/** Working through a list of tasks, one by one or many at once: by keys, and by the menus that do the same. */
export function useTriage(input: TriageInput) {
  const { tasks, reading, me, stuck, leaves, actions, list, line, words, openId, onOpen, onTurn, days } = input
  const { nameOf } = usePeople()
  const undo = useUndo()
  const [picked, setPicked] = useState(nothing)
  const [menu, setMenu] = useState<ActMenuFor | null>(null)
  const [help, setHelp] = useState(false)
  const [picking, setPicking] = useState<readonly Task[] | null>(null)
  const order = tasks.map(({ id }) => id)
  const selection = among(picked, order)
  const selected = tasks.filter(({ id }) => selection.ids.has(id))

  /** The task that the keys are about: the one that has the focus, or whose details have. */
  const current = (): Task | undefined => {
    const focused = document.activeElement?.closest('[data-task-id]')?.getAttribute('data-task-id')
    const id = focused ?? (document.activeElement?.closest('[role=dialog]') ? openId : null)
    return tasks.find((task) => task.id === id)
  }
  const targets = (): readonly Task[] => {
    if (selected.length > 0) return selected
    const task = current()
    return task ? [task] : []
  }
  const step = (by: 1 | -1) => {
    const task = current()
    const at = task ? order.indexOf(task.id) + by : by === 1 ? 0 : order.length - 1
    const next = order[at]
    if (next) list.current?.focus(next)
  }
  /** Goes on to the next task that is not one of those that are dealt with. */
  const goOn = (dealtWith: readonly Task[]) => {
    const gone = new Set(dealtWith.map(({ id }) => id))
    const at = order.findIndex((id) => gone.has(id))
    const next = order.slice(at).find((id) => !gone.has(id)) ?? order.slice(0, at).findLast((id) => !gone.has(id))
    if (next) list.current?.focus(next)
  }
  const settle = (dealtWith: readonly Task[], leave: boolean) => {
    setPicked(nothing)
    if (leave) goOn(dealtWith)
  }

  const complete = (some: readonly Task[]) => {
    if (some.length === 0) return
    const done = some.some((task) => !task.is_completed)
    void actions.complete(
      some.filter((task) => task.is_completed !== done),
      done,
    )
    settle(
      some,
      some.every((task) => leaves({ ...task, is_completed: done })),
    )
  }
  const remove = (some: readonly Task[]) => {
    if (some.length === 0) return
    void actions.remove(some)
    settle(some, true)
    if (some.some(({ id }) => id === openId)) onOpen(null)
  }
  const changeAll = (some: readonly Task[], changeOf: (task: Task) => TaskChange, came: string) => {
    void actions.change(some, changeOf, (what, are) => `${what} ${are} ${came}`)
    settle(
      some,
      some.every((task) => leaves({ ...task, ...changeOf(task) })),
    )
  }
  const change = (changeOf: (task: Task) => TaskChange, came: string) => {
    changeAll(menu?.tasks ?? [], changeOf, came)
  }
  const snoozeTo = (name: string) => {
    const now = new Date()
    const dueOf = (task: Task): string | null => {
      const due = task.due_date === null ? null : new Date(task.due_date)
      return (
        snoozesFor(due, now, reading.zone)
          .find((each) => each.name === name)
          ?.due.toISOString() ?? null
      )
    }
    const [only, ...more] = menu?.tasks ?? []
    const until = only && more.length === 0 ? dueOf(only) : null
    const came =
      name === 'No date'
        ? 'without a date now'
        : `due ${until ? formatDue(new Date(until), reading) : name.toLowerCase()}`
    change((task) => ({ due_date: dueOf(task) }), came)
  }
  const pickDue = (due: Date) => {
    const some = picking ?? []
    setPicking(null)
    changeAll(some, () => ({ due_date: due.toISOString() }), `due ${formatDue(due, reading)}`)
  }
  const moveTo = (some: readonly Task[], day: Day | null) => {
    const dueOf = (task: Task) => (day === null ? null : dueOnDay(task.due_date, day, reading.zone))
    const moved = some.filter((task) => task.due_date !== dueOf(task))
    if (moved.length === 0) return
    const [only, ...more] = moved
    const due = only && more.length === 0 ? dueOf(only) : null
    const at = due ? formatDue(new Date(due), reading) : day && formatWeekday(day)
    changeAll(moved, (task) => ({ due_date: dueOf(task) }), at === null ? 'without a date now' : `due ${at}`)
  }
  const prioritise = (priority: Priority | null) =>
    change(() => ({ priority }), priority ? `of ${priorityWords[priority].toLowerCase()} now` : 'of no priority now')
  const assign = (userId: string | null) => {
    const whose = userId === null ? 'nobody’s' : userId === me ? 'yours' : `for ${nameOf(userId) ?? 'somebody else'}`
    change(() => ({ assigned_to_id: userId }), `${whose} now`)
  }

  const openMenu = (kind: ActMenuFor['kind'], some: readonly Task[], at: Element | null | undefined) => {
    if (some.length === 0) return
    const { left, top, width, height } = at?.getBoundingClientRect() ?? { left: 200, top: 200, width: 0, height: 0 }
    setMenu({ kind, tasks: some, left, top, width, height })
  }
  const openMenuByKey = (kind: ActMenuFor['kind']) => {
    const some = targets()
    const toolbar = selected.length > 0 ? document.querySelector('[role=toolbar]') : null
    const row = document.activeElement?.closest('[data-task-id]')?.querySelector('[data-title]')
    openMenu(kind, some, toolbar ?? row ?? document.activeElement)
  }
  const closeMenu = () => {
    const first = menu?.tasks[0]
    setMenu(null)
    // The menu takes the focus with it, unless it went on to another task already.
    if (first && !document.activeElement?.closest('[data-task-id]')) list.current?.focus(first.id)
  }
  const pick = (id: string, range: boolean) =>
    setPicked(range ? extended(selection, id, order) : toggled(selection, id))

  const run = (command: Command): boolean => {
    // A key on its way to the menu that is just opening means something of its own there.
    if (menu) return true
    const task = current()
    switch (command) {
      case 'next':
      case 'previous':
        step(command === 'next' ? 1 : -1)
        return true
      case 'select':
      case 'extend':
        if (task) pick(task.id, command === 'extend')
        return task !== undefined
      case 'add':
        line.current?.focus()
        return true
      case 'filter':
        words.current?.focus()
        return true
      case 'help':
        setHelp(true)
        return true
      case 'turn':
        onTurn()
        return true
      case 'undo':
        return undo.last()
      case 'leave':
        if (selected.length > 0) setPicked(nothing)
        else if (openId) onOpen(null)
        return selected.length > 0 || openId !== null
      default:
        if (stuck !== null || targets().length === 0) return false
        if (command === 'complete') complete(targets())
        else if (command === 'delete') remove(targets())
        else if (command !== 'day' || days) openMenuByKey(command)
        else return false
        return true
    }
  }
  useCommands(run)

  return {
    selection,
    selected,
    pick,
    letGo: () => setPicked(nothing),
    complete: () => complete(selected),
    remove: () => remove(selected),
    openMenu,
    moveTo,
    help: { open: help, onOpenChange: setHelp },
    picking: { tasks: picking, onPick: pickDue, onClose: () => setPicking(null) },
    menu: {
      menu,
      days,
      onMoveTo: (day: Day) => moveTo(menu?.tasks ?? [], day),
      onKind: (kind: ActMenuFor['kind']) => setMenu(menu && { ...menu, kind }),
      onClose: closeMenu,
      onSnooze: snoozeTo,
      onPickDate: () => setPicking(menu?.tasks ?? null),
      onPriority: prioritise,
      onAssign: assign,
      onComplete: () => complete(menu?.tasks ?? []),
      onOpen: () => onOpen(menu?.tasks[0]?.id ?? null),
      onSelect: () => menu?.tasks[0] && pick(menu.tasks[0].id, false),
      onDelete: () => remove(menu?.tasks ?? []),
    },
  }
}

export type Triage = ReturnType<typeof useTriage>
