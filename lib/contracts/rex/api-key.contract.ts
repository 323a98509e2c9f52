import { z } from 'zod'
import { scopes } from '@/lib/domain/api-key/scope'
import { roles } from '@/lib/domain/member/role'
import { mostRequests } from '@/lib/domain/rate-limit/limit'
import { contract, dialects } from '../contract'
import { id, instant, name, noQuery } from '../schema'
import { apiKey } from './api-key.present'
import { page } from './pipeline.contract'

/** Ours: every key of the workspace, the revoked ones too, newest first. */
export const listApiKeys = contract({
  dialect: 'rex',
  method: 'GET',
  path: '/api-keys',
  title: 'List API keys',
  about: 'Revoked ones too, newest first.',
  ours: true,
  role: 'admin',
  query: z.strictObject(page),
  reply: z.object({ data: z.array(apiKey), has_more: z.boolean(), next_cursor: z.string().nullable() }),
})

/**
 * Ours: makes a key, which the reply shows this once. By default it is an editor's that reads and writes, acts as its
 * maker, ends never and has the installation's limit of requests a minute, or ends and is limited like the key that
 * makes it. It cannot do more than its maker (403).
 */
export const createApiKey = contract({
  dialect: 'rex',
  method: 'POST',
  path: '/api-keys',
  title: 'Create an API key',
  about:
    "The reply shows the key this once. By default it is an editor's that reads and writes, and acts as its maker; it cannot do more than its maker.",
  example: { body: { name: 'Website form', contract: 'rex', role: 'editor', scopes: ['write'] } },
  ours: true,
  role: 'admin',
  sealed: true,
  query: noQuery,
  body: z.strictObject({
    name,
    contract: z.enum(dialects),
    role: z.enum(roles).optional(),
    scopes: z
      .array(z.enum(scopes))
      .min(1)
      .max(2)
      .refine((given) => new Set(given).size === given.length, 'must not name a scope twice')
      .optional(),
    user_id: id.optional(),
    expires_at: instant.nullable().optional(),
    rate_limit: z.int().min(1).max(mostRequests).nullable().optional(),
  }),
  status: 201,
  reply: z.object({ data: apiKey.extend({ key: z.string() }) }),
})

/** Ours: revokes a key; the next request with it is refused. A key that is revoked already is missing (404). */
export const revokeApiKey = contract({
  dialect: 'rex',
  method: 'DELETE',
  path: '/api-keys/{id}',
  title: 'Revoke an API key',
  about: 'The next request with it is refused.',
  ours: true,
  role: 'admin',
  query: noQuery,
})
