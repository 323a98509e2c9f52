import {
  type InfiniteData,
  type QueryClient,
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query'
import type {
  listNotifications,
  readAllNotifications,
  readNotification,
} from '@/lib/contracts/kasar/notification.contract'
import { call } from '@/lib/http/call'
import type { Notification, NotificationPage } from './notification'
import { notificationKeys } from './queries'

/** How much is unread, and the newest of all; undefined as long as that was not asked for. */
export type News = { unread: number; newest: Notification | null | undefined }

/** What there is to know of a person's notifications without opening them; `unread` as it was when the page was made. */
export function useNews(workspace: string, unread: number): News {
  const { data } = useQuery({
    queryKey: notificationKeys.news(workspace),
    queryFn: async ({ signal }): Promise<News> => {
      const page = await call<typeof listNotifications>('GET', '/notifications', {
        workspace,
        query: { limit: 1 },
        signal,
      })
      return { unread: page.unread, newest: page.data[0] ?? null }
    },
    initialData: { unread, newest: undefined },
    // It is read anew when the live stream opens, and when that says so.
    staleTime: Number.POSITIVE_INFINITY,
  })
  return data
}

/** What a person was told, newest first, page by page. */
export function useNotifications(workspace: string) {
  return useInfiniteQuery({
    queryKey: notificationKeys.list(workspace),
    queryFn: ({ pageParam, signal }) =>
      call<typeof listNotifications>('GET', '/notifications', {
        workspace,
        query: { limit: 30, cursor: pageParam },
        signal,
      }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
  })
}

/** Marks one as read; it shows as read at once. */
export function useRead(workspace: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (id: string) =>
      call<typeof readNotification>('PUT', '/notifications/{id}/read', { workspace, params: { id } }),
    onMutate: (id) => showAsRead(client, workspace, (notification) => notification.id === id, 1),
    onError: () => client.invalidateQueries({ queryKey: notificationKeys.all(workspace) }),
  })
}

/** The same for all. */
export function useReadAll(workspace: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: () => call<typeof readAllNotifications>('PUT', '/notifications/read', { workspace }),
    onMutate: () => showAsRead(client, workspace, () => true, Number.POSITIVE_INFINITY),
    onError: () => client.invalidateQueries({ queryKey: notificationKeys.all(workspace) }),
  })
}

/** `count` is how many of them are unread by now. */
function showAsRead(
  client: QueryClient,
  workspace: string,
  read: (notification: Notification) => boolean,
  count: number,
): void {
  const at = new Date().toISOString()
  client.setQueryData<News>(
    notificationKeys.news(workspace),
    (news) => news && { ...news, unread: Math.max(0, news.unread - count) },
  )
  client.setQueryData<InfiniteData<NotificationPage>>(notificationKeys.list(workspace), (list) => {
    if (!list) return list
    const mark = (each: Notification): Notification => (read(each) ? { ...each, read_at: each.read_at ?? at } : each)
    return { ...list, pages: list.pages.map((page) => ({ ...page, data: page.data.map(mark) })) }
  })
}
