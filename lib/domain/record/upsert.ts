import { BeginAgain, type Tx } from '@/lib/db/transaction'
import { findObject, type ObjectRow } from '../object/find'
import { asKept, ownFields, refuseUnlessFit } from '../object/own-field'
import { conflict, invalid, Refusal } from '../refusal'
import { createRecord } from './create'
import type { FieldValue, RecordRow, RecordValues } from './record'
import { updateRecord } from './update'

/** A record as somebody else knows it: to be made, or brought up to date where we have it already. */
export interface KnownRecord {
  object: string
  values: RecordValues
  /** The unique field of the object that tells whether we have it; absent: the external id does. */
  matchOn?: string
  /** The step to stand on; absent: a new one stands on none, and one that is there stays. */
  stageId?: string
}

export interface Upserted {
  record: RecordRow
  made: boolean
}

/**
 * Makes a record or changes the one that has its external id, or its value of a unique field; whoever comes first
 * makes it, and however many come at once there is one. Refuses a match on what is no unique field or has no value,
 * a new record without a title, and (conflict) a match that stands on a board in the trash.
 */
export async function upsertRecord(tx: Tx, given: KnownRecord): Promise<Upserted> {
  const object = await findObject(tx, given.object)
  const key = await keyOf(tx, object, given)
  const holder = await key.holder()
  if (holder?.onTrashedBoard) {
    throw conflict('The record that matches stands on a pipeline in the trash: restore that first', key.field)
  }
  const to = given.stageId === undefined ? {} : { to: { stageId: given.stageId } }
  try {
    if (holder) {
      const wanted = { object: object.name, still: key.matches }
      return { record: await updateRecord(tx, holder.id, { values: given.values, ...to }, wanted), made: false }
    }
    const { title } = given.values
    if (title === undefined) throw invalid('title', 'is required for a new record')
    return {
      record: await createRecord(tx, { object: object.name, values: { ...given.values, title }, ...to }),
      made: true,
    }
  } catch (error) {
    throw isOvertaken(error, key.field, holder !== null) ? new BeginAgain() : error
  }
}

// While we looked, another made the record, or took it away.
const isOvertaken = (error: unknown, field: string, held: boolean): boolean =>
  error instanceof Refusal &&
  (held
    ? error.kind === 'not_found' && error.details.subject === 'record'
    : error.kind === 'conflict' && error.details.field === field)

interface Key {
  /** As refusals name it. */
  field: string
  holder(): Promise<{ id: string; onTrashedBoard: boolean } | null>
  matches(record: RecordRow): boolean
}

async function keyOf(tx: Tx, object: ObjectRow, { values, matchOn }: KnownRecord): Promise<Key> {
  if (matchOn !== undefined) return uniqueKey(tx, object, matchOn, values.fields?.[matchOn])
  const { externalId } = values
  if (!externalId) throw invalid('externalId', 'is required, unless match_on names a unique field')
  return {
    field: 'externalId',
    holder: () => holding(tx, object, 'r."externalId" = $3', [externalId]),
    matches: (record) => record.externalId === externalId,
  }
}

async function uniqueKey(tx: Tx, object: ObjectRow, name: string, value: FieldValue | undefined): Promise<Key> {
  const own = await ownFields(tx, object.id)
  const field = own.find((each) => each.name === name && each.isUnique)
  if (!field) throw invalid('matchOn', 'must name a unique field of the object')
  if (value === undefined || value === null || value === '')
    throw invalid(`fields.${name}`, 'is required to match on it')
  refuseUnlessFit(own, { [name]: value })
  const kept = asKept(own, { [name]: value })[name]
  const matching = `r.id = (SELECT k."recordId" FROM "RecordKey" k WHERE k."workspaceId" = $1 AND k."fieldId" = $3 AND k.value = $4)`
  return {
    field: `fields.${name}`,
    holder: () => holding(tx, object, matching, [field.id, String(kept)]),
    matches: (record) => record.fields[name] === kept,
  }
}

async function holding(tx: Tx, object: ObjectRow, matching: string, values: unknown[]) {
  const [holder] = await tx.sql<{ id: string; onTrashedBoard: boolean }>(
    `SELECT r.id, p."trashedAt" IS NOT NULL AS "onTrashedBoard" FROM "CrmRecord" r
     LEFT JOIN "Pipeline" p ON p."workspaceId" = r."workspaceId" AND p.id = r."pipelineId"
     WHERE r."workspaceId" = $1 AND r."objectId" = $2 AND r."trashedAt" IS NULL AND ${matching}`,
    [tx.workspaceId, object.id, ...values],
  )
  return holder ?? null
}
