import { clsx } from 'clsx'
import { hasEnded } from './flow'
import { outcomeInWords, runStatuses, standingOf } from './run-words'
import { useRuns } from './use-runs'

const bars = { good: 'bg-positive', busy: 'bg-accent', soon: 'bg-warning', bad: 'bg-danger', over: 'bg-border-strong' }
const tallest = 20

/** The last runs of a flow as bars as tall as they had rows, the newest at the right; coloured by how they ended. */
export function RunSparkline({ flowId }: { flowId: string }) {
  const runs = useRuns(flowId).data?.toReversed()
  if (!runs || runs.length === 0) return null
  const most = Math.max(1, ...runs.map(({ rows }) => rows.in))
  const failed = runs.filter(({ status }) => status === 'failed').length
  return (
    <span
      role="img"
      aria-label={`The last ${runs.length === 1 ? 'run' : `${runs.length} runs`}: ${failed === 0 ? 'none' : failed} failed`}
      className="flex h-5 items-end gap-px"
    >
      {runs.map((run) => (
        <span
          key={run.id}
          data-hint={`${runStatuses[run.status].words}: ${outcomeInWords(run)}`}
          style={{ height: 4 + Math.round((tallest - 4) * Math.sqrt(run.rows.in / most)) }}
          className={clsx('w-1 rounded-[1px]', bars[standingOf(run).tone], !hasEnded(run) && 'animate-breathe')}
        />
      ))}
    </span>
  )
}
