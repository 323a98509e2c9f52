import pg from 'pg'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { chain, csvOf, type FlowWorkspace, openFlowWorkspace } from '@/e2e/flow-runs'
import { makeManyCards } from '@/e2e/many-cards'
import { scannedTables, statementsOf } from '@/e2e/statements'
import { readerFor } from '@/lib/db/transaction'
import type { NewFlow } from '@/lib/domain/flow/create'
import { findRun, partsOf, recentRuns } from '@/lib/domain/run/find'
import { startRun } from '@/lib/domain/run/start'
import { sql } from '../client'
import { dueFlows, dueParts, dueRuns } from './run'

/** Years of runs: 50,000 of them and as many parts and flows, 200,000 rejects, and rows that nodes of others keep. */

let flows: FlowWorkspace
let client: pg.Client
const large = ['FlowRun', 'FlowPart', 'FlowReject', 'FlowSeen', 'FlowStaged', 'Flow', 'CrmRecord', 'Event']

beforeAll(async () => {
  flows = await openFlowWorkspace()
  client = new pg.Client({ connectionString: process.env.DATABASE_URL })
  await client.connect()
  const { workspace } = flows
  await makeManyCards(workspace.id, workspace.adminId, 50_000)
  const file = await flows.file(csvOf(['name'], [['Ann']]))
  const objectId = await flows.object('noise')
  const old = await flows.flow(file, objectId)
  await sql(
    `INSERT INTO "Flow" SELECT (jsonb_populate_record(f, jsonb_build_object('id', gen_random_uuid()))).*
     FROM "Flow" f, generate_series(1, 50000) WHERE f."workspaceId" = $1 AND f.id = $2`,
    [workspace.id, old],
  )
  await sql(
    `INSERT INTO "FlowRun" ("workspaceId", id, "flowId", status, trigger, drawing, "completedAt")
     SELECT $1, gen_random_uuid(), CASE WHEN n % 10 = 0 THEN $2 ELSE gen_random_uuid() END, 'completed', 'manual', '{}', now()
     FROM generate_series(1, 50000) n`,
    [workspace.id, old],
  )
  await sql(
    `INSERT INTO "FlowPart" ("workspaceId", id, "runId", phase, index, "nodeId", part, status)
     SELECT "workspaceId", gen_random_uuid(), id, 0, 0, 'n0', '{}', 'completed' FROM "FlowRun" WHERE "workspaceId" = $1`,
    [workspace.id],
  )
  await sql(
    `INSERT INTO "FlowReject" ("workspaceId", "runId", id, "partId", number, reason, original)
     SELECT p."workspaceId", p."runId", gen_random_uuid(), p.id, n, 'none', '{}'
     FROM "FlowPart" p, generate_series(1, 4) n WHERE p."workspaceId" = $1`,
    [workspace.id],
  )
  for (const [table, more] of [
    ['FlowSeen', ''],
    ['FlowStaged', `, 1, '{}'`],
  ]) {
    await sql(
      `INSERT INTO "${table}" SELECT $1, r.id, 'n', n::text ${more}
       FROM (SELECT id FROM "FlowRun" WHERE "workspaceId" = $1 LIMIT 100) r, generate_series(1, 1000) n`,
      [workspace.id],
    )
  }
  await sql('VACUUM ANALYZE', [])
}, 600_000)
afterAll(() => client.end())

async function planned(work: () => Promise<unknown>): Promise<void> {
  const sent = await statementsOf(work)
  expect(sent.length).toBeGreaterThan(0)
  for (const statement of sent) {
    const scanned = (await scannedTables(client, statement)).filter((table) => large.includes(table))
    expect(scanned, statement.text).toEqual([])
  }
}

it('what workers look for is planned on indexes', async () => {
  await planned(dueRuns)
  await planned(() => dueParts())
  await planned(dueFlows)
})

const target = ['target', { mode: 'upsert', keys: ['external_id'] }] as const
const joined: Pick<NewFlow, 'nodes' | 'edges'> = {
  nodes: [
    { id: 'left', nodeType: 'source', config: {} },
    { id: 'right', nodeType: 'source', config: {} },
    { id: 'join', nodeType: 'join', config: { keys: ['external_id'] } },
    { id: 'out', nodeType: 'target', config: target[1] },
  ],
  edges: [
    { source: 'left', target: 'join' },
    { source: 'right', target: 'join', label: 'right' },
    { source: 'join', target: 'out' },
  ],
}

it.each<[string, Pick<NewFlow, 'nodes' | 'edges'>]>([
  ['as they are', {}],
  ['without duplicates', chain(['transform', { type: 'deduplicate', keys: ['external_id'] }], [...target])],
  [
    'all different',
    chain(
      ['validate', { rules: [{ field: 'name', required: true }], dataset: [{ unique: ['external_id'] }] }],
      [...target],
    ),
  ],
  [
    'with what records hold',
    chain(['enrich', { keys: ['external_id'], fields: ['name'], prefix: 'old_' }], [...target]),
  ],
  ['joined to themselves', joined],
])('a run over rows %s is planned on indexes, from its start to its end', async (name, drawn) => {
  const objectId = await flows.object(`planned_${name.replaceAll(' ', '_')}`)
  const rows = Array.from({ length: 2000 }, (_, at) => [`${at}`, at % 100 === 7 ? '' : `Thing ${at}`])
  const file = await flows.file(csvOf(['external_id', 'name'], rows))
  const flow = await flows.flow(file, objectId, { ...drawn, executionConfig: { batchSize: 500 } })
  await planned(async () => {
    const run = await flows.within((tx) => startRun(tx, flow, { trigger: 'manual' }))
    const ended = await flows.end(run)
    expect(ended).toMatchObject({ status: 'completed' })
    const scope = readerFor(flows.caller)
    await findRun(scope, flow, run.id)
    await recentRuns(scope, flow, 20)
    await partsOf(scope, run.id)
  })
})
