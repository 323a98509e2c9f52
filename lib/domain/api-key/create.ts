import { randomBytes } from 'node:crypto'
import type { Tx } from '@/lib/db/transaction'
import { recordEvent } from '../event/record-event'
import { isId, newId } from '../id'
import type { Role } from '../member/role'
import { isLimit, mostRequests } from '../rate-limit/limit'
import { invalid } from '../refusal'
import { hashOfKey, type KeyInUse } from './find-by-secret'
import { grantable } from './grantable'
import { type ApiKeyRow, findApiKey } from './list'
import { keyPrefixes } from './prefix'

export interface NewApiKey {
  contract: KeyInUse['contract']
  name: string
  role: Role
  scopes: string[]
  /** Whom the key acts as, by id or by e-mail; by default who makes it, else the workspace's first admin. */
  userId?: string
  email?: string
  /** Null is never; left out it is never, or with the key that makes it. */
  expiresAt?: Date | null
  /** Requests a minute; left out it is as the installation has it, or as the key that makes it. */
  rateLimit?: number
}

const shown = 6

/**
 * Makes an API key and gives it, this once: only its hash is kept. Refuses a user who is no active member, a workspace
 * without an admin, an end in the past, a limit that is none, and a key that may do more than whoever makes it.
 */
export async function createApiKey(tx: Tx, given: NewApiKey): Promise<ApiKeyRow & { key: string }> {
  const { contract, name, role, scopes, expiresAt, rateLimit } = await grantable(tx, given)
  if (expiresAt && expiresAt <= tx.now) throw invalid('expiresAt', 'must lie in the future')
  if (rateLimit !== undefined && !isLimit(rateLimit))
    throw invalid('rateLimit', `must be a whole number from 1 to ${mostRequests}`)
  const id = newId()
  const begin = keyPrefixes[contract]
  const key = begin + randomBytes(20).toString('hex')
  const userId = await userOf(tx, given)
  const prefix = key.slice(0, begin.length + shown)
  const data = { name, contract, role, scopes, expiresAt, rateLimit, userId, prefix }
  await tx.db.apiKey.create({ data: { workspaceId: tx.workspaceId, id, hash: hashOfKey(key), ...data } })
  await recordEvent(tx, 'api-key.create', [{ subject: 'api-key', subjectId: id, before: null, after: data }])
  return { ...(await findApiKey(tx, id)), key }
}

async function userOf(tx: Tx, { userId, email }: NewApiKey): Promise<string> {
  const noMember = invalid('userId', 'must be the id of a member')
  if (userId !== undefined && !isId(userId)) throw noMember
  const maker = tx.actor.userId
  const whom =
    userId !== undefined
      ? { userId }
      : email !== undefined
        ? { user: { email: email.trim().toLowerCase() } }
        : maker !== null
          ? { userId: maker }
          : { role: 'admin' as const }
  const member = await tx.db.member.findFirst({
    where: { workspaceId: tx.workspaceId, deactivatedAt: null, ...whom },
    orderBy: { createdAt: 'asc' },
  })
  if (member) return member.userId
  if (userId !== undefined) throw noMember
  throw invalid(
    'user',
    email === undefined ? 'is needed: the workspace has no admin' : 'must be the e-mail of a member',
  )
}
