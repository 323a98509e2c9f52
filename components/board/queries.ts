/** The query keys of boards; a broader key invalidates the narrower ones. */
export const boardKeys = {
  all: (workspace: string) => ['boards', workspace] as const,
  list: (workspace: string) => [...boardKeys.all(workspace), 'list'] as const,
  one: (workspace: string, boardId: string) => [...boardKeys.all(workspace), 'one', boardId] as const,
}
