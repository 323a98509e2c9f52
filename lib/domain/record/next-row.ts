import type { StageToEnter } from '@/lib/db/sql/stage'
import { asKept, type OwnField } from '../object/own-field'
import type { RecordRow, RecordValues } from './record'

/** The columns that values write of a record, as its row keeps them; they were checked against the object's own fields. */
export function writtenOf(record: RecordRow, values: RecordValues, own: OwnField[]): Partial<RecordRow> {
  if (!values.fields) return values
  return { ...values, fields: withoutNull({ ...record.fields, ...asKept(own, values.fields) }) }
}

/** A record with what is written over it. */
export function overwritten(record: RecordRow, written: Partial<RecordRow>): RecordRow {
  const next: Record<string, unknown> = { ...record }
  for (const [column, value] of Object.entries(written)) if (value !== undefined) next[column] = value
  return next as unknown as RecordRow
}

/** The columns that a record gets as it enters a stage at `now`, its order key aside. */
export const enteredAt = (now: Date, record: RecordRow, stage: StageToEnter): Partial<RecordRow> => ({
  stageId: stage.id,
  pipelineId: stage.pipelineId,
  stageEnteredAt: now,
  closedAt: stage.type === 'open' ? null : (record.stageType === stage.type && record.closedAt) || now,
})

/** Own fields without those that are cleared. */
export function withoutNull(fields: RecordRow['fields']): RecordRow['fields'] {
  const kept = { ...fields }
  for (const name of Object.keys(kept)) if (kept[name] === null) delete kept[name]
  return kept
}
