import { z } from 'zod'
import { recordBounds } from '@/lib/domain/record/bounds'
import { statuses } from '@/lib/domain/record/status'
import { contract } from '../contract'
import { onePlace, onePlaceOnly, place } from '../place'
import {
  currency,
  day,
  description,
  fieldValue,
  fieldValues,
  id,
  instant,
  instantOrDay,
  instantOut,
  metadata,
  minorUnits,
  name,
  noQuery,
  tags,
  text,
} from '../schema'
import { deal, historyEntry } from './deal.present'
import { nextCursor, page } from './pipeline.contract'

const one = z.object({ data: deal })
const many = z.object({ data: z.array(deal), has_more: z.boolean(), next_cursor: nextCursor })
const externalId = text(recordBounds.externalId).min(1)
const reason = text(recordBounds.lostReason)

/** What may be written of a deal, by POST and PATCH alike. */
const written = {
  description: description.nullable().optional(),
  tags: tags.optional(),
  value: minorUnits.nullable().optional(),
  currency: currency.optional(),
  contact_id: id.nullable().optional(),
  company_id: id.nullable().optional(),
  owner_id: id.nullable().optional(),
  expected_close: day.nullable().optional(),
  source: text(recordBounds.source).nullable().optional(),
  external_id: externalId.nullable().optional(),
  lost_reason: reason.nullable().optional(),
  metadata: metadata.optional(),
  fields: fieldValues.optional(),
}

/** What a drop fills in: a gate names common fields and the object's own ones alike. */
const filling = z
  .object({
    name: name.optional(),
    title: name.optional(),
    description: written.description,
    tags: written.tags,
    amount: written.value,
    value: written.value,
    currency: written.currency,
    owner_id: written.owner_id,
    contact_id: written.contact_id,
    company_id: written.company_id,
    expected_close: written.expected_close,
    source: written.source,
    external_id: written.external_id,
    lost_reason: written.lost_reason,
  })
  .catchall(fieldValue)

/** Which deals of a board are meant. */
const ofBoard = { status: z.enum(statuses).optional(), stage_id: z.string().optional() }

/** REX Pipelines API, "List deals in a pipeline". */
export const listPipelineDeals = contract({
  dialect: 'rex',
  method: 'GET',
  path: '/pipelines/{id}/deals',
  title: 'List deals in a pipeline',
  about: 'Newest first; archived ones are left out.',
  query: z.strictObject({ ...page, ...ofBoard }),
  reply: many,
})

/** Ours: the cards of a board as a file. */
export const exportBoard = contract({
  dialect: 'rex',
  method: 'GET',
  path: '/pipelines/{id}/export',
  title: 'Export the deals of a pipeline',
  about:
    'A file of CSV with all of them in the order of the board; archived ones are left out. A text that a spreadsheet would run as a formula has an apostrophe in front.',
  ours: true,
  streams: 'csv',
  query: z.strictObject(ofBoard),
})

/** REX, deals of every board (DECISIONS, "REX"). */
export const listDeals = contract({
  dialect: 'rex',
  method: 'GET',
  path: '/deals',
  title: 'List deals',
  about:
    'Of every board, newest first. The first page of a list with `updated_since` tells `next_since`: ask with it the next time, and no change is missed.',
  ours: true,
  query: z.strictObject({
    ...page,
    object: z.string().optional(),
    pipeline_id: z.string().optional(),
    stage_id: z.string().optional(),
    status: z.enum(statuses).optional(),
    owner_id: z.string().optional(),
    external_id: z.string().optional(),
    updated_since: instantOrDay.optional(),
  }),
  reply: many.extend({ next_since: instantOut.nullable() }),
})

export const getDeal = contract({
  dialect: 'rex',
  method: 'GET',
  path: '/deals/{id}',
  title: 'Get a deal',
  ours: true,
  version: 'told',
  query: noQuery,
  reply: one,
})

/** REX, create a deal. The dates are for imports, which keep their own. */
export const createDeal = contract({
  dialect: 'rex',
  method: 'POST',
  path: '/deals',
  title: 'Create a deal',
  about: 'The dates are for imports, which keep their own.',
  example: {
    body: {
      name: 'Northwind – yearly licence',
      pipeline_id: '0198c2e4-6b10-7f08-a3cd-2e5d7b901a11',
      stage_id: '0198c2e4-6b20-7d11-8c0f-5b1f2a6e7c01',
      value: 125_000,
      currency: 'EUR',
    },
  },
  ours: true,
  version: 'told',
  query: noQuery,
  body: z.strictObject({
    name,
    pipeline_id: id,
    stage_id: id,
    ...written,
    created_at: instant.optional(),
    stage_entered_at: instant.optional(),
    closed_at: instant.optional(),
  }),
  status: 201,
  reply: one,
})

export const updateDeal = contract({
  dialect: 'rex',
  method: 'PATCH',
  path: '/deals/{id}',
  title: 'Update a deal',
  about: 'Only the fields that are sent change; null clears one.',
  example: { body: { value: 140_000, expected_close: '2026-12-24' } },
  ours: true,
  version: 'checked',
  query: noQuery,
  body: z.strictObject({ name: name.optional(), stage_id: id.optional(), ...written }),
  reply: one,
})

export const deleteDeal = contract({
  dialect: 'rex',
  method: 'DELETE',
  path: '/deals/{id}',
  title: 'Delete a deal',
  about: 'Puts the deal into the trash.',
  ours: true,
  version: 'checked',
  query: noQuery,
})

/** Ours beyond `stage_id`: the one request of a drop. Fills the gate's fields and moves in one transaction. */
export const moveDeal = contract({
  dialect: 'rex',
  method: 'POST',
  path: '/deals/{id}/stage',
  title: 'Move a deal',
  about:
    'The one request of a drop: fills what the stage requires and moves, in one transaction. Place it by a neighbour or by its position; without either it goes to the end.',
  example: { body: { stage_id: '0198c2e4-6b20-7d11-8c0f-5b1f2a6e7c02', order_index: 0, fields: { amount: 125_000 } } },
  ours: true,
  version: 'checked',
  query: noQuery,
  body: z
    .strictObject({ stage_id: id, ...place, fields: filling.optional(), lost_reason: reason.optional() })
    .refine(onePlace, onePlaceOnly),
  reply: one,
})

/** Ours: what happened to a deal, newest first. */
export const dealHistory = contract({
  dialect: 'rex',
  method: 'GET',
  path: '/deals/{id}/history',
  title: 'List the history of a deal',
  about: 'Newest first.',
  ours: true,
  query: z.strictObject(page),
  reply: z.object({ data: z.array(historyEntry), has_more: z.boolean(), next_cursor: nextCursor }),
})
