import type { z } from 'zod'
import type { RecordChange } from '@/lib/domain/record/change'
import type { NewRecord } from '@/lib/domain/record/create'
import type { RecordValues, Spot } from '@/lib/domain/record/record'
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

/** What a drop fills in, in the domain's words. */
export function readGateFields(body: z.output<typeof moveDeal.body>): RecordValues {
  const { name, title, description, tags, amount, value, currency, ...rest } = body.fields ?? {}
  const { owner_id, contact_id, company_id, expected_close, source, external_id, lost_reason, ...own } = rest
  return {
    title: name ?? title,
    description,
    tags,
    value: value === undefined ? amount : value,
    currency,
    ownerId: owner_id,
    contactId: contact_id,
    companyId: company_id,
    expectedClose: expected_close,
    source,
    externalId: external_id,
    lostReason: body.lost_reason ?? lost_reason,
    ...(Object.keys(own).length > 0 && { fields: own }),
  }
}
