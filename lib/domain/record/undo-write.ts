import { dropExternalIds } from '@/lib/db/sql/import'
import { updateRecordRows } from '@/lib/db/sql/record'
import { dropAllKeys } from '@/lib/db/sql/revert'
import { BeginAgain, type Tx } from '@/lib/db/transaction'
import { difference } from '../event/record-event'
import type { OwnField } from '../object/own-field'
import type { FieldValue, RecordRow } from './record'
import { keepAllUnique, refusingDuplicates } from './unique-values'

/** A record as it is, and as it is to be. */
export interface Turned {
  record: RecordRow
  next: RecordRow
}

/**
 * Writes what records are to be, and what is theirs alone. Refuses (conflict) an external id or a unique value that another
 * record has.
 * @param own the own fields of their objects
 */
export async function writeTurned(tx: Tx, turned: Turned[], own: (OwnField & { objectId: string })[]): Promise<void> {
  if (turned.length === 0) return
  const columns = new Set<string>(['lastActivityAt'])
  for (const { record, next } of turned) {
    for (const name of Object.keys(difference<RecordRow>(record, next)?.after ?? {})) columns.add(name)
  }
  // One may get what another gives up.
  const renamed = turned.filter(({ record, next }) => record.externalId && record.externalId !== next.externalId)
  if (renamed.length > 0) await dropExternalIds(tx, idsOf(renamed))
  const rows = turned.map(({ next }) => ({ ...next, lastActivityAt: tx.now }))
  const written = await refusingDuplicates(() => updateRecordRows(tx, [...columns], rows))
  if (written < rows.length) throw new BeginAgain()
  await writeKeys(tx, turned, own)
}

async function writeKeys(tx: Tx, turned: Turned[], own: (OwnField & { objectId: string })[]): Promise<void> {
  const unique = own.filter(({ isUnique }) => isUnique)
  if (unique.length === 0) return
  const gone = turned.filter(({ next }) => next.trashedAt !== null)
  if (gone.length > 0) await dropAllKeys(tx, idsOf(gone))
  const held = turned.filter(
    ({ record, next }) => next.trashedAt === null && (record.trashedAt !== null || record.fields !== next.fields),
  )
  for (const objectId of new Set(held.map(({ record }) => record.objectId))) {
    const fields = unique.filter((field) => field.objectId === objectId)
    const records = held.filter(({ record }) => record.objectId === objectId)
    await keepAllUnique(
      tx,
      fields,
      records.map(({ next }) => ({ id: next.id, fields: each(fields, next.fields) })),
    )
  }
}

/** The values of these fields, null where there is none: what is no more is given up. */
const each = (fields: OwnField[], values: RecordRow['fields']): Record<string, FieldValue> =>
  Object.fromEntries(fields.map(({ name }) => [name, values[name] ?? null]))

const idsOf = (turned: Turned[]): string[] => turned.map(({ record }) => record.id)
