'use client'
import { useRouter } from 'next/navigation'
import { CouldNotLoad } from '@/components/shell/could-not-load'
import { isMissing } from '@/components/shell/refusal-words'
import { useWorkspace } from '@/components/shell/workspace'
import { ListSkeleton } from '@/components/ui/list-skeleton'
import { BackLink } from './back-link'
import { FlowFrame } from './flow-frame'
import { NotThere } from './flow-page'
import { RunView } from './run-view'
import { useFlow } from './use-flows'
import { useRun } from './use-runs'

/** One run of a flow: how far it is, what it did, what it could not take in. */
export function RunPage({ flowId, runId }: { flowId: string; runId: string }) {
  const { slug } = useWorkspace()
  const router = useRouter()
  const flow = useFlow(flowId)
  const run = useRun(flowId, runId)
  const home = `/${slug}/flows/${flowId}`
  const name = flow.data?.name ?? 'Flow'
  return (
    <FlowFrame title={`Run of ${name}`}>
      {/* A run outlives its flow. */}
      <BackLink href={isMissing(flow.error) ? `/${slug}/flows` : home} name={isMissing(flow.error) ? 'Flows' : name} />
      {isMissing(run.error) ? (
        <NotThere home={`/${slug}/flows`} what="This run" />
      ) : run.data ? (
        <RunView run={run.data} onReplayed={(id) => router.push(`${home}/runs/${id}`)} />
      ) : run.error ? (
        <CouldNotLoad what="The run" safe="It goes on." error={run.error} onRetry={() => void run.refetch()} />
      ) : (
        <ListSkeleton of="the run" />
      )}
    </FlowFrame>
  )
}
