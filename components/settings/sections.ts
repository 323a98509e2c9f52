/** The sections of the settings, in their order: a path below /settings, and what it is called. */
export const sections = [
  { path: 'profile', name: 'Profile' },
  { path: 'api-keys', name: 'API keys' },
  { path: 'webhooks', name: 'Webhooks' },
] as const
