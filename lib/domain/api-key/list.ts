import type { Scope } from '@/lib/db/transaction'
import { isId } from '../id'
import type { Role } from '../member/role'
import { cutPage, type Page } from '../page'
import { Refusal } from '../refusal'
import type { KeyInUse } from './find-by-secret'

/** A key as its workspace knows it; the key itself is kept nowhere. */
export interface ApiKeyRow {
  id: string
  name: string
  contract: KeyInUse['contract']
  role: Role
  scopes: string[]
  /** How it begins. */
  prefix: string
  /** The member it acts as. */
  userId: string
  userName: string
  email: string
  userRole: Role
  /** When that member left. */
  userLeftAt: Date | null
  createdAt: Date
  /** Requests a minute; null: as the installation has it. */
  rateLimit: number | null
  expiresAt: Date | null
  revokedAt: Date | null
  /** To the minute. */
  lastUsedAt: Date | null
}

const select = `
  SELECT k.id, k.name, k.contract, k.role, k.scopes, k.prefix, k."userId", u.name AS "userName", u.email,
         m.role AS "userRole", m."deactivatedAt" AS "userLeftAt", k."createdAt", k."rateLimit", k."expiresAt", k."revokedAt", k."lastUsedAt"
  FROM "ApiKey" k
  JOIN "Member" m ON m."workspaceId" = k."workspaceId" AND m."userId" = k."userId"
  JOIN "User" u ON u.id = k."userId"
  WHERE k."workspaceId" = $1`

/** Every key of the workspace, the revoked ones too, newest first. */
export const listApiKeys = (scope: Scope): Promise<ApiKeyRow[]> =>
  scope.sql(`${select} ORDER BY k.id DESC`, [scope.workspaceId])

/** A page of them, from the one after `after` (an id) on. */
export async function pageApiKeys(scope: Scope, limit: number, after: string | null): Promise<Page<ApiKeyRow>> {
  const from = after === null ? '' : 'AND k.id < $3'
  const values = [scope.workspaceId, limit + 1, ...(after === null ? [] : [after])]
  const rows = await scope.sql<ApiKeyRow>(`${select} ${from} ORDER BY k.id DESC LIMIT $2`, values)
  return cutPage(rows, limit, (last) => last.id)
}

/** One key. Refuses (not found) one that there is not. */
export async function findApiKey(scope: Scope, id: string): Promise<ApiKeyRow> {
  const [row] = isId(id) ? await scope.sql<ApiKeyRow>(`${select} AND k.id = $2`, [scope.workspaceId, id]) : []
  if (!row) throw new Refusal('not_found', 'API key not found')
  return row
}
