import type { Tx } from '@/lib/db/transaction'
import type { Row } from '../flow/row'
import { findObject } from '../object/find'
import { ownFields } from '../object/own-field'
import { Refusal } from '../refusal'
import { applyRows, type RowReject, rejectOf, type TellRow } from './import-apply'
import { type ImportRule, importFieldsOf, refuseUnlessKeys } from './import-field'
import { readGround } from './import-ground'
import { type Draft, rowReader } from './import-row'
import { writeTouched } from './import-write'

/** What became of the rows of a batch: each was counted once, or rejected. */
export interface Imported {
  created: number
  updated: number
  unchanged: number
  rejects: RowReject[]
  /** Names that rows held and the object has no field for: nothing was done with what they hold. */
  ignored: string[]
}

/**
 * Takes a batch of rows into the records of an object, by the fields that importFieldsOf lists, as if each were created
 * or changed by itself in their order, in a number of statements that does not grow with the batch. A record that several
 * rows touch has one change. A row that breaks a rule is rejected and harms no other; what changes nothing leaves nothing.
 * All is one event. Refuses (as a whole) an unknown object, and a rule that cannot find records.
 * @param tell for who wants to know of each row that was not rejected
 */
export async function importRows(tx: Tx, rule: ImportRule, rows: Row[], tell?: TellRow): Promise<Imported> {
  const object = await findObject(tx, rule.object)
  const own = await ownFields(tx, object.id)
  const fields = importFieldsOf(object, own)
  refuseUnlessKeys(rule, fields)
  const reader = rowReader(fields, own)
  const drafts: [number, Draft][] = []
  const rejects: RowReject[] = []
  for (const [index, row] of rows.entries()) {
    try {
      drafts.push([index, reader.read(row)])
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      rejects.push(rejectOf(index, error))
    }
  }
  const ground = await readGround(
    tx,
    object,
    own,
    rule,
    drafts.map(([, draft]) => draft),
  )
  const { touched, created, updated, unchanged, rejects: refused } = applyRows(ground, drafts, tell)
  await writeTouched(tx, ground, touched)
  return {
    ...{ created, updated, unchanged },
    rejects: [...rejects, ...refused].sort((one, other) => one.index - other.index),
    ignored: [...reader.ignored],
  }
}
