import type { z } from 'zod'
import { isDay } from '@/lib/domain/object/own-field'
import type { RecordChange } from '@/lib/domain/record/change'
import type { NewRecord } from '@/lib/domain/record/create'
import { commonFields } from '@/lib/domain/record/gate'
import type { RecordValues, Spot } from '@/lib/domain/record/record'
import { invalid } from '@/lib/domain/refusal'
import { readPlace } from '../place'
import type { createDeal, moveDeal, updateDeal } from './deal.contract'

type Written = Partial<z.output<typeof createDeal.body>> | z.output<typeof updateDeal.body>

/** What a deal's body says of the record, in the domain's words. */
const readDeal = (body: Written): RecordValues => ({
  title: body.name,
  description: body.description,
  tags: body.tags,
  value: body.value,
  currency: body.currency,
  contactId: body.contact_id,
  companyId: body.company_id,
  ownerId: body.owner_id,
  expectedClose: body.expected_close,
  source: body.source,
  externalId: body.external_id,
  lostReason: body.lost_reason,
  metadata: body.metadata as RecordValues['metadata'],
  fields: body.fields,
})

/** A new deal, in the domain's words. */
export const readNewDeal = (body: z.output<typeof createDeal.body>): NewRecord => ({
  values: { ...readDeal(body), title: body.name },
  to: { stageId: body.stage_id, pipelineId: body.pipeline_id },
  createdAt: body.created_at,
  stageEnteredAt: body.stage_entered_at,
  closedAt: body.closed_at,
})

/** A change of a deal, in the domain's words; a new stage is entered at its end. */
export const readDealChange = (body: z.output<typeof updateDeal.body>): RecordChange => ({
  values: readDeal(body),
  ...(body.stage_id !== undefined && { to: { stageId: body.stage_id } }),
})

/** Where a drop goes; without a place it is the end of the stage. */
export function readSpot(body: z.output<typeof moveDeal.body>): Spot {
  return { stageId: body.stage_id, at: readPlace(body) ?? 'end' }
}

/** What a drop fills in: a gate names common fields and the object's own ones alike. */
export function readGateFields(body: z.output<typeof moveDeal.body>): RecordValues {
  const values: RecordValues = { lostReason: body.lost_reason }
  const own: NonNullable<RecordValues['fields']> = {}
  for (const [name, value] of Object.entries(body.fields ?? {})) {
    if (Object.hasOwn(commonFields, name)) Object.assign(values, readCommon(name, value))
    else own[name] = value
  }
  return Object.keys(own).length > 0 ? { ...values, fields: own } : values
}

function readCommon(name: string, value: unknown): RecordValues {
  const refuse = (problem: string) => invalid(`fields.${name}`, problem)
  const text = (most: number) => {
    if (value !== null && (typeof value !== 'string' || value.length > most))
      throw refuse(`must be a string of at most ${most} characters`)
    return value as string | null
  }
  switch (name) {
    case 'amount':
    case 'value':
      if (value !== null && !Number.isSafeInteger(value)) throw refuse('must be a whole number of minor units')
      return { value: value as number | null }
    case 'name':
    case 'title':
      if (!text(500)) throw refuse('must not be empty')
      return { title: text(500) as string }
    case 'tags':
      if (!Array.isArray(value)) throw refuse('must be a list')
      return { tags: value }
    case 'expected_close':
      if (value !== null && !(typeof value === 'string' && isDay(value))) throw refuse('must be a date as YYYY-MM-DD')
      return { expectedClose: value as string | null }
    case 'currency':
      return { currency: text(3) }
    case 'owner_id':
      return { ownerId: text(100) }
    case 'contact_id':
      return { contactId: text(100) }
    case 'company_id':
      return { companyId: text(100) }
    case 'source':
      return { source: text(200) }
    case 'external_id':
      return { externalId: text(200) }
    case 'lost_reason':
      return { lostReason: text(500) }
    default:
      return { description: text(20_000) }
  }
}
