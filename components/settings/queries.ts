/** The query keys of the settings; a broader key invalidates the narrower ones. */
export const settingKeys = {
  all: (workspace: string) => ['settings', workspace] as const,
  me: (workspace: string) => [...settingKeys.all(workspace), 'me'] as const,
  calendar: (workspace: string) => [...settingKeys.all(workspace), 'calendar'] as const,
  apiKeys: (workspace: string) => [...settingKeys.all(workspace), 'api-keys'] as const,
  members: (workspace: string) => [...settingKeys.all(workspace), 'members'] as const,
  examplePlace: (workspace: string) => [...settingKeys.all(workspace), 'example-place'] as const,
  webhooks: (workspace: string) => [...settingKeys.all(workspace), 'webhooks'] as const,
  webhookList: (workspace: string) => [...settingKeys.webhooks(workspace), 'list'] as const,
  webhook: (workspace: string, id: string) => [...settingKeys.webhooks(workspace), 'one', id] as const,
  deliveries: (workspace: string, id: string) => [...settingKeys.webhook(workspace, id), 'deliveries'] as const,
  deliveriesOf: (workspace: string, id: string, status: string) =>
    [...settingKeys.deliveries(workspace, id), status] as const,
}
