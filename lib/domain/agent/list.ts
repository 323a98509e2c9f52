import type { Scope } from '@/lib/db/transaction'

/** An owner of boards. */
export interface AgentRow {
  id: string
  name: string
  createdAt: Date
}

/** A page of the workspace's agents, oldest first, and how many there are. */
export async function listAgents(
  scope: Scope,
  limit: number,
  offset: number,
): Promise<{ rows: AgentRow[]; total: number }> {
  const where = { workspaceId: scope.workspaceId }
  const [rows, total] = await Promise.all([
    scope.db.agent.findMany({ where, orderBy: { id: 'asc' }, take: limit, skip: offset }),
    scope.db.agent.count({ where }),
  ])
  return { rows, total }
}

/** The workspace's first agent, who owns a board unless another is named. */
export async function defaultAgentId(scope: Scope): Promise<string> {
  const [first] = (await listAgents(scope, 1, 0)).rows
  if (!first) throw new Error(`workspace ${scope.workspaceId} has no agent`)
  return first.id
}
