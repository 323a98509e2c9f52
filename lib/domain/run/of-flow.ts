import type { Scope } from '@/lib/db/transaction'
import { isId } from '../id'
import type { Role } from '../member/role'
import { notFound } from '../refusal'
import { findRun, recentRuns } from './find'
import type { RunRow } from './run'

const most = 20

/**
 * The latest runs of a flow, the newest first. Refuses (not found) a flow that there is not; one that was deleted still
 * tells its runs to an admin.
 */
export async function runsOfFlow(scope: Scope, flowId: string, role: Role): Promise<RunRow[]> {
  const runs = await recentRuns(scope, flowId, most)
  if (!(await isToldOf(scope, flowId, role, runs.length > 0))) throw notFound('flow')
  return runs
}

/** A run of a flow. Refuses (not found) one that is missing, and to all but admins that of a flow which was deleted. */
export async function runOfFlow(scope: Scope, flowId: string, id: string, role: Role): Promise<RunRow> {
  const run = await findRun(scope, flowId, id)
  if (!(await isToldOf(scope, flowId, role, true))) throw notFound('run')
  return run
}

async function isToldOf(scope: Scope, flowId: string, role: Role, hasRuns: boolean): Promise<boolean> {
  if (!isId(flowId)) return false
  const found = await scope.sql('SELECT 1 FROM "Flow" WHERE "workspaceId" = $1 AND id = $2', [
    scope.workspaceId,
    flowId,
  ])
  return found.length > 0 || (hasRuns && role === 'admin')
}
