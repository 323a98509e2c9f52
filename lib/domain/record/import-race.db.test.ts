import { beforeEach, describe, expect, it } from 'vitest'
import { auditCards } from '@/e2e/audit'
import { interleave } from '@/e2e/interleave'
import { chance } from '@/e2e/random'
import { openWorkspace } from '@/e2e/workspace'
import { sql } from '@/lib/db/client'
import { type Caller, openTransaction, readerFor, type Tx } from '@/lib/db/transaction'
import { type Cell, rowFrom } from '../flow/row'
import { addField } from '../object/add-field'
import { createPipeline } from '../pipeline/create'
import type { PipelineRow } from '../pipeline/pipeline'
import { removeStage } from '../stage/remove'
import { updateStage } from '../stage/update'
import { createRecord } from './create'
import { findRecord } from './find'
import { importRows } from './import'
import type { ImportRule } from './import-field'
import { moveRecord } from './move'
import { trashRecord } from './trash'
import { updateRecord } from './update'

/** Imports that meet others on the same ground. */

let caller: Caller
let board: PipelineRow
const inTx = <T>(work: (tx: Tx) => Promise<T>) => openTransaction(caller, work)
const stage = (at: number) => board.stages[at]?.id ?? ''
const deals: ImportRule = { object: 'opportunities', mode: 'upsert', keys: ['external_id'] }
const byCode: ImportRule = { ...deals, keys: ['code'] }
const taking = (rule: ImportRule, rows: object[]) => (tx: Tx) =>
  importRows(
    tx,
    rule,
    rows.map((row) => rowFrom(row as Record<string, Cell>)),
  )
const make = (values: object, at?: number) =>
  inTx((tx) =>
    createRecord(tx, {
      object: 'opportunities',
      values: { title: 'x', ...values },
      ...(at !== undefined && { to: { stageId: stage(at) } }),
    }),
  )
const found = (id: string) => findRecord(readerFor(caller), id)
const counted = (created: number, updated: number, unchanged: number) => ({
  status: 'fulfilled',
  value: { created, updated, unchanged, rejects: [], ignored: [] },
})

beforeEach(async () => {
  caller = {
    workspaceId: (await openWorkspace()).id,
    actor: { userId: null, apiKeyId: null, door: 'job' },
    requestId: null,
  }
  const stages = [
    { name: 'New', type: 'open' as const },
    { name: 'Met', type: 'open' as const },
    { name: 'Won', type: 'won' as const },
  ]
  board = await inTx((tx) => createPipeline(tx, { name: 'Sales', stages }))
  await inTx((tx) => addField(tx, 'opportunities', { name: 'code', type: 'text', isUnique: true }))
})

describe('an import that comes second', () => {
  it.each([
    ['external id', deals],
    ['unique value', byCode],
  ])('to a new %s finds the record that the first has made', async (_, rule) => {
    const rows = ['a', 'b', 'c'].map((code) => ({ external_id: code, code, name: code }))
    const { first, second, waited } = await interleave(
      caller,
      taking(rule, rows),
      taking(
        rule,
        [...rows.map((row) => ({ ...row, name: 'later' })), { external_id: 'd', code: 'd', name: 'd' }].reverse(),
      ),
    )
    expect(waited).toBe(true)
    expect(first).toMatchObject(counted(3, 0, 0))
    expect(second).toMatchObject(counted(1, 3, 0))
    const held = await sql('SELECT DISTINCT "externalId" FROM "CrmRecord" WHERE "workspaceId" = $1', [
      caller.workspaceId,
    ])
    expect(held).toHaveLength(4)
  })

  it('to a record keeps what a person has just written', async () => {
    const { id } = await make({ externalId: 'a', source: 'old', description: 'old' })
    const { second, waited } = await interleave(
      caller,
      (tx) => updateRecord(tx, id, { values: { description: 'by hand', fields: { code: '7' } } }),
      taking(deals, [{ external_id: 'a', source: 'import' }]),
    )
    expect([waited, second.status]).toEqual([true, 'fulfilled'])
    expect(await found(id)).toMatchObject({
      ...{ description: 'by hand', source: 'import', fields: { code: '7' }, version: 3 },
    })
    const changes = await sql('SELECT version, before, after FROM "Change" WHERE "subjectId" = $1 ORDER BY id', [id])
    expect(changes[2]).toEqual({ version: 3, before: { source: 'old' }, after: { source: 'import' } })
  })

  it('to a record that a person waits for leaves both', async () => {
    const { id } = await make({ externalId: 'a' })
    const { second, waited } = await interleave(caller, taking(deals, [{ external_id: 'a', source: 'import' }]), (tx) =>
      updateRecord(tx, id, { values: { description: 'by hand' } }),
    )
    expect([waited, second.status]).toEqual([true, 'fulfilled'])
    expect(await found(id)).toMatchObject({ description: 'by hand', source: 'import', version: 3 })
  })

  it('does not wait, nor make anybody wait, where it changes nothing', async () => {
    const { id } = await make({ externalId: 'a', source: 'fair' }, 0)
    const same = taking(deals, [{ external_id: 'a', source: 'fair', stage: 'New' }])
    const edit = (tx: Tx) => updateRecord(tx, id, { values: { description: 'by hand' }, to: { at: { index: 0 } } })
    expect(await interleave(caller, edit, same)).toMatchObject({ waited: false, second: counted(0, 0, 1) })
    expect(await interleave(caller, same, edit)).toMatchObject({ waited: false, first: counted(0, 0, 1) })
  })

  it('to a record that goes to the trash, or gets another id, makes a new one', async () => {
    for (const leave of ['trash', 'rename']) {
      const { id } = await make({ externalId: leave })
      const { second, waited } = await interleave(
        caller,
        async (tx): Promise<unknown> =>
          leave === 'trash' ? trashRecord(tx, id) : updateRecord(tx, id, { values: { externalId: 'else' } }),
        taking(deals, [{ external_id: leave, name: 'new' }]),
      )
      expect(waited).toBe(true)
      expect(second).toMatchObject(counted(1, 0, 0))
    }
  })

  it('to a stage comes behind the card that was moved there', async () => {
    const card = await make({}, 0)
    const { second, waited } = await interleave(
      caller,
      (tx) => moveRecord(tx, card.id, { stageId: stage(1), at: 'end' }),
      taking(deals, [{ external_id: 'a', name: 'a', stage: 'Met' }]),
    )
    expect([waited, second.status]).toEqual([true, 'fulfilled'])
    expect(await auditCards(caller.workspaceId)).toEqual([])
  })

  it('to a stage that demands more by now, or is gone, is turned away', async () => {
    const row = { external_id: 'a', name: 'a', stage: 'Met' }
    const gated = await interleave(
      caller,
      (tx) => updateStage(tx, board.id, stage(1), { requiredFields: ['amount'] }),
      taking(deals, [row, { external_id: 'b', name: 'b', stage: 'Met', amount: 1 }]),
    )
    expect(gated.second).toMatchObject({ value: { created: 1, rejects: [{ index: 0, missingFields: ['amount'] }] } })
    const gone = await interleave(
      caller,
      (tx) => removeStage(tx, board.id, stage(1), stage(0)),
      taking(deals, [{ ...row, amount: 1 }]),
    )
    expect(gone.second).toMatchObject({ value: { created: 0, rejects: [{ index: 0 }] } })
    expect([gated.waited, gone.waited]).toEqual([true, true])
  })
})

describe('many at once', () => {
  it('import the same records, in other orders, onto several stages: one record a key, no error', async () => {
    const luck = chance(5)
    const rows = (importer: number) =>
      Array.from({ length: 60 }, (_, at) => ({
        ...{ external_id: `x${at}`, code: `c${at}`, name: `${importer}` },
        stage: ['New', 'Met', 'Won'][luck.under(3)],
      })).sort(() => luck.under(3) - 1)
    const work = Array.from({ length: 12 }, (_, importer) =>
      taking(importer % 3 === 0 ? byCode : deals, rows(importer)),
    )
    const results = await Promise.all(work.map(inTx))
    for (const { created, updated, unchanged, rejects } of results) {
      expect([created + updated + unchanged, rejects]).toEqual([60, []])
    }
    expect(results.reduce((sum, { created }) => sum + created, 0)).toBe(60)
    const held = await sql('SELECT DISTINCT "externalId" FROM "CrmRecord" WHERE "workspaceId" = $1', [
      caller.workspaceId,
    ])
    expect(held).toHaveLength(60)
    expect(await auditCards(caller.workspaceId)).toEqual([])
  })

  it('import, move and write the same cards: nothing is lost, nobody is refused', async () => {
    const luck = chance(6)
    const cards = await Promise.all(Array.from({ length: 12 }, (_, at) => make({ externalId: `x${at}` }, at % 3)))
    const id = () => luck.pick(cards).id
    const imports = () =>
      Array.from({ length: 20 }, (_, at) => ({
        ...{ external_id: `x${luck.under(16)}`, name: `import ${at}`, stage: ['New', 'Met', 'Won'][luck.under(3)] },
      }))
    const one = async (client: number) => {
      for (let round = 0; round < 6; round++) {
        if (client % 3 === 0) await inTx(taking(deals, imports()))
        else if (client % 3 === 1)
          await inTx((tx) => moveRecord(tx, id(), { stageId: stage(luck.under(3)), at: { index: 0 } }))
        else await inTx((tx) => updateRecord(tx, id(), { values: { description: `${client} ${round}` } }))
      }
    }
    await Promise.all(Array.from({ length: 9 }, (_, client) => one(client)))
    expect(await auditCards(caller.workspaceId)).toEqual([])
  })
})
