import { z } from 'zod'
import type { Page } from '@/lib/domain/page'
import type { HistoryEntry } from '@/lib/domain/record/history'
import type { RecordRow } from '@/lib/domain/record/record'
import { daysSince, statuses, statusOf } from '@/lib/domain/record/status'
import { toCursor } from '../cursor'
import { fieldValues, idOut, instantOut, metadata } from '../schema'

/** REX points to a page on deals for this shape, which none of the documents is: all of it is decided here. */
export const deal = z
  .object({
    id: idOut,
    name: z.string(),
    description: z.string().nullable(),
    tags: z.array(z.string()),
    object: z.string(),
    pipeline_id: idOut,
    stage_id: idOut,
    status: z.enum(statuses).describe("Follows the stage's type; an open deal without activity for long is stalled"),
    value: z.int().nullable(),
    currency: z.string().nullable(),
    probability: z.number(),
    contact_id: idOut.nullable(),
    company_id: idOut.nullable(),
    owner_id: idOut.nullable(),
    expected_close: z.string().nullable(),
    source: z.string().nullable(),
    external_id: z.string().nullable(),
    lost_reason: z.string().nullable(),
    metadata,
    fields: fieldValues,
    days_in_stage: z.int(),
    deal_age_days: z.int(),
    stage_entered_at: instantOut,
    closed_at: instantOut.nullable(),
    archived_at: instantOut.nullable(),
    last_activity_at: instantOut,
    rank: z.string().nullable(),
    version: z.int(),
    created_at: instantOut,
    updated_at: instantOut,
  })
  .meta({ title: 'Deal', 'x-extension': true })

/** A deal: any record on a board, in REX's words (DECISIONS, "REX"). Days are counted at `now`. */
export function presentDeal(row: RecordRow, now: Date): z.input<typeof deal> {
  const entered = row.stageEnteredAt ?? row.createdAt
  return {
    id: row.id,
    name: row.title,
    description: row.description,
    tags: row.tags,
    object: row.object,
    pipeline_id: row.pipelineId ?? '',
    stage_id: row.stageId ?? '',
    status: statusOf(row, now),
    value: row.value,
    currency: row.currency,
    probability: row.probability ?? 0,
    contact_id: row.contactId,
    company_id: row.companyId,
    owner_id: row.ownerId,
    expected_close: row.expectedClose,
    source: row.source,
    external_id: row.externalId,
    lost_reason: row.lostReason,
    metadata: row.metadata as z.input<typeof metadata>,
    fields: row.fields,
    days_in_stage: daysSince(entered, now),
    deal_age_days: daysSince(row.createdAt, now),
    stage_entered_at: entered.toISOString(),
    closed_at: row.closedAt?.toISOString() ?? null,
    archived_at: row.archivedAt?.toISOString() ?? null,
    last_activity_at: row.lastActivityAt.toISOString(),
    rank: row.rank,
    version: row.version,
    created_at: row.createdAt.toISOString(),
    updated_at: row.updatedAt.toISOString(),
  }
}

const stageName = z.object({ id: idOut, name: z.string().nullable() }).nullable()

export const historyEntry = z
  .object({
    id: idOut,
    event: z.string(),
    at: instantOut,
    actor: z.object({ id: idOut, name: z.string().nullable() }).nullable(),
    from_stage: stageName,
    to_stage: stageName,
    changed: z.array(z.string()),
  })
  .meta({ title: 'HistoryEntry' })

/** One line of a deal's history: what happened, who did it, and between which stages. */
export const presentHistoryEntry = (row: HistoryEntry): z.input<typeof historyEntry> => ({
  id: row.id,
  event: row.verb,
  at: row.at.toISOString(),
  actor: row.actorId ? { id: row.actorId, name: row.actorName } : null,
  from_stage: row.fromStageId ? { id: row.fromStageId, name: row.fromStageName } : null,
  to_stage: row.toStageId ? { id: row.toStageId, name: row.toStageName } : null,
  changed: Object.keys(row.after ?? {}).flatMap((field) => dealSpelling[field] ?? []),
})

/** What callers know a record's columns by; order keys and the like are nobody's business. */
export const dealSpelling: Record<string, string> = {
  title: 'name',
  description: 'description',
  tags: 'tags',
  value: 'value',
  currency: 'currency',
  stageId: 'stage_id',
  pipelineId: 'pipeline_id',
  ownerId: 'owner_id',
  contactId: 'contact_id',
  companyId: 'company_id',
  source: 'source',
  lostReason: 'lost_reason',
  expectedClose: 'expected_close',
  externalId: 'external_id',
  metadata: 'metadata',
  fields: 'fields',
  archivedAt: 'archived_at',
  trashedAt: 'deleted_at',
}

/** A page of deals: REX's list with `has_more`, and where to go on. */
export const presentDeals = (page: Page<RecordRow>, now: Date) => ({
  data: page.rows.map((row) => presentDeal(row, now)),
  has_more: page.next !== null,
  next_cursor: toCursor(page.next),
})
