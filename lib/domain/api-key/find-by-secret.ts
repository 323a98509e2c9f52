import { createHash } from 'node:crypto'
import { sql } from '@/lib/db/client'
import { lowerRole, type Role } from '../member/role'

/** A valid key with the member it acts as. `role` is already the lower of the key's and the member's. */
export interface KeyInUse {
  id: string
  workspaceId: string
  workspaceSlug: string
  contract: 'kasar' | 'rex' | 'clarky' | 'kaireon'
  scopes: string[]
  userId: string
  role: Role
  timeZone: string
  /** Requests a minute; null: as the installation has it. */
  rateLimit: number | null
}

interface Found extends KeyInUse {
  memberRole: Role
  usedLately: boolean
}

// A key is 160 random bits: a fast hash is enough, and one indexed look-up a request is what it costs.
export const hashOfKey = (key: string): string => createHash('sha256').update(key).digest('hex')

const find = {
  name: 'key_by_hash',
  text: `
    SELECT k.id, k."workspaceId", w.slug AS "workspaceSlug", k.contract, k.scopes, k."userId", k.role,
           k."rateLimit", m.role AS "memberRole", coalesce(u."timeZone", w."timeZone") AS "timeZone",
           coalesce(k."lastUsedAt" > now() - interval '1 minute', false) AS "usedLately"
    FROM "ApiKey" k
    JOIN "Member" m ON m."workspaceId" = k."workspaceId" AND m."userId" = k."userId" AND m."deactivatedAt" IS NULL
    JOIN "User" u ON u.id = k."userId"
    JOIN "Workspace" w ON w.id = k."workspaceId"
    WHERE k.hash = $1 AND k."revokedAt" IS NULL AND (k."expiresAt" IS NULL OR k."expiresAt" > now())`,
}

/**
 * The key as the database has it at this very request, so that a revocation holds at once; null when it is unknown,
 * revoked, expired, or its member has left. Notes "last used", to the minute.
 */
export async function findKeyBySecret(key: string): Promise<KeyInUse | null> {
  const [found] = await sql<Found>(find, [hashOfKey(key)])
  if (!found) return null
  const { memberRole, usedLately, ...inUse } = found
  if (!usedLately) {
    await sql('UPDATE "ApiKey" SET "lastUsedAt" = now() WHERE "workspaceId" = $1 AND id = $2', [
      found.workspaceId,
      found.id,
    ])
  }
  return { ...inUse, role: lowerRole(found.role, memberRole) }
}
