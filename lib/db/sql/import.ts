import type { Scope, Tx } from '../transaction'
import { each, jsonTable } from './json-table'
import { aroundRecord, recordColumns } from './record'
import type { RecordKey } from './record-key'

/** Each of these looks up many rows in one statement, by the index at every single one, however many there are. */

/** A member as rows name one. */
export interface NamedMember {
  id: string
  email: string
}

/** The active members with one of these ids or e-mails, which are in lower case. */
export const membersNamed = (scope: Scope, ids: string[], emails: string[]): Promise<NamedMember[]> =>
  scope.sql(
    `SELECT u.id, u.email FROM "Member" m JOIN "User" u ON u.id = m."userId"
     WHERE m."workspaceId" = $1 AND m."deactivatedAt" IS NULL AND (m."userId" = ANY($2::uuid[]) OR u.email = ANY($3))`,
    [scope.workspaceId, ids, emails],
  )

/** Which of these ids are of present records of an object, by the object's name. */
export const idsPresent = async (scope: Scope, object: string, ids: string[]): Promise<string[]> => {
  const table = jsonTable(3, { id: ids })
  const found = await scope.sql<{ id: string }>(
    `SELECT r.id FROM ${table.from}, LATERAL (
       SELECT id, "objectId" FROM "CrmRecord" WHERE "workspaceId" = $1 AND id = n.id::uuid AND "trashedAt" IS NULL OFFSET 0
     ) r WHERE r."objectId" = ${objectNamed}`,
    [scope.workspaceId, object, ...table.values],
  )
  return found.map(({ id }) => id)
}

const objectNamed = '(SELECT id FROM "CrmObject" WHERE "workspaceId" = $1 AND name = $2)'

/** A record by the id that the outside knows it by. */
export interface KnownOutside {
  externalId: string
  id: string
}

/** The present records of an object, by its name, that have these external ids. */
export const holdersOfExternalIds = (scope: Scope, object: string, externalIds: string[]): Promise<KnownOutside[]> => {
  const table = jsonTable(3, { externalId: externalIds })
  return scope.sql(
    `SELECT r."externalId", r.id FROM ${table.from}, LATERAL (
       SELECT id, "externalId" FROM "CrmRecord" WHERE "workspaceId" = $1 AND "externalId" = n."externalId"
         AND "objectId" = ${objectNamed} AND "trashedAt" IS NULL OFFSET 0
     ) r`,
    [scope.workspaceId, object, ...table.values],
  )
}

/** Who holds an external id (`fieldId` is null), or the value of a unique field. */
export interface Holding {
  fieldId: string | null
  value: string
  recordId: string
}

/** Which present records of an object hold these external ids and unique values, all at one moment. */
export const holdersOf = (
  scope: Scope,
  object: string,
  externalIds: string[],
  keys: Pick<RecordKey, 'fieldId' | 'value'>[],
): Promise<Holding[]> => {
  const outside = jsonTable(3, { value: externalIds })
  const unique = jsonTable(4, { fieldId: keys.map(({ fieldId }) => fieldId), value: keys.map(({ value }) => value) })
  return scope.sql(
    `SELECT NULL AS "fieldId", r."externalId" AS value, r.id AS "recordId" FROM ${outside.from}, LATERAL (
       SELECT id, "externalId" FROM "CrmRecord" WHERE "workspaceId" = $1 AND "externalId" = n.value
         AND "objectId" = ${objectNamed} AND "trashedAt" IS NULL OFFSET 0
     ) r
     UNION ALL
     SELECT k."fieldId", k.value, k."recordId" FROM ${unique.from}, LATERAL (
       SELECT "fieldId", value, "recordId" FROM "RecordKey"
       WHERE "workspaceId" = $1 AND "fieldId" = n."fieldId"::uuid AND value = n.value OFFSET 0
     ) k`,
    [scope.workspaceId, object, ...outside.values, ...unique.values],
  )
}

/** Whole records by their ids, with whether their boards are in the trash; those that are in the trash themselves are missing. */
export const recordsToUpdate = <Row extends object>(
  scope: Scope,
  ids: string[],
): Promise<(Row & { onTrashedBoard: boolean })[]> => {
  const table = jsonTable(2, { id: ids })
  return scope.sql(
    `SELECT ${recordColumns}, p."trashedAt" IS NOT NULL AS "onTrashedBoard" FROM ${table.from}, LATERAL (
       SELECT * FROM "CrmRecord" WHERE "workspaceId" = $1 AND id = n.id::uuid AND "trashedAt" IS NULL OFFSET 0
     ) r ${aroundRecord}`,
    [scope.workspaceId, ...table.values],
  )
}

/** Takes their external ids from records that get others, so that one may get what another had. */
export const dropExternalIds = async (tx: Tx, ids: string[]): Promise<void> => {
  const table = jsonTable(2, { id: ids })
  await tx.sql(
    `UPDATE "CrmRecord" r SET "externalId" = NULL
     FROM ${table.from}, ${each('"CrmRecord"', '"workspaceId" = $1 AND id = n.id::uuid')} WHERE r.ctid = l.at`,
    [tx.workspaceId, ...table.values],
  )
}
