import { useInfiniteQuery } from '@tanstack/react-query'
import type { listApiKeys } from '@/lib/contracts/rex/api-key.contract'
import { call } from '@/lib/http/call'
import { settingKeys } from './queries'

/** The keys of a workspace, newest first, page by page; "last used" is kept level while one looks. */
export function useApiKeys(workspace: string) {
  return useInfiniteQuery({
    queryKey: settingKeys.apiKeys(workspace),
    queryFn: ({ pageParam, signal }) =>
      call<typeof listApiKeys>('GET', '/api-keys', { workspace, query: { limit: 100, cursor: pageParam }, signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next_cursor ?? undefined,
    refetchInterval: 60_000,
  })
}
