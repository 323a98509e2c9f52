import type { Tx } from '@/lib/db/transaction'
import { newId } from '../id'
import { firstMailAt } from './mail'

/** What members are told of. */
export const notificationKinds = ['task_assigned', 'task_completed'] as const
export type NotificationKind = (typeof notificationKinds)[number]

/**
 * Tells members of a task's change, in the transaction of the change. Nobody is told of their own doing, and nobody
 * twice.
 */
export async function notify(
  tx: Tx,
  kind: NotificationKind,
  taskId: string,
  userIds: (string | null)[],
): Promise<void> {
  const told = [...new Set(userIds)].filter((userId) => userId !== null && userId !== tx.actor.userId) as string[]
  if (told.length === 0) return
  const { workspaceId } = tx
  await tx.db.notification.createMany({
    data: told.map((userId) => ({
      ...{ workspaceId, id: newId(), userId, kind, taskId },
      ...{ actorId: tx.actor.userId, createdAt: tx.now, mailDueAt: firstMailAt(tx.now) },
    })),
  })
  for (const userId of told) tx.hint({ workspaceId, userId })
}
