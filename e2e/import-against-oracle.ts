import fc from 'fast-check'
import { expect } from 'vitest'
import { sql } from '@/lib/db/client'
import { type Caller, openTransaction, type Tx } from '@/lib/db/transaction'
import { type Row, rowFrom } from '@/lib/domain/flow/row'
import { addField, type NewField } from '@/lib/domain/object/add-field'
import { createPipeline } from '@/lib/domain/pipeline/create'
import type { PipelineRow } from '@/lib/domain/pipeline/pipeline'
import { restorePipeline, trashPipeline } from '@/lib/domain/pipeline/trash'
import { createRecord } from '@/lib/domain/record/create'
import { importRows } from '@/lib/domain/record/import'
import type { ImportRule } from '@/lib/domain/record/import-field'
import { trashRecord } from '@/lib/domain/record/trash'
import { updateRecord } from '@/lib/domain/record/update'
import { updateStage } from '@/lib/domain/stage/update'
import { auditCards } from './audit'
import { type Content, comparable, contentOf, importOneByOne } from './import-oracle'
import { openWorkspace } from './workspace'

/** One of two workspaces that hold the same: one gets batches, the other their rows one by one. */
interface Twin {
  caller: Caller
  /** What stands for ids in rows. */
  ids: Record<string, string>
  old: PipelineRow
  inTx<T>(work: (tx: Tx) => Promise<T>): Promise<T>
}

export type Twins = [batch: Twin, single: Twin]

const fields: NewField[] = [
  { name: 'code', type: 'text', isUnique: true },
  { name: 'seen', type: 'datetime', isUnique: true },
  { name: 'size', type: 'number' },
  { name: 'level', type: 'select', options: ['low', 'high'] },
  { name: 'skills', type: 'multi_select', options: ['sql', 'sales, too'] },
  { name: 'active', type: 'boolean' },
  { name: 'born', type: 'date' },
]

export const openTwins = async (): Promise<Twins> => [await openTwin(), await openTwin()]

async function openTwin(): Promise<Twin> {
  const workspace = await openWorkspace()
  const actor = { userId: workspace.adminId, apiKeyId: null, door: 'job' } as const
  const caller: Caller = { workspaceId: workspace.id, actor, requestId: null }
  const inTx = <T>(work: (tx: Tx) => Promise<T>) => openTransaction(caller, work)
  for (const object of ['opportunities', 'companies']) {
    for (const field of fields) await inTx((tx) => addField(tx, object, field))
  }
  const board = (name: string, ...stages: [string, 'open' | 'won' | 'lost'][]) =>
    inTx((tx) => createPipeline(tx, { name, stages: stages.map(([stage, type]) => ({ name: stage, type })) }))
  const sales = await board('Sales', ['New', 'open'], ['Offered', 'open'], ['Won', 'won'], ['Lost', 'lost'])
  const partners = await board('Partners', ['New', 'open'], ['Met', 'open'], ['Done', 'won'])
  const old = await board('Old', ['New', 'open'])
  const stage = (at: number, of: PipelineRow) => of.stages[at]?.id ?? ''
  await inTx((tx) => updateStage(tx, sales.id, stage(1, sales), { requiredFields: ['amount', 'code'] }))
  await inTx((tx) => updateStage(tx, partners.id, stage(1, partners), { requiredFields: ['owner_id'] }))
  const contact = (title: string) =>
    inTx((tx) => createRecord(tx, { object: 'contacts', values: { title, externalId: title } }))
  const [first] = [await contact('c-1'), await contact('c-2')]
  return {
    ...{ caller, old, inTx },
    ids: {
      '@owner': workspace.adminId,
      '@e-mail': workspace.adminEmail.toUpperCase(),
      '@contact': first?.id ?? '',
      '@won': stage(2, sales),
      '@met': stage(1, partners).toUpperCase(),
      '@partners': partners.id,
    },
  }
}

const oneOf = fc.constantFrom
const external = oneOf<(string | number | null)[]>('a', 'b', 'c', 'd', 'e', 7, '7', '', null)
const instant = oneOf('2020-01-01T10:00:00Z', '2020-02-02', '2020-01-01T11:00:00+01:00', null, '', 'soon')

const arbitraryRow = fc.record(
  {
    external_id: external,
    name: oneOf('Ann', 'Bob', 'Cy', 'Ann', 'Bob', 'Cy', 'Dee', 'Dee', 5, null, ' ', 'x'.repeat(501)),
    title: oneOf('Titled', null),
    description: oneOf('text', 'other', null, ''),
    tags: oneOf<(string | string[] | null)[]>('a, b', 'a;b', ['a', 'b'], [], null, [' ']),
    value: oneOf<(string | number | null)[]>(0, 5, 1250, '12', '0012', null, '', 'x', 1.5, '9007199254740993'),
    amount: oneOf<(string | number | null)[]>('12.5', 12.5, 0.1 + 0.2, '7', '-3', '1.234', null, '1,5', 12),
    currency: oneOf('USD', 'jpy', 'EUR', 'BHD', 'XQQ', null, ''),
    owner: oneOf('@owner', '@e-mail', 'nobody@x.example', null, ''),
    contact: oneOf('c-1', 'c-2', '@contact', 'nobody', null),
    company: oneOf('a', 'b', 'c', '7', 'k-1', null),
    pipeline: oneOf('Sales', 'partners', 'Nowhere', '@partners', null, ''),
    stage: oneOf('New', 'new', 'Offered', 'Won', 'LOST', 'Met', '@won', '@met', 'Nowhere', null, ''),
    expected_close: oneOf('2026-02-28', '2026-03-01T23:59:00Z', '2026-02-30', null),
    source: oneOf('fair', 'web', null, '', 's'.repeat(201), 'a\0b', '\ud800'),
    lost_reason: oneOf('price', null),
    created_at: instant,
    stage_entered_at: instant,
    closed_at: instant,
    code: oneOf<(string | number | boolean | null)[]>('1', '2', '3', 1, true, '', null, 'c'.repeat(501)),
    seen: oneOf('2026-01-01T00:00:00Z', '2026-01-01T02:00:00+02:00', '2026-01-01', '2026-01-02', null, 'soon'),
    size: oneOf<(string | number | null)[]>(1, '1', '2.50', -0, '1e3', 'x', null, '', '12345678901234567890'),
    level: oneOf('low', 'high ', 'none', null, ''),
    skills: oneOf<(string | string[] | null)[]>('sql', 'sales, too', ['sql', 'sales, too'], ['golf'], null),
    active: oneOf<(string | number | boolean | null)[]>(true, 'no', 1, 'maybe', null),
    born: oneOf('2000-02-29', '2001-02-29', null),
    shoe_size: oneOf(44, null),
  },
  { requiredKeys: [] },
)

// Most rows are to be right: one wrong cell in many is enough.
const likely = arbitraryRow.chain((row) =>
  fc.subarray(Object.keys(row), { maxLength: 8 }).map((names) => {
    const kept = Object.entries(row).filter(([name]) => names.includes(name) || ['external_id', 'name'].includes(name))
    return Object.fromEntries(kept)
  }),
)

const arbitraryRule = fc.record({
  mode: oneOf<ImportRule['mode'][]>('append', 'upsert', 'upsert', 'upsert', 'update'),
  keys: oneOf<string[][]>(
    ['external_id'],
    ['code'],
    ['seen'],
    ['external_id', 'code'],
    ['code', 'external_id', 'seen'],
  ),
})

const arbitraryCase = fc.record({
  object: oneOf('opportunities', 'opportunities', 'companies'),
  before: fc.array(likely, { maxLength: 6 }),
  onOldBoard: fc.array(
    external.filter((id) => id !== null && id !== ''),
    { maxLength: 1 },
  ),
  archived: fc.array(fc.nat(5), { maxLength: 2 }),
  trashed: fc.array(fc.nat(5), { maxLength: 2 }),
  batches: fc.array(fc.record({ rule: arbitraryRule, rows: fc.array(likely, { maxLength: 9 }) }), {
    minLength: 1,
    maxLength: 3,
  }),
})

/** Imports random batches into one twin, and their rows one by one into the other: both must come to hold the same. */
export async function compareImports(twins: Twins, options: { numRuns: number; seed?: number }): Promise<void> {
  await fc.assert(
    fc.asyncProperty(arbitraryCase, async ({ object, before, onOldBoard, archived, trashed, batches }) => {
      for (const twin of twins) await clear(twin)
      const since = new Date()
      const ground: ImportRule = { object, mode: 'append', keys: [] }
      for (const twin of twins) {
        if (object === 'opportunities') await fillOldBoard(twin, onOldBoard)
        await importOneByOne(twin.caller, ground, rowsFor(twin, before))
        await disturb(twin, object, archived, trashed)
      }
      const [batch, single] = twins
      try {
        for (const { rule: by, rows } of batches) {
          const rule = { ...by, object }
          const [held, heldToo] = await Promise.all(
            twins.map((twin) => contentOf(twin.caller.workspaceId, object, since)),
          )
          const imported = await batch.inTx((tx) => importRows(tx, rule, rowsFor(batch, rows)))
          const expected = await importOneByOne(single.caller, rule, rowsFor(single, rows))
          expect(imported.created).toBe(expected.created)
          expect(imported.updated + imported.unchanged).toBe(expected.matched)
          expect(imported.rejects.map(({ reason: _, ...reject }) => reject)).toEqual(
            expected.rejects.map(({ reason: _, ...reject }) => reject),
          )
          await expectTheSame(twins, object, since, [held, heldToo] as [Content, Content])
        }
        expect(await auditCards(batch.caller.workspaceId)).toEqual([])
      } finally {
        for (const twin of twins) await twin.inTx((tx) => restorePipeline(tx, twin.old.id))
      }
    }),
    { ...options, endOnFailure: false },
  )
}

const rowsFor = ({ ids }: Twin, rows: object[]): Row[] =>
  rows.map((row) =>
    rowFrom(
      Object.fromEntries(
        Object.entries(row).map(([name, cell]) => [name, (typeof cell === 'string' && ids[cell]) || cell]),
      ),
    ),
  )

async function clear({ caller: { workspaceId } }: Twin): Promise<void> {
  for (const table of ['RecordKey', 'Change', 'WebhookDelivery', 'Event'])
    await sql(`DELETE FROM "${table}" WHERE "workspaceId" = $1`, [workspaceId])
  await sql(
    `DELETE FROM "CrmRecord" r USING "CrmObject" o WHERE r."workspaceId" = $1 AND o.id = r."objectId" AND o.name <> 'contacts'`,
    [workspaceId],
  )
}

async function fillOldBoard({ inTx, old }: Twin, externalIds: (string | number | null)[]): Promise<void> {
  for (const id of externalIds) {
    const values = { title: 'Old', externalId: String(id), fields: { code: '3' } }
    await inTx((tx) => createRecord(tx, { values, to: { stageId: old.stages[0]?.id ?? '' } }))
  }
}

async function disturb(twin: Twin, object: string, archived: number[], trashed: number[]): Promise<void> {
  const { caller, inTx, old } = twin
  const { ids, records } = await contentOf(caller.workspaceId, object, new Date())
  const at = (place: number) => (records[place]?.row.stage === 'Old / New' ? undefined : ids[place])
  for (const place of archived) {
    const id = records[place]?.row.stage ? at(place) : undefined
    if (id) await inTx((tx) => updateRecord(tx, id, { archivedAt: new Date('2026-01-01') }))
  }
  for (const place of new Set(trashed)) {
    const id = at(place)
    if (id) await inTx((tx) => trashRecord(tx, id))
  }
  await inTx((tx) => trashPipeline(tx, old.id))
}

async function expectTheSame(twins: Twins, object: string, since: Date, held: [Content, Content]): Promise<void> {
  const [batch, single] = await Promise.all(twins.map(({ caller }) => contentOf(caller.workspaceId, object, since)))
  if (!batch || !single) throw new Error('a twin is missing')
  expect(batch.records.map(({ row }) => row)).toEqual(single.records.map(({ row }) => row))
  expect(batch.keys).toEqual(single.keys)
  expect(batch.cards).toEqual(single.cards)
  const [changes, others] = await Promise.all([
    lastChanges(twins[0], batch, held[0], since),
    lastChanges(twins[1], single, held[1], since),
  ])
  for (const [at, { version, lastActivityAt }] of batch.records.entries()) {
    const [made, other] = [changes.get(at) ?? [], others.get(at) ?? []]
    const was = held[0].records[at]
    // However many rows touch a record, its change is one; and none when they leave what they found.
    expect(version - (was?.version ?? 0)).toBe(made.length)
    expect(made.length).toBeLessThanOrEqual(Math.min(1, other.length))
    if (made.length === 0 && was) expect(batch.records[at]).toEqual(was)
    else expect(lastActivityAt).toEqual(single.records[at]?.lastActivityAt)
    if (other.length === 1) expect(made).toEqual(other)
  }
}

/** What was told of each record since its version in `held`, by its place. */
async function lastChanges({ caller }: Twin, now: Content, held: Content, since: Date) {
  const rows = await sql<{ id: string; version: number; before: Told; after: Told; moved: string; onBoard: boolean }>(
    `SELECT c."subjectId" AS id, c.version, c.before, c.after, f.name || ' > ' || t.name AS moved, c."pipelineId" IS NOT NULL AS "onBoard"
     FROM "Change" c LEFT JOIN "Stage" f ON f.id = c."fromStageId" LEFT JOIN "Stage" t ON t.id = c."toStageId"
     WHERE c."workspaceId" = $1 AND c.subject = 'record' ORDER BY c.id`,
    [caller.workspaceId],
  )
  const found = new Map<number, object[]>()
  for (const { id, version, before, after, ...rest } of rows) {
    const at = now.ids.indexOf(id)
    if (at < 0 || version <= (held.records[at]?.version ?? 0)) continue
    const told = (row: Told) => row && withoutIds(comparable(row, since))
    found.set(at, [...(found.get(at) ?? []), { ...rest, before: told(before), after: told(after) }])
  }
  return found
}

type Told = Record<string, unknown> | null

// They differ between the twins; what they point at is compared in the records.
const withoutIds = (row: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(row).map(([name, value]) => [
      name,
      name === 'rank' || (name.endsWith('Id') && name !== 'externalId' && value !== null) ? 'some' : value,
    ]),
  )
