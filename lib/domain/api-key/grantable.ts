import type { Tx } from '@/lib/db/transaction'
import { lowerRole, type Role, reaches } from '../member/role'
import { installationLimit } from '../rate-limit/limit'
import { forbidden } from '../refusal'
import type { NewApiKey } from './create'
import type { KeyInUse } from './find-by-secret'
import { writesBoards } from './prefix'
import { holdsScope } from './scope'

interface Maker {
  memberRole: Role
  /** Of the key that makes another; null where a signed-in member does. */
  role: Role | null
  scopes: string[]
  contract: KeyInUse['contract']
  expiresAt: Date | null
  rateLimit: number | null
}

/**
 * The key that is asked for; where it names no end or limit, with those of the key that makes it. Refuses (forbidden)
 * one that may do more than its maker: by its role, its scopes, its kind, its limit or its end. The installation itself
 * may grant everything.
 */
export async function grantable<Asked extends NewApiKey>(tx: Tx, asked: Asked): Promise<Asked> {
  if (tx.actor.userId === null) return asked
  const [maker] = await tx.sql<Maker>(
    `SELECT m.role AS "memberRole", k.role, k.scopes, k.contract, k."expiresAt", k."rateLimit"
     FROM "Member" m LEFT JOIN "ApiKey" k ON k."workspaceId" = m."workspaceId" AND k.id = $3
     WHERE m."workspaceId" = $1 AND m."userId" = $2`,
    [tx.workspaceId, tx.actor.userId, tx.actor.apiKeyId],
  )
  if (!maker) throw more('who makes it is no member')
  const role = maker.role ? lowerRole(maker.role, maker.memberRole) : maker.memberRole
  if (!reaches(role, asked.role)) throw more(`the role ${asked.role} is above ${role}`)
  if (!maker.role) return asked
  const scope = asked.scopes.find((each) => !holdsScope(maker.scopes, each))
  if (scope) throw more(`this one lacks the ${scope} scope`)
  if (writesBoards[asked.contract] && !writesBoards[maker.contract]) {
    throw more(`pipelines and stages are read-only for this one, and a ${asked.contract} key writes them`)
  }
  const { expiresAt = maker.expiresAt } = asked
  if (maker.expiresAt && (!expiresAt || expiresAt > maker.expiresAt)) {
    throw more(`this one ends at ${maker.expiresAt.toISOString()}`)
  }
  const most = maker.rateLimit ?? installationLimit()
  const { rateLimit = maker.rateLimit ?? undefined } = asked
  if (rateLimit !== undefined && rateLimit > most) throw more(`this one has ${most} requests a minute`)
  return { ...asked, expiresAt, rateLimit }
}

const more = (why: string) => forbidden(`A key cannot grant more than its maker has: ${why}`)
