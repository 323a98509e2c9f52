import { dueFlows, dueRuns } from '@/lib/db/sql/run'
import { openTransaction, readerFor } from '@/lib/db/transaction'
import { Refusal } from '@/lib/domain/refusal'
import { delayPlan, piecesOf, writePlan } from '@/lib/domain/run/plan'
import { programOf } from '@/lib/domain/run/program'
import { startScheduled } from '@/lib/domain/run/schedule'
import { holdRun, isOvertaken, type TendedRun, type Tending, tendRun, tidyRun } from '@/lib/domain/run/tend'
import { SourceFailed } from '@/lib/domain/source/failed'
import { keepHolding } from './hold'
import type { Job, Kind } from './work'

/** How many runs one process begins and plans at once. */
const concurrency = 4

/** A run acts for whoever asked for it; what it does names the run as its request. */
export const callerOf = (workspaceId: string, run: { id: string; requestedById: string | null } | null) => ({
  workspaceId,
  actor: { userId: run?.requestedById ?? null, apiKeyId: null, door: 'job' as const },
  requestId: run?.id ?? null,
})

/** Runs of flows as work: asked for by a schedule or a person, they are begun, planned, ended and tidied up after. */
export const runs = (): Kind => ({
  name: 'runs',
  concurrency,
  due: async () => {
    for (const flow of await dueFlows()) await schedule(flow)
    return dueRuns()
  },
  run: tend,
})

/** Starts what a flow's schedule wants by now; its trouble is not the others'. */
async function schedule({ workspaceId, id }: Job): Promise<void> {
  try {
    await openTransaction(callerOf(workspaceId, null), (tx) => startScheduled(tx, id))
  } catch (error) {
    console.error(`data pipeline ${id} cannot be run by its schedule:`, error)
  }
}

/** Does what is to be done for a run. */
export async function tend({ workspaceId, id }: Job): Promise<Job[]> {
  const tending = await tendOnce(workspaceId, id)
  if (!tending) return []
  if ('plan' in tending) return plan(workspaceId, tending.plan)
  await tidyRun(readerFor(callerOf(workspaceId, null)), tending.tidy)
  return dueRuns()
}

async function tendOnce(workspaceId: string, id: string): Promise<Tending> {
  try {
    return await openTransaction(callerOf(workspaceId, null), (tx) => tendRun(tx, id))
  } catch (error) {
    if (isOvertaken(error)) return null
    throw error
  }
}

async function plan(workspaceId: string, run: TendedRun): Promise<Job[]> {
  const by = callerOf(workspaceId, run)
  const scope = readerFor(by)
  const held = keepHolding(() => holdRun(scope, run))
  try {
    const program = await programOf(scope, run.drawing, run.startedAt)
    const pieces = await piecesOf(scope, run, program)
    await openTransaction(by, (tx) => writePlan(tx, run, pieces, program))
  } catch (error) {
    const failure = error instanceof Refusal ? new SourceFailed(error.message) : error
    if (!(failure instanceof SourceFailed)) throw error
    await openTransaction(by, (tx) => delayPlan(tx, run, failure))
  } finally {
    held.release()
  }
  return []
}
