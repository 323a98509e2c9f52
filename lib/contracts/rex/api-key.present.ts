import { z } from 'zod'
import type { ApiKeyRow } from '@/lib/domain/api-key/list'
import { scopes } from '@/lib/domain/api-key/scope'
import { keyStatuses, statusOfKey } from '@/lib/domain/api-key/status'
import { roles } from '@/lib/domain/member/role'
import { dialects } from '../contract'
import { idOut, instantOut } from '../schema'

export const apiKey = z.object({
  id: idOut,
  name: z.string(),
  contract: z.enum(dialects),
  /** How the key begins. */
  prefix: z.string(),
  role: z.enum(roles),
  scopes: z.array(z.enum(scopes)),
  /** Whom it acts as: never more than this member may do. */
  user: z.object({ id: idOut, name: z.string(), email: z.string(), role: z.enum(roles) }),
  status: z.enum(keyStatuses),
  /** Requests a minute; null: as the installation has it. */
  rate_limit: z.int().nullable(),
  created_at: instantOut,
  expires_at: instantOut.nullable(),
  revoked_at: instantOut.nullable(),
  /** To the minute. */
  last_used_at: instantOut.nullable(),
})

/** A key in REX's manner, as it stands at `now`. */
export const presentApiKey = (row: ApiKeyRow, now: Date): z.input<typeof apiKey> => ({
  id: row.id,
  name: row.name,
  contract: row.contract,
  prefix: row.prefix,
  role: row.role,
  scopes: row.scopes as z.input<typeof apiKey>['scopes'],
  user: { id: row.userId, name: row.userName, email: row.email, role: row.userRole },
  status: statusOfKey(row, now),
  rate_limit: row.rateLimit,
  created_at: row.createdAt.toISOString(),
  expires_at: row.expiresAt?.toISOString() ?? null,
  revoked_at: row.revokedAt?.toISOString() ?? null,
  last_used_at: row.lastUsedAt?.toISOString() ?? null,
})
