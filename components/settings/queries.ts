/** The query keys of the settings; a broader key invalidates the narrower ones. */
export const settingKeys = {
  all: (workspace: string) => ['settings', workspace] as const,
  apiKeys: (workspace: string) => [...settingKeys.all(workspace), 'api-keys'] as const,
  members: (workspace: string) => [...settingKeys.all(workspace), 'members'] as const,
  examplePlace: (workspace: string) => [...settingKeys.all(workspace), 'example-place'] as const,
}
