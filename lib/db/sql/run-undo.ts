import type { Scope } from '../transaction'
import type { VersionChange } from './change'

const past = {
  name: 'run_imports',
  text: `
    SELECT id FROM "Event"
    WHERE "workspaceId" = $1 AND "requestId" = $2 AND door = 'job' AND verb = 'record.import' AND ($3::uuid IS NULL OR id < $3)
    ORDER BY id DESC LIMIT 100`,
}

/** The events in which a run wrote records, the newest first, from the one before `before` on; a hundred at most. */
export const importsOfRun = async (scope: Scope, runId: string, before: string | null): Promise<string[]> =>
  (await scope.sql<{ id: string }>(past, [scope.workspaceId, runId, before])).map(({ id }) => id)

/** Whether somebody has undone a run. */
export const isRunUndone = async (scope: Scope, runId: string): Promise<boolean> =>
  (
    await scope.sql(
      `SELECT 1 FROM "Change" c JOIN "Event" e ON e."workspaceId" = c."workspaceId" AND e.id = c."eventId"
       WHERE c."workspaceId" = $1 AND c."subjectId" = $2 AND e.verb = 'run.undo' LIMIT 1`,
      [scope.workspaceId, runId],
    )
  ).length > 0

/** A record as it stands, in the trash or not. */
export interface StandingRecord {
  id: string
  title: string
  version: number
  trashedAt: Date | null
}

/** How the records with these ids stand. */
export const standing = (scope: Scope, ids: string[]): Promise<StandingRecord[]> =>
  scope.sql(
    `SELECT r.id, r.title, r.version, r."trashedAt" FROM unnest($2::uuid[]) AS n(id), LATERAL (
       SELECT * FROM "CrmRecord" WHERE "workspaceId" = $1 AND id = n.id OFFSET 0) r`,
    [scope.workspaceId, ids],
  )

/** A change of a row that somebody else made. */
export type OthersChange = VersionChange & { subjectId: string }

/** What others changed of rows behind these versions of them, the latest first; a run and some events do not count. */
export const changedByOthers = (
  scope: Scope,
  versions: { id: string; version: number }[],
  but: { runId: string; eventIds: string[] },
): Promise<OthersChange[]> =>
  scope.sql(
    `SELECT c."subjectId", c.version, c.before, c.after, e.at, e."actorId", u.name AS "actorName"
     FROM unnest($2::uuid[], $3::int[]) AS n(id, version), LATERAL (
       SELECT * FROM "Change" WHERE "workspaceId" = $1 AND "subjectId" = n.id AND version > n.version OFFSET 0) c
     JOIN "Event" e ON e."workspaceId" = c."workspaceId" AND e.id = c."eventId"
     LEFT JOIN "User" u ON u.id = e."actorId"
     WHERE NOT (e.door = 'job' AND e."requestId" IS NOT DISTINCT FROM $4) AND e.id <> ALL($5::uuid[])
     ORDER BY c.version DESC`,
    [scope.workspaceId, versions.map(({ id }) => id), versions.map(({ version }) => version), but.runId, but.eventIds],
  )

/** How many different rows some events changed. */
export const countSubjects = async (scope: Scope, eventIds: string[]): Promise<number> =>
  (
    await scope.sql<{ count: number }>(
      `SELECT count(DISTINCT "subjectId")::int AS count FROM "Change" WHERE "workspaceId" = $1 AND "eventId" = ANY($2::uuid[])`,
      [scope.workspaceId, eventIds],
    )
  )[0]?.count ?? 0
