import { randomBytes } from 'node:crypto'
import type { Tx } from '@/lib/db/transaction'
import { recordEvent } from '../event/record-event'
import { newId } from '../id'
import type { Role } from '../member/role'
import { invalid } from '../refusal'
import { hashOfKey, type KeyInUse } from './find-by-secret'
import { keyPrefixes } from './prefix'

export interface NewApiKey {
  contract: KeyInUse['contract']
  name: string
  role: Role
  scopes: string[]
  /** Whom the key acts as; by default the workspace's first admin. */
  email?: string
  expiresAt?: Date
}

const shown = 6

/**
 * Makes an API key and gives it, this once: only its hash is kept. Refuses a user who is no active member, and a
 * workspace without an admin.
 */
export async function createApiKey(tx: Tx, given: NewApiKey): Promise<{ id: string; key: string }> {
  const member = await tx.db.member.findFirst({
    where: {
      workspaceId: tx.workspaceId,
      deactivatedAt: null,
      ...(given.email ? { user: { email: given.email.trim().toLowerCase() } } : { role: 'admin' }),
    },
    orderBy: { createdAt: 'asc' },
  })
  if (!member)
    throw given.email
      ? invalid('user', 'must be the e-mail of a member')
      : invalid('user', 'is needed: the workspace has no admin')
  const id = newId()
  const begin = keyPrefixes[given.contract]
  const key = begin + randomBytes(20).toString('hex')
  const { contract, name, role, scopes, expiresAt } = given
  const data = {
    name,
    contract,
    role,
    scopes,
    expiresAt,
    userId: member.userId,
    prefix: key.slice(0, begin.length + shown),
  }
  await tx.db.apiKey.create({ data: { workspaceId: tx.workspaceId, id, hash: hashOfKey(key), ...data } })
  await recordEvent(tx, 'api-key.create', [{ subject: 'api-key', subjectId: id, before: null, after: data }])
  return { id, key }
}
