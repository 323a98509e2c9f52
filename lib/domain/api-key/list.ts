import type { Scope } from '@/lib/db/transaction'
import type { Role } from '../member/role'

/** A key as its workspace knows it; the key itself is kept nowhere. */
export interface ApiKeyRow {
  id: string
  name: string
  contract: string
  role: Role
  scopes: string[]
  /** How it begins. */
  prefix: string
  /** Of the member it acts as. */
  email: string
  expiresAt: Date | null
  revokedAt: Date | null
  lastUsedAt: Date | null
}

/** Every key of the workspace, the revoked ones too, newest first. */
export const listApiKeys = (scope: Scope): Promise<ApiKeyRow[]> =>
  scope.sql(
    `SELECT k.id, k.name, k.contract, k.role, k.scopes, k.prefix, u.email, k."expiresAt", k."revokedAt", k."lastUsedAt"
     FROM "ApiKey" k JOIN "User" u ON u.id = k."userId" WHERE k."workspaceId" = $1 ORDER BY k.id DESC`,
    [scope.workspaceId],
  )
