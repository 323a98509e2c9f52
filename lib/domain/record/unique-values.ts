import { addKeys, dropKeys, type RecordKey } from '@/lib/db/sql/record-key'
import { sqlState, type Tx, violated } from '@/lib/db/transaction'
import type { OwnField } from '../object/own-field'
import { conflict, type Refusal } from '../refusal'
import type { FieldValue } from './record'

/**
 * Keeps the values of those fields of an object (`own`) that are declared unique in step with a record; refuses (409) one
 * that another record holds.
 */
export const keepUnique = (
  tx: Tx,
  own: OwnField[],
  recordId: string,
  values: Record<string, FieldValue>,
): Promise<void> => keepAllUnique(tx, own, [{ id: recordId, fields: values }])

/** The same for many records, in as many statements as for one. */
export async function keepAllUnique(
  tx: Tx,
  own: OwnField[],
  records: { id: string; fields: Record<string, FieldValue> }[],
): Promise<void> {
  const unique = own.filter(({ isUnique }) => isUnique)
  const given = records.flatMap(({ id, fields }) =>
    unique.flatMap(({ id: fieldId, name }) => (Object.hasOwn(fields, name) ? [{ fieldId, recordId: id }] : [])),
  )
  if (given.length === 0) return
  await dropKeys(tx, given)
  const keys = records.flatMap(({ id, fields }) => keysOf(unique, id, fields))
  if (keys.length === 0) return
  const added = new Set((await addKeys(tx, keys)).map(markOf))
  const taken = keys.find((key) => !added.has(markOf(key)))
  const field = unique.find(({ id }) => id === taken?.fieldId)
  if (field) throw takenBy(field)
}

/** The refusal of a value that another record holds. */
export const takenBy = ({ label, name }: OwnField): Refusal =>
  conflict(`Another record already has this ${label}`, `fields.${name}`)

/** What a record with these values holds alone, of the fields that are declared unique. */
export const keysOf = (unique: OwnField[], recordId: string, values: Record<string, FieldValue>): RecordKey[] =>
  unique.flatMap(({ id: fieldId, name }) => {
    const value = Object.hasOwn(values, name) ? values[name] : null
    return value === null || value === undefined || value === '' ? [] : [{ fieldId, value: String(value), recordId }]
  })

const markOf = ({ fieldId, value, recordId }: RecordKey): string => JSON.stringify([fieldId, value, recordId])

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
      throw takenExternalId()
    }
    throw error
  }
}

/** The refusal of an external id that another record of the object has. */
export const takenExternalId = (): Refusal => conflict('Another record already has this external_id', 'externalId')
