'use client'
import Link from 'next/link'
import { RunView } from '@/components/flow/run-view'
import { useRun } from '@/components/flow/use-runs'
import { CouldNotLoad } from '@/components/shell/could-not-load'
import { useWorkspace } from '@/components/shell/workspace'
import { buttonLook } from '@/components/ui/button'
import { ListSkeleton } from '@/components/ui/list-skeleton'

type RunStepProps = { flowId: string; runId: string; board: string | null; onReplayed: (runId: string) => void }

/** The import as it goes on, and what came of it. */
export function RunStep({ flowId, runId, board, onReplayed }: RunStepProps) {
  const { slug } = useWorkspace()
  const run = useRun(flowId, runId)
  if (!run.data) {
    return run.error ? (
      <CouldNotLoad what="The import" safe="It goes on." error={run.error} onRetry={() => void run.refetch()} />
    ) : (
      <ListSkeleton of="the import" />
    )
  }
  return (
    <>
      <RunView run={run.data} onReplayed={onReplayed} />
      <div className="flex flex-wrap justify-end gap-2">
        <Link href={`/${slug}/flows/${flowId}`} className={buttonLook('plain', 'medium')}>
          Open its flow
        </Link>
        <Link href={`/${slug}/import`} className={buttonLook('plain', 'medium')}>
          Import another file
        </Link>
        {board && (
          <Link href={`/${slug}/boards/${board}`} className={buttonLook('primary', 'medium')}>
            Open the board
          </Link>
        )}
      </div>
    </>
  )
}
