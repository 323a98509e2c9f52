/** The query keys of records; a broader key invalidates the narrower ones. */
export const recordKeys = {
  all: (workspace: string) => ['records', workspace] as const,
  one: (workspace: string, id: string) => [...recordKeys.all(workspace), id] as const,
  deal: (workspace: string, id: string) => [...recordKeys.one(workspace, id), 'deal'] as const,
  record: (workspace: string, object: string, id: string) => [...recordKeys.one(workspace, id), object] as const,
  fields: (workspace: string, object: string) => ['fields', workspace, object] as const,
}
