import type { Tx } from '@/lib/db/transaction'
import { difference, recordEvent } from '../event/record-event'
import { notificationKinds } from '../notification/notify'
import { forbidden, invalid } from '../refusal'
import { isTimeZone } from '../time-zone'
import { lockMyProfile, type MyProfile } from './my-profile'

/** What of it is to be another. */
export interface MyChange {
  timeZone?: string | null
  notifyByEmail?: Partial<MyProfile['notifyByEmail']>
}

/**
 * Changes the caller's own settings. Refuses a time zone that IANA does not know, and one set through a key for somebody
 * who is in other workspaces too: there the key's workspace has no say.
 */
export async function updateMyProfile(tx: Tx, { timeZone, notifyByEmail }: MyChange): Promise<MyProfile> {
  if (typeof timeZone === 'string' && !isTimeZone(timeZone))
    throw invalid('timeZone', 'must name an IANA time zone, like Europe/Paris')
  const profile = await lockMyProfile(tx)
  const wanted = { ...profile.notifyByEmail, ...notifyByEmail }
  const changed = difference<Pick<MyProfile, 'timeZone' | 'notifyByEmail'>>(profile, {
    timeZone,
    notifyByEmail: wanted,
  })
  if (!changed) return profile
  const { workspaceId, db } = tx
  const { userId } = profile
  if (changed.after.timeZone !== undefined) {
    if (tx.actor.apiKeyId !== null) await refuseIfElsewhere(tx, userId)
    await db.user.update({ where: { id: userId }, data: { timeZone: changed.after.timeZone } })
  }
  if (changed.after.notifyByEmail) {
    await db.member.update({
      where: { workspaceId_userId: { workspaceId, userId } },
      data: { noMailFor: notificationKinds.filter((kind) => !wanted[kind]) },
    })
  }
  await recordEvent(tx, 'member.update', [{ subject: 'member', subjectId: userId, ...changed }])
  return { ...profile, ...changed.after }
}

async function refuseIfElsewhere(tx: Tx, userId: string): Promise<void> {
  const [elsewhere] = await tx.sql('SELECT 1 FROM "Member" WHERE "userId" = $1 AND "workspaceId" <> $2 LIMIT 1', [
    userId,
    tx.workspaceId,
  ])
  if (elsewhere) throw forbidden('Your time zone holds in your other workspaces too: change it in the app, signed in')
}
