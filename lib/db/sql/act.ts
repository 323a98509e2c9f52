import type { Scope, Tx } from '../transaction'

/** An event among those that one transaction left. */
export interface ActEvent {
  id: string
  verb: string
}

const lock = {
  name: 'act_lock',
  // Events from before they were marked have the mark 0, all of them: there each stands for itself.
  text: `
    SELECT e.id, e.verb FROM "Event" e
    WHERE e."workspaceId" = $1
      AND (e.id = $2 OR e.mark = (SELECT mark FROM "Event" WHERE "workspaceId" = $1 AND id = $2 AND mark > 0))
    ORDER BY e.id DESC FOR NO KEY UPDATE`,
}

/** The events of the transaction that left this one, the newest first, locked; none when there is no such event. */
export const lockAct = (tx: Tx, eventId: string): Promise<ActEvent[]> =>
  tx.sql<ActEvent>(lock, [tx.workspaceId, eventId])

/** A change of the past, with when it was. */
export interface PastChange {
  eventId: string
  subject: string
  subjectId: string
  before: Record<string, unknown> | null
  after: Record<string, unknown> | null
  /** The version that the row had since; null where rows of its kind have none. */
  version: number | null
  at: Date
}

const changes = {
  name: 'act_changes',
  text: `
    SELECT c."eventId", c.subject, c."subjectId", c.before, c.after, c.version, e.at
    FROM "Change" c JOIN "Event" e ON e."workspaceId" = c."workspaceId" AND e.id = c."eventId"
    WHERE c."workspaceId" = $1 AND c."eventId" = ANY($2::uuid[])
    ORDER BY c.id DESC`,
}

/** All changes of these events, the newest first. */
export const changesOfAct = (scope: Scope, eventIds: string[]): Promise<PastChange[]> =>
  scope.sql<PastChange>(changes, [scope.workspaceId, eventIds])

const later = {
  name: 'act_changed_later',
  text: `
    SELECT was.id FROM unnest($2::uuid[], $3::int[]) AS was(id, version)
    WHERE EXISTS (SELECT FROM "Change" c
                  WHERE c."workspaceId" = $1 AND c."subjectId" = was.id AND c.version > was.version)
    LIMIT 1`,
}

/** Of rows and their versions one that was changed since; undefined when none was. */
export async function changedLater(scope: Scope, versions: Map<string, number>): Promise<string | undefined> {
  const values = [scope.workspaceId, [...versions.keys()], [...versions.values()]]
  return (await scope.sql<{ id: string }>(later, values))[0]?.id
}
