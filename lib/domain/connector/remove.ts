import type { Tx } from '@/lib/db/transaction'
import { recordEvent } from '../event/record-event'
import { type Role, reaches } from '../member/role'
import { conflict, forbidden } from '../refusal'
import { summaryOf } from './create'
import { lockConnector } from './find'

/** Deletes a connector for good. Refuses one that flows use (conflict), and one with secrets to all but an admin. */
export async function removeConnector(tx: Tx, id: string, role: Role): Promise<void> {
  const connector = await lockConnector(tx, id)
  if (connector.secretNames.length > 0 && !reaches(role, 'admin')) {
    throw forbidden('This connector holds secrets: only an admin may delete it')
  }
  const [uses] = await tx.sql<{ count: number }>(
    `SELECT count(*) FROM (
       SELECT id FROM "Flow" WHERE "workspaceId" = $1 AND "connectorId" = $2
       UNION SELECT "flowId" FROM "FlowNode" WHERE "workspaceId" = $1 AND "connectorId" = $2) AS flow`,
    [tx.workspaceId, id],
  )
  if (uses && uses.count > 0) {
    throw conflict(
      uses.count === 1 ? 'A data pipeline uses this connector' : `${uses.count} data pipelines use this connector`,
    )
  }
  // Its files are swept away later: there may be much of them.
  await tx.db.upload.updateMany({
    where: { workspaceId: tx.workspaceId, connectorId: id },
    data: { connectorId: null },
  })
  await tx.db.connector.delete({ where: { workspaceId_id: { workspaceId: tx.workspaceId, id } } })
  await recordEvent(tx, 'connector.delete', [
    { subject: 'connector', subjectId: id, before: summaryOf(connector), after: null },
  ])
}
