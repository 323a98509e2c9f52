import type { Scope, Tx } from '../transaction'
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
  await tx.sql(
    'SELECT 1 FROM "CrmRecord" WHERE "workspaceId" = $1 AND id = ANY($2::uuid[]) ORDER BY id FOR NO KEY UPDATE',
    [tx.workspaceId, ids],
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
const insertMany = { name: 'record_insert_many', text: insert }

/**
 * Adds one record; gives its row as stored, without what its object, stage and board say of it. The row has an id, and
 * every column that may not be null.
 */
export async function insertRecordRow<Row extends object>(tx: Tx, objectId: string, row: object): Promise<Row> {
  const [stored] = await tx.sql<Row>(insertOne, [tx.workspaceId, objectId, JSON.stringify([row])])
  return stored as Row
}

/** Adds many records of one object in one statement, as the one above. */
export async function insertRecordRows(tx: Tx, objectId: string, rows: object[]): Promise<void> {
  await tx.sql(insertMany, [tx.workspaceId, objectId, JSON.stringify(rows)])
}
