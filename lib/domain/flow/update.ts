import type { Tx } from '@/lib/db/transaction'
import { refuseUnlessConnector } from '../connector/find'
import { difference, recordEvent } from '../event/record-event'
import { refuseIfStale } from '../event/stale'
import { refuseUnlessObject } from '../object/find'
import { invalid } from '../refusal'
import { type NewFlow, summaryOf } from './create'
import { draw, erase, refuseUnlessDrawing, refuseUnlessReferring } from './drawing'
import { findFlow, lockFlow } from './find'
import { defaultExecution, type FlowRow } from './flow'
import { refuseUnlessCron } from './schedule'

/** What is absent stays. `nodes` replace all nodes and edges; `edges` come with them. A null schedule clears it. */
export type FlowChange = Partial<NewFlow>

type Summary = ReturnType<typeof summaryOf>

/**
 * Changes a flow, and refuses what its creation would. An executionConfig replaces the whole: what it leaves out takes
 * its default.
 * @param seen the version that the caller has seen; another one by now is stale
 */
export async function updateFlow(tx: Tx, id: string, change: FlowChange, seen?: number): Promise<FlowRow> {
  refuseUnlessSound(change)
  const before = await lockFlow(tx, id)
  await refuseIfStale(tx, before, seen)
  await refuseUnlessPointing(tx, change)
  const { nodes, edges = [], executionConfig: execution, ...plain } = change
  const columns = { ...plain, ...(execution && { executionConfig: { ...defaultExecution, ...execution } }) }
  const redrawn = nodes && (nodes.length > 0 || before.nodes.length > 0)
  if (!redrawn && !difference<Summary>(summaryOf(before), columns)) return before
  if (redrawn) {
    await erase(tx, id)
    await draw(tx, id, { nodes, edges })
  }
  await tx.db.flow.update({
    where: { workspaceId_id: { workspaceId: tx.workspaceId, id } },
    data: {
      ...columns,
      version: { increment: 1 },
      updatedAt: tx.now,
      // Reckoned anew where it follows from something else now.
      ...(isRescheduled(before, change) && { nextSlotAt: null }),
    },
  })
  const after = await findFlow(tx, id)
  const changed = difference<Summary>(summaryOf(before), summaryOf(after)) ?? { before: {}, after: {} }
  await recordEvent(tx, 'flow.update', [{ subject: 'flow', subjectId: id, ...changed, version: after.version }])
  return after
}

function refuseUnlessSound({ nodes, edges, schedule }: FlowChange): void {
  if (edges && !nodes) throw invalid('edges', "replaces all edges, and needs 'nodes' beside it")
  if (typeof schedule === 'string') refuseUnlessCron(schedule)
  if (nodes) refuseUnlessDrawing({ nodes, edges: edges ?? [] })
}

async function refuseUnlessPointing(tx: Tx, { nodes, connectorId, objectId }: FlowChange): Promise<void> {
  if (connectorId !== undefined) await refuseUnlessConnector(tx, connectorId, 'connectorId')
  if (objectId !== undefined) await refuseUnlessObject(tx, objectId, 'objectId')
  if (nodes) await refuseUnlessReferring(tx, nodes)
}

const isRescheduled = (before: FlowRow, { schedule = before.schedule, status = before.status }: FlowChange): boolean =>
  schedule !== before.schedule || status !== before.status
