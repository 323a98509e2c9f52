import type { z } from 'zod'
import type { getBoard } from '@/lib/contracts/rex/board.contract'
import type { createDeal, moveDeal } from '@/lib/contracts/rex/deal.contract'
import { type Call, CallError, call } from '@/lib/http/call'
import type { Board, Card, Column } from './board'
import type { BoardApi, BoardSlice } from './board-api'

type Reply = z.output<typeof getBoard.reply>['data']

/** A board of this workspace over the API, as the signed-in user. */
export function restBoard(workspace: string, boardId: string): BoardApi {
  return {
    async read(slice, signal) {
      const sent = { workspace, params: { id: boardId }, query: queryOf(slice), signal }
      return boardOf((await call<typeof getBoard>('GET', '/pipelines/{id}/board', sent)).data)
    },
    async move(card, { stageId, afterId, beforeId, orderIndex }) {
      const send = (place: { after_id?: string; before_id?: string; order_index?: number }) =>
        call<typeof moveDeal>('POST', '/deals/{id}/stage', {
          workspace,
          params: { id: card.id },
          body: { stage_id: stageId, ...place },
        })
      const beside = { after_id: afterId, before_id: beforeId }
      const named = afterId ?? beforeId
      const first = send(named ? beside : { order_index: orderIndex })
      const { data } = await (named ? first.catch((error) => send(insteadOf(error, orderIndex))) : first)
      const moved: Card = {
        ...card,
        status: data.status,
        stageEnteredAt: data.stage_entered_at,
        daysInStage: data.days_in_stage,
        lastActivityAt: data.last_activity_at,
        version: data.version,
        rank: data.rank ?? card.rank,
      }
      delete moved.pending
      return { card: moved, stageId: data.stage_id }
    },
    async create(stageId, { name, value, currency }, key) {
      const body = { name, pipeline_id: boardId, stage_id: stageId, value, currency }
      const sent = { workspace, body, idempotencyKey: key }
      const { data } = await call<typeof createDeal>('POST', '/deals', sent)
      return { id: data.id, version: data.version }
    },
  }
}

/** A colleague took the neighbour away meanwhile: its number is as near as can be. Any other refusal stays one. */
function insteadOf(error: unknown, orderIndex: number | undefined): { order_index?: number } {
  if (error instanceof CallError && /^Field '(after|before)_id'/.test(error.message)) return { order_index: orderIndex }
  throw error
}

function queryOf(slice: BoardSlice): Call<typeof getBoard>['query'] {
  if ('only' in slice) return { deal_id: [...slice.only] }
  if ('stageId' in slice) return { limit: slice.limit, stage_id: slice.stageId, cursor: slice.cursor }
  return { limit: slice.limit }
}

const boardOf = ({ pipeline, columns }: Reply): Board => ({
  id: pipeline.id,
  name: pipeline.name,
  object: pipeline.object,
  rottingDays: pipeline.rotting_days,
  columns: columns.map(columnOf),
})

const columnOf = ({ stage, count, totals, cards, next_cursor }: Reply['columns'][number]): Column => ({
  stage: {
    id: stage.id,
    name: stage.name,
    type: stage.type,
    color: stage.color,
    probability: stage.probability,
    rottingDays: stage.rotting_days,
    wipLimit: stage.wip_limit,
  },
  count,
  totals,
  cards: cards.map(cardOf),
  nextCursor: next_cursor,
})

const cardOf = (card: Reply['columns'][number]['cards'][number]): Card => ({
  id: card.id,
  name: card.name,
  value: card.value,
  currency: card.currency ?? '',
  company: card.company,
  owner: card.owner,
  tags: card.tags,
  expectedClose: card.expected_close,
  status: card.status,
  stageEnteredAt: card.stage_entered_at,
  daysInStage: card.days_in_stage,
  lastActivityAt: card.last_activity_at,
  nextTask: card.next_task && {
    id: card.next_task.id,
    title: card.next_task.title,
    dueDate: card.next_task.due_date,
    action: card.next_task.action_type,
    assignedToId: card.next_task.assigned_to_id,
  },
  version: card.version,
  rank: card.rank,
})
