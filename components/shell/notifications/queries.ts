/** The query keys of what a person was told; a broader key invalidates the narrower ones. */
export const notificationKeys = {
  all: (workspace: string) => ['notifications', workspace] as const,
  news: (workspace: string) => [...notificationKeys.all(workspace), 'news'] as const,
  list: (workspace: string) => [...notificationKeys.all(workspace), 'list'] as const,
}
