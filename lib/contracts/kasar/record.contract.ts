import { z } from 'zod'
import { recordBounds } from '@/lib/domain/record/bounds'
import { contract } from '../contract'
import { cursor } from '../cursor'
import { keyset } from '../keyset'
import {
  currency,
  description,
  fieldValues,
  id,
  idOut,
  instantOrDay,
  instantOut,
  metadata,
  minorUnits,
  name,
  noQuery,
  tags,
  text,
  wholeNumber,
} from '../schema'
import { filters } from './filter'
import { sorting } from './sort'

/** Kasar's pages: 1 to 100 rows, 20 unless said. */
const page = { cursor: cursor.optional(), limit: wholeNumber(1, 100).default(20) }

export const record = z
  .object({
    id: idOut,
    object: z.string(),
    name: z.string(),
    description: z.string().nullable(),
    tags: z.array(z.string()),
    owner_id: idOut.nullable(),
    contact_id: idOut.nullable(),
    company_id: idOut.nullable(),
    value: z.int().nullable(),
    currency: z.string().nullable(),
    pipeline_id: idOut.nullable(),
    pipeline_step_id: idOut.nullable(),
    source: z.string().nullable(),
    external_id: z.string().nullable(),
    metadata,
    fields: fieldValues,
    version: z.int(),
    created_at: instantOut,
    updated_at: instantOut,
  })
  .meta({ title: 'Record' })

const written = {
  description: description.nullable().optional(),
  tags: tags.optional(),
  owner_id: id.nullable().optional(),
  contact_id: id.nullable().optional(),
  company_id: id.nullable().optional(),
  value: minorUnits.nullable().optional(),
  currency: currency.optional(),
  source: text(recordBounds.source).nullable().optional(),
  external_id: text(recordBounds.externalId).min(1).nullable().optional(),
  metadata: metadata.optional(),
  fields: fieldValues.optional(),
}

const one = z.object({ data: record })

const search = text(200).describe(
  "Words: every one must begin a word of the record's name, description, tags or fields of text, whatever the case and accents; telephone numbers are found without their spaces too. Without a letter or digit nothing is found.",
)

/** Ours, in the style of Kasar's tasks: records of one object, newest first unless sorted. */
export const listRecords = contract({
  dialect: 'kasar',
  method: 'GET',
  path: '/records/{object}',
  title: 'List records',
  local: true,
  about:
    'Records of one object, newest first unless sorted. The first page of a list with `updated_since` tells `nextSince`: ask with it the next time, and no change is missed.',
  ours: true,
  query: z.strictObject({
    cursor: keyset.optional(),
    limit: page.limit,
    filters: filters.optional(),
    ...sorting,
    owner_id: z.string().optional(),
    external_id: z.string().optional(),
    updated_since: instantOrDay.optional(),
    search: search.optional(),
  }),
  reply: z.object({
    data: z.array(record),
    total: z.int(),
    nextCursor: z.string().nullable(),
    nextSince: instantOut.nullable(),
  }),
})

export const getRecord = contract({
  dialect: 'kasar',
  method: 'GET',
  path: '/records/{object}/{id}',
  title: 'Get a record',
  ours: true,
  version: 'told',
  query: noQuery,
  reply: one,
})

/** Ours. A record of an object with boards starts on the step given. */
export const createRecord = contract({
  dialect: 'kasar',
  method: 'POST',
  path: '/records/{object}',
  title: 'Create a record',
  about: 'A record of an object with boards starts at the end of the step given.',
  example: { body: { name: 'Alma Lindqvist', tags: ['fair'], fields: { email: 'alma@northwind.example' } } },
  ours: true,
  version: 'told',
  query: noQuery,
  body: z.strictObject({ name, pipeline_step_id: id.optional(), ...written }),
  status: 201,
  reply: one,
})

/** Ours. Only the fields that are sent change. */
export const updateRecord = contract({
  dialect: 'kasar',
  method: 'PUT',
  path: '/records/{object}/{id}',
  title: 'Update a record',
  about: 'Only the fields that are sent change; null clears one.',
  example: { body: { tags: ['fair', 'customer'] } },
  ours: true,
  version: 'checked',
  query: noQuery,
  body: z.strictObject({ name: name.optional(), ...written }),
  reply: one,
})

/** Ours. Only the fields that are sent change. */
export const upsertRecord = contract({
  dialect: 'kasar',
  method: 'PUT',
  path: '/records/{object}',
  title: 'Create or update a record',
  about:
    'Updates the record that has this `external_id`, or this value of the unique field that `match_on` names, and creates it where there is none. Only the fields that are sent change.',
  ours: true,
  query: noQuery,
  body: z.strictObject({
    name: name.optional(),
    pipeline_step_id: id.optional(),
    ...written,
    match_on: z.string().max(100).optional(),
  }),
  madeStatus: 201,
  version: 'told',
  reply: z.object({ data: record, action: z.enum(['created', 'updated']) }),
})

/** Ours. To the trash. */
export const deleteRecord = contract({
  dialect: 'kasar',
  method: 'DELETE',
  path: '/records/{object}/{id}',
  title: 'Delete a record',
  about: 'Puts it in the trash. Its external id and the values of its unique fields are free for others.',
  ours: true,
  version: 'checked',
  query: noQuery,
})

/** Ours. Out of the trash. */
export const restoreRecord = contract({
  dialect: 'kasar',
  method: 'POST',
  path: '/records/{object}/{id}/restore',
  title: 'Restore a record',
  about: 'Takes it out of the trash, on a board to the end of its step.',
  ours: true,
  version: 'told',
  query: noQuery,
  body: z.strictObject({}),
  reply: one,
})

const user = z
  .object({
    id: idOut,
    name: z.string(),
    email: z.string(),
    role: z.enum(['viewer', 'editor', 'admin']),
    created_at: instantOut,
  })
  .meta({ title: 'User' })

/** Ours: whom tasks and records may be given to. */
export const listUsers = contract({
  dialect: 'kasar',
  method: 'GET',
  path: '/users',
  title: 'List users',
  about: 'Whom tasks and records may be given to.',
  ours: true,
  query: z.strictObject(page),
  reply: z.object({ data: z.array(user), nextCursor: z.string().nullable() }),
})
