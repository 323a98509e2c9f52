import type { Scope } from '@/lib/db/transaction'
import type { FlowRow } from '../flow/flow'
import { slotsAfter } from '../flow/schedule'
import { zoneOf } from '../workspace/zone'
import { lastRuns } from './find'
import type { RunRow } from './run'

/** A flow with when it runs next and how it ran last. */
export interface FlowWithRuns extends FlowRow {
  /** None unless it is active and has a schedule. */
  nextRuns: Date[]
  lastRun: RunRow | null
}

const next = 5

/** Flows with their next runs and their last one, in as many statements as for one. */
export async function withRuns(scope: Scope, flows: FlowRow[]): Promise<FlowWithRuns[]> {
  if (flows.length === 0) return []
  const [zone, runs] = await Promise.all([
    zoneOf(scope),
    lastRuns(
      scope,
      flows.map(({ id }) => id),
    ),
  ])
  const last = new Map(runs.map((run) => [run.flowId, run]))
  return flows.map((flow) => ({
    ...flow,
    nextRuns: flow.status === 'active' && flow.schedule ? slotsAfter(flow.schedule, zone, scope.now, next) : [],
    lastRun: last.get(flow.id) ?? null,
  }))
}

/** The same of one flow. */
export async function withItsRuns(scope: Scope, flow: FlowRow): Promise<FlowWithRuns> {
  const [found] = await withRuns(scope, [flow])
  return found as FlowWithRuns
}
