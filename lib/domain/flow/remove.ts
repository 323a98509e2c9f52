import type { Tx } from '@/lib/db/transaction'
import { recordEvent } from '../event/record-event'
import { cancelRuns } from '../run/cancel'
import { summaryOf } from './create'
import { erase } from './drawing'
import { lockFlow } from './find'

/** Deletes a flow with its nodes and edges, for good, and ends its runs; what they did and told stays. */
export async function removeFlow(tx: Tx, id: string): Promise<void> {
  const flow = await lockFlow(tx, id)
  await cancelRuns(tx, id)
  await erase(tx, id)
  await tx.db.flow.delete({ where: { workspaceId_id: { workspaceId: tx.workspaceId, id } } })
  await recordEvent(tx, 'flow.delete', [{ subject: 'flow', subjectId: id, before: summaryOf(flow), after: null }])
}
