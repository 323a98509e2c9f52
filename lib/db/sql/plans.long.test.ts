import pg from 'pg'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type RunningApi, startApi } from '@/e2e/api-client'
import { type ManyCards, makeManyCards } from '@/e2e/many-cards'
import { makeManyDeliveries } from '@/e2e/many-deliveries'
import { makeManyTasks } from '@/e2e/many-tasks'
import { scannedTables, statementsOf } from '@/e2e/statements'
import { installation, openWorkspace, type TestWorkspace } from '@/e2e/workspace'
import { type Row, rowFrom } from '@/lib/domain/flow/row'
import { addField } from '@/lib/domain/object/add-field'
import { importRows } from '@/lib/domain/record/import'
import type { ImportRule } from '@/lib/domain/record/import-field'
import { taskModes } from '@/lib/domain/task/where'
import { sql } from '../client'
import { openTransaction, type Tx } from '../transaction'

/** 100,000 cards on one board, as many tasks, notifications and deliveries, beside three other workspaces. */

let api: RunningApi
let client: pg.Client
let workspace: TestWorkspace
let keys: { rex: string; clarky: string; kasar: string }
let cards: ManyCards
let deal: { id: string; external_id: string; stage_id: string }
let older: string
let told: string
let task: string
let webhook: string
let series: string
let done: string

const large = [
  ...['CrmRecord', 'RecordSearch', 'Change', 'Event', 'ApiKey'],
  ...['Task', 'TaskLink', 'Notification', 'WebhookDelivery'],
]

beforeAll(async () => {
  api = await startApi()
  client = new pg.Client({ connectionString: process.env.DATABASE_URL })
  await client.connect()
  for (let other = 0; other < 3; other++) {
    const noise = await openWorkspace()
    await makeManyCards(noise.id, noise.adminId, 20_000)
    await makeManyTasks(noise.id, [noise.adminId], 20_000)
  }
  workspace = await openWorkspace()
  cards = await makeManyCards(workspace.id, workspace.adminId, 100_000)
  const colleagues = [await workspace.member('editor'), await workspace.member('editor')]
  await makeManyTasks(workspace.id, [workspace.adminId, ...colleagues.map(({ id }) => id)], 100_000)
  // An import leaves few events; a year of work leaves one for every change.
  await sql(
    `INSERT INTO "Event" ("workspaceId", id, verb, door, at)
     SELECT $1, gen_random_uuid(), 'record.move', 'api', now() FROM generate_series(1, 50000)`,
    [workspace.id],
  )
  await sql(
    `INSERT INTO "ApiKey" ("workspaceId", id, name, contract, role, scopes, hash, prefix, "userId")
     SELECT $1, gen_random_uuid(), 'Key ' || n, 'rex', 'viewer', '{read}', 'hash ' || n, 'rex_live_', $2
     FROM generate_series(1, 100000) n`,
    [workspace.id, workspace.adminId],
  )
  keys = {
    rex: await workspace.key('rex'),
    clarky: await workspace.key('clarky'),
    kasar: await workspace.key('kasar'),
  }
  const subscription = { url: 'https://hooks.example.com/deals', events: ['deal.*'] }
  webhook = (await api.ask('POST', '/webhooks', { key: keys.rex, body: subscription })).body.data.id
  await makeManyDeliveries(workspace.id, webhook, 100_000)
  await sql('VACUUM ANALYZE', [])
  await api.ask('POST', '/objects/opportunities/fields', { key: keys.kasar, body: { name: 'score', type: 'number' } })
  older = (await api.ask('GET', '/api-keys?limit=1', { key: keys.rex })).body.next_cursor
  told = (await api.ask('GET', '/notifications?limit=1', { key: keys.kasar })).body.nextCursor
  deal = (await api.ask('GET', `/pipelines/${cards.board.id}/deals?limit=1`, { key: keys.rex })).body.data[0]
  task = (await api.ask('GET', '/tasks?mode=overdue', { key: keys.kasar })).body.data[0].id
  const linked = { linked_entities: [{ id: deal.id, type: 'opportunities' }], assigned_to_id: workspace.adminId }
  const daily = { title: 'x', due_date: '2026-01-01T09:00:00Z', recurrence: 'FREQ=DAILY', ...linked }
  series = (await api.ask('POST', '/tasks', { key: keys.kasar, body: daily })).body.task_id
  const made = (await api.ask('POST', '/tasks', { key: keys.kasar, body: { title: 'x', ...linked } })).body.task_id
  const answer = await api.ask('PUT', `/tasks/${made}/complete`, { key: keys.kasar })
  done = answer.headers.get('x-event-id') ?? ''
}, 600_000)
afterAll(async () => {
  await client.end()
  await api.stop()
})

const board = () => cards.board.id
const stage = (at: number) => cards.board.stages[at]?.id ?? ''

type Request = [method: string, path: string, key: keyof typeof keys, body?: object]

const day = 86_400_000

interface Question {
  search?: string
  filters?: [string, string, unknown?]
  sort?: [string, string]
}
/** Filters on every kind of field, searches of all kinds, and sorts by each. */
const questions: Record<string, () => Question> = {
  'all of an object': () => ({}),
  'of an owner': () => ({ filters: ['owner_id', 'equals', workspace.adminId] }),
  'of some companies': () => ({ filters: ['company_id', 'in', cards.companies.slice(0, 3)] }),
  'of no company': () => ({ filters: ['company_id', 'is_null'] }),
  'of a stage': () => ({ filters: ['pipeline_step_id', 'equals', stage(1)] }),
  'not of a stage': () => ({ filters: ['pipeline_step_id', 'not_equals', stage(1)] }),
  'of a pipeline': () => ({ filters: ['pipeline_id', 'equals', board()] }),
  'by external id': () => ({ filters: ['external_id', 'equals', deal.external_id] }),
  'by value': () => ({ filters: ['value', 'between', [100, 200]] }),
  'by name': () => ({ filters: ['name', 'contains', 'deal 777'] }),
  'by tag': () => ({ filters: ['tags', 'equals', 'big'] }),
  'by age': () => ({ filters: ['created_at', 'date_after', new Date(Date.now() - 2 * day).toISOString()] }),
  'by last change': () => ({ filters: ['updated_at', 'date_before', '2026-01-01'] }),
  'by a field of their own': () => ({ filters: ['score', 'gt', 5] }),
  'by a rare word': () => ({ search: '77777' }),
  'by words': () => ({ search: 'deal 777' }),
  'by a word that nothing has': () => ({ search: 'zebra' }),
  'by no word': () => ({ search: '-' }),
  'by a word of one in five': () => ({ search: 'big' }),
  'by a letter that all have': () => ({ search: 'd' }),
  'by a rare word, filtered': () => ({ search: '77777', filters: ['value', 'gt', 5] }),
  'by a letter, filtered': () => ({ search: 'd', filters: ['owner_id', 'equals', workspace.adminId] }),
  'by a letter, filtered and sorted': () => ({
    ...{ search: 'd', filters: ['value', 'between', [100, 200]], sort: ['name', 'desc'] },
  }),
  'by a letter, sorted': () => ({ search: 'd', sort: ['value', 'desc'] }),
  'by a rare word, sorted': () => ({ search: '777', sort: ['value', 'desc'] }),
  'oldest first': () => ({ sort: ['id', 'asc'] }),
  ...Object.fromEntries(
    ['name', 'value', 'created_at', 'updated_at', 'owner_id', 'pipeline_step_id', 'external_id', 'score'].map(
      (field) => [`sorted by ${field}`, () => ({ sort: [field, 'desc'] as [string, string] })],
    ),
  ),
}

const listed = (at: string): Request => {
  const { search, filters, sort } = questions[at]?.() ?? {}
  const query = new URLSearchParams({
    ...(search !== undefined && { search }),
    ...(filters && { filters: group(...filters) }),
    ...(sort && { sort: JSON.stringify([{ field: sort[0], direction: sort[1] }]) }),
  })
  return ['GET', `/records/opportunities?${query}`, 'kasar']
}

const group = (field: string, operator: string, value?: unknown): string =>
  JSON.stringify({ type: 'AND', conditions: [{ field, operator, value }] })

/** Every parameter of the list of tasks. */
const inbox: Record<string, () => Record<string, string>> = {
  'of everybody': () => ({}),
  ...Object.fromEntries(
    taskModes.flatMap((mode) => [
      [mode, () => ({ mode })],
      [`${mode}, of a member`, () => ({ mode, assigned_to: workspace.adminId })],
      [`${mode}, latest first`, () => ({ mode, sort_dir: 'desc' })],
    ]),
  ),
  'of a member': () => ({ assigned_to: workspace.adminId }),
  'of a priority': () => ({ priority: 'high' }),
  'of a kind': () => ({ action_type: 'call' }),
  'about a deal': () => ({ linked_entity_id: deal.id, linked_entity_type: 'opportunities' }),
  'about a company': () => ({ linked_entity_id: cards.companies[0] ?? '' }),
  'about companies': () => ({ linked_entity_type: 'companies' }),
  'about contacts': () => ({ linked_entity_type: 'contacts' }),
  'of a member, of a priority, of a kind, about a company': () => ({
    ...{ assigned_to: workspace.adminId, priority: 'high', action_type: 'call' },
    linked_entity_id: cards.companies[0] ?? '',
  }),
  'with their links': () => ({ include: 'links' }),
  'by an open group': () => ({ filters: group('is_completed', 'equals', false) }),
  'by title': () => ({ filters: group('title', 'contains', 'task 777') }),
  'by due date': () => ({ filters: group('due_date', 'between', ['2020-01-01', '2020-02-01']) }),
  'without a due date': () => ({ filters: group('due_date', 'is_null') }),
  'by who made them': () => ({ filters: group('created_by_id', 'equals', workspace.adminId) }),
  'by who completed them': () => ({ filters: group('completed_by', 'is_not_null') }),
  'by some priorities': () => ({ filters: group('priority', 'in', ['low', 'high']) }),
  'by last change': () => ({ filters: group('updated_at', 'date_after', new Date(Date.now() - day).toISOString()) }),
  ...Object.fromEntries(
    ['id', 'title', 'priority', 'completed_at', 'assigned_to_id', 'created_at', 'updated_at'].flatMap((field) => [
      [`sorted by ${field}`, () => ({ sort_by: field })],
      [`sorted by ${field}, descending`, () => ({ sort_by: field, sort_dir: 'desc' })],
    ]),
  ),
}

const tasked = (at: string): Request => [
  ...(['GET', `/tasks?${new URLSearchParams({ limit: '50', ...inbox[at]?.() })}`] as const),
  'kasar',
]

const requests: Record<string, () => Request> = {
  ...Object.fromEntries(Object.keys(questions).map((name) => [`records ${name}`, () => listed(name)])),
  ...Object.fromEntries(Object.keys(inbox).map((name) => [`tasks ${name}`, () => tasked(name)])),
  'a task': () => ['GET', `/tasks/${task}`, 'kasar'],
  'the records of a task': () => ['GET', `/tasks/${task}/links`, 'kasar'],
  'the counts of the inbox': () => ['GET', '/tasks/counts', 'kasar'],
  'the counts of a member’s inbox': () => ['GET', `/tasks/counts?assigned_to=${workspace.adminId}`, 'kasar'],
  'how far a member has come': () => ['GET', '/tasks/stats', 'kasar'],
  'what a webhook was sent': () => ['GET', `/webhooks/${webhook}/deliveries`, 'rex'],
  'what a webhook did not take': () => ['GET', `/webhooks/${webhook}/deliveries?status=failed`, 'rex'],
  'what is under way to a webhook': () => ['GET', `/webhooks/${webhook}/deliveries?status=pending`, 'rex'],
  'a board': () => ['GET', `/pipelines/${board()}/board?limit=50`, 'rex'],
  'more of a column': () => ['GET', `/pipelines/${board()}/board?limit=50&stage_id=${stage(1)}&cursor=a1`, 'rex'],
  'one card of a board': () => ['GET', `/pipelines/${board()}/board?deal_id=${deal.id}`, 'rex'],
  'a deal': () => ['GET', `/deals/${deal.id}`, 'rex'],
  'a card': () => ['GET', `/pipeline-cards/${deal.id}`, 'clarky'],
  'a company': () => ['GET', `/records/companies/${cards.companies[0]}`, 'kasar'],
  'the history of a deal': () => ['GET', `/deals/${deal.id}/history`, 'rex'],
  'the deals of a pipeline': () => ['GET', `/pipelines/${board()}/deals`, 'rex'],
  'its won deals': () => ['GET', `/pipelines/${board()}/deals?status=won`, 'rex'],
  'its stalled deals': () => ['GET', `/pipelines/${board()}/deals?status=stalled`, 'rex'],
  'the deals of a stage': () => ['GET', `/pipelines/${board()}/deals?stage_id=${stage(2)}`, 'rex'],
  'all deals': () => ['GET', '/deals', 'rex'],
  'deals of an object': () => ['GET', '/deals?object=opportunities', 'rex'],
  'deals of an object without any': () => ['GET', '/deals?object=candidates', 'rex'],
  'deals of an owner': () => ['GET', `/deals?owner_id=${workspace.adminId}`, 'rex'],
  'a deal by its external id': () => ['GET', `/deals?external_id=${deal.external_id}`, 'rex'],
  'deals changed lately': () => ['GET', `/deals?updated_since=${new Date(Date.now() + 1000).toISOString()}`, 'rex'],
  'cards in board order': () => ['GET', '/pipeline-cards', 'clarky'],
  'cards far down the list': () => ['GET', '/pipeline-cards?page=900&page_size=100', 'clarky'],
  'cards of a pipeline': () => ['GET', `/pipeline-cards?pipeline_id=${board()}`, 'clarky'],
  'cards of a stage': () => ['GET', `/pipeline-cards?pipeline_stage_id=${stage(0)}&page_size=100`, 'clarky'],
  'cards of a contact': () => ['GET', `/pipeline-cards?contact_id=${cards.companies[0]}`, 'clarky'],
  'archived cards too': () => ['GET', `/pipeline-cards?pipeline_stage_id=${stage(0)}&include_archived=true`, 'clarky'],
  companies: () => ['GET', '/records/companies', 'kasar'],
  'a company by its external id': () => ['GET', '/records/companies?external_id=none', 'kasar'],
  pipelines: () => ['GET', '/pipelines', 'rex'],
  users: () => ['GET', '/users', 'kasar'],
  keys: () => ['GET', '/api-keys?limit=200', 'rex'],
  'older keys': () => ['GET', `/api-keys?cursor=${older}`, 'rex'],
  notifications: () => ['GET', '/notifications?limit=100', 'kasar'],
  'unread notifications': () => ['GET', '/notifications?unread=true', 'kasar'],
  'older notifications': () => ['GET', `/notifications?cursor=${told}`, 'kasar'],
  events: () => ['GET', '/events?limit=200', 'rex'],
  'events of a type': () => ['GET', '/events?type=deal.created', 'rex'],
  'events since an instant': () => ['GET', `/events?since=${new Date(Date.now() - 60_000).toISOString()}`, 'rex'],
  'a move by neighbour': () => ['POST', `/deals/${deal.id}/stage`, 'rex', { stage_id: stage(1) }],
  'a move by number': () => ['POST', `/deals/${deal.id}/stage`, 'rex', { stage_id: stage(0), order_index: 5_000 }],
  'a move in its stage': () => ['PATCH', `/pipeline-cards/${deal.id}`, 'clarky', { order_index: 0 }],
  'a change': () => ['PATCH', `/deals/${deal.id}`, 'rex', { name: `x ${Date.now()}`, company_id: cards.companies[1] }],
  'a new deal': () => [
    'POST',
    '/deals',
    'rex',
    { name: 'x', pipeline_id: board(), stage_id: stage(0), external_id: 'x', company_id: cards.companies[0] },
  ],
  'a new task': () => [
    ...(['POST', '/tasks', 'kasar'] as const),
    { title: 'x', assigned_to_id: workspace.adminId, linked_entities: [{ id: deal.id, type: 'opportunities' }] },
  ],
  'a task done': () => ['PUT', `/tasks/${task}/complete`, 'kasar', { completed: true }],
  'a task to do again': () => ['PUT', `/tasks/${task}/complete`, 'kasar', { completed: false }],
  'a task that comes again': () => ['PUT', `/tasks/${series}/complete`, 'kasar', { completed: true }],
  'tasks in bulk': () => [
    ...(['POST', '/tasks/bulk', 'kasar'] as const),
    { items: [...['complete', 'reopen'].map((op) => ({ op, id: task })), { op: 'create', title: 'x' }] },
  ],
  'an undo': () => ['POST', `/events/${done}/undo`, 'rex'],
  'all notifications read': () => ['PUT', '/notifications/read', 'kasar'],
}

it.each(Object.entries(requests))('%s is planned on indexes', async (_, given) => {
  const [method, path, key, body] = given()
  let status = 0
  const sent = await statementsOf(async () => {
    const answer = await api.ask(method, path, { key: keys[key], body })
    status = answer.status
    expect([200, 201], answer.text).toContain(answer.status)
  })
  expect(status).not.toBe(0)
  expect(sent.length).toBeGreaterThan(0)
  for (const statement of sent) {
    const scanned = (await scannedTables(client, statement)).filter((table) => large.includes(table))
    expect(scanned, statement.text).toEqual([])
  }
})

it('an import is planned on indexes, whatever it brings', async () => {
  const caller = { workspaceId: workspace.id, actor: installation, requestId: null }
  const inTx = <T>(work: (tx: Tx) => Promise<T>) => openTransaction(caller, work)
  await inTx((tx) => addField(tx, 'opportunities', { name: 'code', type: 'text', isUnique: true }))
  const { external_id: known } = deal
  const row = (at: number, more: object) =>
    rowFrom({
      ...{ external_id: known.replace(/\d+$/, `${at}`), name: `Imported ${at}`, code: `c${at}`, amount: at },
      ...{ company: cards.companies[at % 7] ?? '', owner: workspace.adminEmail, ...more },
    })
  const rule = (keys: string[]): ImportRule => ({ object: 'opportunities', mode: 'upsert', keys })
  const batches: [string, ImportRule, Row[]][] = [
    ['known', rule(['external_id']), numbers(0, 3_000).map((at) => row(at, { stage: stage(at % 6) }))],
    ['new', rule(['external_id']), numbers(200_000, 203_000).map((at) => row(at, { stage: stage(at % 6) }))],
    ['renamed', rule(['code']), numbers(0, 500).map((at) => row(at, { external_id: `other ${at}`, code: `c${at}` }))],
    [
      'other keys',
      rule(['external_id']),
      numbers(0, 500).map((at) => row(at, { external_id: `other ${at}`, code: at })),
    ],
  ]
  for (const [name, by, rows] of batches) {
    const sent = await statementsOf(() =>
      inTx(async (tx) => {
        const { created, updated, rejects } = await importRows(tx, by, rows)
        expect([name, created + updated, rejects]).toEqual([name, rows.length, []])
      }),
    )
    for (const statement of sent) {
      const scanned = (await scannedTables(client, statement)).filter((table) =>
        [...large, 'RecordKey'].includes(table),
      )
      expect(scanned, `${name}: ${statement.text}`).toEqual([])
    }
  }
})

const numbers = (from: number, to: number): number[] => Array.from({ length: to - from }, (_, at) => from + at)

it('reads and moves in a few milliseconds', async () => {
  const figures: string[] = []
  for (const [name, given] of Object.entries(requests)) {
    const times: number[] = []
    for (let round = 0; round < 15; round++) {
      const [method, path, key, body] = given()
      if (method === 'POST' && ['/deals', '/tasks', '/tasks/bulk'].includes(path)) continue
      const began = performance.now()
      await api.ask(method, path, { key: keys[key], body })
      times.push(performance.now() - began)
    }
    const median = times.sort((a, b) => a - b)[Math.floor(times.length / 2)]
    if (median !== undefined) figures.push(`${name} ${median.toFixed(1)}`)
  }
  console.log(`p50 in ms at 100,000 cards: ${figures.join(', ')}`)
})
