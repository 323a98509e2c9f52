import { useQuery } from '@tanstack/react-query'
import type { Task } from '@/components/task/task'
import { readTasksAbout } from '@/components/task/task-api'
import { useOverlay } from '@/components/task/task-changes'
import { taskKeys } from '@/components/task/task-keys'
import { shownAs } from '@/components/task/task-pages'
import { useAsker } from '@/components/task/use-asker'

/** The tasks about a record: those to be done by their day, and those that are, the latest first. */
export function useRecordTasks(record: { type: string; id: string }) {
  const { asker } = useAsker()
  const overlay = useOverlay()
  const { data, error, refetch } = useQuery({
    queryKey: taskKeys.ofRecord(asker.workspace, record.id),
    queryFn: ({ signal }) => readTasksAbout(asker, record, signal),
  })
  // A task keeps its place while its change is under way; then it goes where it belongs.
  const shown = (stored: Task[]) => stored.flatMap((task) => shownAs(task, overlay) ?? [])
  const done = data?.rows.filter((task) => task.is_completed)
  return {
    open: data && shown(data.rows.filter((task) => !task.is_completed)),
    done: done && shown(done.sort((a, b) => ((a.completed_at ?? '') < (b.completed_at ?? '') ? 1 : -1))),
    /** There are more than are read at once. */
    hasMore: data !== undefined && data.next !== null,
    error,
    retry: refetch,
  }
}
