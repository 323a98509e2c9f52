import { useRouter } from 'next/navigation'
import { createSerializer, parseAsString, parseAsStringLiteral, useQueryStates } from 'nuqs'
import { useMemo } from 'react'
import { useWorkspace } from '@/components/shell/workspace'
import type { Day } from '@/components/ui/day'
import { type Section, sections } from './due'
import { actionTypes, priorities } from './task'
import type { TaskFilter } from './view'
import { isPlannable } from './week/week'

const inTheAddress = {
  show: parseAsStringLiteral(sections).withDefault('today'),
  who: parseAsString.withDefault('me'),
  type: parseAsStringLiteral(actionTypes),
  priority: parseAsStringLiteral(priorities),
  about: parseAsString,
  q: parseAsString.withDefault(''),
  task: parseAsString,
  week: parseAsString,
}

export type TaskView = {
  section: Section
  filter: TaskFilter
  /** The task whose details are open. */
  taskId: string | null
  /** A day of the week that is shown as one; null: today. */
  week: Day | null
}

const addressWith = createSerializer(inTheAddress)

/** What is shown of the tasks: the address holds the whole of it. */
export function useTaskView() {
  const { slug } = useWorkspace()
  const router = useRouter()
  const [at, go] = useQueryStates(inTheAddress)
  const { show, who, type, priority, about, q, task, week } = at
  const filter = useMemo(
    (): TaskFilter => ({ who, type, priority, about: about && /^[^:]+:./.test(about) ? about : null, words: q }),
    [who, type, priority, about, q],
  )
  const view: TaskView = { section: show, filter, taskId: task, week: week && isPlannable(week) ? week : null }
  const list = `/${slug}/tasks`
  const addressOfList = addressWith(list, { ...at, task: null })
  const addressOfWeek = (day: Day | null) => addressWith(`${list}/week`, { ...at, week: day, task: null })
  return {
    view,
    addressOfList,
    addressOfWeek,
    addressOfSection: (section: Section) => addressWith(list, { ...at, show: section, task: null }),
    addressOfTask: (taskId: string) => addressWith({ ...at, task: taskId }),
    turnTo: (showing: 'list' | 'week') => router.push(showing === 'list' ? addressOfList : addressOfWeek(view.week)),
    showSection: (section: Section) => void go({ show: section, task: null }, { history: 'push' }),
    showWeek: (day: Day | null) => void go({ week: day, task: null }, { history: 'push' }),
    narrow: (change: Partial<TaskFilter>) => {
      const { words, ...rest } = change
      void go({ ...rest, ...(words !== undefined && { q: words }) })
    },
    open: (taskId: string | null) => void go({ task: taskId }, { history: 'push' }),
  }
}

export type TaskViewControl = ReturnType<typeof useTaskView>
