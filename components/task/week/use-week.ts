import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import type { Day } from '@/components/ui/day'
import type { Task } from '../task'
import { type Asker, askTasks } from '../task-api'
import { useOverlay, useSeen } from '../task-changes'
import { taskKeys } from '../task-keys'
import { shownAs } from '../task-pages'
import { useAsker } from '../use-asker'
import { askFor, type Condition, type TaskFilter } from '../view'
import { type Plan, planOf, spotOf } from './plan'

const page = 100
/** More tasks than these nobody does in a week: who looks at everybody's has to narrow them. */
const mostOfWeek = 500
const mostBeside = 50

/** The plan of a week as it is shown, with what is under way; undefined until it is read. */
export function useWeek(days: readonly Day[], filter: TaskFilter) {
  const { asker, place } = useAsker()
  const overlay = useOverlay()
  const seen = useSeen()
  const [first = '', last = ''] = [days[0], days.at(-1)]
  const key = (part: string) => taskKeys.week(asker.workspace, place, first, filter, part)
  const week = useQuery({
    queryKey: key('days'),
    queryFn: ({ signal }) => readWeek(asker, filter, first, last, signal),
    enabled: days.length > 0,
  })
  const overdue = useQuery({
    queryKey: key('overdue'),
    queryFn: ({ signal }) => {
      const elsewhere = [condition('due_date', 'date_before', first), condition('due_date', 'date_after', last)]
      const asked = askFor(filter, asker.me, [{ type: 'OR', conditions: elsewhere }])
      return askTasks(asker, { ...asked, mode: 'overdue', sort_by: 'due_date', limit: mostBeside }, signal)
    },
    enabled: days.length > 0,
    placeholderData: keepPreviousData,
  })
  const undated = useQuery({
    queryKey: key('undated'),
    queryFn: ({ signal }) => {
      const open = [condition('due_date', 'is_null'), condition('is_completed', 'equals', false)]
      const latest = { sort_by: 'created_at', sort_dir: 'desc', limit: mostBeside }
      return askTasks(asker, { ...askFor(filter, asker.me, open), ...latest }, signal)
    },
    enabled: days.length > 0,
    placeholderData: keepPreviousData,
  })

  const plan = useMemo((): Plan | undefined => {
    if (!week.data || !overdue.data || !undated.data) return undefined
    const stored = new Map(
      [week.data, overdue.data, undated.data].flatMap(({ rows }) => rows.map((row) => [row.id, row])),
    )
    const shown = [...stored.values()].flatMap((task) => shownAs(task, overlay) ?? [])
    return planOf(shown, days, place.zone, (task) => {
      const spot = spotOf(task, days, place)
      // What was ticked off is seen for a moment where it was.
      const was = stored.get(task.id)
      return spot ?? (was && overlay.has(task.id) && !seen.has(task.id) ? spotOf(was, days, place) : null)
    })
  }, [week.data, overdue.data, undated.data, overlay, seen, days, place])

  return {
    plan,
    /** How many tasks there are of each list that are not read. */
    beyond: { week: beyond(week.data), overdue: beyond(overdue.data), undated: beyond(undated.data) },
    error: week.error ?? overdue.error ?? undated.error,
    retry: () => void Promise.all([week.refetch(), overdue.refetch(), undated.refetch()]),
  }
}

type Read = { rows: Task[]; total: number }

const beyond = (read: Read | undefined): number => (read ? Math.max(0, read.total - read.rows.length) : 0)

const condition = (field: string, operator: string, value?: unknown): Condition => ({ field, operator, value })

async function readWeek(asker: Asker, filter: TaskFilter, first: Day, last: Day, signal: AbortSignal): Promise<Read> {
  const within = askFor(filter, asker.me, [condition('due_date', 'between', [first, last])])
  const rows: Task[] = []
  let cursor: string | undefined
  for (;;) {
    const read = await askTasks(asker, { ...within, sort_by: 'due_date', limit: page, cursor }, signal)
    rows.push(...read.rows)
    if (read.next === null || rows.length >= mostOfWeek) return { rows, total: read.total }
    cursor = read.next
  }
}
