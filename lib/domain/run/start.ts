import type { Tx } from '@/lib/db/transaction'
import { settingOf } from '../connector/settings'
import { recordEvent } from '../event/record-event'
import { lockFlow } from '../flow/find'
import type { FlowRow } from '../flow/flow'
import { isId, newId } from '../id'
import { Refusal } from '../refusal'
import { findRun } from './find'
import { isOrdered } from './program'
import type { RunDrawing, RunRow, RunTrigger } from './run'

export interface NewRun {
  trigger: RunTrigger
  /** Of a replay: the run whose rejects it takes again. */
  replayOfId?: string
  /** Of a schedule: the time that it is for. */
  slotAt?: Date
}

/**
 * Asks for a run of a flow as it is now. It begins as soon as no other run of the flow is under way, in the order in which
 * they were asked for. Refuses (invalid) a flow with a problem that is an error.
 */
export async function startRun(tx: Tx, flowId: string, run: NewRun): Promise<RunRow> {
  const flow = await lockFlow(tx, flowId)
  refuseUnlessRunnable(flow)
  return put(tx, flow, run, { uploadIds: await uploadsOf(tx, flow), dueAt: tx.now }, { status: 'pending' })
}

/** Leaves a run that failed before it began, where nobody is there to be refused. */
export async function failToStart(tx: Tx, flowId: string, run: NewRun, error: string): Promise<RunRow> {
  const flow = await lockFlow(tx, flowId)
  const status = { status: 'failed', error } as const
  return put(tx, flow, run, { ...status, startedAt: tx.now, completedAt: tx.now }, status)
}

async function put(
  tx: Tx,
  flow: FlowRow,
  { trigger, replayOfId, slotAt }: NewRun,
  more: object,
  told: object,
): Promise<RunRow> {
  const id = newId()
  await tx.db.flowRun.create({
    data: {
      ...{ workspaceId: tx.workspaceId, id, flowId: flow.id, trigger, replayOfId, slotAt },
      requestedById: tx.actor.userId,
      drawing: drawingOf(flow) as object,
      parallelism: isOrdered(flow) ? 1 : flow.executionConfig.parallelism,
      createdAt: tx.now,
      ...more,
    },
  })
  const after = { flowId: flow.id, trigger, ...told }
  await recordEvent(tx, 'run.start', [{ subject: 'run', subjectId: id, before: null, after }])
  tx.hint({ workspaceId: tx.workspaceId, flowId: flow.id, runId: id })
  return findRun(tx, flow.id, id)
}

const mostTold = 5

/** Refuses (invalid) a flow that cannot be run, and says what stands in the way. */
export function refuseUnlessRunnable({ problems }: Pick<FlowRow, 'problems'>): void {
  const errors = problems.filter(({ severity }) => severity === 'error').map(({ message }) => message)
  if (errors.length === 0) return
  const more = errors.length > mostTold ? `; and ${errors.length - mostTold} more` : ''
  throw new Refusal('invalid', `The data pipeline cannot be run: ${errors.slice(0, mostTold).join('; ')}${more}`)
}

/** What of a flow a run follows. */
export const drawingOf = ({ name, executionConfig, connector, object, nodes, edges }: FlowRow): RunDrawing => ({
  ...{ name, executionConfig, connector, object, nodes, edges },
})

/** The files that the flow reads; they stay its connectors' until the transaction ends. */
async function uploadsOf(tx: Tx, { connector, nodes }: FlowRow): Promise<string[]> {
  const ids = new Set([connector.id, ...nodes.flatMap(({ connectorId }) => connectorId ?? [])])
  const read = await tx.sql<{ config: Record<string, unknown> }>(
    'SELECT config FROM "Connector" WHERE "workspaceId" = $1 AND id = ANY($2::uuid[]) ORDER BY id FOR SHARE',
    [tx.workspaceId, [...ids]],
  )
  return read
    .map(({ config }) => settingOf(config, 'uploadId'))
    .filter((upload): upload is string => typeof upload === 'string' && isId(upload))
}
