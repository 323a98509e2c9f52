import type { z } from 'zod'
import type { RecordChange } from '@/lib/domain/record/change'
import type { NewRecord } from '@/lib/domain/record/create'
import { readPlace } from '../place'
import type { createCard, updateCard } from './card.contract'

/** A new card, in the domain's words. */
export const readNewCard = (body: z.output<typeof createCard.body>): NewRecord => ({
  values: { title: body.title, description: body.description, tags: body.tags, contactId: body.contact_id },
  to: { stageId: body.pipeline_stage_id, at: readPlace(body) },
})

/** A change of a card, in the domain's words. */
export function readCardChange(body: z.output<typeof updateCard.body>): RecordChange {
  const stageId = body.pipeline_stage_id
  const at = readPlace(body)
  return {
    values: { title: body.title, description: body.description, tags: body.tags, contactId: body.contact_id },
    ...((stageId !== undefined || at !== undefined) && { to: { stageId, at } }),
    ...(body.archived_at !== undefined && { archivedAt: body.archived_at }),
  }
}
