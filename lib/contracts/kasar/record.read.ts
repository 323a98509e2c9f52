import type { z } from 'zod'
import type { Question } from '@/lib/domain/record/browse'
import type { RecordField } from '@/lib/domain/record/columns'
import type { NewRecord } from '@/lib/domain/record/create'
import type { RecordValues } from '@/lib/domain/record/record'
import type { KnownRecord } from '@/lib/domain/record/upsert'
import type { createRecord, listRecords, record, updateRecord, upsertRecord } from './record.contract'
import { readSort } from './sort'

type Presented = Exclude<keyof z.output<typeof record>, 'metadata' | 'fields'>

/** What the fields of a record's reply are to the domain. */
const spelling: Record<Presented, RecordField> = {
  id: 'id',
  object: 'object',
  name: 'title',
  description: 'description',
  tags: 'tags',
  owner_id: 'ownerId',
  contact_id: 'contactId',
  company_id: 'companyId',
  value: 'value',
  currency: 'currency',
  pipeline_id: 'pipelineId',
  pipeline_step_id: 'stageId',
  source: 'source',
  external_id: 'externalId',
  version: 'version',
  created_at: 'createdAt',
  updated_at: 'updatedAt',
}

/** What is asked of an object's records, in the domain's words. The newest come first unless said otherwise. */
export const readQuestion = (
  object: string,
  query: Omit<z.output<typeof listRecords.query>, 'cursor' | 'limit'>,
  timeZone: string,
): Question => ({
  object,
  filter: { ownerId: query.owner_id, externalId: query.external_id, updatedSince: query.updated_since },
  search: query.search,
  filters: query.filters,
  sort: readSort(query, { field: 'id', direction: 'desc' }),
  spelling,
  timeZone,
})

/** What a record's body says, in the domain's words. */
export const readRecord = (
  body: z.output<typeof createRecord.body> | z.output<typeof updateRecord.body>,
): RecordValues => ({
  title: body.name,
  description: body.description,
  tags: body.tags,
  ownerId: body.owner_id,
  contactId: body.contact_id,
  companyId: body.company_id,
  value: body.value,
  currency: body.currency,
  source: body.source,
  externalId: body.external_id,
  metadata: body.metadata as RecordValues['metadata'],
  fields: body.fields,
})

/** A record that may be there already, in the domain's words. */
export const readKnownRecord = (object: string, body: z.output<typeof upsertRecord.body>): KnownRecord => ({
  object,
  values: readRecord(body),
  matchOn: body.match_on,
  stageId: body.pipeline_step_id,
})

/** A new record of an object, in the domain's words. */
export const readNewRecord = (object: string, body: z.output<typeof createRecord.body>): NewRecord => ({
  object,
  values: { ...readRecord(body), title: body.name },
  ...(body.pipeline_step_id !== undefined && { to: { stageId: body.pipeline_step_id } }),
})
