import type { z } from 'zod'
import type { NewApiKey } from '@/lib/domain/api-key/create'
import type { createApiKey } from './api-key.contract'

/** A new key, in the domain's words. */
export const readNewApiKey = (body: z.output<typeof createApiKey.body>): NewApiKey => ({
  name: body.name,
  contract: body.contract,
  role: body.role ?? 'editor',
  scopes: body.scopes ?? ['read', 'write'],
  userId: body.user_id,
  expiresAt: body.expires_at,
  rateLimit: body.rate_limit ?? undefined,
})
