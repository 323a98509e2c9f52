import type { ApiKeyRow } from './list'

/** Whether a key still opens anything, or why not. */
export const keyStatuses = ['active', 'revoked', 'expired', 'member_left'] as const
export type KeyStatus = (typeof keyStatuses)[number]

/** How a key stands at `now`. */
export function statusOfKey(key: Pick<ApiKeyRow, 'revokedAt' | 'expiresAt' | 'userLeftAt'>, now: Date): KeyStatus {
  if (key.revokedAt) return 'revoked'
  if (key.expiresAt && key.expiresAt <= now) return 'expired'
  return key.userLeftAt ? 'member_left' : 'active'
}
