import { sql } from '../client'
import type { Scope, Tx } from '../transaction'
import { jsonTable } from './json-table'

type Work = { workspaceId: string; id: string }

const mostDue = 100
const isFree = (row: string) => `(${row}."leasedUntil" IS NULL OR ${row}."leasedUntil" <= now())`

/** Runs of every workspace that somebody is to look after now; of those that wait for their flow, the first one alone. */
export const dueRuns = (): Promise<Work[]> =>
  sql(
    `SELECT r."workspaceId", r.id FROM "FlowRun" r
     WHERE r."dueAt" <= now() AND ${isFree('r')} AND (r.status <> 'pending' OR NOT EXISTS (
       SELECT FROM "FlowRun" o WHERE o."workspaceId" = r."workspaceId" AND o."flowId" = r."flowId"
         AND (o.status = 'running' OR (o.status = 'pending' AND o.id < r.id))))
     ORDER BY r."dueAt" LIMIT $1`,
    [mostDue],
  )

/** Parts that should be read by now, of each run as many as may be read at once; of one run alone where it is given. */
export const dueParts = (runId: string | null = null): Promise<Work[]> =>
  sql(
    `SELECT r."workspaceId", part.id FROM "FlowRun" r, LATERAL (
       SELECT p.id FROM "FlowPart" p
       WHERE p."workspaceId" = r."workspaceId" AND p."runId" = r.id AND p.status = 'pending' AND p."dueAt" <= now()
         AND ${isFree('p')}
       ORDER BY p.index
       LIMIT greatest(0, r.parallelism - (
         SELECT count(*) FROM "FlowPart" l
         WHERE l."workspaceId" = r."workspaceId" AND l."runId" = r.id AND l.status = 'pending' AND l."leasedUntil" > now()))
     ) part
     WHERE r.status = 'running' AND r."cancelRequestedAt" IS NULL AND ($1::uuid IS NULL OR r.id = $1)`,
    [runId],
  )

/** Whether parts of other runs wait to be read. */
export async function doOthersWait(runId: string): Promise<boolean> {
  const [found] = await sql(
    `SELECT 1 FROM "FlowPart" p WHERE p.status = 'pending' AND p."dueAt" <= now() AND ${isFree('p')} AND p."runId" <> $1
     LIMIT 1`,
    [runId],
  )
  return found !== undefined
}

/** Flows whose schedule may be to run them now. */
export const dueFlows = (): Promise<Work[]> =>
  sql(
    `SELECT "workspaceId", id FROM "Flow"
     WHERE status = 'active' AND schedule IS NOT NULL AND ("nextSlotAt" IS NULL OR "nextSlotAt" <= now())
     ORDER BY "nextSlotAt" LIMIT $1`,
    [mostDue],
  )

/** A row that a run could not take in, to be written. */
export interface NewReject {
  id: string
  number: number
  nodeId: string | null
  reason: string
  original: unknown
}

/** Writes rejects of a part. */
export async function insertRejects(tx: Tx, part: { runId: string; id: string }, rejects: NewReject[]): Promise<void> {
  const column = (name: keyof NewReject) => rejects.map((reject) => reject[name])
  const table = jsonTable(5, {
    ...{ id: column('id'), number: column('number'), nodeId: column('nodeId'), reason: column('reason') },
    original: rejects.map(({ original }) => JSON.stringify(original)),
  })
  await tx.sql(
    `INSERT INTO "FlowReject" ("workspaceId", "runId", "partId", "createdAt", id, number, "nodeId", reason, original)
     SELECT $1, $2, $3, $4, n.id::uuid, n.number::int, n."nodeId", n.reason, n.original::json FROM ${table.from}`,
    [tx.workspaceId, part.runId, part.id, tx.now, ...table.values],
  )
}

/** Those of the keys, all different, that a node of a run had not seen before; it has now. */
export async function insertSeen(tx: Tx, runId: string, nodeId: string, keys: string[]): Promise<Set<string>> {
  // In one order everywhere, so that no two parts wait for each other.
  const table = jsonTable(4, { key: [...keys].sort() })
  const fresh = await tx.sql<{ key: string }>(
    `INSERT INTO "FlowSeen" ("workspaceId", "runId", "nodeId", key) SELECT $1, $2, $3, n.key FROM ${table.from}
     ON CONFLICT DO NOTHING RETURNING key`,
    [tx.workspaceId, runId, nodeId, ...table.values],
  )
  return new Set(fresh.map(({ key }) => key))
}

/** Keeps rows for a join, in the order of `ordinal`. */
export async function insertStaged(
  tx: Tx,
  runId: string,
  nodeId: string,
  entries: { key: string; ordinal: number; row: object }[],
): Promise<void> {
  const table = jsonTable(4, {
    key: entries.map(({ key }) => key),
    ordinal: entries.map(({ ordinal }) => ordinal),
    row: entries.map(({ row }) => JSON.stringify(row)),
  })
  await tx.sql(
    `INSERT INTO "FlowStaged" ("workspaceId", "runId", "nodeId", key, ordinal, row)
     SELECT $1, $2, $3, n.key, n.ordinal::bigint, n.row::json FROM ${table.from}`,
    [tx.workspaceId, runId, nodeId, ...table.values],
  )
}

/** The rows kept for a join under these keys, in their order. */
export const stagedRows = <Row>(
  tx: Tx,
  runId: string,
  nodeId: string,
  keys: string[],
): Promise<{ key: string; row: Row }[]> => {
  const table = jsonTable(4, { key: keys })
  return tx.sql(
    `SELECT s.key, s.row FROM ${table.from}, LATERAL (
       SELECT key, ordinal, row FROM "FlowStaged"
       WHERE "workspaceId" = $1 AND "runId" = $2 AND "nodeId" = $3 AND key = n.key OFFSET 0
     ) s ORDER BY s.ordinal`,
    [tx.workspaceId, runId, nodeId, ...table.values],
  )
}

const atOnce = 10_000

/** Deletes what the nodes of a run have kept, some thousand rows a statement. */
export async function deleteKept(scope: Scope, runId: string): Promise<void> {
  for (const table of ['FlowSeen', 'FlowStaged']) {
    let gone: object[]
    do {
      gone = await scope.sql(
        `DELETE FROM "${table}" WHERE ctid = ANY (ARRAY(
           SELECT ctid FROM "${table}" WHERE "workspaceId" = $1 AND "runId" = $2 LIMIT $3)) RETURNING 1`,
        [scope.workspaceId, runId, atOnce],
      )
    } while (gone.length === atOnce)
  }
}
