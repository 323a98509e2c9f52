import type { z } from 'zod'
import type { NewRecord } from '@/lib/domain/record/create'
import type { RecordValues } from '@/lib/domain/record/record'
import type { createRecord, updateRecord } from './record.contract'

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

/** A new record of an object, in the domain's words. */
export const readNewRecord = (object: string, body: z.output<typeof createRecord.body>): NewRecord => ({
  object,
  values: { ...readRecord(body), title: body.name },
  ...(body.pipeline_step_id !== undefined && { to: { stageId: body.pipeline_step_id } }),
})
