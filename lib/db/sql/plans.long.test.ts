import pg from 'pg'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type RunningApi, startApi } from '@/e2e/api-client'
import { type ManyCards, makeManyCards } from '@/e2e/many-cards'
import { scannedTables, statementsOf } from '@/e2e/statements'
import { openWorkspace, type TestWorkspace } from '@/e2e/workspace'
import { sql } from '../client'

/** 100,000 cards on one board, beside three other workspaces. */

let api: RunningApi
let client: pg.Client
let workspace: TestWorkspace
let keys: { rex: string; clarky: string; kasar: string }
let cards: ManyCards
let deal: { id: string; external_id: string; stage_id: string }
let older: string

const large = ['CrmRecord', 'Change', 'Event', 'ApiKey']

beforeAll(async () => {
  api = await startApi()
  client = new pg.Client({ connectionString: process.env.DATABASE_URL })
  await client.connect()
  for (let other = 0; other < 3; other++) {
    const noise = await openWorkspace()
    await makeManyCards(noise.id, noise.adminId, 20_000)
  }
  workspace = await openWorkspace()
  cards = await makeManyCards(workspace.id, workspace.adminId, 100_000)
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
  await sql('VACUUM ANALYZE', [])
  keys = {
    rex: await workspace.key('rex'),
    clarky: await workspace.key('clarky'),
    kasar: await workspace.key('kasar'),
  }
  await api.ask('POST', '/objects/opportunities/fields', { key: keys.kasar, body: { name: 'score', type: 'number' } })
  older = (await api.ask('GET', '/api-keys?limit=1', { key: keys.rex })).body.next_cursor
  deal = (await api.ask('GET', `/pipelines/${cards.board.id}/deals?limit=1`, { key: keys.rex })).body.data[0]
}, 600_000)
afterAll(async () => {
  await client.end()
  await api.stop()
})

const board = () => cards.board.id
const stage = (at: number) => cards.board.stages[at]?.id ?? ''

type Request = [method: string, path: string, key: keyof typeof keys, body?: object]

const day = 86_400_000

/** Filters on every kind of field, and sorts by each. */
const questions: Record<string, () => { filters?: [string, string, unknown?]; sort?: [string, string] }> = {
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
  'oldest first': () => ({ sort: ['id', 'asc'] }),
  ...Object.fromEntries(
    ['name', 'value', 'created_at', 'updated_at', 'owner_id', 'pipeline_step_id', 'external_id', 'score'].map(
      (field) => [`sorted by ${field}`, () => ({ sort: [field, 'desc'] as [string, string] })],
    ),
  ),
}

const listed = (at: string): Request => {
  const { filters, sort } = questions[at]?.() ?? {}
  const [field, operator, value] = filters ?? []
  const query = new URLSearchParams({
    ...(filters && { filters: JSON.stringify({ type: 'AND', conditions: [{ field, operator, value }] }) }),
    ...(sort && { sort: JSON.stringify([{ field: sort[0], direction: sort[1] }]) }),
  })
  return ['GET', `/records/opportunities?${query}`, 'kasar']
}

const requests: Record<string, () => Request> = {
  ...Object.fromEntries(Object.keys(questions).map((name) => [`records ${name}`, () => listed(name)])),
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

it('reads and moves in a few milliseconds', async () => {
  const figures: string[] = []
  for (const [name, given] of Object.entries(requests)) {
    const times: number[] = []
    for (let round = 0; round < 15; round++) {
      const [method, path, key, body] = given()
      if (method === 'POST' && path === '/deals') continue
      const began = performance.now()
      await api.ask(method, path, { key: keys[key], body })
      times.push(performance.now() - began)
    }
    const median = times.sort((a, b) => a - b)[Math.floor(times.length / 2)]
    if (median !== undefined) figures.push(`${name} ${median.toFixed(1)}`)
  }
  console.log(`p50 in ms at 100,000 cards: ${figures.join(', ')}`)
})
