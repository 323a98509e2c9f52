import type { Dialect } from '@/lib/contracts/contract'

/**
 * What the published references say of an operation, copied from them by hand. Fields in one line: `name*` must be
 * sent, `limit=20` has that default, `stages[].name` stands in a list. Of a shape that a reference leaves open, only
 * the field that holds it is named.
 */
export interface Documented {
  status: number
  query?: string
  body?: string
  reply?: string
}

const under = (prefix: string, fields: string) =>
  fields
    .split(' ')
    .map((field) => `${prefix}${field}`)
    .join(' ')

const pagination = `pagination ${under('pagination.', 'page page_size total total_pages')}`
const clarkyPipeline = 'id workspace_id bot_id name is_default is_private created_at updated_at'
const clarkyStage = 'id bot_id pipeline_id name color order_index created_at updated_at'
const card = 'id pipeline_stage_id contact_id title description tags order_index archived_at created_at updated_at'

const rexStage = 'id name position type color'
const rexPipeline = `id name is_default stages ${under('stages[].', rexStage)} created_at updated_at`
const onePipeline = `data ${under('data.', rexPipeline)}`
const newStage = 'name* type* position color probability'

const task =
  'id title due_date priority action_type is_completed completed_at completed_by assigned_to_id created_at updated_at'
const links = 'linked_entities linked_entities[].id* linked_entities[].type*'
const taskAction = 'task_id action'

const node = 'id* nodeType* label config position position.x* position.y*'
const graph = `nodes ${under('nodes[].', node)} edges ${under('edges[].', 'source* target* label')}`
const execution = `executionConfig ${under('executionConfig.', 'batchSize parallelism partitioning')}`
const connector = `connector ${under('connector.', 'id name type')} schema ${under('schema.', 'id name displayName')}`
const flow = `id name description status schedule executionConfig ${under('executionConfig.', 'batchSize parallelism')} ${connector} nodes edges createdAt`
const run = 'id pipelineId status createdAt'

/** Every operation that one of the five references documents. */
export const documented: Record<Dialect, Record<string, Documented>> = {
  kasar: {
    'GET /pipelines': {
      status: 200,
      reply: `pipelines ${under('pipelines[].', `id name objectName steps ${under('steps[].', 'id name order_index')}`)}`,
    },
    'PUT /pipelines/{object}/{id}/move': {
      status: 200,
      body: 'pipeline_step_id* pipeline_id',
      reply: 'data data.id data.pipeline_step_id data.pipeline_id',
    },
    'GET /tasks': {
      status: 200,
      query:
        'mode assigned_to priority action_type linked_entity_id linked_entity_type filters sort sort_by=due_date sort_dir=asc cursor limit=20',
      reply: `data ${under('data[].', task)} total nextCursor`,
    },
    'POST /tasks': {
      status: 201,
      body: `title* due_date priority assigned_to_id action_type ${links}`,
      reply: taskAction,
    },
    'PUT /tasks/{id}': {
      status: 200,
      body: `title due_date priority assigned_to_id action_type ${links}`,
      reply: taskAction,
    },
    'PUT /tasks/{id}/complete': { status: 200, body: 'completed=true', reply: taskAction },
    'DELETE /tasks/{id}': { status: 204 },
    'GET /tasks/stats': { status: 200, reply: 'total completedToday remainingToday overdue thisWeek completionRate' },
  },
  rex: {
    'POST /pipelines': {
      status: 201,
      body: `name* is_default stages ${under('stages[].', newStage)} metadata`,
      reply: onePipeline,
    },
    'GET /pipelines': {
      status: 200,
      query: 'cursor limit=50',
      reply: `data ${under('data[].', rexPipeline)} has_more`,
    },
    'GET /pipelines/{id}': { status: 200, reply: onePipeline },
    'PATCH /pipelines/{id}': { status: 200, body: 'name is_default metadata', reply: onePipeline },
    'DELETE /pipelines/{id}': { status: 204 },
    'GET /pipelines/{id}/deals': { status: 200, query: 'cursor limit=50 status stage_id', reply: 'data has_more' },
    'POST /pipelines/{id}/stages': { status: 201, body: newStage, reply: onePipeline },
    'PUT /pipelines/{id}/stages': { status: 200, body: 'stage_ids*', reply: onePipeline },
    'DELETE /pipelines/{id}/stages/{stage_id}': { status: 204 },
  },
  clarky: {
    'GET /pipelines': {
      status: 200,
      query: 'bot_id page=1 page_size=25',
      reply: `data ${under('data[].', clarkyPipeline)} ${pagination}`,
    },
    'GET /pipelines/{id}/stages': { status: 200, reply: `data ${under('data[].', clarkyStage)}` },
    'GET /pipeline-cards': {
      status: 200,
      query: 'pipeline_id pipeline_stage_id bot_id contact_id include_archived=false page=1 page_size=25',
      reply: `data ${under('data[].', card)} ${pagination}`,
    },
    'GET /pipeline-cards/{id}': { status: 200, reply: `data ${under('data.', card)}` },
    'POST /pipeline-cards': {
      status: 201,
      body: 'pipeline_stage_id* title* contact_id description tags order_index',
      reply: `data ${under('data.', card)}`,
    },
    'PATCH /pipeline-cards/{id}': {
      status: 200,
      body: 'pipeline_stage_id contact_id title description tags order_index archived_at',
      reply: `data ${under('data.', card)}`,
    },
    'DELETE /pipeline-cards/{id}': { status: 204 },
  },
  kaireon: {
    'GET /pipelines': {
      status: 200,
      query: 'limit=20 cursor',
      reply: `data ${under('data[].', flow)} total hasMore`,
    },
    'POST /pipelines': {
      status: 201,
      body: `name* connectorId* schemaId* description schedule ${execution} ${graph}`,
    },
    'PUT /pipelines': { status: 200, body: `id* name description schedule ${execution} ${graph}` },
    'DELETE /pipelines': { status: 204, query: 'id*' },
    'POST /pipelines/{id}/run': { status: 201, reply: run },
    'GET /pipelines/{id}/runs': { status: 200, reply: under('[].', `${run} completedAt`) },
  },
}
