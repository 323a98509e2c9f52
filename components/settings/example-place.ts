import { useQuery } from '@tanstack/react-query'
import type { listPipelines } from '@/lib/contracts/rex/pipeline.contract'
import { call } from '@/lib/http/call'
import { settingKeys } from './queries'

/** Where an example may put a card. */
export type Place = { pipelineId: string; stageId: string }

/** A place on one of the workspace's boards that asks nothing of a card; null when there is none. */
export function useExamplePlace(workspace: string) {
  return useQuery({
    queryKey: settingKeys.examplePlace(workspace),
    queryFn: ({ signal }) => findPlace(workspace, signal),
    staleTime: 60_000,
  })
}

async function findPlace(workspace: string, signal: AbortSignal): Promise<Place | null> {
  const { data } = await call<typeof listPipelines>('GET', '/pipelines', { workspace, query: { limit: 50 }, signal })
  const places = data
    .sort((a, b) => Number(b.is_default) - Number(a.is_default))
    .flatMap((board) => board.stages.map((stage) => ({ board, stage })))
  const free = places.find(({ stage }) => stage.type === 'open' && stage.required_fields.length === 0)
  return free ? { pipelineId: free.board.id, stageId: free.stage.id } : null
}
