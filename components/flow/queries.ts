/** The query keys of flows; a broader key invalidates the narrower ones. */
export const flowKeys = {
  all: (workspace: string) => ['flows', workspace] as const,
  list: (workspace: string) => [...flowKeys.all(workspace), 'list'] as const,
  one: (workspace: string, id: string) => [...flowKeys.all(workspace), 'one', id] as const,
  runs: (workspace: string, id: string) => [...flowKeys.one(workspace, id), 'runs'] as const,
  run: (workspace: string, id: string, runId: string) => [...flowKeys.runs(workspace, id), runId] as const,
  progress: (workspace: string, id: string, runId: string) =>
    [...flowKeys.run(workspace, id, runId), 'progress'] as const,
  rejects: (workspace: string, id: string, runId: string) =>
    [...flowKeys.run(workspace, id, runId), 'rejects'] as const,
}
