import type { Scope, Tx } from '../transaction'
import { arrayText, each, jsonTable } from './json-table'
import { rottingDays } from './rotting'

const ownColumns = `
  r.id, r."objectId", r.title, r.description, r.tags, r.value, r.currency, r."pipelineId", r."stageId", r.rank,
  r."ownerId", r."contactId", r."companyId", r.source, r."lostReason", r."expectedClose", r."closedAt",
  r."stageEnteredAt", r."lastActivityAt", r."archivedAt", r."trashedAt", r."externalId", r.metadata, r.fields, r.version,
  r."createdAt", r."updatedAt"`

/** A record with what its object, stage and board say of it; see domain/record/record.ts. */
export const recordColumns = `
  ${ownColumns}, o.name AS object, s.type AS "stageType", s.probability, ${rottingDays} AS "rottingDays"`

/** What a record `r` is joined with for its columns. */
export const aroundRecord = `
  JOIN "CrmObject" o ON o."workspaceId" = r."workspaceId" AND o.id = r."objectId"
  LEFT JOIN "Stage" s ON s."workspaceId" = r."workspaceId" AND s.id = r."stageId"
  LEFT JOIN "Pipeline" p ON p."workspaceId" = r."workspaceId" AND p.id = r."pipelineId"`
export const recordTables = `"CrmRecord" r ${aroundRecord}`

/** As much of it as tells which records are present. */
export const searchedTables = `"CrmRecord" r LEFT JOIN "Pipeline" p ON p."workspaceId" = r."workspaceId" AND p.id = r."pipelineId"`

/** Trashed records, and those of trashed boards, are missing everywhere but in the trash. */
export const presentRecords = `r."trashedAt" IS NULL AND p."trashedAt" IS NULL`

const find = {
  name: 'record_find',
  text: `SELECT ${recordColumns} FROM ${recordTables} WHERE r."workspaceId" = $1 AND r.id = $2 AND ${presentRecords}`,
}
// The row is locked before it is joined: after a wait, a lock over the join would pair the new row with its old stage.
const lock = {
  name: 'record_lock',
  text: `SELECT ${recordColumns} FROM (
      SELECT * FROM "CrmRecord" WHERE "workspaceId" = $1 AND id = $2 FOR NO KEY UPDATE
    ) r ${aroundRecord} WHERE ${presentRecords}`,
}

export const findRecordRow = async <Row extends object>(scope: Scope, id: string): Promise<Row | undefined> =>
  (await scope.sql<Row>(find, [scope.workspaceId, id]))[0]

/** The same, and nobody else changes the record until this transaction ends. */
export const lockRecordRow = async <Row extends object>(tx: Tx, id: string): Promise<Row | undefined> =>
  (await tx.sql<Row>(lock, [tx.workspaceId, id]))[0]

// Whether its board is there too is asked of its stage.
const lockTrashed = {
  name: 'record_lock_trashed',
  text: `SELECT ${recordColumns} FROM (
      SELECT * FROM "CrmRecord" WHERE "workspaceId" = $1 AND id = $2 FOR NO KEY UPDATE
    ) r ${aroundRecord} WHERE r."trashedAt" IS NOT NULL`,
}

/** A record in the trash, locked as above. */
export const lockTrashedRow = async <Row extends object>(tx: Tx, id: string): Promise<Row | undefined> =>
  (await tx.sql<Row>(lockTrashed, [tx.workspaceId, id]))[0]

/** The stage that a record in the trash stands in at this moment; undefined when there is no such record, null without. */
export const stageOfTrashed = async (scope: Scope, id: string): Promise<string | null | undefined> =>
  (
    await scope.sql<{ stageId: string | null }>(
      `SELECT "stageId" FROM "CrmRecord" WHERE "workspaceId" = $1 AND id = $2 AND "trashedAt" IS NOT NULL`,
      [scope.workspaceId, id],
    )
  )[0]?.stageId

/** Locks many records, in the order of their ids. */
export const lockRecordRows = async (tx: Tx, ids: string[]): Promise<void> => {
  // One by one: a plan that is made before the rows of an import are counted would read the whole workspace for them.
  await tx.sql(
    `SELECT count(*) FROM unnest($2::uuid[]) AS n(id), LATERAL (
       SELECT 1 FROM "CrmRecord" WHERE "workspaceId" = $1 AND id = n.id FOR NO KEY UPDATE) locked`,
    [tx.workspaceId, ids.map((id) => id.toLowerCase()).sort()],
  )
}

/** Columns that verbs write, with the cast each needs. */
const columns: Record<string, string> = {
  title: 'text',
  description: 'text',
  tags: 'text[]',
  value: 'bigint',
  currency: 'char(3)',
  pipelineId: 'uuid',
  stageId: 'uuid',
  rank: 'text',
  ownerId: 'uuid',
  contactId: 'uuid',
  companyId: 'uuid',
  source: 'text',
  lostReason: 'text',
  expectedClose: 'date',
  closedAt: 'timestamptz',
  stageEnteredAt: 'timestamptz',
  lastActivityAt: 'timestamptz',
  archivedAt: 'timestamptz',
  trashedAt: 'timestamptz',
  externalId: 'text',
  metadata: 'jsonb',
  fields: 'jsonb',
  createdAt: 'timestamptz',
}

function assignments(values: object): { names: string[]; casts: string[]; values: unknown[] } {
  const known = Object.entries(values).filter(([name, value]) => value !== undefined && columns[name])
  return {
    names: known.map(([name]) => `"${name}"`),
    casts: known.map(([name]) => columns[name] as string),
    values: known.map(([name, value]) => (columns[name] === 'jsonb' ? JSON.stringify(value) : value)),
  }
}

/**
 * Writes the given columns of one record; its version rises by one. Gives the moment of the write, by which lists tell
 * what has changed: not that of the transaction's beginning, before which others may have read and gone on.
 */
export async function updateRecordRow(tx: Tx, id: string, patch: object): Promise<Date> {
  const { names, casts, values } = assignments(patch)
  const set = names.map((name, at) => `${name} = $${at + 3}::${casts[at]}`)
  const [row] = await tx.sql<{ updatedAt: Date }>(
    `UPDATE "CrmRecord" SET ${[...set, 'version = version + 1', '"updatedAt" = clock_timestamp()'].join(', ')}
     WHERE "workspaceId" = $1 AND id = $2 RETURNING "updatedAt"`,
    [tx.workspaceId, id, ...values],
  )
  return row?.updatedAt ?? tx.now
}

const names = Object.keys(columns)
const insert = `
  INSERT INTO "CrmRecord" AS r ("workspaceId", "objectId", "updatedAt", id, ${names.map((name) => `"${name}"`).join(', ')})
  SELECT $1, $2, clock_timestamp(), n.* FROM json_to_recordset($3) AS n(
    id uuid, ${names.map((name) => `"${name}" ${columns[name]}`).join(', ')})`
const insertOne = { name: 'record_insert', text: `${insert} RETURNING ${ownColumns}` }

/**
 * Adds one record; gives its row as stored, without what its object, stage and board say of it. The row has an id, and
 * every column that may not be null.
 */
export async function insertRecordRow<Row extends object>(tx: Tx, objectId: string, row: object): Promise<Row> {
  const [stored] = await tx.sql<Row>(insertOne, [tx.workspaceId, objectId, JSON.stringify([row])])
  return stored as Row
}

/** Adds many records of one object in one statement, as the one above, in the order given. */
export async function insertRecordRows(tx: Tx, objectId: string, rows: { id: string }[]): Promise<void> {
  const filled = names.filter((name) => rows.some((row) => !isDefault(inColumn(row, name))))
  const table = jsonTable(3, columnsOf(rows, ['id', ...filled]))
  const into = filled.map((name) => `, "${name}"`).join('')
  const given = filled.map((name) => `, n."${name}"::${columns[name]}`).join('')
  await tx.sql(
    `INSERT INTO "CrmRecord" ("workspaceId", "objectId", "updatedAt", id${into})
     SELECT $1, $2, clock_timestamp(), n.id::uuid${given} FROM ${table.from}`,
    [tx.workspaceId, objectId, ...table.values],
  )
}

/**
 * Writes the same columns of many records in one statement; their versions rise by one. Leaves alone a record that is not
 * in the version given any more, and gives how many were written.
 */
export async function updateRecordRows(
  tx: Tx,
  written: string[],
  rows: { id: string; version: number }[],
): Promise<number> {
  const table = jsonTable(2, columnsOf(rows, ['id', 'version', ...written]))
  const set = written.map((name) => `"${name}" = n."${name}"::${columns[name]}, `).join('')
  const [done] = await tx.sql<{ count: number }>(
    `WITH done AS (
       UPDATE "CrmRecord" r SET ${set}version = r.version + 1, "updatedAt" = clock_timestamp()
       FROM ${table.from}, ${each('"CrmRecord"', '"workspaceId" = $1 AND id = n.id::uuid AND version = n.version::int')}
       WHERE r.ctid = l.at RETURNING 1
     ) SELECT count(*)::int AS count FROM done`,
    [tx.workspaceId, ...table.values],
  )
  return done?.count ?? 0
}

const columnsOf = (rows: object[], of: string[]): Record<string, unknown[]> =>
  Object.fromEntries(of.map((name) => [name, rows.map((row) => cellOf(name, inColumn(row, name)))]))

const inColumn = (row: object, column: string): unknown => (row as Record<string, unknown>)[column]

const cellOf = (column: string, value: unknown): unknown =>
  columns[column] === 'text[]' && Array.isArray(value) ? arrayText(value) : value

/** Whether a new row has a value without being given it. */
const isDefault = (value: unknown): boolean =>
  value === undefined || value === null || (!(value instanceof Date) && typeof value === 'object' && isEmpty(value))
const isEmpty = (value: object): boolean => {
  for (const _ in value) return false
  return true
}
