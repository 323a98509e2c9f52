'use client'
import { HintLayer } from '@/components/ui/hint-layer'
import type { Run } from './flow'
import { hasEnded } from './flow'
import { counted, durationInWords, runStatuses } from './run-words'
import { useProgress } from './use-runs'

/** How far a run has come: as a whole, and each of its parts. */
export function RunProgress({ run }: { run: Run }) {
  const { data: progress } = useProgress(run)
  const going = !hasEnded(run)
  const fraction = going ? (progress?.fraction ?? null) : run.status === 'completed' ? 1 : (progress?.fraction ?? null)
  const speed = progress?.rowsPerSecond ?? null
  const words = [
    speed === null ? null : `${Math.round(speed).toLocaleString()} rows/s`,
    going && progress?.etaSeconds != null ? `about ${durationInWords(progress.etaSeconds)} left` : null,
  ].filter(Boolean)
  return (
    <section aria-label="Progress" className="flex flex-col gap-3">
      {going && (
        <div className="flex flex-col gap-1.5">
          <Bar fraction={fraction} label="The run" />
          <p role="status" className="text-meta text-muted figures">
            {run.status === 'pending'
              ? 'It waits for its turn.'
              : [fraction === null ? null : `${Math.floor(fraction * 100)} %`, ...words].filter(Boolean).join(', ') ||
                'It has begun.'}
          </p>
        </div>
      )}
      {progress && progress.partitions.length > 1 && (
        <HintLayer>
          <ul className="grid gap-x-6 gap-y-1 text-meta @container desk:grid-cols-2">
            {progress.partitions.map((part) => (
              <li
                key={`${part.phase} ${part.nodeId} ${part.index}`}
                className="flex justify-between gap-3 border-b py-1 figures"
              >
                <span>Part {part.index + 1}</span>
                <span className="text-muted">
                  {counted(part.rows, 'row')}, {partWords(part.status)}
                </span>
              </li>
            ))}
          </ul>
        </HintLayer>
      )}
    </section>
  )
}

const partWords = (status: string): string =>
  status in runStatuses ? runStatuses[status as Run['status']].words.toLowerCase() : status

/** How much of something is done; null while nobody knows. */
export function Bar({ fraction, label }: { fraction: number | null; label: string }) {
  return (
    <div
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={fraction === null ? undefined : Math.floor(fraction * 100)}
      className="h-1.5 overflow-hidden rounded-full bg-hover"
    >
      <div
        className={
          fraction === null
            ? 'h-full w-1/3 animate-breathe rounded-full bg-accent'
            : 'h-full origin-left rounded-full bg-accent transition-transform duration-180 ease-out'
        }
        style={fraction === null ? undefined : { transform: `scaleX(${Math.min(1, Math.max(0, fraction))})` }}
      />
    </div>
  )
}
