import { z } from 'zod'
import { contract } from '../contract'
import { noQuery } from '../schema'
import { page, pagination } from './page'
import { bot, pipeline, stage } from './pipeline.present'

const agentId = '0198c2e4-6a00-7b3c-8f52-1d0a9c8e4b77'
const made = { created_at: '2026-08-03T09:00:00.000Z', updated_at: '2026-08-20T11:45:30.000Z' }
const shownPipeline: z.input<typeof pipeline> = {
  id: '0198c2e4-6b10-7f08-a3cd-2e5d7b901a11',
  workspace_id: '0198c2e4-5f00-7c11-92ab-7a3c5d1e0f22',
  bot_id: agentId,
  name: 'Partner deals',
  is_default: true,
  is_private: false,
  ...made,
}
const shownStage = (at: number, name: string, color: string): z.input<typeof stage> => ({
  id: `0198c2e4-6b20-7d11-8c0f-5b1f2a6e7c0${at + 1}`,
  bot_id: agentId,
  pipeline_id: shownPipeline.id,
  name,
  color,
  order_index: at,
  ...made,
})

/** Clarky, "List pipelines". */
export const listPipelines = contract({
  dialect: 'clarky',
  method: 'GET',
  path: '/pipelines',
  title: 'List pipelines',
  example: { reply: { data: [shownPipeline], pagination: { page: 1, page_size: 25, total: 1, total_pages: 1 } } },
  query: z.strictObject({ ...page, bot_id: z.string().optional() }),
  reply: z.object({ data: z.array(pipeline), pagination }),
})

/** Clarky, "List pipeline stages": not paginated. */
export const listStages = contract({
  dialect: 'clarky',
  method: 'GET',
  path: '/pipelines/{id}/stages',
  title: 'List pipeline stages',
  about: 'All of them in order; there are no pages.',
  example: { reply: { data: [shownStage(0, 'New', '#94a3b8'), shownStage(1, 'Demo held', '#3b82f6')] } },
  query: noQuery,
  reply: z.object({ data: z.array(stage) }),
})

/** Ours: the agents that `bot_id` may name. */
export const listBots = contract({
  dialect: 'clarky',
  method: 'GET',
  path: '/bots',
  title: 'List bots',
  about: 'The agents that `bot_id` may name.',
  ours: true,
  query: z.strictObject(page),
  reply: z.object({ data: z.array(bot), pagination }),
})

/** Clarky has no such operation ("Pipelines and stages are read-only"): its callers are refused. */
export const createPipeline = contract({
  dialect: 'clarky',
  method: 'POST',
  path: '/pipelines',
  title: 'Create a pipeline',
  changesBoards: true,
  refused: true,
  query: noQuery,
})
