import { sqlState, type Tx } from '@/lib/db/transaction'
import { recordEvent } from '../event/record-event'
import { newId } from '../id'
import { conflict, invalid } from '../refusal'
import { hashPassword } from './password'
import type { Role } from './role'

export interface NewMember {
  email: string
  name: string
  /** Needed for a person new to the installation; refused for one who has a password already. */
  password?: string
  role: Role
}

/**
 * Adds a person to the transaction's workspace; gives the user's id. Somebody known elsewhere in the installation joins
 * with the account they have. Refuses a bad e-mail, an unfit password, and one who is a member already.
 */
export async function addMember(tx: Tx, given: NewMember): Promise<string> {
  const email = given.email.trim().toLowerCase()
  if (!/^[^\s@]+@[^\s@]+$/.test(email) || email.length > 254) throw invalid('email', 'must be an e-mail address')
  if (given.name.trim() === '' || given.name.length > 500) throw invalid('name', 'must have 1 to 500 characters')
  const known = await tx.db.user.findUnique({ where: { email } })
  if (known && given.password !== undefined)
    throw conflict(`${email} has an account already; leave the password out`, 'password')
  if (!known && given.password === undefined) throw invalid('password', 'is required')
  const userId = known?.id ?? newId()
  try {
    if (!known) {
      const passwordHash = await hashPassword(given.password ?? '')
      await tx.db.user.create({ data: { id: userId, email, name: given.name.trim(), passwordHash } })
    }
    await tx.db.member.create({ data: { workspaceId: tx.workspaceId, userId, role: given.role } })
  } catch (error) {
    if (sqlState(error) === '23505') throw conflict(`${email} is a member of this workspace already`, 'email')
    throw error
  }
  const after = { email, name: given.name, role: given.role }
  await recordEvent(tx, 'member.add', [{ subject: 'member', subjectId: userId, before: null, after }])
  return userId
}
