import type { StageOnBoard } from '@/lib/db/sql/stage'
import { type Difference, difference } from '../event/record-event'
import { newId } from '../id'
import { conflict, invalid, Refusal } from '../refusal'
import { inCurrency, minorUnitsOf } from './currency'
import { refuseUnlessMayEnter } from './gate'
import { told } from './import-cell'
import { type Ground, keyMark, type StoredRecord } from './import-ground'
import type { Draft } from './import-row'
import { newRow } from './new-row'
import { enteredAt, overwritten, writtenOf } from './next-row'
import { seenFrom } from './place'
import type { RecordRow, RecordValues } from './record'
import { keysOf, takenBy, takenExternalId } from './unique-values'

/** A record that rows of a batch have made or changed. */
export interface Touched {
  /** As it is after them, but for the order key of one that has entered a stage. */
  row: RecordRow
  /** As it is stored; null for a new one. */
  stored: StoredRecord | null
  /** What rows gave a new record. */
  given: RecordValues
  /** What the only row that changed a stored one made of it; null where there were more, and for a new one. */
  changed: Difference<RecordRow> | null
  /** The stage that it came to last, behind all that entered one with a lower number. */
  entered: { stage: StageOnBoard; number: number } | null
}

/** A row that was turned away. */
export interface RowReject {
  /** Its place in the batch, from 0. */
  index: number
  /** A sentence. */
  reason: string
  /** What the stage that it was to enter demands and it lacks. */
  missingFields?: string[]
}

/** What became of a row that was not turned away. */
export interface AppliedRow {
  outcome: 'created' | 'updated' | 'unchanged'
  /** The record without it and with it; null without a record. */
  before: RecordRow | null
  after: RecordRow
}

/** Is told what became of the row at a place in the batch. */
export type TellRow = (index: number, applied: AppliedRow) => void

export interface Applied {
  /** In the order in which rows first touched them. */
  touched: Touched[]
  created: number
  updated: number
  unchanged: number
  rejects: RowReject[]
}

/**
 * Applies rows to the ground one after the other, in memory: each finds what those before it left, and one that breaks a
 * rule leaves nothing. The rules are those of createRecord and changeRecord.
 */
export function applyRows(ground: Ground, drafts: [index: number, draft: Draft][], tell?: TellRow): Applied {
  const batch: Batch = { ground, touched: new Map(), entries: 0 }
  const counts = { created: 0, updated: 0, unchanged: 0 }
  const rejects: RowReject[] = []
  for (const [index, draft] of drafts) {
    try {
      const applied = applyRow(batch, draft)
      counts[applied.outcome]++
      tell?.(index, applied)
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      rejects.push(rejectOf(index, error))
    }
  }
  return { touched: [...batch.touched.values()], ...counts, rejects }
}

interface Batch {
  ground: Ground
  touched: Map<string, Touched>
  /** How many times a record has entered a stage. */
  entries: number
}

function applyRow(batch: Batch, draft: Draft): AppliedRow {
  const { rule } = batch.ground
  const id = rule.mode === 'append' ? null : match(batch.ground, draft)
  if (id !== null) return change(batch, id, draft)
  if (rule.mode === 'update') throw unmatched(batch.ground, draft)
  return create(batch, draft)
}

/** The record that has a row's value of one of the keys, the first that finds one. Refuses a row without any value. */
function match({ rule, unique, externalIds, keys }: Ground, { values }: Draft): string | null {
  let asked = false
  for (const name of rule.keys) {
    const [key] =
      name === 'external_id'
        ? []
        : keysOf(
            unique.filter((each) => each.name === name),
            '',
            values.fields ?? {},
          )
    const externalId = name === 'external_id' ? values.externalId : null
    if (!key && !externalId) continue
    asked = true
    const holder = key ? keys.get(keyMark(key)) : externalIds.get(externalId ?? '')
    if (holder !== undefined) return holder
  }
  if (asked) return null
  if (rule.keys.length === 1) throw invalid(rule.keys[0] ?? '', 'is required to find the record by')
  throw new Refusal('invalid', `One of the fields ${rule.keys.join(', ')} is required to find the record by`)
}

function unmatched({ rule }: Ground, { values }: Draft): Refusal {
  const told = rule.keys.flatMap((name) => {
    const value = name === 'external_id' ? values.externalId : values.fields?.[name]
    return value === null || value === undefined || value === '' ? [] : [`${name} ${toldValue(value)}`]
  })
  return new Refusal('invalid', `There is no record with ${told.join(' or ')}`)
}

const toldValue = (value: unknown): string => told(String(value))

function create(batch: Batch, draft: Draft): AppliedRow {
  const { ground } = batch
  const stage = ground.findStage(draft)
  const values = valuesOf(ground, draft, null)
  if (values.title === undefined) throw invalid('title', 'is required for a new record')
  const made = newRow(ground.now, draft, values, ground.own, stage)
  const id = newId()
  refuseTaken(ground, id, values)
  const row = rowOf(ground, id, { ...made, title: values.title }, stage)
  hold(ground, id, null, row, values)
  const entered = stage && { stage, number: batch.entries++ }
  batch.touched.set(id, { row, stored: null, given: values, changed: null, entered })
  return { outcome: 'created', before: null, after: row }
}

/** A whole record that is about to be made. Spelt out, because objects of one shape are what thousands of them need. */
function rowOf(
  { now, object }: Ground,
  id: string,
  made: ReturnType<typeof newRow> & { title: string },
  stage: StageOnBoard | null,
): RecordRow {
  const seen = seenFrom(stage)
  return {
    id,
    object: object.name,
    objectId: object.id,
    title: made.title,
    description: made.description ?? null,
    tags: made.tags ?? [],
    value: made.value ?? null,
    currency: made.currency ?? null,
    pipelineId: made.pipelineId ?? null,
    stageId: made.stageId ?? null,
    rank: null,
    ownerId: made.ownerId ?? null,
    contactId: made.contactId ?? null,
    companyId: made.companyId ?? null,
    source: made.source ?? null,
    lostReason: made.lostReason ?? null,
    expectedClose: made.expectedClose ?? null,
    closedAt: made.closedAt ?? null,
    stageEnteredAt: made.stageEnteredAt ?? null,
    lastActivityAt: made.lastActivityAt ?? now,
    archivedAt: null,
    trashedAt: null,
    externalId: made.externalId ?? null,
    metadata: made.metadata ?? {},
    fields: made.fields,
    version: 1,
    createdAt: made.createdAt ?? now,
    updatedAt: now,
    stageType: seen.stageType,
    probability: seen.probability,
    rottingDays: seen.rottingDays,
  }
}

function change(batch: Batch, id: string, draft: Draft): AppliedRow {
  const { ground, touched } = batch
  const stored = ground.stored.get(id)
  const before = touched.get(id)
  const record = before?.row ?? stored
  if (!record) throw new Error(`the record ${id} is matched and was not read`)
  if (stored?.onTrashedBoard) {
    throw conflict('The record that matches stands on a pipeline in the trash: restore that first')
  }
  const stage = ground.findStage(draft)
  const values = valuesOf(ground, draft, record.currency)
  const written = writtenOf(record, values, ground.own)
  const enters = stage !== null && stage.id !== record.stageId
  if (enters) refuseUnlessMayEnter(stage, overwritten(record, written))
  const patch = enters ? { ...written, ...enteredAt(ground.now, record, stage) } : written
  const changed = difference<RecordRow>(record, patch)
  if (!changed) return { outcome: 'unchanged', before: record, after: record }
  refuseTaken(ground, id, values)
  const row = { ...record, ...changed.after, lastActivityAt: ground.now, ...(enters && seenFrom(stage)) }
  hold(ground, id, record, row, values)
  const entered = enters ? { stage, number: batch.entries++ } : (before?.entered ?? null)
  touched.set(id, {
    row,
    stored: stored ?? null,
    given: before && !stored ? { ...before.given, ...values } : {},
    changed: before ? null : changed,
    entered,
  })
  return { outcome: 'updated', before: record, after: row }
}

/** A row's values with whom they name, and money in minor units of a currency. */
function valuesOf(ground: Ground, draft: Draft, current: string | null): RecordValues {
  const { values, owner, contact, company, amount } = draft
  if (owner !== undefined) values.ownerId = ground.findOwner(owner)
  if (contact !== undefined) values.contactId = ground.findContact(contact)
  if (company !== undefined) values.companyId = ground.findCompany(company)
  if (amount === undefined) return inCurrency(values, current, ground.usualCurrency)
  const known = inCurrency({ ...values, value: 0 }, current, ground.usualCurrency)
  return { ...known, value: minorUnitsOf(amount, known.currency ?? current ?? '') }
}

/** Refuses an external id or a unique value that another record has by now. */
function refuseTaken({ externalIds, keys, unique }: Ground, id: string, values: RecordValues): void {
  const other = values.externalId ? externalIds.get(values.externalId) : undefined
  if (other !== undefined && other !== id) throw takenExternalId()
  if (unique.length === 0 || !values.fields) return
  for (const key of keysOf(unique, id, values.fields)) {
    const holder = keys.get(keyMark(key))
    const field = holder !== undefined && holder !== id && unique.find((each) => each.id === key.fieldId)
    if (field) throw takenBy(field)
  }
}

/** Keeps who holds what true after a record went from `before` to `after` by these values. */
function hold(
  { externalIds, keys, unique }: Ground,
  id: string,
  before: RecordRow | null,
  after: RecordRow,
  values: RecordValues,
): void {
  if (before?.externalId !== after.externalId) {
    if (before?.externalId && externalIds.get(before.externalId) === id) externalIds.delete(before.externalId)
    if (after.externalId) externalIds.set(after.externalId, id)
  }
  if (unique.length === 0 || !values.fields) return
  for (const key of keysOf(unique, id, before?.fields ?? {})) {
    if (keys.get(keyMark(key)) === id) keys.delete(keyMark(key))
  }
  for (const key of keysOf(unique, id, after.fields)) keys.set(keyMark(key), id)
}

/** A refusal as people read it beside the row. */
export function rejectOf(index: number, { kind, message, details }: Refusal): RowReject {
  const { field, missingFields } = details
  const reason = field !== undefined && kind === 'invalid' ? `Field '${nameOf(field)}' ${message}` : message
  return { index, reason, ...(missingFields && { missingFields }) }
}

/** What rows call a field that the domain names. */
const nameOf = (field: string): string =>
  field === 'title' ? 'name' : field.replace(/^fields\./, '').replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
