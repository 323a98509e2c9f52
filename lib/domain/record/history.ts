import type { Scope } from '@/lib/db/transaction'
import { cutPage, type Page } from '../page'
import { aDeal, findRecord } from './find'

/** One change of a record, as the timeline tells it. */
export interface HistoryEntry {
  id: string
  verb: string
  at: Date
  actorId: string | null
  actorName: string | null
  before: object | null
  after: object | null
  fromStageId: string | null
  fromStageName: string | null
  toStageId: string | null
  toStageName: string | null
}

/** What happened to a record, newest first, from the entry after `after` on. Refuses a deal that is missing. */
export async function historyOf(
  scope: Scope,
  recordId: string,
  limit: number,
  after: string | null,
): Promise<Page<HistoryEntry>> {
  await findRecord(scope, recordId, aDeal)
  const rows = await scope.sql<HistoryEntry>(
    `SELECT c.id, e.verb, e.at, e."actorId", u.name AS "actorName", c.before, c.after,
            c."fromStageId", f.name AS "fromStageName", c."toStageId", t.name AS "toStageName"
     FROM "Change" c
     JOIN "Event" e ON e."workspaceId" = c."workspaceId" AND e.id = c."eventId"
     LEFT JOIN "User" u ON u.id = e."actorId"
     LEFT JOIN "Stage" f ON f."workspaceId" = c."workspaceId" AND f.id = c."fromStageId"
     LEFT JOIN "Stage" t ON t."workspaceId" = c."workspaceId" AND t.id = c."toStageId"
     WHERE c."workspaceId" = $1 AND c."subjectId" = $2 AND ($3::uuid IS NULL OR c.id < $3)
     ORDER BY c.id DESC LIMIT $4`,
    [scope.workspaceId, recordId, after, limit + 1],
  )
  return cutPage(rows, limit, (last) => last.id)
}
