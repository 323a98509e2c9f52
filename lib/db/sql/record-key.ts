import type { Tx } from '../transaction'
import { each, jsonTable } from './json-table'

/** A value that one record of an object alone may have, in a field declared unique. */
export interface RecordKey {
  fieldId: string
  value: string
  recordId: string
}

/** Lets records hold values; gives those that they got, which are not all where others hold some. */
export function addKeys(tx: Tx, keys: RecordKey[]): Promise<RecordKey[]> {
  const table = jsonTable(2, columnsOf(keys, 'fieldId', 'value', 'recordId'))
  return tx.sql(
    `INSERT INTO "RecordKey" ("workspaceId", "fieldId", value, "recordId")
     SELECT $1, n."fieldId"::uuid, n.value, n."recordId"::uuid FROM ${table.from}
     ON CONFLICT DO NOTHING RETURNING "fieldId", value, "recordId"`,
    [tx.workspaceId, ...table.values],
  )
}

/** Frees what records hold in fields. */
export async function dropKeys(tx: Tx, keys: Pick<RecordKey, 'fieldId' | 'recordId'>[]): Promise<void> {
  const table = jsonTable(2, columnsOf(keys, 'fieldId', 'recordId'))
  await tx.sql(
    `DELETE FROM "RecordKey" k USING ${table.from}, ${each(
      '"RecordKey"',
      '"workspaceId" = $1 AND "recordId" = n."recordId"::uuid AND "fieldId" = n."fieldId"::uuid',
    )} WHERE k.ctid = l.at`,
    [tx.workspaceId, ...table.values],
  )
}

const columnsOf = <Name extends keyof RecordKey>(keys: Pick<RecordKey, Name>[], ...names: Name[]) =>
  Object.fromEntries(names.map((name) => [name, keys.map((key) => key[name])]))
