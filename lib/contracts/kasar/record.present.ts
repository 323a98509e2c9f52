import type { z } from 'zod'
import type { MemberRow } from '@/lib/domain/member/list'
import type { RecordRow } from '@/lib/domain/record/record'
import type { metadata } from '../schema'
import type { listUsers, record } from './record.contract'

/** A record of any object, in Kasar's style. */
export const presentRecord = (row: RecordRow): z.input<typeof record> => ({
  id: row.id,
  object: row.object,
  name: row.title,
  description: row.description,
  tags: row.tags,
  owner_id: row.ownerId,
  contact_id: row.contactId,
  company_id: row.companyId,
  value: row.value,
  currency: row.currency,
  pipeline_id: row.pipelineId,
  pipeline_step_id: row.stageId,
  source: row.source,
  external_id: row.externalId,
  metadata: row.metadata as z.input<typeof metadata>,
  fields: row.fields,
  version: row.version,
  created_at: row.createdAt.toISOString(),
  updated_at: row.updatedAt.toISOString(),
})

/** A member of the workspace. */
export const presentUser = (row: MemberRow): z.input<typeof listUsers.reply>['data'][number] => ({
  id: row.id,
  name: row.name,
  email: row.email,
  role: row.role,
  created_at: row.createdAt.toISOString(),
})
