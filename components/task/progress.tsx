import { useTaskStats } from './use-task-counts'

const round = 2 * Math.PI * 6.5

/** How much of today's work is done, and of all of it: a small ring and its words. */
export function Progress() {
  const { data } = useTaskStats()
  if (!data || data.total === 0) return null
  const today = data.completedToday + data.remainingToday
  const share = today === 0 ? 0 : data.completedToday / today
  const rate = new Intl.NumberFormat(undefined, { style: 'percent' }).format(data.completionRate / 100)
  const words = `${data.completedToday} done today, ${data.remainingToday} to go`
  return (
    <p
      className="flex min-w-0 items-center gap-1.5 text-meta text-muted figures"
      title={`${rate} of all your tasks are done`}
    >
      <svg width="16" height="16" viewBox="0 0 16 16" aria-hidden="true" className="shrink-0 -rotate-90">
        <circle cx="8" cy="8" r="6.5" fill="none" strokeWidth="2.5" className="stroke-border" />
        <circle
          cx="8"
          cy="8"
          r="6.5"
          fill="none"
          strokeWidth="2.5"
          strokeLinecap="round"
          strokeDasharray={round}
          strokeDashoffset={round * (1 - share)}
          className="stroke-positive"
          opacity={share === 0 ? 0 : 1}
        />
      </svg>
      <span className="truncate">{words}</span>
      <span className="hidden shrink-0 desk:inline">· {rate} of all</span>
    </p>
  )
}
