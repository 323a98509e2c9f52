import type { Scope, Tx } from '@/lib/db/transaction'
import { sendsEmail } from '../notification/mail'
import { type NotificationKind, notificationKinds } from '../notification/notify'
import { notFound } from '../refusal'
import type { Role } from './role'

/** What a member has to say of themselves. */
export interface MyProfile {
  userId: string
  name: string
  email: string
  role: Role
  /** IANA; goes with the person into every workspace. Null: none of their own. */
  timeZone: string | null
  /** Of what they are told in this workspace they are told by e-mail as well. */
  notifyByEmail: Record<NotificationKind, boolean>
  /** Whether there is anything to tell them by e-mail with. */
  sendsEmail: boolean
}

interface Row extends Pick<MyProfile, 'userId' | 'name' | 'email' | 'role' | 'timeZone'> {
  noMailFor: NotificationKind[]
}

const select = `
  SELECT u.id AS "userId", u.name, u.email, m.role, u."timeZone", m."noMailFor"::text[] AS "noMailFor"
  FROM "Member" m JOIN "User" u ON u.id = m."userId"
  WHERE m."workspaceId" = $1 AND m."userId" = $2`

/** What the caller has to say of themselves. Refuses (not found) who is no member. */
export const findMyProfile = (scope: Scope): Promise<MyProfile> => read(scope, select)

/** The same, and nobody else changes it until the transaction ends. */
export const lockMyProfile = (tx: Tx): Promise<MyProfile> => read(tx, `${select} FOR NO KEY UPDATE`)

async function read(scope: Scope, text: string): Promise<MyProfile> {
  const [row] = await scope.sql<Row>(text, [scope.workspaceId, scope.actor.userId])
  if (!row) throw notFound('member')
  const { noMailFor, ...profile } = row
  const wanted = notificationKinds.map((kind) => [kind, !noMailFor.includes(kind)])
  return { ...profile, notifyByEmail: Object.fromEntries(wanted), sendsEmail: sendsEmail() }
}
