import { z } from 'zod'
import type { FeedChange, TypedEvent } from '@/lib/domain/event/feed'
import { subjectName } from '@/lib/domain/event/type'
import { idOut, instantOut } from '../schema'
import { dealSpelling } from './deal.present'

const doors = ['session', 'api', 'cli', 'job'] as const
const values = z.record(z.string(), z.unknown()).nullable()

/** One row that an event changed: what it was and what it became, the changed fields only. */
export const change = z
  .object({
    subject: z.string().describe('What was changed: deal, record, pipeline, stage …'),
    id: idOut,
    object: z.string().nullable().describe('Of a deal or record'),
    pipeline_id: idOut.nullable().describe('Of a deal: its board after the change'),
    from_stage_id: idOut.nullable(),
    to_stage_id: idOut.nullable(),
    version: z.int().nullable().describe('The version that it has since, as its ETag tells it'),
    before: values.describe('The changed fields as they were; null for what is new'),
    after: values.describe('The same as they became'),
  })
  .meta({ title: 'Change' })

export const event = z
  .object({
    id: idOut,
    type: z.string(),
    created_at: instantOut,
    actor: z
      .object({ id: idOut.nullable(), via: z.enum(doors) })
      .describe('Whoever did it, and how; the id is null where the installation itself did'),
    request_id: z.string().nullable(),
    data: z.object({
      changes: z.array(change).describe('The first twenty rows that were changed'),
      changes_total: z.int(),
    }),
  })
  .meta({ title: 'Event' })

/** An event as it is told to the outside, by the feed and by webhooks alike. */
export const presentEvent = (row: TypedEvent): z.input<typeof event> => ({
  id: row.id,
  type: row.type,
  created_at: row.at.toISOString(),
  actor: { id: row.actorId, via: row.door },
  request_id: row.requestId,
  data: { changes: row.changes.map(presentChange), changes_total: row.changed },
})

/** A change of an event. */
export function presentChange(row: FeedChange): z.input<typeof change> {
  const ofRecord = row.subject === 'record'
  const said = (of: FeedChange['before']) => of && (ofRecord ? spellRecord(of) : spellOther(of))
  return {
    subject: subjectName(row.subject, row.pipelineId !== null),
    id: row.subjectId,
    object: row.object,
    pipeline_id: row.pipelineId,
    from_stage_id: row.fromStageId,
    to_stage_id: row.toStageId,
    version: row.version,
    before: said(row.before),
    after: said(row.after),
  }
}

type Values = NonNullable<z.input<typeof values>>

const recordSpelling = { ...dealSpelling, rank: 'rank', closedAt: 'closed_at', stageEnteredAt: 'stage_entered_at' }

function spellRecord(of: Record<string, unknown>): Values {
  return Object.fromEntries(
    Object.entries(of).flatMap(([name, value]) => {
      const spelt = recordSpelling[name as keyof typeof recordSpelling]
      return spelt ? [[spelt, value]] : []
    }),
  ) as Values
}

/** Nobody records a secret; should somebody, it does not leave the house. */
const secret = /secret|password|token|hash|sealed|credential/i

function spellOther(of: Record<string, unknown>): Values {
  return Object.fromEntries(
    Object.entries(of).flatMap(([name, value]) => (secret.test(name) ? [] : [[snakeCase(name), value]])),
  ) as Values
}

const renamed: Record<string, string> = { trashedAt: 'deleted_at', trashed: 'deleted' }
const snakeCase = (name: string): string =>
  renamed[name] ?? name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
