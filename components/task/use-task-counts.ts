import { useQuery } from '@tanstack/react-query'
import { countTasks, readStats } from './task-api'
import { taskKeys } from './task-keys'
import { useAsker } from './use-asker'
import type { TaskFilter } from './view'

/** How many tasks each section of the inbox holds. */
export function useTaskCounts(filter: TaskFilter) {
  const { asker, place } = useAsker()
  return useQuery({
    queryKey: taskKeys.counts(asker.workspace, place, filter),
    queryFn: ({ signal }) => countTasks(asker, filter, signal),
  })
}

const mine: TaskFilter = { who: 'me', type: null, priority: null, about: null, words: '' }

/** How many tasks wait for the signed-in user today: what is due and what is overdue. Undefined until it is known. */
export function useWaiting(): number | undefined {
  const { data } = useTaskCounts(mine)
  return data && data.today + data.overdue
}

/** How far the signed-in user has come today and altogether. */
export function useTaskStats() {
  const { asker, place } = useAsker()
  return useQuery({
    queryKey: taskKeys.stats(asker.workspace, place),
    queryFn: ({ signal }) => readStats(asker, signal),
  })
}
