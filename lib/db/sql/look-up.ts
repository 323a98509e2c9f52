import type { Scope } from '../transaction'
import { type Given, parameters } from './column'
import { jsonTable } from './json-table'

/** A field that records are found by. */
export interface LookUpKey {
  /** What imports call it. */
  name: string
  /** Of one of the object's own fields; null for what every record has. */
  own: { fieldId: string; isUnique: boolean } | null
}

const instant = (column: string) => `to_char(${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`

/** What every record has, by the names that imports give it, as JSON. */
const common: Record<string, string> = {
  id: 'r.id',
  name: 'r.title',
  title: 'r.title',
  description: 'r.description',
  tags: 'r.tags',
  value: 'r.value',
  currency: 'r.currency::text',
  owner_id: 'r."ownerId"',
  contact_id: 'r."contactId"',
  company_id: 'r."companyId"',
  pipeline_id: 'r."pipelineId"',
  stage_id: 'r."stageId"',
  expected_close: 'r."expectedClose"',
  source: 'r.source',
  lost_reason: 'r."lostReason"',
  external_id: 'r."externalId"',
  created_at: instant('r."createdAt"'),
  updated_at: instant('r."updatedAt"'),
  stage_entered_at: instant('r."stageEnteredAt"'),
  closed_at: instant('r."closedAt"'),
}
const row = `jsonb_build_object(${Object.entries(common)
  .map(([name, column]) => `'${name}', ${column}`)
  .join(', ')}) || r.fields`

/**
 * For each of these lists of texts the oldest present record of an object that has them in the fields of `keys`, by the
 * place of the list. One statement, which goes by an index where one of the keys has one, and else reads the object once.
 */
export function lookUpRecords<Row>(
  scope: Scope,
  objectId: string,
  keys: LookUpKey[],
  lists: string[][],
): Promise<{ at: number; row: Row }[]> {
  const columns = Object.fromEntries(keys.map((_, at) => [`key${at}`, lists.map((list) => list[at])]))
  const table = jsonTable(3, { at: lists.map((_, at) => at), ...columns })
  const values: unknown[] = [scope.workspaceId, objectId, ...table.values]
  const given = parameters(values)
  const same = keys.map((key, at) => `${textOf(key, given)} = n.key${at}`)
  return scope.sql(
    `SELECT DISTINCT ON (n.at::int) n.at::int AS at, ${row} AS row
     FROM ${table.from}, ${foundBy(keys, given)}
     LEFT JOIN "Pipeline" p ON p."workspaceId" = r."workspaceId" AND p.id = r."pipelineId"
     WHERE ${same.join(' AND ')} AND p."trashedAt" IS NULL
     ORDER BY n.at::int, r.id`,
    values,
  )
}

function textOf({ name, own }: LookUpKey, given: Given): string {
  if (own) return `(r.fields ->> ${given(name)}::text)`
  return Object.hasOwn(common, name) ? `(${common[name]})::text` : 'NULL::text'
}

/** Where the records `r` come from that may be those of a list `n`. */
function foundBy(keys: LookUpKey[], given: Given): string {
  const present = (more: string) =>
    `(SELECT * FROM "CrmRecord" WHERE "workspaceId" = $1 AND "objectId" = $2 AND "trashedAt" IS NULL ${more}) r`
  const outside = keys.findIndex(({ name, own }) => !own && name === 'external_id')
  if (outside >= 0) return `LATERAL ${present(`AND "externalId" = n.key${outside} OFFSET 0`)}`
  const unique = keys.findIndex(({ own }) => own?.isUnique)
  if (unique < 0) return present('')
  return `LATERAL (
      SELECT "recordId" FROM "RecordKey"
      WHERE "workspaceId" = $1 AND "fieldId" = ${given(keys[unique]?.own?.fieldId)}::uuid AND value = n.key${unique} OFFSET 0
    ) k, LATERAL ${present('AND id = k."recordId" OFFSET 0')}`
}
