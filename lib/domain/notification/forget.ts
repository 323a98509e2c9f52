import type { Tx } from '@/lib/db/transaction'

/** Takes back what members were told of a task that is about to be deleted. */
export const forgetNotifications = (tx: Tx, taskId: string): Promise<void> => forget(tx, '', [taskId])

/** Takes back what members were told of a task at that moment, as far as they have not read it. */
export const withdrawNotifications = (tx: Tx, taskId: string, at: Date): Promise<void> =>
  forget(tx, 'AND "createdAt" = $3 AND "readAt" IS NULL', [taskId, at])

async function forget(tx: Tx, which: string, values: unknown[]): Promise<void> {
  const told = await tx.sql<{ userId: string }>(
    `DELETE FROM "Notification" WHERE "workspaceId" = $1 AND "taskId" = $2 ${which} RETURNING "userId"`,
    [tx.workspaceId, ...values],
  )
  for (const userId of new Set(told.map((row) => row.userId))) tx.hint({ workspaceId: tx.workspaceId, userId })
}
