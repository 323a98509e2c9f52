import { holdersOf, recordsToUpdate } from '@/lib/db/sql/import'
import type { RecordKey } from '@/lib/db/sql/record-key'
import { stagesOfObject } from '@/lib/db/sql/stage'
import { BeginAgain, type Tx } from '@/lib/db/transaction'
import type { ObjectRow } from '../object/find'
import type { OwnField } from '../object/own-field'
import { usualCurrency } from './currency'
import type { ImportRule } from './import-field'
import { type Finder, findMembers, findRecordsNamed } from './import-named'
import type { Draft } from './import-row'
import { type StageFinder, stageFinder } from './import-stage'
import type { RecordRow } from './record'
import { keysOf } from './unique-values'

/** A record that rows may be written over, as it is stored. */
export type StoredRecord = RecordRow & { onTrashedBoard: boolean }

/** All that a batch of rows speaks of, as the workspace has it before the first row is applied. */
export interface Ground {
  now: Date
  object: ObjectRow
  rule: ImportRule
  /** The object's own fields. */
  own: OwnField[]
  /** Those of them that are declared unique. */
  unique: OwnField[]
  usualCurrency: string | undefined
  findStage: StageFinder
  findOwner: Finder
  findContact: Finder
  findCompany: Finder
  /** The records that rows match, by id. */
  stored: Map<string, StoredRecord>
  /** Which record has which external id, of those that rows name; kept true while rows are applied. */
  externalIds: Map<string, string>
  /** Which record holds which unique value (by keyMark), of those that rows name; kept true likewise. */
  keys: Map<string, string>
}

export const keyMark = ({ fieldId, value }: Pick<RecordKey, 'fieldId' | 'value'>): string => `${fieldId} ${value}`

/** Reads the ground of a batch, in a number of statements that does not grow with it. Nothing is locked yet. */
export async function readGround(
  tx: Tx,
  object: ObjectRow,
  own: OwnField[],
  rule: ImportRule,
  drafts: Draft[],
): Promise<Ground> {
  const unique = own.filter(({ isUnique }) => isUnique)
  const texts = (part: 'owner' | 'contact' | 'company') => drafts.flatMap((draft) => draft[part] ?? [])
  // Rows that speak of records of their own object may speak of what an earlier row makes.
  const ownKind = object.name === 'contacts' ? 'contact' : object.name === 'companies' ? 'company' : null
  const { externalIds, keys } = await readHoldings(
    tx,
    object,
    [...drafts.flatMap(({ values }) => values.externalId ?? []), ...(ownKind ? texts(ownKind) : [])],
    drafts.flatMap(({ values }) => keysOf(unique, '', values.fields ?? {})),
  )
  const stored = rule.mode === 'append' ? [] : await readMatched(tx, rule, unique, drafts, { externalIds, keys })
  const others = (kind: 'contact' | 'company', name: string) =>
    findRecordsNamed(tx, name, texts(kind), ownKind === kind ? externalIds : undefined)
  const placed = drafts.some(({ stage, pipeline }) => stage !== undefined || pipeline !== undefined)
  const paid = drafts.some(({ values, amount }) => amount !== undefined || (values.value ?? null) !== null)
  return {
    now: tx.now,
    ...{ object, rule, own, unique, externalIds, keys },
    usualCurrency: paid ? await usualCurrency(tx) : undefined,
    findStage: stageFinder(placed ? await stagesOfObject(tx, object.id) : []),
    findOwner: await findMembers(tx, texts('owner')),
    findContact: await others('contact', 'contacts'),
    findCompany: await others('company', 'companies'),
    stored: new Map(stored.map((record) => [record.id, record])),
  }
}

type Holdings = Pick<Ground, 'externalIds' | 'keys'>

async function readHoldings(tx: Tx, object: ObjectRow, externalIds: string[], keys: RecordKey[]): Promise<Holdings> {
  const asked = [...new Set(externalIds)]
  const found = asked.length + keys.length > 0 ? await holdersOf(tx, object.name, asked, keys) : []
  const holdings: Holdings = { externalIds: new Map(), keys: new Map() }
  for (const { fieldId, value, recordId } of found) {
    if (fieldId === null) holdings.externalIds.set(value, recordId)
    else holdings.keys.set(keyMark({ fieldId, value }), recordId)
  }
  return holdings
}

/** The records that rows match by one of the rule's keys. */
async function readMatched(
  tx: Tx,
  rule: ImportRule,
  unique: OwnField[],
  drafts: Draft[],
  { externalIds, keys }: Holdings,
): Promise<StoredRecord[]> {
  const by = unique.filter(({ name }) => rule.keys.includes(name))
  const byExternalId = rule.keys.includes('external_id')
  const ids = new Set<string>()
  for (const { values } of drafts) {
    const outside = byExternalId && values.externalId ? externalIds.get(values.externalId) : undefined
    if (outside !== undefined) ids.add(outside)
    for (const key of by.length > 0 ? keysOf(by, '', values.fields ?? {}) : []) {
      const holder = keys.get(keyMark(key))
      if (holder !== undefined) ids.add(holder)
    }
  }
  if (ids.size === 0) return []
  const found = await recordsToUpdate<RecordRow>(tx, [...ids])
  if (found.length < ids.size || !isStillSo(found, unique, { externalIds, keys })) throw new BeginAgain()
  return found
}

/** Whether records, read a moment later, hold what they held. */
function isStillSo(records: StoredRecord[], unique: OwnField[], { externalIds, keys }: Holdings): boolean {
  const found = new Map(records.map((record) => [record.id, record]))
  const held = new Map(records.flatMap(({ id, fields }) => keysOf(unique, id, fields).map((key) => [keyMark(key), id])))
  return (
    [...externalIds].every(([value, id]) => !found.has(id) || found.get(id)?.externalId === value) &&
    [...keys].every(([mark, id]) => !found.has(id) || held.get(mark) === id)
  )
}
