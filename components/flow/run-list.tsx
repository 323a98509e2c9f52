'use client'
import Link from 'next/link'
import { CouldNotLoad } from '@/components/shell/could-not-load'
import { useWorkspace } from '@/components/shell/workspace'
import { Ago } from '@/components/ui/ago'
import { HintLayer } from '@/components/ui/hint-layer'
import { ListSkeleton } from '@/components/ui/list-skeleton'
import { useNow } from '@/components/ui/use-now'
import { RunStatus } from './run-status'
import { durationOf, outcomeInWords, triggers } from './run-words'
import { useRuns } from './use-runs'

/** The last runs of a flow, newest first. */
export function RunList({ flowId }: { flowId: string }) {
  const { slug } = useWorkspace()
  const runs = useRuns(flowId)
  const now = useNow(10_000)
  return (
    <section aria-labelledby="runs" className="flex flex-col gap-2">
      <h2 id="runs" className="text-body font-semibold">
        Runs
      </h2>
      {runs.data ? (
        runs.data.length > 0 ? (
          <HintLayer>
            <ul className="border-t text-dense">
              {runs.data.map((run) => (
                <li
                  key={run.id}
                  className="relative grid gap-x-4 gap-y-0.5 border-b py-2 hover:bg-hover desk:grid-cols-[13rem_9rem_1fr_auto]"
                >
                  <Link href={`/${slug}/flows/${flowId}/runs/${run.id}`} className="after:absolute after:inset-0">
                    <RunStatus run={run} />
                  </Link>
                  <Ago at={run.createdAt} now={now} className="text-muted" />
                  <span className="line-clamp-2 wrap-anywhere">{outcomeInWords(run)}</span>
                  <span className="text-meta text-muted">
                    {[triggers[run.trigger], durationOf(run, now)].filter(Boolean).join(', ')}
                  </span>
                </li>
              ))}
            </ul>
          </HintLayer>
        ) : (
          <p className="border-t py-6 text-center text-muted">It was never run yet.</p>
        )
      ) : runs.error ? (
        <CouldNotLoad
          what="The runs"
          safe="What runs goes on."
          error={runs.error}
          onRetry={() => void runs.refetch()}
        />
      ) : (
        <ListSkeleton of="the runs" />
      )}
    </section>
  )
}
