import { sqlState, type Tx, violated } from '@/lib/db/transaction'
import type { OwnField } from '../object/own-field'
import { conflict } from '../refusal'
import type { FieldValue } from './record'

/**
 * Keeps the values of those fields of an object (`own`) that are declared unique in step with a record; refuses (409) one
 * that another record holds.
 */
export async function keepUnique(
  tx: Tx,
  own: OwnField[],
  recordId: string,
  values: Record<string, FieldValue>,
): Promise<void> {
  const unique = own.filter((field) => field.isUnique && values[field.name] !== undefined)
  for (const field of unique) {
    await tx.sql('DELETE FROM "RecordKey" WHERE "workspaceId" = $1 AND "fieldId" = $2 AND "recordId" = $3', [
      tx.workspaceId,
      field.id,
      recordId,
    ])
    const value = values[field.name]
    if (value === null || value === undefined || value === '') continue
    const added = await tx.sql(
      `INSERT INTO "RecordKey" ("workspaceId", "fieldId", value, "recordId") VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING RETURNING 1`,
      [tx.workspaceId, field.id, String(value), recordId],
    )
    if (added.length === 0) throw conflict(`Another record already has this ${field.label}`, `fields.${field.name}`)
  }
}

/** Leaves every value that was a record's alone to others. */
export async function freeUnique(tx: Tx, recordId: string): Promise<void> {
  await tx.sql('DELETE FROM "RecordKey" WHERE "workspaceId" = $1 AND "recordId" = $2', [tx.workspaceId, recordId])
}

/** Turns the database's refusal of a second external id into ours. */
export async function refusingDuplicates<T>(write: () => Promise<T>): Promise<T> {
  try {
    return await write()
  } catch (error) {
    if (sqlState(error) === '23505' && violated(error) === 'CrmRecord_external_id') {
      throw conflict('Another record already has this external_id', 'externalId')
    }
    throw error
  }
}
