import type { Scope } from '@/lib/db/transaction'
import { isId } from '../id'
import { areMembers } from '../member/are-members'
import { invalid } from '../refusal'
import { problemWith } from './recurrence'
import type { TaskLink, TaskValues } from './task'

/**
 * Refuses a rule that a task cannot follow, or that has no due date to begin with, by the task as it is to be.
 */
export function refuseUnlessRecurring({ dueAt, recurrence }: Pick<TaskValues, 'dueAt' | 'recurrence'>): void {
  if (recurrence === null || recurrence === undefined) return
  const problem = problemWith(recurrence) ?? (dueAt ? null : 'needs a due date')
  if (problem) throw invalid('recurrence', problem)
}

/**
 * Refuses values that point nowhere, naming the field: an assignee who is no active member (who was it already may
 * stay), a link to an unknown object, to no record of it, or to one in the trash.
 */
export async function refuseUnlessValid(scope: Scope, { assignedToId, links }: TaskValues): Promise<void> {
  if (assignedToId && !(await areMembers(scope, [assignedToId]))) {
    throw invalid('assignedToId', 'must be the id of a user of this workspace')
  }
  if (links) await refuseUnlessThere(scope, links)
}

async function refuseUnlessThere(scope: Scope, links: TaskLink[]): Promise<void> {
  const ids = links.flatMap(({ id }) => (isId(id) ? [id] : []))
  const [objects, records] = [
    await scope.sql<{ name: string }>(
      'SELECT name FROM "CrmObject" WHERE "workspaceId" = $1 AND name = ANY($2::text[])',
      [scope.workspaceId, links.map(({ object }) => object)],
    ),
    await scope.sql<TaskLink>(
      `SELECT r.id, o.name AS object
       FROM "CrmRecord" r
       JOIN "CrmObject" o ON o."workspaceId" = r."workspaceId" AND o.id = r."objectId"
       LEFT JOIN "Pipeline" p ON p."workspaceId" = r."workspaceId" AND p.id = r."pipelineId"
       WHERE r."workspaceId" = $1 AND r.id = ANY($2::uuid[]) AND r."trashedAt" IS NULL AND p."trashedAt" IS NULL
       FOR KEY SHARE OF r`,
      [scope.workspaceId, ids],
    ),
  ]
  for (const [at, { id, object }] of links.entries()) {
    if (!objects.some(({ name }) => name === object)) {
      throw invalid(`links.${at}.type`, 'must be the name of an object, such as contacts')
    }
    if (!records.some((record) => record.id === id.toLowerCase() && record.object === object)) {
      throw invalid(`links.${at}.id`, `must be the id of one of the ${object}`)
    }
  }
}
