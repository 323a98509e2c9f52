import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { toast } from 'sonner'
import { explain } from '@/components/shell/refusal-words'
import { useWorkspace } from '@/components/shell/workspace'
import type {
  cancelRun,
  getRun,
  getRunProgress,
  listRejects,
  listRuns,
  replayRun,
  undoRun,
} from '@/lib/contracts/kaireon/run.contract'
import { call } from '@/lib/http/call'
import { hasEnded, type Run } from './flow'
import { flowKeys } from './queries'

const often = 1_000
const seldom = 30_000

/** The last twenty runs of a flow, newest first. */
export function useRuns(flowId: string) {
  const { slug: workspace } = useWorkspace()
  return useQuery({
    queryKey: flowKeys.runs(workspace, flowId),
    queryFn: ({ signal }) =>
      call<typeof listRuns>('GET', '/pipelines/{id}/runs', { workspace, params: { id: flowId }, signal }),
    refetchInterval: ({ state }) => (state.data?.some((run) => !hasEnded(run)) ? 2 * often : seldom),
  })
}

/** One run, read anew until it has ended. */
export function useRun(flowId: string, runId: string) {
  const { slug: workspace } = useWorkspace()
  return useQuery({
    queryKey: flowKeys.run(workspace, flowId, runId),
    queryFn: ({ signal }) =>
      call<typeof getRun>('GET', '/pipelines/{id}/runs/{runId}', { workspace, params: { id: flowId, runId }, signal }),
    refetchInterval: ({ state }) => (state.data && hasEnded(state.data) ? seldom : often),
  })
}

/** How far a run has come; asked while it goes on, and once after its end. */
export function useProgress(run: Run) {
  const { slug: workspace } = useWorkspace()
  const params = { id: run.pipelineId, runId: run.id }
  return useQuery({
    queryKey: [...flowKeys.progress(workspace, run.pipelineId, run.id), hasEnded(run)],
    queryFn: ({ signal }) =>
      call<typeof getRunProgress>('GET', '/pipelines/{id}/runs/{runId}/progress', { workspace, params, signal }),
    placeholderData: (before) => before,
    refetchInterval: hasEnded(run) ? false : often,
  })
}

/** What a run could not take in, page by page. */
export function useRejects(run: Run) {
  const { slug: workspace } = useWorkspace()
  const params = { id: run.pipelineId, runId: run.id }
  return useInfiniteQuery({
    // More are told of while it goes on.
    queryKey: [...flowKeys.rejects(workspace, run.pipelineId, run.id), run.rows.rejected],
    queryFn: ({ pageParam, signal }) => {
      const query = { limit: 50, cursor: pageParam }
      return call<typeof listRejects>('GET', '/pipelines/{id}/runs/{runId}/rejects', {
        workspace,
        params,
        query,
        signal,
      })
    },
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
    enabled: run.rows.rejected > 0,
  })
}

/** Cancels a run, runs its rejects once more, or takes back what it did. `onReplayed` gets the new run. */
export function useRunActions(run: Run, onReplayed: (runId: string) => void) {
  const { slug: workspace } = useWorkspace()
  const client = useQueryClient()
  const sent = { workspace, params: { id: run.pipelineId, runId: run.id }, body: {} }
  const onSettled = () => client.invalidateQueries({ queryKey: flowKeys.all(workspace) })
  const onError = (error: Error) => void toast.error(explain(error))
  const cancel = useMutation({
    mutationFn: () => call<typeof cancelRun>('POST', '/pipelines/{id}/runs/{runId}/cancel', sent),
    onError,
    onSettled,
  })
  const replay = useMutation({
    mutationFn: () => call<typeof replayRun>('POST', '/pipelines/{id}/runs/{runId}/replay', sent),
    onSuccess: ({ id }) => onReplayed(id),
    onError,
    onSettled,
  })
  const undo = useMutation({
    mutationFn: () => call<typeof undoRun>('POST', '/pipelines/{id}/runs/{runId}/undo', sent),
    // Whatever shows records may show what is gone now.
    onSettled: () => client.invalidateQueries(),
  })
  return { cancel, replay, undo }
}
