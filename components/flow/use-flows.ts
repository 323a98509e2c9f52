import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { toast } from 'sonner'
import { explain } from '@/components/shell/refusal-words'
import { useWorkspace } from '@/components/shell/workspace'
import type { getPipeline, listPipelines, updatePipeline } from '@/lib/contracts/kaireon/pipeline.contract'
import type { runPipeline } from '@/lib/contracts/kaireon/run.contract'
import { call } from '@/lib/http/call'
import type { Flow } from './flow'
import { flowKeys } from './queries'

const soon = 2_000
const seldom = 30_000

/** The flows of the workspace page by page, oldest first; often read anew while one of them runs. */
export function useFlows() {
  const { slug: workspace } = useWorkspace()
  return useInfiniteQuery({
    queryKey: flowKeys.list(workspace),
    queryFn: async ({ pageParam, signal }) => {
      const query = { limit: 20, cursor: pageParam }
      return call<typeof listPipelines>('GET', '/pipelines', { workspace, dialect: 'kaireon', query, signal })
    },
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
    refetchInterval: ({ state }) => {
      const flows: Flow[] = state.data?.pages.flatMap(({ data }) => data) ?? []
      return flows.some(isBusy) ? soon : seldom
    },
  })
}

const isBusy = ({ lastRun }: Flow) => lastRun?.status === 'running' || lastRun?.status === 'pending'

/** One flow. */
export function useFlow(id: string) {
  const { slug: workspace } = useWorkspace()
  return useQuery({
    queryKey: flowKeys.one(workspace, id),
    queryFn: async ({ signal }): Promise<Flow> =>
      call<typeof getPipeline>('GET', '/pipelines/{id}', { workspace, params: { id }, signal }),
    refetchInterval: seldom,
  })
}

/** Starts a flow, or stops and resumes its schedule. `onStarted` gets the run. */
export function useFlowActions(flow: Flow, onStarted: (runId: string) => void) {
  const { slug: workspace } = useWorkspace()
  const client = useQueryClient()
  const settle = () => client.invalidateQueries({ queryKey: flowKeys.all(workspace) })
  const refused = (error: Error) => void toast.error(explain(error))
  const run = useMutation({
    mutationFn: () =>
      call<typeof runPipeline>('POST', '/pipelines/{id}/run', { workspace, params: { id: flow.id }, body: {} }),
    onSuccess: ({ id }) => onStarted(id),
    onError: refused,
    onSettled: settle,
  })
  const schedule = useMutation({
    mutationFn: (status: 'active' | 'paused') =>
      call<typeof updatePipeline>('PUT', '/pipelines', { workspace, body: { id: flow.id, status } }),
    onSuccess: (_, status) => void toast(status === 'paused' ? 'The flow is paused' : 'The flow is active again'),
    onError: refused,
    onSettled: settle,
  })
  return { run, schedule }
}
