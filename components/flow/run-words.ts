import type { Tone } from '@/components/ui/mark'
import type { Run, RunStatus } from './flow'

/** How a run stands. */
export const runStatuses: Record<RunStatus, { words: string; tone: Tone }> = {
  pending: { words: 'Waiting', tone: 'soon' },
  running: { words: 'Running', tone: 'busy' },
  completed: { words: 'Completed', tone: 'good' },
  failed: { words: 'Failed', tone: 'bad' },
  cancelled: { words: 'Cancelled', tone: 'over' },
}

/** The same of a run whose rows were not all taken in, which calls for a look. */
export const standingOf = ({ status, rows }: Pick<Run, 'status' | 'rows'>): { words: string; tone: Tone } =>
  status === 'completed' && rows.rejected > 0
    ? { words: `Completed, ${counted(rows.rejected, 'row')} rejected`, tone: 'soon' }
    : runStatuses[status]

/** What a run did, in a sentence: `85 created, 2 rejected`. */
export function outcomeInWords({ rows, records, status, error }: Pick<Run, 'rows' | 'records' | 'status' | 'error'>) {
  if (status === 'failed' && error) return error
  const parts = [
    [records.created, 'created'],
    [records.updated, 'updated'],
    [records.unchanged, 'unchanged'],
    [rows.skipped, 'skipped'],
    [rows.rejected, 'rejected'],
  ] as const
  const told = parts.filter(([count]) => count > 0).map(([count, what]) => `${count.toLocaleString()} ${what}`)
  if (told.length > 0) return told.join(', ')
  return rows.in > 0 ? counted(rows.in, 'row') : status === 'completed' ? 'There were no rows' : 'Nothing was read yet'
}

/** Seconds as people say them: `45 s`, `3 min 20 s`, `2 h 5 min`. */
export function durationInWords(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds))
  if (whole < 60) return `${whole} s`
  const [minutes, rest] = [Math.floor(whole / 60), whole % 60]
  if (minutes < 60) return rest === 0 ? `${minutes} min` : `${minutes} min ${rest} s`
  return minutes % 60 === 0 ? `${Math.floor(minutes / 60)} h` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`
}

/** How long a run took, or has taken by now; null for one that has not begun. */
export function durationOf({ startedAt, completedAt }: Pick<Run, 'startedAt' | 'completedAt'>, now: Date) {
  if (!startedAt) return null
  const end = completedAt ? new Date(completedAt) : now
  return durationInWords((end.getTime() - new Date(startedAt).getTime()) / 1000)
}

/** `1 row`, `8,800 rows`. */
export const counted = (count: number, what: string): string =>
  `${count.toLocaleString()} ${count === 1 ? what : `${what}s`}`

/** By whom a run was begun. */
export const triggers: Record<Run['trigger'], string> = {
  manual: 'Started by hand',
  schedule: 'By its schedule',
  replay: 'Rejected rows once more',
}
