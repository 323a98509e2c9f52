import { createSerializer, parseAsString, parseAsStringLiteral, useQueryStates } from 'nuqs'
import { useMemo } from 'react'
import { type Section, sections } from './due'
import { actionTypes, priorities } from './task'
import type { TaskFilter } from './view'

const inTheAddress = {
  show: parseAsStringLiteral(sections).withDefault('today'),
  who: parseAsString.withDefault('me'),
  type: parseAsStringLiteral(actionTypes),
  priority: parseAsStringLiteral(priorities),
  about: parseAsString,
  q: parseAsString.withDefault(''),
  task: parseAsString,
}

export type TaskView = {
  section: Section
  filter: TaskFilter
  /** The task whose details are open. */
  taskId: string | null
}

const addressWith = createSerializer(inTheAddress)

/** What the inbox shows: the address holds the whole of it. */
export function useTaskView() {
  const [at, go] = useQueryStates(inTheAddress)
  const { show, who, type, priority, about, q, task } = at
  const filter = useMemo(
    (): TaskFilter => ({ who, type, priority, about: about && /^[^:]+:./.test(about) ? about : null, words: q }),
    [who, type, priority, about, q],
  )
  const view: TaskView = { section: show, filter, taskId: task }
  return {
    view,
    addressOfSection: (section: Section) => addressWith({ ...at, show: section, task: null }),
    addressOfTask: (taskId: string) => addressWith({ ...at, task: taskId }),
    showSection: (section: Section) => void go({ show: section, task: null }, { history: 'push' }),
    narrow: (change: Partial<TaskFilter>) => {
      const { words, ...rest } = change
      void go({ ...rest, ...(words !== undefined && { q: words }) })
    },
    open: (taskId: string | null) => void go({ task: taskId }, { history: 'push' }),
  }
}
