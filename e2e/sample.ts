import type { Contract } from '@/lib/contracts/contract'
import { newId } from '@/lib/domain/id'
import { type Acting, actingWith } from './acting'
import type { Answer, Ask, RunningApi } from './api-client'
import { nameOf } from './contract-registry'
import { overRun } from './over-run'
import { storeFile } from './store-file'
import { eventsIn } from './traces'
import { openWorkspace, type TestWorkspace } from './workspace'

/** A workspace with one of everything that an operation can point at. */
export interface World {
  workspace: TestWorkspace
  /** An admin's key. */
  key: string
  acting: Acting
  /** Somebody else who works there. */
  colleague: Acting
  board: { id: string; stages: { id: string }[] }
  /** Stands in the board's first stage and stays there. */
  dealId: string
  contactId: string
  companyId: string
  agentId: string
  apiKeyId: string
  /** A colleague's for the admin, who was told of it. */
  taskId: string
  notificationId: string
  connectorId: string
  /** The object opportunities. */
  schemaId: string
  flowId: string
  /** One of that flow, which is over and has rejects. */
  runId: string
  /** One that every member may see. */
  eventId: string
  webhookId: string
  /** One of that webhook's. */
  deliveryId: string
}

/** A request that its contract allows: every field that may be sent is, where they do not exclude each other. */
export interface Sample {
  params?: Record<string, string>
  query?: Record<string, string>
  body?: Record<string, unknown>
  /** A file in place of a body. */
  file?: { contentType: string; text: string }
}

/** Opens a workspace with one of everything. */
export async function openWorld(api: RunningApi): Promise<World> {
  const workspace = await openWorkspace()
  const key = await workspace.key('rex')
  const acting = actingWith(api, key)
  const board = await acting.board()
  const { email } = await workspace.member('editor')
  const colleague = actingWith(api, await workspace.key('rex', { email }))
  return {
    workspace,
    key,
    acting,
    colleague,
    ...(await tell({ acting, colleague, workspace })),
    board,
    dealId: (await acting.deal(board, board.stages[0])).id,
    contactId: (await acting.record('contacts')).id,
    companyId: (await acting.record('companies')).id,
    agentId: (await acting.get('/bots')).body.data[0].id,
    apiKeyId: await newKey(acting),
    ...(await withFlow({ acting, workspace })),
    eventId: (await eventsIn(workspace.id, 'pipeline.create'))[0] ?? '',
    ...(await withWebhook(acting)),
  }
}

const csv = { name: 'Customers', type: 'csv', config: { url: 'https://files.example.com/customers.csv' } }

const newConnector = async (acting: Acting): Promise<string> => (await acting.post('/connectors', csv)).body.id

const newFlow = async (acting: Acting, connectorId: string, schemaId: string): Promise<string> =>
  (await acting.postTo('kaireon', '/pipelines', { name: 'Customer Import', connectorId, schemaId })).body.id

/** A connector with a file of its own, which can be read. */
async function newFile({ acting, workspace }: Pick<World, 'acting' | 'workspace'>): Promise<string> {
  const id = await newConnector(acting)
  await storeFile(workspace.id, id, 'customers.csv', 'name,color\nAlmond,blue\n,red\n')
  return id
}

const runOf = ({ flowId, runId }: World) => ({ id: flowId, runId })

async function withFlow({
  acting,
  workspace,
}: Pick<World, 'acting' | 'workspace'>): Promise<Pick<World, 'connectorId' | 'schemaId' | 'flowId' | 'runId'>> {
  const connectorId = await newConnector(acting)
  const schemas: { id: string; name: string }[] = (await acting.get('/schemas')).body.data
  const schemaId = schemas.find(({ name }) => name === 'opportunities')?.id ?? ''
  const flowId = await newFlow(acting, connectorId, schemaId)
  return { connectorId, schemaId, flowId, runId: await overRun(workspace.id, flowId) }
}

const hook = () => ({ url: 'https://hooks.example.com/in?q=1', description: `To ${newId()}`, events: ['deal.*'] })

async function withWebhook(acting: Acting): Promise<Pick<World, 'webhookId' | 'deliveryId'>> {
  const webhookId = (await acting.post('/webhooks', hook())).body.data.id
  return { webhookId, deliveryId: await newDelivery(acting, webhookId) }
}

const newDelivery = async (acting: Acting, webhookId: string): Promise<string> =>
  (await acting.post(`/webhooks/${webhookId}/test`, {})).body.data.id

/** Takes old webhooks away, but for the world's own: a workspace has room for few. */
async function makeRoom({ acting, webhookId }: Pick<World, 'acting' | 'webhookId'>): Promise<void> {
  const { data } = (await acting.get('/webhooks')).body
  if (data.length < 15) return
  for (const { id } of data.slice(0, -8)) if (id !== webhookId) await acting.delete(`/webhooks/${id}`)
}

async function newWebhook(world: World): Promise<string> {
  await makeRoom(world)
  return (await world.acting.post('/webhooks', hook())).body.data.id
}

const stage = (world: World, at: number): string => world.board.stages[at]?.id ?? ''
const newDeal = async ({ acting, board }: World): Promise<string> =>
  (await acting.deal(board, { id: board.stages[0]?.id ?? '' })).id

const task = (world: World) => ({
  title: 'Call Alice about contract renewal',
  due_date: '2025-03-15T09:00:00Z',
  priority: 'high',
  assigned_to_id: world.workspace.adminId,
  action_type: 'call',
  linked_entities: [{ id: world.contactId, type: 'contacts' }],
  recurrence: 'FREQ=WEEKLY;BYDAY=SA',
})
const newTask = async ({ acting }: World): Promise<string> =>
  (await acting.post('/tasks', { title: 'Follow up' })).body.task_id

/** A colleague's new task for the admin, and what tells of it. */
export async function tell({ acting, colleague, workspace }: Pick<World, 'acting' | 'colleague' | 'workspace'>) {
  const body = { title: 'Follow up', assigned_to_id: workspace.adminId }
  const taskId: string = (await colleague.post('/tasks', body)).body.task_id
  const notificationId: string = (await acting.get('/notifications')).body.data[0].id
  return { taskId, notificationId }
}

const newKey = async (acting: Acting): Promise<string> =>
  (await acting.post('/api-keys', { name: 'Nightly export', contract: 'clarky' })).body.data.id

const common = (world: World) => ({
  description: 'As agreed',
  tags: ['renewal'],
  value: 125_000,
  currency: 'EUR',
  contact_id: world.contactId,
  company_id: world.companyId,
  owner_id: world.workspace.adminId,
  source: 'fair',
  external_id: newId(),
  metadata: { crm: { id: 7 } },
  fields: {},
})

const deal = (world: World) => ({
  name: 'Acme renewal',
  ...common(world),
  expected_close: '2026-12-24',
  lost_reason: 'price',
})

const flow = ({ connectorId, schemaId }: World) => ({
  name: 'Customer Import',
  description: 'Daily customer data sync',
  status: 'paused',
  connectorId,
  schemaId,
  schedule: '0 2 * * *',
  executionConfig: { batchSize: 5000, parallelism: 4, partitioning: { field: 'region', count: 4 } },
  nodes: [
    { id: 'n1', nodeType: 'source', label: 'Customers', config: {}, position: { x: 0, y: 0.5 } },
    { id: 'n2', nodeType: 'target', label: 'Deals', config: { note: 'as agreed' }, position: { x: -240, y: 0 } },
  ],
  edges: [{ source: 'n1', target: 'n2', label: 'all' }],
})

const card = (world: World) => ({
  title: 'Acme Corp – renewal',
  contact_id: world.contactId,
  description: 'Renewal due in Q2',
  tags: ['renewal'],
  after_id: world.dealId,
})

const meantTasks = (world: World) => ({
  assigned_to: world.workspace.adminId,
  priority: 'high',
  action_type: 'call',
  linked_entity_id: world.contactId,
  linked_entity_type: 'contacts',
  filters: JSON.stringify({ type: 'AND', conditions: [{ field: 'title', operator: 'contains', value: 'call' }] }),
})

const byId = async (id: string | Promise<string>, more: Sample = {}): Promise<Sample> => ({
  params: { id: await id },
  ...more,
})

async function newObject({ acting }: World, field?: string): Promise<string> {
  const name = `o_${newId().slice(-12)}`
  await acting.post('/objects', { name })
  if (field) await acting.post(`/objects/${name}/fields`, { name: field, type: 'select', options: ['S', 'M'] })
  return name
}

const zones = ['UTC', 'UCT', 'GMT', 'Zulu', 'Universal', 'Greenwich'].flatMap((name) => [name, `Etc/${name}`])
let zone = 0
/** Another name of UTC each time: it changes the settings, and nobody's day. */
const nextZone = (): string => zones[zone++ % zones.length] ?? ''

/** Makes a request for every operation, with targets of its own where it takes something away. */
const samples: Record<string, (world: World) => Promise<Sample>> = {
  'clarky GET /pipelines': async ({ agentId }) => ({ query: { bot_id: agentId, page: '1', page_size: '5' } }),
  'clarky POST /pipelines': async () => ({}),
  'clarky GET /pipelines/{id}/stages': ({ board }) => byId(board.id),
  'clarky GET /bots': async () => ({ query: { page: '1', page_size: '100' } }),
  'clarky GET /pipeline-cards': async (world) => ({
    query: {
      pipeline_id: world.board.id,
      pipeline_stage_id: stage(world, 0),
      bot_id: world.agentId,
      contact_id: world.contactId,
      include_archived: 'true',
    },
  }),
  'clarky GET /pipeline-cards/{id}': ({ dealId }) => byId(dealId),
  'clarky POST /pipeline-cards': async (world) => ({ body: { pipeline_stage_id: stage(world, 0), ...card(world) } }),
  'clarky POST /pipeline-cards/bulk': async (world) => ({
    body: { items: [{ op: 'create', pipeline_stage_id: stage(world, 0), ...card(world), title: `One of ${newId()}` }] },
  }),
  'clarky PATCH /pipeline-cards/{id}': (world) =>
    byId(newDeal(world), { body: { pipeline_stage_id: stage(world, 0), archived_at: null, ...card(world) } }),
  'clarky DELETE /pipeline-cards/{id}': (world) => byId(newDeal(world)),

  'kaireon GET /pipelines': async () => ({ query: { limit: '5' } }),
  'kaireon POST /pipelines': async (world) => ({ body: flow(world) }),
  'kaireon PUT /pipelines': async (world) => ({
    body: { ...flow(world), id: await newFlow(world.acting, world.connectorId, world.schemaId) },
  }),
  'kaireon DELETE /pipelines': async (world) => ({
    query: { id: await newFlow(world.acting, world.connectorId, world.schemaId) },
  }),
  'kaireon GET /pipelines/{id}': ({ flowId }) => byId(flowId),
  'kaireon POST /pipelines/preview': async (world) => {
    const { connectorId, schemaId, nodes, edges } = { ...flow(world), connectorId: await newFile(world) }
    return { body: { connectorId, schemaId, nodes, edges, limit: 5 } }
  },
  'kaireon POST /pipelines/{id}/run': ({ acting, connectorId, schemaId }) =>
    byId(newFlow(acting, connectorId, schemaId), { body: {} }),
  'kaireon GET /pipelines/{id}/runs': ({ flowId }) => byId(flowId),
  'kaireon GET /pipelines/{id}/runs/{runId}': async (world) => ({ params: runOf(world) }),
  'kaireon GET /pipelines/{id}/runs/{runId}/progress': async (world) => ({ params: runOf(world) }),
  'kaireon POST /pipelines/{id}/runs/{runId}/cancel': async (world) => {
    const { body } = await world.acting.post(`/pipelines/${world.flowId}/run`, {})
    return { params: { id: world.flowId, runId: body.id }, body: {} }
  },
  'kaireon GET /pipelines/{id}/runs/{runId}/rejects': async (world) => ({
    params: runOf(world),
    query: { limit: '5', format: 'json' },
  }),
  'kaireon POST /pipelines/{id}/runs/{runId}/replay': async ({ workspace, flowId }) => ({
    params: { id: flowId, runId: await overRun(workspace.id, flowId) },
    body: {},
  }),
  'kaireon POST /pipelines/{id}/runs/{runId}/undo': async ({ workspace, flowId }) => ({
    params: { id: flowId, runId: await overRun(workspace.id, flowId) },
    body: {},
  }),
  'kaireon GET /connectors': async () => ({ query: { limit: '5' } }),
  // Secrets are for an admin to write, all else for an editor.
  'kaireon POST /connectors': async () => ({ body: csv }),
  'kaireon GET /connectors/{id}': ({ connectorId }) => byId(connectorId),
  'kaireon PATCH /connectors/{id}': ({ acting }) =>
    byId(newConnector(acting), { body: { name: 'Clients', config: { url: 'http://files.example.com/clients.csv' } } }),
  'kaireon DELETE /connectors/{id}': ({ acting }) => byId(newConnector(acting)),
  'kaireon POST /connectors/{id}/file': ({ acting }) =>
    byId(newConnector(acting), {
      query: { name: 'customers.csv' },
      file: { contentType: 'text/csv', text: 'a,b\n1,2' },
    }),
  // An address that is refused before anything is sent anywhere.
  'kaireon POST /connectors/{id}/test': async ({ acting }) => {
    const made = await acting.post('/connectors', { ...csv, config: { url: 'http://127.0.0.1:9/customers.csv' } })
    return byId(made.body.id, { body: {} })
  },
  'kaireon GET /schemas': async () => ({ query: { limit: '5' } }),
  'kaireon GET /schemas/{id}': ({ schemaId }) => byId(schemaId),

  'kasar GET /pipelines': async () => ({}),
  'kasar PUT /pipelines/{object}/{id}/move': async (world) => ({
    params: { object: 'opportunities', id: await newDeal(world) },
    body: { pipeline_step_id: stage(world, 1), pipeline_id: world.board.id },
  }),
  'kasar GET /records/{object}': async (world) => ({
    params: { object: 'contacts' },
    query: {
      owner_id: world.workspace.adminId,
      external_id: 'x',
      updated_since: '2026-01-01',
      search: 'alma',
      filters: JSON.stringify({ type: 'AND', conditions: [{ field: 'email', operator: 'is_not_null' }] }),
      sort: JSON.stringify([{ field: 'name', direction: 'asc' }]),
      sort_by: 'created_at',
      sort_dir: 'desc',
      limit: '5',
    },
  }),
  'kasar GET /records/{object}/export': async (world) => ({
    params: { object: 'contacts' },
    query: {
      owner_id: world.workspace.adminId,
      external_id: 'x',
      updated_since: '2026-01-01',
      search: 'alma',
      filters: JSON.stringify({ type: 'AND', conditions: [{ field: 'email', operator: 'is_not_null' }] }),
      sort: JSON.stringify([{ field: 'name', direction: 'asc' }]),
      sort_by: 'created_at',
      sort_dir: 'desc',
    },
  }),
  'kasar GET /records/{object}/{id}': async ({ contactId }) => ({ params: { object: 'contacts', id: contactId } }),
  'kasar POST /records/{object}': async (world) => ({
    params: { object: 'opportunities' },
    body: { name: 'Alice Martin', pipeline_step_id: stage(world, 0), ...common(world) },
  }),
  'kasar PUT /records/{object}/{id}': async (world) => ({
    params: { object: 'contacts', id: world.contactId },
    body: { name: 'Alice Martin', ...common(world), fields: { email: 'alice@acme.example' } },
  }),
  'kasar PUT /records/{object}': async ({ acting }) => {
    const external_id = newId()
    await acting.record('opportunities', { external_id })
    return { params: { object: 'opportunities' }, body: { name: 'Alice Martin', source: 'fair', external_id } }
  },
  'kasar DELETE /records/{object}/{id}': async ({ acting }) => ({
    params: { object: 'contacts', id: (await acting.record('contacts')).id },
  }),
  'kasar POST /records/{object}/{id}/restore': async ({ acting }) => {
    const { id } = await acting.record('contacts')
    await acting.delete(`/records/contacts/${id}`)
    return { params: { object: 'contacts', id }, body: {} }
  },
  'kasar GET /tasks': async (world) => ({
    query: {
      mode: 'all',
      ...meantTasks(world),
      include: 'links',
      sort: JSON.stringify([{ field: 'due_date', direction: 'asc' }]),
      sort_by: 'title',
      sort_dir: 'asc',
      limit: '5',
    },
  }),
  'kasar GET /tasks/export': async (world) => ({
    query: {
      mode: 'all',
      ...meantTasks(world),
      sort: JSON.stringify([{ field: 'due_date', direction: 'asc' }]),
      sort_by: 'title',
      sort_dir: 'asc',
    },
  }),
  'kasar POST /tasks': async (world) => ({ body: task(world) }),
  'kasar POST /tasks/bulk': async (world) => ({
    body: { items: [{ op: 'create', ...task(world), title: `One of ${newId()}` }] },
  }),
  'kasar GET /tasks/stats': async () => ({}),
  'kasar GET /tasks/counts': async (world) => ({ query: meantTasks(world) }),
  'kasar GET /tasks/{id}': (world) => byId(newTask(world)),
  'kasar PUT /tasks/{id}': (world) => byId(newTask(world), { body: task(world) }),
  'kasar DELETE /tasks/{id}': (world) => byId(newTask(world)),
  'kasar PUT /tasks/{id}/complete': (world) => byId(newTask(world), { body: { completed: true } }),
  'kasar GET /tasks/{id}/links': (world) => byId(newTask(world)),
  'kasar GET /me/calendar': async () => ({}),
  'kasar PUT /me/calendar': async () => ({}),
  'kasar DELETE /me/calendar': async ({ acting }) => {
    await acting.put('/me/calendar')
    return {}
  },
  'kasar GET /notifications': async () => ({ query: { unread: 'true', limit: '5' } }),
  'kasar PUT /notifications/read': async () => ({}),
  'kasar PUT /notifications/{id}/read': ({ notificationId }) => byId(notificationId),
  'kasar GET /me': async () => ({}),
  'kasar PATCH /me': async () => ({
    body: { time_zone: nextZone(), notify_by_email: { task_assigned: true, task_completed: false } },
  }),
  'kasar GET /users': async () => ({ query: { limit: '5' } }),
  'kasar GET /objects': async () => ({}),
  'kasar POST /objects': async () => ({
    body: { name: `o_${newId().slice(-12)}`, displayName: 'Projects', hasPipelines: true },
  }),
  'kasar GET /objects/{object}': async () => ({ params: { object: 'candidates' } }),
  'kasar PUT /objects/{object}': async () => ({
    params: { object: 'candidates' },
    body: { displayName: `Candidates ${newId()}` },
  }),
  'kasar DELETE /objects/{object}': async (world) => ({ params: { object: await newObject(world) } }),
  'kasar PUT /objects/{object}/fields/{field}': async (world) => ({
    params: { object: await newObject(world, 'size'), field: 'size' },
    body: { label: 'Size', options: ['S', 'M', 'L'] },
  }),
  'kasar DELETE /objects/{object}/fields/{field}': async (world) => ({
    params: { object: await newObject(world, 'size'), field: 'size' },
  }),
  'kasar GET /objects/{object}/fields': async () => ({ params: { object: 'candidates' } }),
  'kasar POST /objects/{object}/fields': async () => ({
    params: { object: 'candidates' },
    body: { name: `f_${newId().slice(-12)}`, label: 'Source', type: 'select', options: ['fair', 'web'], unique: false },
  }),

  'rex GET /pipelines': async () => ({ query: { limit: '5' } }),
  'rex POST /pipelines': async () => ({
    body: {
      name: 'Sales Pipeline',
      is_default: false,
      object: 'opportunities',
      stages: [{ name: 'Qualified', type: 'open', position: 0, color: '#3b82f6', probability: 0.5 }],
      metadata: { region: 'EU' },
    },
  }),
  'rex GET /pipelines/{id}': ({ board }) => byId(board.id),
  'rex PATCH /pipelines/{id}': ({ board }) =>
    byId(board.id, {
      body: { name: `Enterprise Sales ${newId()}`, is_default: true, metadata: { a: 1 }, rotting_days: 7 },
    }),
  'rex DELETE /pipelines/{id}': async ({ acting }) => byId((await acting.board()).id),
  'rex POST /pipelines/{id}/restore': async ({ acting }) => {
    const { id } = await acting.board()
    await acting.delete(`/pipelines/${id}`)
    return byId(id, { body: {} })
  },
  'rex POST /pipelines/{id}/stages': async ({ acting }) =>
    byId((await acting.board()).id, {
      body: { name: 'Negotiation', type: 'open', position: 1, color: '#8b5cf6', probability: 0.7 },
    }),
  'rex PUT /pipelines/{id}/stages': async ({ acting }) => {
    const { id, stages } = await acting.board()
    return byId(id, { body: { stage_ids: stages.map((each: { id: string }) => each.id).reverse() } })
  },
  'rex PATCH /pipelines/{id}/stages/{stage_id}': async ({ acting }) => {
    const { id, stages } = await acting.board()
    const body = {
      name: 'Negotiation',
      color: '#8b5cf6',
      type: 'open',
      probability: 0.7,
      required_fields: ['amount'],
      rotting_days: 7,
      wip_limit: 5,
    }
    return { params: { id, stage_id: stages[1].id }, body }
  },
  'rex DELETE /pipelines/{id}/stages/{stage_id}': async ({ acting }) => {
    const board = await acting.board()
    await acting.deal(board, board.stages[0])
    return { params: { id: board.id, stage_id: board.stages[0].id }, query: { move_to: board.stages[1].id } }
  },
  'rex GET /pipelines/{id}/deals': (world) =>
    byId(world.board.id, { query: { status: 'open', stage_id: stage(world, 0), limit: '5' } }),
  'rex GET /pipelines/{id}/export': (world) =>
    byId(world.board.id, { query: { status: 'open', stage_id: stage(world, 0) } }),
  'rex GET /pipelines/{id}/board': (world) =>
    byId(world.board.id, { query: { limit: '5', stage_id: stage(world, 0), deal_id: world.dealId } }),
  'rex GET /live': async ({ board }) => ({ query: { pipeline_id: board.id } }),
  'rex GET /deals': async (world) => ({
    query: {
      object: 'opportunities',
      pipeline_id: world.board.id,
      stage_id: stage(world, 0),
      status: 'open',
      owner_id: world.workspace.adminId,
      external_id: 'x',
      updated_since: '2026-01-01T00:00:00+02:00',
      limit: '5',
    },
  }),
  'rex GET /deals/{id}': ({ dealId }) => byId(dealId),
  'rex POST /deals': async (world) => ({
    body: {
      ...deal(world),
      pipeline_id: world.board.id,
      stage_id: stage(world, 0),
      created_at: '2026-01-01T00:00:00Z',
      stage_entered_at: '2026-01-02T00:00:00+02:00',
      closed_at: '2026-01-03T00:00:00Z',
    },
  }),
  'rex PATCH /deals/{id}': (world) => byId(newDeal(world), { body: { ...deal(world), stage_id: stage(world, 1) } }),
  'rex DELETE /deals/{id}': (world) => byId(newDeal(world)),
  'rex POST /deals/{id}/stage': (world) =>
    byId(newDeal(world), {
      body: { stage_id: stage(world, 0), after_id: world.dealId, fields: { amount: 5 }, lost_reason: 'price' },
    }),
  'rex GET /openapi/{file}': async () => ({ params: { file: 'rex.json' } }),
  'rex GET /deals/{id}/history': ({ dealId }) => byId(dealId, { query: { limit: '5' } }),
  'rex GET /webhooks': async () => ({}),
  'rex POST /webhooks': async (world) => {
    await makeRoom(world)
    return { body: { ...hook(), enabled: true } }
  },
  'rex GET /webhooks/{id}': ({ webhookId }) => byId(webhookId),
  'rex PATCH /webhooks/{id}': (world) =>
    byId(newWebhook(world), {
      body: { url: 'https://hooks.example.com/new', description: null, events: ['*'], enabled: false },
    }),
  'rex DELETE /webhooks/{id}': (world) => byId(newWebhook(world)),
  'rex POST /webhooks/{id}/rotate-secret': (world) => byId(newWebhook(world), { body: { overlap_hours: 1 } }),
  'rex POST /webhooks/{id}/test': (world) => byId(newWebhook(world), { body: {} }),
  'rex POST /webhooks/{id}/replay': (world) => byId(newWebhook(world), { body: { since: '2026-01-01T00:00:00Z' } }),
  'rex GET /webhooks/{id}/deliveries': ({ webhookId }) => byId(webhookId, { query: { limit: '5', status: 'pending' } }),
  'rex POST /webhooks/{id}/deliveries/{delivery_id}/replay': async (world) => {
    const id = await newWebhook(world)
    return { params: { id, delivery_id: await newDelivery(world.acting, id) }, body: {} }
  },
  'rex GET /events': async () => ({ query: { since: '2026-01-01T00:00:00Z', limit: '5', type: 'deal.*' } }),
  'rex GET /events/{id}/changes': ({ eventId }) => byId(eventId, { query: { limit: '5' } }),
  'rex POST /events/{id}/undo': async ({ acting }) => {
    const made = await acting.post('/tasks', { title: 'Follow up' })
    return byId(made.headers.get('x-event-id') ?? '', { body: {} })
  },
  'rex GET /api-keys': async () => ({ query: { limit: '5' } }),
  'rex POST /api-keys': async ({ workspace }) => ({
    body: {
      name: 'Nightly export',
      // Any key may make one of this kind; see access.db.test.ts.
      contract: 'clarky',
      role: 'viewer',
      scopes: ['read'],
      user_id: workspace.adminId,
      expires_at: '2999-12-31T00:00:00+02:00',
      rate_limit: 600,
    },
  }),
  'rex DELETE /api-keys/{id}': ({ acting }) => byId(newKey(acting)),
}

/** A request that the operation allows, made anew. An operation without one here has tests to get first. */
export async function sampleOf(contract: Contract, world: World): Promise<Sample> {
  const sample = samples[nameOf(contract)]
  if (!sample) throw new Error(`e2e/sample.ts has no request for ${nameOf(contract)}`)
  return sample(world)
}

/** The target of a sample's request, below /api/v1. */
export function targetOf({ path }: Contract, { params = {}, query = {} }: Sample): string {
  const filled = path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(params[name] ?? ''))
  const search = new URLSearchParams(query).toString()
  return search ? `${filled}?${search}` : filled
}

/** Sends a sample's request in the operation's own contract. */
export function send(api: RunningApi, contract: Contract, sample: Sample, ask: Ask = {}): Promise<Answer> {
  const { body, file } = sample
  return api.ask(contract.method, targetOf(contract, sample), {
    ...(file ? { raw: file.text } : { body }),
    ...ask,
    headers: { 'x-api-contract': contract.dialect, ...(file && { 'content-type': file.contentType }), ...ask.headers },
  })
}
