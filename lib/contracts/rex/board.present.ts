import { z } from 'zod'
import type { BoardCardRow, BoardColumnRow, BoardRow, NextTaskRow } from '@/lib/domain/pipeline/board'
import { daysSince, defaultRottingDays, statuses, statusOf } from '@/lib/domain/record/status'
import { taskActions } from '@/lib/domain/task/task'
import { idOut, instantOut } from '../schema'
import { defaultColor, stage } from './pipeline.present'

const person = z.object({ id: idOut, name: z.string() }).nullable()

const nextTask = z
  .object({
    id: idOut,
    title: z.string(),
    due_date: instantOut.nullable(),
    action_type: z.enum(taskActions).nullable(),
    assigned_to_id: idOut.nullable(),
  })
  .nullable()
  .describe('The open task about it that is due first; one without a date comes last')

export const card = z.object({
  id: idOut,
  name: z.string(),
  value: z.int().nullable(),
  currency: z.string().nullable(),
  company: person,
  owner: person,
  tags: z.array(z.string()),
  expected_close: z.string().nullable(),
  status: z.enum(statuses),
  stage_entered_at: instantOut,
  days_in_stage: z.int(),
  last_activity_at: instantOut,
  version: z.int(),
  rank: z.string(),
  next_task: nextTask,
})

const total = z.object({ currency: z.string(), value: z.int(), weighted: z.int() })

export const column = z.object({
  stage,
  count: z.int(),
  totals: z.array(total),
  cards: z.array(card),
  next_cursor: z.string().nullable(),
})

export const board = z.object({
  pipeline: z.object({ id: idOut, name: z.string(), object: z.string(), rotting_days: z.int().nullable() }),
  columns: z.array(column),
})

/** A board (ours, in REX's style). `limit` is how many cards a column was asked for; days are counted at `now`. */
export const presentBoard = (row: BoardRow, limit: number, now: Date): z.input<typeof board> => ({
  pipeline: {
    id: row.pipeline.id,
    name: row.pipeline.name,
    object: row.pipeline.object,
    rotting_days: row.pipeline.rottingDays,
  },
  columns: row.columns.map((each) => presentColumn(each, row.pipeline.rottingDays, limit, now)),
})

function presentColumn(
  row: BoardColumnRow,
  boardRotting: number | null,
  limit: number,
  now: Date,
): z.input<typeof column> {
  const rottingDays = row.stage.rottingDays ?? boardRotting ?? defaultRottingDays
  const cards = limit > 0 ? row.cards.slice(0, limit) : row.cards
  return {
    stage: {
      id: row.stage.id,
      name: row.stage.name,
      position: row.stage.position,
      type: row.stage.type,
      color: row.stage.color ?? defaultColor,
      probability: row.stage.probability,
      required_fields: row.stage.requiredFields,
      rotting_days: row.stage.rottingDays,
      wip_limit: row.stage.wipLimit,
    },
    count: row.count,
    totals: row.totals.map(({ currency, value }) => ({
      currency,
      value,
      weighted: Math.round(value * row.stage.probability),
    })),
    cards: cards.map((each) => presentCard(each, row.stage.type, rottingDays, now)),
    next_cursor: limit > 0 && row.cards.length > limit ? (cards.at(-1)?.rank ?? null) : null,
  }
}

function presentCard(
  row: BoardCardRow,
  stageType: BoardColumnRow['stage']['type'],
  rottingDays: number,
  now: Date,
): z.input<typeof card> {
  const entered = new Date(row.stageEnteredAt)
  const lastActivityAt = new Date(row.lastActivityAt)
  return {
    id: row.id,
    name: row.title,
    value: row.value,
    currency: row.currency,
    company: row.companyId ? { id: row.companyId, name: row.companyTitle ?? '' } : null,
    owner: row.ownerId ? { id: row.ownerId, name: row.ownerName ?? '' } : null,
    tags: row.tags,
    expected_close: row.expectedClose,
    status: statusOf({ stageType, lastActivityAt, rottingDays }, now),
    stage_entered_at: entered.toISOString(),
    days_in_stage: daysSince(entered, now),
    last_activity_at: lastActivityAt.toISOString(),
    version: row.version,
    rank: row.rank,
    next_task: row.nextTask && presentNextTask(row.nextTask),
  }
}

const presentNextTask = (row: NextTaskRow): z.input<typeof nextTask> => ({
  id: row.id,
  title: row.title,
  due_date: row.dueAt && new Date(row.dueAt).toISOString(),
  action_type: row.actionType,
  assigned_to_id: row.assignedToId,
})
