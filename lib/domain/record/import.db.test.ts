import { beforeEach, describe, expect, it } from 'vitest'
import { auditCards } from '@/e2e/audit'
import { compareImports, openTwins } from '@/e2e/import-against-oracle'
import { seedOfRun } from '@/e2e/random'
import { textsOf } from '@/e2e/statements'
import { leaves, refusalOf } from '@/e2e/traces'
import { openWorkspace, type TestWorkspace } from '@/e2e/workspace'
import { sql } from '@/lib/db/client'
import type { Hint } from '@/lib/db/live'
import { type Caller, openTransaction, readerFor, type Tx } from '@/lib/db/transaction'
import { readFeed } from '../event/feed'
import { type Cell, rowFrom } from '../flow/row'
import { addField } from '../object/add-field'
import { createPipeline } from '../pipeline/create'
import type { PipelineRow } from '../pipeline/pipeline'
import { trashPipeline } from '../pipeline/trash'
import { updateStage } from '../stage/update'
import { createRecord } from './create'
import { findRecord } from './find'
import { importRows } from './import'
import type { ImportRule } from './import-field'
import { listCards } from './list-cards'
import type { RecordRow } from './record'
import { trashRecord } from './trash'
import { updateRecord } from './update'

let workspace: TestWorkspace
let caller: Caller
let board: PipelineRow

const inTx = <T>(work: (tx: Tx) => Promise<T>) => openTransaction(caller, work)
const stages = [
  { name: 'New', type: 'open' as const },
  { name: 'Offered', type: 'open' as const },
  { name: 'Won', type: 'won' as const },
]
const stage = (at: number, of = board) => of.stages[at]?.id ?? ''

beforeEach(async () => {
  workspace = await openWorkspace()
  const actor = { userId: workspace.adminId, apiKeyId: null, door: 'job' } as const
  caller = { workspaceId: workspace.id, actor, requestId: null }
  await inTx((tx) => addField(tx, 'contacts', { name: 'code', type: 'text', isUnique: true }))
  await inTx((tx) => addField(tx, 'contacts', { name: 'size', type: 'number' }))
  board = await inTx((tx) => createPipeline(tx, { name: 'Sales', stages }))
})

type Given = object
const rowsOf = (given: Given[]) => given.map((row) => rowFrom(row as Record<string, Cell>))
const contacts: ImportRule = { object: 'contacts', mode: 'upsert', keys: ['external_id'] }
const deals: ImportRule = { object: 'opportunities', mode: 'upsert', keys: ['external_id'] }
const take = (rule: ImportRule, rows: Given[]) => inTx((tx) => importRows(tx, rule, rowsOf(rows)))
const counts = ({ created, updated, unchanged, rejects }: Awaited<ReturnType<typeof take>>) => [
  ...[created, updated, unchanged],
  rejects.length,
]

const ids = async () =>
  (await sql<{ id: string }>('SELECT id FROM "CrmRecord" WHERE "workspaceId" = $1 ORDER BY id', [workspace.id])).map(
    ({ id }) => id,
  )
const records = async (): Promise<RecordRow[]> =>
  Promise.all((await ids()).map((id) => findRecord(readerFor(caller), id)))
const make = (object: string, values: object) =>
  inTx((tx) => createRecord(tx, { object, values: { title: 'x', ...values } }))
const reasons = async (rule: ImportRule, rows: Given[]) => (await take(rule, rows)).rejects.map(({ reason }) => reason)

it('leaves what its rows would one by one', async () => {
  await compareImports(await openTwins(), { numRuns: 150, seed: seedOfRun() })
}, 600_000)

describe('a mode', () => {
  const ann = { external_id: 'a', name: 'Ann' }

  it('append makes a record of every row', async () => {
    const append: ImportRule = { object: 'contacts', mode: 'append', keys: [] }
    expect(counts(await take(append, [{ name: 'Ann' }, { name: 'Ann' }]))).toEqual([2, 0, 0, 0])
    expect(counts(await take(append, [ann]))).toEqual([1, 0, 0, 0])
    expect(await reasons(append, [ann])).toEqual(['Another record already has this external_id'])
  })

  it('upsert writes over what it finds: what is absent stays, what is empty is cleared', async () => {
    expect(counts(await take(contacts, [{ ...ann, source: 'fair', size: 3, email: 'a@x.example' }]))).toEqual([
      1, 0, 0, 0,
    ])
    const again = [
      { external_id: 'a', source: null, size: '', job_title: 'CEO' },
      { external_id: 'b', name: 'Bob' },
    ]
    expect(counts(await take(contacts, again))).toEqual([1, 1, 0, 0])
    expect(await records()).toMatchObject([
      { title: 'Ann', externalId: 'a', source: null, fields: { email: 'a@x.example', job_title: 'CEO' }, version: 2 },
      { title: 'Bob', externalId: 'b', version: 1 },
    ])
  })

  it('update makes none', async () => {
    const update = { ...contacts, mode: 'update' as const }
    await take(contacts, [ann])
    const { rejects, updated } = await take(update, [
      { external_id: 'a', name: 'Ann M.' },
      { external_id: 'x'.repeat(150), name: 'Xi' },
      { name: 'Yo' },
    ])
    expect(updated).toBe(1)
    expect(rejects).toEqual([
      { index: 1, reason: `There is no record with external_id '${'x'.repeat(100)}…'` },
      { index: 2, reason: "Field 'external_id' is required to find the record by" },
    ])
    const byEither = { ...update, keys: ['code', 'external_id'] }
    expect(await reasons(byEither, [{ name: 'x' }, { code: '1', external_id: 'q' }])).toEqual([
      'One of the fields code, external_id is required to find the record by',
      "There is no record with code '1' or external_id 'q'",
    ])
  })

  it('finds records by unique fields, the first that finds one', async () => {
    await take(contacts, [
      { ...ann, code: '1' },
      { external_id: 'b', name: 'Bob', code: '2' },
    ])
    const byCode = { ...contacts, keys: ['code', 'external_id'] }
    const rows = [
      { code: '1', name: 'One' },
      { code: '', external_id: 'b', name: 'Two' },
      { code: '9', external_id: 'b', size: 1 },
      { code: '1', external_id: 'b' },
      { code: '5', external_id: 'e', name: 'New' },
    ]
    const imported = await take(byCode, rows)
    expect(counts(imported)).toEqual([1, 3, 0, 1])
    expect(imported.rejects).toEqual([{ index: 3, reason: 'Another record already has this external_id' }])
    expect((await records()).map(({ title, externalId, fields }) => [title, externalId, fields.code])).toEqual([
      ['One', 'a', '1'],
      ['Two', 'b', '9'],
      ['New', 'e', '5'],
    ])
  })

  it('that cannot find records is refused whole, and so is an object that there is not', async () => {
    const refused = (rule: ImportRule) => refusalOf(caller, (tx) => importRows(tx, rule, rowsOf([ann])))
    expect(await refused({ ...contacts, keys: [] })).toMatch(/^invalid \| keys/)
    expect(await refused({ ...contacts, keys: ['email'] })).toMatch(/^invalid \| keys \| .*'email' is not/)
    expect(await refused({ ...contacts, object: 'ghosts' })).toMatch(/^not_found \| object/)
  })
})

describe('a row that is wrong', () => {
  it('is rejected with its reason, and harms no other', async () => {
    await make('contacts', { externalId: 'other', fields: { code: 'taken' } })
    const wrong: [Given, string][] = [
      [{ external_id: 'w' }, "Field 'name' is required for a new record"],
      [{ external_id: 'w', name: 'x', size: 'big' }, "Field 'size' must be a number"],
      [{ external_id: 'w', name: 'x', email: 'nobody' }, "Field 'email' must be an e-mail address"],
      [{ external_id: 'w', name: 'x', code: 'taken' }, 'Another record already has this Code'],
      [{ external_id: 'w', name: 'x'.repeat(501) }, "Field 'name' must have at most 500 characters"],
      [{ external_id: 'w', name: 'a\0b' }, "Field 'name' must not contain NUL or broken Unicode characters"],
      [{ external_id: 'w\ud800', name: 'x' }, "Field 'external_id' must not contain NUL or broken Unicode characters"],
      [{ external_id: 'w', name: 'x', owner: 'no@x.example' }, "There is no user with the id or e-mail 'no@x.example'"],
      [{ external_id: 'w', name: 'x', company: 'k-9' }, "There is no company with the id or external id 'k-9'"],
      [
        { external_id: 'w', name: 'x', amount: '1', currency: 'XQQ' },
        "Field 'currency' must be an ISO 4217 currency code",
      ],
      [{ external_id: 'w', name: 'x', amount: '1.234' }, "Field 'amount' must have at most 2 decimals in USD"],
      [{ external_id: 'first', code: 'mine', name: 'x' }, 'Another record already has this Code'],
    ]
    const right = [
      { external_id: 'mine', name: 'Ann', code: 'mine' },
      ...wrong.map(([row]) => row),
      { external_id: 'last', name: 'Zoe' },
    ]
    const { created, rejects } = await take(contacts, right)
    expect(rejects).toEqual(wrong.map(([, reason], at) => ({ index: at + 1, reason })))
    expect(created).toBe(2)
    expect((await records()).map(({ title }) => title)).toEqual(['x', 'Ann', 'Zoe'])
  })

  it('tells what a stage demands of those who enter it', async () => {
    await inTx((tx) => updateStage(tx, board.id, stage(1), { requiredFields: ['amount', 'source'] }))
    await take(deals, [{ external_id: 'a', name: 'Deal', stage: 'New' }])
    const { rejects, created, updated } = await take(deals, [
      { external_id: 'b', name: 'Other', stage: 'Offered', amount: '5' },
      { external_id: 'a', stage: 'Offered', source: 'web' },
      { external_id: 'c', name: 'Good', stage: 'Offered', amount: '0', source: 'web' },
      { external_id: 'a', stage: 'Offered', source: 'web', value: 7 },
    ])
    expect(rejects).toEqual([
      { index: 0, reason: 'Fill source before this can enter Offered', missingFields: ['source'] },
      { index: 1, reason: 'Fill amount before this can enter Offered', missingFields: ['amount'] },
    ])
    expect([created, updated]).toEqual([1, 1])
    // What stands in the stage already is not asked again.
    await inTx((tx) => updateStage(tx, board.id, stage(1), { requiredFields: ['company_id'] }))
    expect(counts(await take(deals, [{ external_id: 'a', stage: 'Offered', source: 'fair' }]))).toEqual([0, 1, 0, 0])
  })

  it('may be right a moment later: a value that an earlier row frees is free', async () => {
    await take(contacts, [
      { external_id: 'a', name: 'Ann', code: '1' },
      { external_id: 'b', name: 'Bob', code: '2' },
    ])
    const swap = [
      { external_id: 'a', code: null },
      { external_id: 'b', code: '1' },
      { external_id: 'a', code: '2' },
    ]
    expect(counts(await take(contacts, swap))).toEqual([0, 3, 0, 0])
    const byCode = { ...contacts, keys: ['code'] }
    const names = [
      { code: '1', external_id: null },
      { code: '2', external_id: 'b' },
      { code: '1', external_id: 'a' },
      { code: '3', external_id: 'c', name: 'Cy' },
    ]
    expect(counts(await take(byCode, names))).toEqual([1, 3, 0, 0])
    expect((await records()).map(({ title, externalId, fields }) => [title, externalId, fields.code])).toEqual([
      ['Ann', 'b', '2'],
      ['Bob', 'a', '1'],
      ['Cy', 'c', '3'],
    ])
  })
})

describe('what a row names', () => {
  it('is found by id, and by what people call it', async () => {
    const company = await make('companies', { externalId: 'k-1' })
    const uuid = '0198c2e4-6b10-7f08-a3cd-2e5d7b901a11'
    const odd = await make('companies', { externalId: uuid })
    const rows = [
      { external_id: 'a', name: 'A', company_id: company.id.toUpperCase(), owner_id: workspace.adminId },
      { external_id: 'b', name: 'B', company: 'k-1', owner: ` ${workspace.adminEmail.toUpperCase()} ` },
      { external_id: 'c', name: 'C', company: uuid },
    ]
    expect(counts(await take(contacts, rows))).toEqual([3, 0, 0, 0])
    const found = (await records()).filter(({ object }) => object === 'contacts')
    expect(found.map(({ companyId, ownerId }) => [companyId, ownerId])).toEqual([
      [company.id, workspace.adminId],
      [company.id, workspace.adminId],
      [odd.id, null],
    ])
  })

  it('may be what an earlier row of the batch has made', async () => {
    const companies = { ...contacts, object: 'companies' }
    const rows = [
      { external_id: 'child', name: 'Early', company: 'parent' },
      { external_id: 'parent', name: 'Parent' },
      { external_id: 'child', name: 'Child', company: 'parent' },
      { external_id: 'self', name: 'Self', company: 'self' },
    ]
    const { rejects } = await take(companies, rows)
    expect(rejects.map(({ index }) => index)).toEqual([0, 3])
    const [parent, child] = await records()
    expect(child).toMatchObject({ title: 'Child', companyId: parent?.id })
  })

  it('is nobody of another workspace, nor what is in the trash', async () => {
    const elsewhere = await openWorkspace()
    const far = { ...caller, workspaceId: elsewhere.id, actor: { ...caller.actor, userId: null } }
    const stranger = await openTransaction(far, (tx) =>
      createRecord(tx, { object: 'companies', values: { title: 'Far', externalId: 'far' } }),
    )
    const there = await openTransaction(far, (tx) => createPipeline(tx, { name: 'Far', stages }))
    const gone = await make('companies', { externalId: 'gone' })
    await inTx((tx) => trashRecord(tx, gone.id))
    const rows = [
      ...[{ company: stranger.id }, { company: 'far' }, { company: gone.id }, { company: 'gone' }],
      ...[{ owner: elsewhere.adminId }, { owner: elsewhere.adminEmail }],
    ].map((row, at) => ({ external_id: `${at}`, name: 'x', ...row }))
    expect(counts(await take(contacts, rows))).toEqual([0, 0, 0, 6])
    expect(counts(await take(deals, [{ external_id: 'd', name: 'x', stage: stage(0, there) }]))).toEqual([0, 0, 0, 1])
    expect(counts(await take({ ...contacts, object: 'companies' }, [{ external_id: 'far', name: 'Near' }]))).toEqual([
      ...[1, 0, 0, 0],
    ])
  })

  it('may be a stage: of the default board by its name, of any by its id or with the name of its board', async () => {
    const other = await inTx((tx) => createPipeline(tx, { name: 'Partners', stages: [{ name: 'Met', type: 'open' }] }))
    const twin = () => inTx((tx) => createPipeline(tx, { name: 'Twin', stages }))
    await twin()
    await twin()
    const people = await inTx((tx) => createPipeline(tx, { name: 'People', object: 'candidates', stages }))
    const row = (more: Given, at: number) => ({ external_id: `${at}`, name: 'x', ...more })
    const right: Given[] = [
      { stage: 'New' },
      { stage_id: stage(1).toUpperCase() },
      { stage: ' won ', pipeline: 'SALES' },
      { stage: 'Met', pipeline: 'Partners' },
      { stage: stage(0, other) },
      { stage: 'Met', pipeline: other.id },
      { stage: null, pipeline: null },
    ]
    expect(counts(await take(deals, right.map(row)))).toEqual([7, 0, 0, 0])
    expect((await records()).map(({ stageId }) => stageId)).toEqual([
      ...[stage(0), stage(1), stage(2), stage(0, other), stage(0, other), stage(0, other), null],
    ])
    const wrong: Given[] = [
      { stage: 'Met' },
      { stage: 'New', pipeline: 'Twin' },
      { stage: stage(0), pipeline: 'Partners' },
      { pipeline: 'Sales' },
      { stage: 'New', pipeline: 'Nowhere' },
      { stage: stage(0, people) },
    ]
    expect(
      await reasons(
        deals,
        wrong.map((more, at) => row(more, at + 10)),
      ),
    ).toEqual([
      "There is no stage 'Met' in the pipeline 'Sales'",
      "There are several pipelines 'Twin': name it by its id",
      "The stage 'New' is not one of the pipeline 'Partners'",
      "Field 'stage_id' is required beside pipeline_id",
      "There is no pipeline 'Nowhere' with stages",
      `There is no stage '${stage(0, people)}' in the pipeline 'Sales'`,
    ])
    expect((await take(contacts, [{ external_id: 'a', name: 'Ann', stage: 'New' }])).ignored).toEqual(['stage'])
  })

  it('matches no record in the trash, and refuses one on a board that is there', async () => {
    await take(deals, [
      { external_id: 'a', name: 'Ann', stage: 'New' },
      { external_id: 'b', name: 'Bob' },
    ])
    const [, bob] = await ids()
    await inTx((tx) => trashRecord(tx, bob ?? ''))
    await inTx((tx) => trashPipeline(tx, board.id))
    const { created, rejects } = await take(deals, [
      { external_id: 'a', name: 'Ann' },
      { external_id: 'b', name: 'Bobby' },
    ])
    expect(created).toBe(1)
    expect(rejects).toEqual([
      { index: 0, reason: 'The record that matches stands on a pipeline in the trash: restore that first' },
    ])
  })
})

describe('money', () => {
  it('comes in minor units, or as people write it in the currency of its row, its record or the workspace', async () => {
    const rows = [
      { external_id: 'a', name: 'a', value: 1250 },
      { external_id: 'b', name: 'b', amount: '12.50' },
      { external_id: 'c', name: 'c', amount: 1250, currency: 'jpy' },
      { external_id: 'd', name: 'd', amount: '1.234', currency: 'BHD' },
    ]
    await take(contacts, rows)
    await take(contacts, [
      { external_id: 'c', amount: '7' },
      { external_id: 'd', amount: '0.5' },
      { external_id: 'a', currency: 'EUR' },
    ])
    expect((await records()).map(({ value, currency }) => [value, currency])).toEqual([
      [1250, 'EUR'],
      [1250, 'USD'],
      [7, 'JPY'],
      [500, 'BHD'],
    ])
  })
})

describe('cards', () => {
  const order = async (at: number) =>
    (await listCards(readerFor(caller), { stageId: stage(at) }, 100, 0)).rows.map(({ title }) => title)

  it('come to the end of their stages in the order of their rows', async () => {
    await inTx((tx) => createRecord(tx, { values: { title: 'first' }, to: { stageId: stage(0) } }))
    const card = (name: string, to: string) => ({ external_id: name, name, stage: to })
    await take(deals, [card('c', 'New'), card('a', 'New'), card('w', 'Won'), card('b', 'New')])
    expect(await order(0)).toEqual(['first', 'c', 'a', 'b'])
    await take(deals, [card('w', 'New'), card('c', 'Won'), card('d', 'New'), card('c', 'New'), card('b', 'New')])
    expect(await order(0)).toEqual(['first', 'a', 'b', 'w', 'd', 'c'])
    expect(await order(2)).toEqual([])
    expect(await auditCards(workspace.id)).toEqual([])
  })

  it('keep short order keys, however many come at once', async () => {
    for (let batch = 0; batch < 3; batch++) {
      const rows = Array.from({ length: 1_500 }, (_, at) => ({ name: `${batch}.${at}`, stage: 'New' }))
      expect(counts(await take({ ...deals, mode: 'append' }, rows))).toEqual([1_500, 0, 0, 0])
    }
    const [{ longest } = { longest: 0 }] = await sql<{ longest: number }>(
      'SELECT max(length(rank)) AS longest FROM "CrmRecord" WHERE "workspaceId" = $1',
      [workspace.id],
    )
    expect(longest).toBeLessThanOrEqual(4)
  })

  it('keep the dates they come with when they are made, and later the ones they have', async () => {
    const dates = { created_at: '2020-01-01', stage_entered_at: '2020-02-02', closed_at: '2020-03-03' }
    await take(deals, [
      { external_id: 'a', name: 'Open', stage: 'New', ...dates },
      { external_id: 'b', name: 'Done', stage: 'Won', ...dates },
      { external_id: 'c', name: 'Off the board', created_at: '2020-01-01T12:00:00+02:00' },
    ])
    const [createdAt, stageEnteredAt, closedAt] = [dates.created_at, dates.stage_entered_at, dates.closed_at].map(
      (day) => new Date(day),
    )
    const expected = [
      { createdAt, stageEnteredAt, closedAt: null, lastActivityAt: stageEnteredAt },
      { createdAt, stageEnteredAt, closedAt, lastActivityAt: stageEnteredAt },
      { createdAt: new Date('2020-01-01T10:00:00Z'), stageEnteredAt: null, closedAt: null },
    ]
    expect(await records()).toMatchObject(expected)
    const others = { created_at: '2024-01-01', stage_entered_at: '2024-01-01', closed_at: '2024-01-01' }
    const again = ['a', 'b', 'c'].map((external_id) => ({ external_id, ...others }))
    expect(counts(await take(deals, again))).toEqual([0, 0, 3, 0])
    expect(await records()).toMatchObject(expected)
  })

  it('that are archived change their stage without a place in it', async () => {
    await take(deals, [{ external_id: 'a', name: 'Ann', stage: 'New' }])
    const [id = ''] = await ids()
    await inTx((tx) => updateRecord(tx, id, { archivedAt: new Date('2026-01-01') }))
    await take(deals, [{ external_id: 'a', stage: 'Won' }])
    expect(await records()).toMatchObject([{ stageId: stage(2), rank: null, stageType: 'won', version: 3 }])
    expect(await auditCards(workspace.id)).toEqual([])
  })
})

describe('an import', () => {
  const rows = [
    { external_id: 'a', name: 'Ann', stage: 'New', amount: 5 },
    { external_id: 'b', name: 'Bob', stage: 'Won' },
  ]

  it('is one event with a change for each record, however many rows it took', async () => {
    const first = await leaves(caller, (tx) => importRows(tx, deals, rowsOf([...rows, { ...rows[0], name: 'Anna' }])))
    expect(counts(first.result)).toEqual([2, 1, 0, 0])
    const [ann, bob] = await ids()
    expect(first.traces).toEqual([
      {
        ...{ verb: 'record.import', door: 'job', actorId: workspace.adminId, requestId: null },
        changes: [
          {
            ...{ subject: 'record', subjectId: ann, before: null, fromStageId: null, toStageId: stage(0) },
            after: {
              ...{ title: 'Anna', externalId: 'a', value: 500, currency: 'USD' },
              ...{ stageId: stage(0), pipelineId: board.id },
            },
          },
          {
            ...{ subject: 'record', subjectId: bob, before: null, fromStageId: null, toStageId: stage(2) },
            after: { title: 'Bob', externalId: 'b', stageId: stage(2), pipelineId: board.id },
          },
        ],
      },
    ])
    const second = await leaves(caller, (tx) =>
      importRows(
        tx,
        deals,
        rowsOf([
          { external_id: 'b', source: 'web' },
          { external_id: 'b', name: 'Bo', stage: 'New' },
        ]),
      ),
    )
    expect(second.traces).toMatchObject([
      {
        changes: [
          {
            ...{ subjectId: bob, fromStageId: stage(2), toStageId: stage(0) },
            before: { title: 'Bob', source: null, stageId: stage(2) },
            after: { title: 'Bo', source: 'web', stageId: stage(0), closedAt: null },
          },
        ],
      },
    ])
    const { rows: events } = await readFeed(readerFor(caller), null, 100, { types: ['deal.imported'], private: false })
    expect(events.map(({ changed, changes }) => [changed, changes.map(({ version }) => version)])).toEqual([
      [2, [1, 1]],
      [1, [2]],
    ])
  })

  it('that changes nothing leaves nothing, also where rows undo one another', async () => {
    await take(deals, rows)
    const before = await records()
    const { result, traces } = await leaves(caller, (tx) => importRows(tx, deals, rowsOf(rows)))
    expect([counts(result), traces]).toEqual([[0, 0, 2, 0], []])
    const there = [
      { external_id: 'a', name: 'Other' },
      { external_id: 'a', name: 'Ann' },
    ]
    expect((await leaves(caller, (tx) => importRows(tx, deals, rowsOf(there)))).traces).toEqual([])
    expect(await records()).toEqual(before)
    expect(counts(await take(deals, []))).toEqual([0, 0, 0, 0])
  })

  it('nudges each board once', async () => {
    const other = await inTx((tx) => createPipeline(tx, { name: 'Partners', stages }))
    const hints: Hint[] = []
    const hinting = (of: Given[]) =>
      inTx((tx) => importRows({ ...tx, hint: (hint) => hints.push(hint) }, deals, rowsOf(of)))
    await hinting([...rows, { external_id: 'c', name: 'Cy', stage: stage(0, other) }, { external_id: 'd', name: 'D' }])
    const [here, there] = [board.id, other.id].map((pipelineId) => ({ workspaceId: workspace.id, pipelineId }))
    expect(hints.splice(0)).toEqual([here, there])
    await hinting([
      { external_id: 'a', stage: stage(1, other) },
      { external_id: 'd', name: 'Dee' },
    ])
    expect(hints.splice(0)).toEqual([here, there])
    await hinting(rows.slice(1))
    expect(hints).toEqual([])
  })

  it('takes as many statements for a thousand rows as for ten', async () => {
    const cells = (at: number, name: string) => ({
      ...{ external_id: `x${at}`, code: `c${at}`, name: `${name} ${at}`, amount: at, owner: workspace.adminEmail },
      company: `x${at % 7}`,
    })
    const companies: ImportRule = { object: 'companies', mode: 'upsert', keys: ['code', 'external_id'] }
    await inTx((tx) => addField(tx, 'companies', { name: 'code', type: 'text', isUnique: true }))
    await take(
      companies,
      Array.from({ length: 7 }, (_, at) => cells(at, 'first').company).map((id) => ({ external_id: id, name: id })),
    )
    const sent = async (count: number, name: string) =>
      (
        await textsOf(() =>
          take(
            companies,
            Array.from({ length: count }, (_, at) => cells(at, name)),
          ),
        )
      ).length
    const few = await sent(10, 'made')
    expect(await sent(1_000, 'made too')).toBe(few)
    expect(few).toBeLessThan(25)
    const placed = (count: number, at: number) =>
      Array.from({ length: count }, (_, row) => ({
        external_id: `d${row}`,
        name: 'x',
        stage: ['New', 'Won'][(row + at) % 2] ?? '',
      }))
    const moved = async (count: number) => {
      await take(deals, placed(count, 0))
      return (await textsOf(() => take(deals, placed(count, 1)))).length
    }
    expect(await moved(1_000)).toBe(await moved(10))
  })

  it('keeps every character of a text, in lists too', async () => {
    const texts = [
      '"quoted"',
      'back\\slash',
      '{a,b}',
      'NULL',
      "O'Neil",
      'line\nbreak',
      '漢字🙂',
      '\\"',
      '$1',
      'a\u2028b',
      '\u0001',
    ]
    await inTx((tx) => addField(tx, 'contacts', { name: 'many', type: 'multi_select', options: texts }))
    const row = (name: string, at: number) => ({
      ...{ external_id: name, name, description: name, code: name, tags: [...texts, name], many: texts },
      ...{ source: texts[at + 1] ?? '' },
    })
    expect((await take(contacts, texts.map(row))).rejects).toEqual([])
    expect(counts(await take(contacts, texts.map(row)))).toEqual([0, 0, texts.length, 0])
    expect(await records()).toMatchObject(
      texts.map((text, at) => ({
        ...{ externalId: text, title: text, description: text, source: texts[at + 1] ?? null },
        ...{ tags: [...texts, text], fields: { code: text, many: texts } },
      })),
    )
    const changed = texts.map((name) => ({ external_id: name, tags: [name], name: `${name}!` }))
    expect(counts(await take(contacts, changed))).toEqual([0, texts.length, 0, 0])
    expect((await records()).map(({ tags }) => tags)).toEqual(texts.map((text) => [text]))
  })

  it('touches nothing of another workspace', async () => {
    const other = await openWorkspace()
    const there = { ...caller, workspaceId: other.id, actor: { ...caller.actor, userId: null } }
    await openTransaction(there, (tx) => importRows(tx, contacts, rowsOf([{ external_id: 'a', name: 'Far' }])))
    expect(counts(await take(contacts, [{ external_id: 'a', name: 'Near' }]))).toEqual([1, 0, 0, 0])
    const titles = await sql('SELECT title, version FROM "CrmRecord" WHERE "workspaceId" = $1', [other.id])
    expect(titles).toEqual([{ title: 'Far', version: 1 }])
  })
})
