import { Refusal } from '../refusal'
import type { RecordRow } from './record'

/** What a gate looks at; a record that is about to be made may lack most of it. */
type Gated = Partial<
  Pick<
    RecordRow,
    | 'title'
    | 'description'
    | 'tags'
    | 'value'
    | 'currency'
    | 'ownerId'
    | 'contactId'
    | 'companyId'
    | 'source'
    | 'lostReason'
    | 'expectedClose'
    | 'externalId'
    | 'fields'
  >
>

/** The fields that every object has, by the names that a stage's required_fields may use for them. */
export const commonFields: Record<string, (record: Gated) => unknown> = {
  name: (record) => record.title,
  title: (record) => record.title,
  description: (record) => record.description,
  tags: (record) => record.tags,
  amount: (record) => record.value,
  value: (record) => record.value,
  currency: (record) => record.currency,
  owner_id: (record) => record.ownerId,
  contact_id: (record) => record.contactId,
  company_id: (record) => record.companyId,
  source: (record) => record.source,
  lost_reason: (record) => record.lostReason,
  expected_close: (record) => record.expectedClose,
  external_id: (record) => record.externalId,
}

/** Which of `required` the record lacks. Null, an empty string and an empty list are missing; 0 and false are not. */
export const missingFields = (required: string[], record: Gated): string[] =>
  required.filter((name) => {
    const read = Object.hasOwn(commonFields, name) ? commonFields[name] : undefined
    return isEmpty(read ? read(record) : record.fields?.[name])
  })

const isEmpty = (value: unknown): boolean =>
  value === null || value === undefined || value === '' || (Array.isArray(value) && value.length === 0)

/** The gate of a stage: refuses a record that lacks what the stage demands of those who enter. */
export function refuseUnlessMayEnter(stage: { name: string; requiredFields: string[] }, record: Gated): void {
  const missing = missingFields(stage.requiredFields, record)
  if (missing.length === 0) return
  const names = missing.join(', ')
  throw new Refusal('invalid', `Fill ${names} before this can enter ${stage.name}`, { missingFields: missing })
}
