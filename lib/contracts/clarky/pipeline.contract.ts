import { z } from 'zod'
import { contract } from '../contract'
import { noQuery } from '../schema'
import { page, pagination } from './page'
import { bot, pipeline, stage } from './pipeline.present'

/** Clarky, "List pipelines". */
export const listPipelines = contract({
  dialect: 'clarky',
  method: 'GET',
  path: '/pipelines',
  title: 'List pipelines',
  query: z.strictObject({ ...page, bot_id: z.string().optional() }),
  reply: z.object({ data: z.array(pipeline), pagination }),
})

/** Clarky, "List pipeline stages": not paginated. */
export const listStages = contract({
  dialect: 'clarky',
  method: 'GET',
  path: '/pipelines/{id}/stages',
  title: 'List pipeline stages',
  query: noQuery,
  reply: z.object({ data: z.array(stage) }),
})

/** Ours: the agents that `bot_id` may name. */
export const listBots = contract({
  dialect: 'clarky',
  method: 'GET',
  path: '/bots',
  title: 'List bots',
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
  query: noQuery,
})
