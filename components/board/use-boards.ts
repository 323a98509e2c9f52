import { useQuery } from '@tanstack/react-query'
import { listBoards } from './list-boards'
import { boardKeys } from './queries'

/** The boards of a workspace, the default one first. */
export function useBoards(workspace: string) {
  return useQuery({
    queryKey: boardKeys.list(workspace),
    queryFn: ({ signal }) => listBoards(workspace, signal),
    staleTime: 30_000,
  })
}
