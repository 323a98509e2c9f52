import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query'
import type { getWebhook, listDeliveries, listWebhooks } from '@/lib/contracts/rex/webhook.contract'
import { call } from '@/lib/http/call'
import { settingKeys } from '../queries'
import type { DeliveryStatus } from './webhook'

/** The webhooks of a workspace, oldest first. */
export function useWebhooks(workspace: string) {
  return useQuery({
    queryKey: settingKeys.webhookList(workspace),
    queryFn: async ({ signal }) => (await call<typeof listWebhooks>('GET', '/webhooks', { workspace, signal })).data,
    refetchInterval: 60_000,
  })
}

/** One webhook; whether it still stands is looked after while one looks. */
export function useWebhook(workspace: string, id: string) {
  return useQuery({
    queryKey: settingKeys.webhook(workspace, id),
    queryFn: async ({ signal }) =>
      (await call<typeof getWebhook>('GET', '/webhooks/{id}', { workspace, params: { id }, signal })).data,
    refetchInterval: 30_000,
  })
}

/** Reads all that is shown of webhooks anew. */
export function useRefreshWebhooks(workspace: string): () => void {
  const client = useQueryClient()
  return () => void client.invalidateQueries({ queryKey: settingKeys.webhooks(workspace) })
}

const soon = 2_000
const seldom = 30_000

/** What was sent to a webhook, newest first, page by page; often read anew while something of it is about to be sent. */
export function useDeliveries(workspace: string, id: string, status: DeliveryStatus | 'all') {
  return useInfiniteQuery({
    queryKey: settingKeys.deliveriesOf(workspace, id, status),
    queryFn: ({ pageParam, signal }) =>
      call<typeof listDeliveries>('GET', '/webhooks/{id}/deliveries', {
        workspace,
        params: { id },
        query: { limit: 50, cursor: pageParam, status: status === 'all' ? undefined : status },
        signal,
      }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next_cursor ?? undefined,
    refetchInterval: ({ state }) => {
      const pages = state.data?.pages ?? []
      const waits = pages.some(({ data }) => data.some((row) => row.status === 'pending'))
      return waits && pages.length === 1 ? soon : seldom
    },
  })
}
