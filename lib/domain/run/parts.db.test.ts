import { beforeAll, describe, expect, it, vi } from 'vitest'
import { chain, csvOf, type FlowWorkspace, openFlowWorkspace } from '@/e2e/flow-runs'
import { sql } from '@/lib/db/client'
import { readerFor } from '@/lib/db/transaction'
import type { Config } from '../connector/settings'
import { importRows } from '../record/import'
import { partsOf } from './find'
import type { RunRow } from './run'

vi.mock('../record/import', { spy: true })

let flows: FlowWorkspace
let nth = 0

beforeAll(async () => {
  flows = await openFlowWorkspace()
})

const upsert: ['target', Config] = ['target', { mode: 'upsert', keys: ['external_id'] }]
const partsIn = (run: RunRow) => partsOf(readerFor(flows.caller), run.id)
const named = () => `parted${++nth}`
const object = (name: string) => flows.object(name, [{ name: 'city', type: 'text' }])

describe('parts of a file', () => {
  // Two parts: less than four MiB is not worth one.
  const long = 'x'.repeat(5000)
  const rows = Array.from({ length: 1900 }, (_, at) => [at, `Thing ${at}`, at % 100 === 7 ? '' : long])
  const file = csvOf(['external_id', 'name', 'description'], rows).replace('Thing 777,', ',')

  it('read at once give what one gives', async () => {
    const connector = await flows.file(file)
    const [one, many] = [named(), named()]
    const config = { batchSize: 500 }
    const alone = await flows.flow(connector, await object(one), { ...chain(upsert), executionConfig: config })
    const apart = await flows.flow(connector, await object(many), {
      ...chain(upsert),
      executionConfig: { ...config, parallelism: 4 },
    })
    const first = await flows.end(await flows.start(alone))
    const second = await flows.end(await flows.start(apart))
    expect(await partsIn(first)).toHaveLength(1)
    expect(await partsIn(second)).toHaveLength(2)
    for (const run of [first, second]) {
      expect(run).toMatchObject({ status: 'completed', rows: { in: 1900, out: 1899, rejected: 1 } })
      expect(await flows.rejects(run)).toMatchObject([{ number: 778, original: { external_id: '777' } }])
    }
    const byId = async (name: string) =>
      (await flows.records(name)).sort((a, b) => Number(a.externalId) - Number(b.externalId))
    expect(await byId(many)).toEqual(await byId(one))
    expect((await partsIn(second)).map(({ share }) => share)).toEqual([1, 1])
  })

  it('are no more at once than the flow says', async () => {
    const name = named()
    const connector = await flows.file(
      csvOf(
        ['external_id', 'name'],
        [...Array(40).keys()].map((at) => [at, `T${at}`]),
      ),
    )
    const flow = await flows.flow(connector, await object(name), {
      ...chain(upsert),
      executionConfig: { batchSize: 5, parallelism: 2, partitioning: { field: 'external_id', count: 5 } },
    })
    const run = await flows.start(flow)
    await flows.work(run)
    const done = (await partsIn(run)).filter(({ status }) => status === 'completed')
    expect(done).toHaveLength(2)
    const all = await flows.end(run)
    expect(all).toMatchObject({ status: 'completed', rows: { in: 40, out: 40 }, records: { created: 40 } })
    const shares = (await partsIn(run)).map(({ rows }) => rows.in)
    expect(shares).toHaveLength(5)
    expect(Math.min(...shares)).toBeGreaterThan(0)
  })
})

describe('what nodes keep', () => {
  const kept = async ({ id }: RunRow) =>
    (
      await sql<{ rows: number }>(
        `SELECT (SELECT count(*) FROM "FlowSeen" WHERE "runId" = $1) + (SELECT count(*) FROM "FlowStaged" WHERE "runId" = $1) AS rows`,
        [id],
      )
    )[0]?.rows

  it('lets the first row of a key pass, whatever the batch, and is forgotten', async () => {
    const name = named()
    const rows = Array.from({ length: 60 }, (_, at) => [at, `Thing ${at}`, `c${at % 7}`])
    const connector = await flows.file(csvOf(['external_id', 'name', 'city'], rows))
    const flow = await flows.flow(connector, await object(name), {
      ...chain(['transform', { type: 'deduplicate', keys: ['city'] }], upsert),
      executionConfig: { batchSize: 4, parallelism: 4 },
    })
    const run = await flows.end(await flows.start(flow))
    expect(run).toMatchObject({ status: 'completed', rows: { in: 60, out: 7, skipped: 53 } })
    expect((await flows.records(name)).map(({ externalId }) => externalId)).toEqual(['0', '1', '2', '3', '4', '5', '6'])
    expect(await kept(run)).toBe(7)
    await flows.work(run)
    expect(await kept(run)).toBe(0)
  })

  it('joins rows of another source, read whole before, in its order', async () => {
    const name = named()
    const left = await flows.file('external_id,name,code\n1,Ann,a\n2,Bob,b\n3,Cid,z\n4,Dan,\n')
    const right = await flows.file('code,city\na,Paris\nb,Rome\na,Lyon\n,Nowhere\n')
    const flow = await flows.flow(left, await object(name), {
      nodes: [
        { id: 'left', nodeType: 'source' },
        { id: 'right', nodeType: 'source', config: { connectorId: right } },
        { id: 'join', nodeType: 'join', config: { keys: ['code'], type: 'left' } },
        {
          id: 'id',
          nodeType: 'transform',
          config: { type: 'merge', fields: ['external_id', 'city'], into: 'external_id', separator: '-' },
        },
        { id: 'to', nodeType: 'target', config: upsert[1] },
      ],
      edges: [
        { source: 'left', target: 'join', label: 'left' },
        { source: 'right', target: 'join', label: 'right' },
        { source: 'join', target: 'id' },
        { source: 'id', target: 'to' },
      ],
      executionConfig: { batchSize: 1 },
    })
    const run = await flows.end(await flows.start(flow))
    expect(run).toMatchObject({
      status: 'completed',
      error: null,
      // Seven were read and one match more came; three are kept, and one without a key is nobody's.
      rows: { in: 8, out: 5, rejected: 0, skipped: 1, added: 1, staged: 3 },
      ignoredFields: ['code'],
    })
    expect((await flows.records(name)).map(({ title, fields }) => [title, fields.city ?? null])).toEqual([
      ['Ann', 'Paris'],
      ['Ann', 'Lyon'],
      ['Bob', 'Rome'],
      ['Cid', null],
      ['Dan', null],
    ])
    expect((await partsIn(run)).map(({ phase, rows }) => [phase, rows.in])).toEqual([
      [0, 4],
      [1, 4],
    ])
  })

  it('looks up records by the outside id, by a unique field, and by any other', async () => {
    const name = named()
    const known = `${name}_known`
    const knownId = await flows.object(known, [
      { name: 'code', type: 'text', isUnique: true },
      { name: 'size', type: 'number' },
    ])
    const seed = await flows.file('external_id,name,code,size\nx1,First,c1,5\nx2,Second,c2,6\nx3,Second,c3,7\n')
    await flows.end(await flows.start(await flows.flow(seed, knownId, chain(upsert))))
    const rows = await flows.file('external_id,name,code,size\nx1,Second,c2,7\nnone,None,none,99\nx3,,c1,5\n')
    const enrich = (match: Record<string, string>, as: Record<string, string>): ['enrich', Config] => [
      'enrich',
      { schemaId: knownId, match, as },
    ]
    const fields = ['outside', 'unique', 'named', 'both']
    const targetId = await flows.object(
      name,
      fields.map((field) => ({ name: field, type: 'text' as const })),
    )
    const flow = await flows.flow(rows, targetId, {
      ...chain(
        enrich({ external_id: 'external_id' }, { name: 'outside' }),
        enrich({ code: 'code' }, { name: 'unique' }),
        enrich({ name: 'name' }, { external_id: 'named' }),
        enrich({ name: 'name', size: 'size' }, { external_id: 'both' }),
        ['transform', { type: 'add_field', field: 'name', value: 'Same' }],
        upsert,
      ),
      executionConfig: { batchSize: 2 },
    })
    const run = await flows.end(await flows.start(flow))
    expect(run).toMatchObject({ status: 'completed', error: null, rows: { in: 3, out: 3 } })
    expect((await flows.records(name)).map(({ fields }) => fields)).toEqual([
      { outside: 'First', unique: 'Second', named: 'x2', both: 'x3' },
      {},
      { outside: 'Second', unique: 'First' },
    ])
  })
})

describe('a row that the database refuses', () => {
  it('is rejected alone, and the others of its batch are written in their order', async () => {
    const imported = vi.mocked(importRows).getMockImplementation()
    const real = (await vi.importActual<typeof import('../record/import')>('../record/import')).importRows
    vi.mocked(importRows).mockImplementation(async (tx, rule, rows) => {
      const done = await real(tx, rule, rows)
      if (rows.some(({ name }) => name === 'Poison')) await tx.sql(`SELECT 'no number'::int`, [])
      return done
    })
    const name = named()
    const rows = Array.from({ length: 30 }, (_, at) => [at, at === 4 || at === 17 ? 'Poison' : `Thing ${at}`])
    const connector = await flows.file(csvOf(['external_id', 'name'], rows))
    const flow = await flows.flow(connector, await object(name), {
      ...chain(upsert),
      executionConfig: { batchSize: 20 },
    })
    const run = await flows.end(await flows.start(flow))
    vi.mocked(importRows).mockImplementation(imported ?? real)
    expect(run).toMatchObject({
      status: 'completed',
      rows: { in: 30, out: 28, rejected: 2, skipped: 0 },
      records: { created: 28 },
    })
    expect(await flows.rejects(run)).toMatchObject([
      {
        number: 5,
        reason: expect.stringMatching(/^The database refuses this row/),
        original: { external_id: '4', name: 'Poison' },
      },
      { number: 18, original: { external_id: '17', name: 'Poison' } },
    ])
    expect(await flows.records(name)).toHaveLength(28)
  })
})
