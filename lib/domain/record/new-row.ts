import type { StageToEnter } from '@/lib/db/sql/stage'
import { asKept, type OwnField } from '../object/own-field'
import type { NewRecord } from './create'
import { refuseUnlessMayEnter } from './gate'
import { withoutNull } from './next-row'
import type { RecordRow, RecordValues } from './record'

/**
 * The row of a record that is made at `now`, all but its order key. Takes the values as they were checked
 * against the object's own fields, and the stage it enters, if any. Refuses one that the stage's gate keeps out.
 */
export function newRow(
  now: Date,
  given: Pick<NewRecord, 'createdAt' | 'stageEnteredAt' | 'closedAt'>,
  values: RecordValues,
  own: OwnField[],
  stage: StageToEnter | null,
): Partial<RecordRow> & { fields: RecordRow['fields'] } {
  const createdAt = given.createdAt ?? now
  const stageEnteredAt = given.stageEnteredAt ?? createdAt
  const row = {
    ...values,
    tags: values.tags ?? [],
    metadata: values.metadata ?? {},
    fields: withoutNull(asKept(own, values.fields ?? {})),
    createdAt,
    lastActivityAt: stageEnteredAt,
    ...(stage && {
      pipelineId: stage.pipelineId,
      stageId: stage.id,
      stageEnteredAt,
      closedAt: stage.type === 'open' ? null : (given.closedAt ?? now),
    }),
  }
  if (stage) refuseUnlessMayEnter(stage, row)
  return row
}

/** What the history keeps of a new record: the values given, as its row keeps them, and what followed from them. */
export const remembered = (given: RecordValues, row: ReturnType<typeof newRow>): Partial<RecordRow> => ({
  ...given,
  ...(row.currency && { currency: row.currency }),
  ...(given.fields && { fields: row.fields }),
  ...(row.stageId && { stageId: row.stageId, pipelineId: row.pipelineId }),
})
