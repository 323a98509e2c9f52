import type { StageType } from '../stage/stage'

/** A value of one of an object's own fields. */
export type FieldValue = string | number | boolean | null | string[]

/** A record as the domain reads it: its row, and what its object, stage and board say of it. */
export interface RecordRow {
  id: string
  /** The object's name: opportunities, contacts … */
  object: string
  objectId: string
  title: string
  description: string | null
  tags: string[]
  /** Minor units of `currency`. */
  value: number | null
  currency: string | null
  pipelineId: string | null
  stageId: string | null
  /** Sorts the cards of a stage by bytes; null while archived. */
  rank: string | null
  ownerId: string | null
  contactId: string | null
  companyId: string | null
  source: string | null
  lostReason: string | null
  /** A calendar day, YYYY-MM-DD. */
  expectedClose: string | null
  closedAt: Date | null
  stageEnteredAt: Date | null
  lastActivityAt: Date
  archivedAt: Date | null
  trashedAt: Date | null
  externalId: string | null
  metadata: Record<string, unknown>
  fields: Record<string, FieldValue>
  version: number
  createdAt: Date
  updatedAt: Date
  stageType: StageType | null
  probability: number | null
  /** Days without activity after which an open record stalls: its stage's, else its board's, else 14. */
  rottingDays: number
}

/** A record with its place: how many active cards are ahead of it in its stage, or in all when it is archived. */
export type PlacedRecord = RecordRow & { position: number }

/** What a caller may write of a record, placement aside. Absent: left as it is. */
export interface RecordValues {
  title?: string
  description?: string | null
  tags?: string[]
  value?: number | null
  currency?: string | null
  ownerId?: string | null
  contactId?: string | null
  companyId?: string | null
  source?: string | null
  lostReason?: string | null
  expectedClose?: string | null
  externalId?: string | null
  metadata?: Record<string, unknown>
  /** The object's own fields; merged into what is there, null clears. */
  fields?: Record<string, FieldValue>
}

/** A place on a board: a stage, and where in it. Neighbours are exact on a filtered or stale view, numbers are not. */
export interface Spot {
  stageId: string
  at: { after: string } | { before: string } | { index: number } | 'end'
}
