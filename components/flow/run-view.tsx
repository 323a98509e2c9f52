'use client'
import { stuckReason, useWorkspace } from '@/components/shell/workspace'
import { Ago } from '@/components/ui/ago'
import { Button } from '@/components/ui/button'
import { HintLayer } from '@/components/ui/hint-layer'
import { useNow } from '@/components/ui/use-now'
import { hasEnded, type Run } from './flow'
import { Rejects } from './rejects'
import { RunCounts } from './run-counts'
import { RunProgress } from './run-progress'
import { RunStatus } from './run-status'
import { durationOf, triggers } from './run-words'
import { UndoOutcome, UndoRun } from './undo-run'
import { useRunActions } from './use-runs'

/** A run with all that can be done about it. `onReplayed` gets the run of its rejected rows. */
export function RunView({ run, onReplayed }: { run: Run; onReplayed: (runId: string) => void }) {
  const { role } = useWorkspace()
  const now = useNow(1000)
  const { cancel, replay, undo } = useRunActions(run, onReplayed)
  const stuck = stuckReason(role)
  const ended = hasEnded(run)
  const took = durationOf(run, now)
  return (
    <>
      <div className="flex flex-wrap items-start gap-x-6 gap-y-3">
        <HintLayer className="min-w-0 grow basis-72">
          <h2 className="text-title font-semibold">
            <RunStatus run={run} />
          </h2>
          <p className="mt-1 text-muted">
            {triggers[run.trigger]}. <Ago at={run.startedAt ?? run.createdAt} now={now} />
            {took && <span className="figures">. {ended ? `Took ${took}` : `Has run for ${took}`}</span>}
          </p>
        </HintLayer>
        <div className="flex flex-wrap gap-2">
          {!ended && (
            <Button reason={stuck} busy={cancel.isPending} onClick={() => cancel.mutate()}>
              Cancel the run
            </Button>
          )}
          {ended && (
            <UndoRun
              run={run}
              stuck={undo.data ? 'It was undone' : stuck}
              busy={undo.isPending}
              error={undo.error}
              onAsk={undo.reset}
              onUndo={(done) => undo.mutate(undefined, { onSuccess: done })}
            />
          )}
        </div>
      </div>
      {run.status === 'failed' && run.error && (
        <p role="alert" className="rounded-card border border-danger bg-surface p-4 wrap-anywhere">
          {run.error} What came in before is kept.
        </p>
      )}
      {undo.data && <UndoOutcome {...undo.data} />}
      <RunProgress run={run} />
      <RunCounts run={run} />
      {run.ignoredFields.length > 0 && (
        <p className="text-muted wrap-anywhere">
          Not known there, and left out: {run.ignoredFields.slice(0, 50).join(', ')}.
        </p>
      )}
      <Rejects
        run={run}
        action={
          ended && (
            <Button reason={stuck} busy={replay.isPending} onClick={() => replay.mutate()}>
              Try them again
            </Button>
          )
        }
      />
    </>
  )
}
