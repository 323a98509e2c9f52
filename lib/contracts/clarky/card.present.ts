import type { z } from 'zod'
import type { PlacedRecord } from '@/lib/domain/record/record'
import type { card } from './card.contract'

/** The Pipeline Card object (Clarky, "The Pipeline Card object"). */
export const presentCard = (row: PlacedRecord): z.input<typeof card> => ({
  id: row.id,
  pipeline_stage_id: row.stageId ?? '',
  contact_id: row.contactId,
  title: row.title,
  description: row.description,
  tags: row.tags,
  order_index: row.position,
  archived_at: row.archivedAt?.toISOString() ?? null,
  created_at: row.createdAt.toISOString(),
  updated_at: row.updatedAt.toISOString(),
})
