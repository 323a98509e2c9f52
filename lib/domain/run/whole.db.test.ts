import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { chain, csvOf, type FlowWorkspace, openFlowWorkspace } from '@/e2e/flow-runs'
import { type ForeignDatabase, openForeignDatabase } from '@/e2e/foreign-database'
import { createConnector } from '@/lib/domain/connector/create'

let flows: FlowWorkspace
let foreign: ForeignDatabase
beforeAll(async () => {
  flows = await openFlowWorkspace()
  foreign = await openForeignDatabase()
})
afterAll(() => foreign.drop())
afterEach(() => vi.unstubAllEnvs())

describe('a run of a database', () => {
  /** A flow that adds what is new in a table, in parts of its own. */
  async function following(table: string, objectId: string, execution: object) {
    vi.stubEnv('OUTBOUND_ALLOW', foreign.address)
    const { host, port, database, user, password } = foreign
    const config = { host, port, database, user, table, cursorField: 'at' }
    const secrets = { password: password || 'none' }
    const { id } = await flows.within((tx) =>
      createConnector(tx, { name: 'Database', type: 'postgres', config, secrets }),
    )
    return flows.flow(id, objectId, { ...chain(['target', { mode: 'append' }]), executionConfig: execution })
  }

  it.each([
    ['parallelism', { parallelism: 3 }],
    ['partitioning', { partitioning: { field: 'name', count: 3 } }],
  ])('adds each row once, however often it runs, by %s', async (how, execution) => {
    const table = `news_${how}`
    await foreign.run(
      `CREATE TABLE ${table} (id uuid PRIMARY KEY DEFAULT gen_random_uuid(), name text, at timestamptz)`,
    )
    const add = (from: number, to: number, at: string) =>
      foreign.run(`INSERT INTO ${table} (name, at) SELECT 'n' || i, $1 FROM generate_series($2::int, $3::int) AS i`, [
        at,
        from,
        to,
      ])
    await add(1, 4000, '2026-01-01T00:00:00.000001Z')
    await add(4001, 4010, '2026-01-01T00:00:00.000002Z')
    const objectId = await flows.object(table)
    const flow = await following(table, objectId, { batchSize: 500, ...execution })
    const read = async () => (await flows.end(await flows.start(flow))).rows
    expect(await read()).toMatchObject({ in: 4010, out: 4010, rejected: 0 })
    expect(await read()).toMatchObject({ in: 0, out: 0 })
    // Late, by the very value that was the highest.
    await add(4011, 4015, '2026-01-01T00:00:00.000002Z')
    expect(await read()).toMatchObject({ in: 5, out: 5 })
    await add(4016, 4016, '2026-01-02T00:00:00Z')
    expect(await read()).toMatchObject({ in: 1, out: 1 })
    const titles = (await flows.records(table)).map(({ title }) => title)
    expect([titles.length, new Set(titles).size]).toEqual([4016, 4016])
  })

  it('that cannot be read fails with the reason', async () => {
    const objectId = await flows.object('refused')
    const flow = await following('nothing_there', objectId, {})
    const run = await flows.end(await flows.start(flow))
    expect(run).toMatchObject({
      status: 'failed',
      error: expect.stringContaining('relation "nothing_there" does not exist'),
    })
  })
})

describe('rules about all rows of a run', () => {
  const validated = (dataset: object[]) =>
    chain(['validate', { rules: [{ field: 'name', required: true }], dataset }], ['target', { mode: 'append' }])
  const ended = async (name: string, dataset: object[], rows: string[][]) => {
    const objectId = await flows.object(name)
    const file = await flows.file(csvOf(['name', 'code'], rows))
    const more = { ...validated(dataset), executionConfig: { batchSize: 2 } }
    const run = await flows.end(await flows.start(await flows.flow(file, objectId, more)))
    return { ...run, titles: (await flows.records(name)).map(({ title }) => title) }
  }

  it('end it where two rows are the same, and their batch is not written', async () => {
    const rows = [
      ['Ann', '1'],
      ['Bob', '2'],
      ['Cid', '3'],
      ['Dan', '1'],
      ['Eve', '5'],
    ]
    expect(await ended('unique', [{ unique: ['code'] }], rows)).toMatchObject({
      status: 'failed',
      error: "Row 4 is the second one with code '1'",
      rows: { in: 2, out: 2 },
      titles: ['Ann', 'Bob'],
    })
  })

  it('fail it in the end where there were too few, or too many were rejected', async () => {
    const rows = [
      ['Ann', '1'],
      ['', '2'],
      ['Cid', '3'],
    ]
    expect(await ended('few', [{ minRows: 4 }], rows)).toMatchObject({
      status: 'failed',
      error: 'There were 3 rows, and must be at least 4',
    })
    expect(await ended('many', [{ minRows: 3 }, { maxRejected: 0.3 }], rows)).toMatchObject({
      status: 'failed',
      error: '1 of 3 rows were rejected, and that is too many',
    })
    expect(await ended('fine', [{ minRows: 3 }, { maxRejected: 0.34 }, { unique: ['code'] }], rows)).toMatchObject({
      ...{ status: 'completed', error: null, rows: { in: 3, out: 2, rejected: 1 }, titles: ['Ann', 'Cid'] },
    })
  })
})
