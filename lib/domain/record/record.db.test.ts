import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { leaves, refusalOf } from '@/e2e/traces'
import { openWorkspace, type TestWorkspace } from '@/e2e/workspace'
import { sql } from '@/lib/db/client'
import { type Caller, openTransaction, readerFor, type Tx } from '@/lib/db/transaction'
import { newId } from '../id'
import { addField } from '../object/add-field'
import { createPipeline } from '../pipeline/create'
import type { PipelineRow } from '../pipeline/pipeline'
import { trashPipeline } from '../pipeline/trash'
import { updateStage } from '../stage/update'
import { createRecord } from './create'
import { aDeal, findRecord } from './find'
import { historyOf } from './history'
import { listRecords } from './list'
import { listCards } from './list-cards'
import { moveRecord } from './move'
import type { RecordRow } from './record'
import { trashRecord } from './trash'
import { updateRecord } from './update'

let workspace: TestWorkspace
let caller: Caller
let board: PipelineRow
let candidates: PipelineRow
let company: RecordRow
let contact: RecordRow
let foreign: { company: RecordRow; deal: RecordRow; stageId: string }

const inTx = <T>(work: (tx: Tx) => Promise<T>) => openTransaction(caller, work)
const stage = (at: number, of = board) => of.stages[at]?.id ?? ''
const deal = (title = 'Deal', values: object = {}) =>
  inTx((tx) => createRecord(tx, { values: { title, ...values }, to: { stageId: stage(0) } }))
const found = (id: string) => findRecord(readerFor(caller), id)
const stages = [
  { name: 'New', type: 'open' as const },
  { name: 'Offered', type: 'open' as const },
  { name: 'Won', type: 'won' as const },
  { name: 'Lost', type: 'lost' as const },
]

beforeAll(async () => {
  workspace = await openWorkspace()
  caller = {
    workspaceId: workspace.id,
    actor: { userId: workspace.adminId, apiKeyId: null, door: 'api' },
    requestId: 'r1',
  }
  await inTx((tx) => addField(tx, 'opportunities', { name: 'color', type: 'select', options: ['red', 'blue'] }))
  await inTx((tx) => addField(tx, 'opportunities', { name: 'number', type: 'text', isUnique: true }))
  candidates = await inTx((tx) => createPipeline(tx, { name: 'People', object: 'candidates', stages }))
  company = await inTx((tx) => createRecord(tx, { object: 'companies', values: { title: 'Acme' } }))
  contact = await inTx((tx) => createRecord(tx, { object: 'contacts', values: { title: 'Ann' } }))
  const elsewhere = { ...caller, workspaceId: (await openWorkspace()).id, actor: { ...caller.actor, userId: null } }
  const far = await openTransaction(elsewhere, (tx) => createPipeline(tx, { name: 'Far', stages }))
  foreign = {
    company: await openTransaction(elsewhere, (tx) =>
      createRecord(tx, { object: 'companies', values: { title: 'Far' } }),
    ),
    deal: await openTransaction(elsewhere, (tx) =>
      createRecord(tx, { values: { title: 'Far' }, to: { stageId: stage(0, far) } }),
    ),
    stageId: stage(0, far),
  }
})

beforeEach(async () => {
  board = await inTx((tx) => createPipeline(tx, { name: 'Sales', stages }))
})

describe('creating a record', () => {
  it('gives what is then found, and leaves one event with one change', async () => {
    const values = {
      title: 'Big deal',
      description: 'text',
      tags: ['a', 'b'],
      value: 9_007_199_254_740_991,
      ownerId: workspace.adminId.toUpperCase(),
      contactId: contact.id,
      companyId: company.id,
      expectedClose: '2026-02-28',
      externalId: newId(),
      metadata: { deep: { er: [1] } },
      fields: { color: 'red', number: newId() },
    }
    const { result, traces } = await leaves(caller, (tx) => createRecord(tx, { values, to: { stageId: stage(0) } }))
    expect(result).toEqual(await found(result.id))
    expect(result).toMatchObject({
      ...values,
      ownerId: workspace.adminId,
      object: 'opportunities',
      currency: 'USD',
      stageId: stage(0),
      pipelineId: board.id,
      stageType: 'open',
      rottingDays: 14,
      version: 1,
      closedAt: null,
    })
    expect(traces).toMatchObject([
      {
        verb: 'record.create',
        door: 'api',
        actorId: workspace.adminId,
        requestId: 'r1',
        changes: [
          { subject: 'record', subjectId: result.id, before: null, after: { title: 'Big deal' }, toStageId: stage(0) },
        ],
      },
    ])
  })

  it('on no board has no place, and is found the same', async () => {
    const { result } = await leaves(caller, (tx) => createRecord(tx, { object: 'contacts', values: { title: 'Bea' } }))
    expect(result).toEqual(await found(result.id))
    expect(result).toMatchObject({ stageId: null, pipelineId: null, rank: null, stageType: null, probability: null })
    await expect(findRecord(readerFor(caller), result.id, aDeal)).rejects.toThrow('record not found')
  })

  it('keeps the dates of an import, and closes what enters a closed stage', async () => {
    const [createdAt, stageEnteredAt, closedAt] = [
      new Date('2020-01-01'),
      new Date('2020-02-02'),
      new Date('2020-03-03'),
    ]
    const old = { values: { title: 'Old' }, createdAt, stageEnteredAt, closedAt }
    const open = await inTx((tx) => createRecord(tx, { ...old, to: { stageId: stage(0) } }))
    expect(open).toMatchObject({ createdAt, stageEnteredAt, closedAt: null, lastActivityAt: stageEnteredAt })
    const won = await inTx((tx) => createRecord(tx, { ...old, to: { stageId: stage(2) } }))
    expect(won).toMatchObject({ closedAt, stageType: 'won', probability: 1 })
  })

  it('refuses what does not fit, and leaves nothing', async () => {
    const taken = await deal('taken', { externalId: newId(), fields: { number: newId() } })
    const refused = (values: object, to: object | undefined = { stageId: stage(0) }, more: object = {}) =>
      refusalOf(caller, (tx) =>
        createRecord(tx, { values: { title: 'x', ...values }, ...(to && { to: { stageId: '', ...to } }), ...more }),
      )
    const here = { stageId: stage(0) }
    expect(await refused({}, { stageId: 'nonsense' })).toMatch(/^invalid \| stageId/)
    expect(await refused({}, { stageId: foreign.stageId })).toMatch(/^invalid \| stageId/)
    expect(await refused({}, { ...here, pipelineId: candidates.id })).toMatch(/^invalid \| stageId/)
    expect(await refused({}, { ...here, pipelineId: newId() })).toMatch(/^invalid \| pipelineId/)
    expect(await refused({}, { stageId: stage(0, candidates) }, { object: 'opportunities' })).toMatch(
      /^invalid \| stageId/,
    )
    expect(await refused({}, { ...here, at: { after: contact.id } })).toMatch(/^invalid \| afterId/)
    expect(await refused({ ownerId: newId() })).toMatch(/^invalid \| ownerId/)
    expect(await refused({ ownerId: 'me' })).toMatch(/^invalid \| ownerId/)
    expect(await refused({ companyId: contact.id })).toMatch(/^invalid \| companyId/)
    expect(await refused({ companyId: foreign.company.id })).toMatch(/^invalid \| companyId/)
    expect(await refused({ contactId: company.id })).toMatch(/^invalid \| contactId/)
    expect(await refused({ currency: 'ABC' })).toMatch(/^invalid \| currency/)
    expect(await refused({ fields: { shade: 'red' } })).toMatch(/^invalid \| fields.shade \| is not a field/)
    expect(await refused({ fields: { color: 'green' } })).toMatch(
      /^invalid \| fields.color \| must be one of: red, blue/,
    )
    expect(await refused({ fields: { stage: 'x' } })).toMatch(/^invalid \| fields.stage/)
    const long = Array.from({ length: 100 }, newId).join('')
    expect(await refused({ fields: { number: long } })).toMatch(/^invalid \| fields.number \| must have at most 500/)
    expect(await refused({ externalId: taken.externalId })).toMatch(/^conflict \| externalId/)
    expect(await refused({ fields: taken.fields })).toMatch(/^conflict \| fields.number/)
    expect(await refusalOf(caller, (tx) => createRecord(tx, { object: 'ghosts', values: { title: 'x' } }))).toMatch(
      /^not_found \| object/,
    )
    expect(await sql('SELECT 1 FROM "CrmRecord" WHERE "workspaceId" = $1 AND title = $2', [workspace.id, 'x'])).toEqual(
      [],
    )
  })
})

describe('a gate', () => {
  const gate = (requiredFields: string[]) => inTx((tx) => updateStage(tx, board.id, stage(1), { requiredFields }))
  const enter =
    (id: string, filling = {}) =>
    (tx: Tx) =>
      moveRecord(tx, id, { stageId: stage(1) }, { filling })

  it('holds at creation and at a move, and lets in what is filled; 0 is filled, empty text and lists are not', async () => {
    await gate(['amount', 'source', 'tags', 'color'])
    const poor = await deal('poor', { source: '', tags: [] })
    const words = /^invalid \| - \| Fill amount, source, tags, color before this can enter Offered$/
    expect(await refusalOf(caller, enter(poor.id))).toMatch(words)
    expect(
      await refusalOf(caller, (tx) => createRecord(tx, { values: { title: 'new' }, to: { stageId: stage(1) } })),
    ).toMatch(words)
    expect(await found(poor.id)).toEqual(poor)
    const filling = { value: 0, source: 'fair', tags: ['x'], fields: { color: 'blue' } }
    expect(await inTx(enter(poor.id, filling))).toMatchObject({ stageId: stage(1), ...filling })
  })

  it('does not hold what is in the stage already, nor a card that leaves it', async () => {
    const early = await deal()
    await inTx(enter(early.id))
    await gate(['amount'])
    await inTx((tx) => updateRecord(tx, early.id, { values: { title: 'still here' }, to: { at: { index: 0 } } }))
    expect(await inTx((tx) => moveRecord(tx, early.id, { stageId: stage(0) }))).toMatchObject({ stageId: stage(0) })
  })
})

describe('moving a record', () => {
  it('leaves one event with one change between the stages, and closes and opens it', async () => {
    const one = await deal()
    const { result: won, traces } = await leaves(caller, (tx) => moveRecord(tx, one.id, { stageId: stage(2) }))
    expect(won).toEqual(await found(one.id))
    expect(won).toMatchObject({ version: 2, stageType: 'won', probability: 1, closedAt: won.stageEnteredAt })
    expect(traces).toMatchObject([
      {
        verb: 'record.move',
        changes: [
          {
            subjectId: one.id,
            fromStageId: stage(0),
            toStageId: stage(2),
            before: { stageId: stage(0) },
            after: { stageId: stage(2) },
          },
        ],
      },
    ])
    expect(await inTx((tx) => moveRecord(tx, one.id, { stageId: stage(0) }))).toMatchObject({ closedAt: null })
  })

  it('to where it stands changes nothing and leaves nothing', async () => {
    const [one, two] = [await deal('one'), await deal('two')]
    for (const at of ['end', { index: 1 }, { index: 99 }, { after: one.id }] as const) {
      const { result, traces } = await leaves(caller, (tx) => moveRecord(tx, two.id, { stageId: stage(0), at }))
      expect([result.version, traces]).toEqual([1, []])
    }
  })

  it('to another board of the object is a move; to a board of another object is refused', async () => {
    const one = await deal()
    const other = await inTx((tx) => createPipeline(tx, { name: 'Other', stages }))
    expect(await inTx((tx) => moveRecord(tx, one.id, { stageId: stage(0, other) }))).toMatchObject({
      pipelineId: other.id,
    })
    const refused = (to: object, id = one.id) => refusalOf(caller, (tx) => moveRecord(tx, id, to))
    expect(await refused({ stageId: stage(0, candidates) })).toMatch(
      /^invalid \| stageId \| must be a stage of the same object/,
    )
    expect(await refused({ stageId: stage(1), pipelineId: other.id })).toMatch(/^invalid \| stageId/)
    expect(await refused({ stageId: foreign.stageId })).toMatch(/^invalid \| stageId/)
    expect(await refused({ stageId: stage(0) }, foreign.deal.id)).toMatch(/^not_found \| record/)
    expect(await refused({ stageId: 'nowhere' }, 'nobody')).toMatch(/^not_found \| record/)
    expect(await refused({ stageId: stage(0) }, contact.id)).toMatch(/^invalid \| stageId/)
    expect(await refused({ stageId: stage(0), at: { before: one.id } })).toMatch(/^invalid \| beforeId/)
    expect(await refused({ at: { index: 0 } }, contact.id)).toMatch(/^invalid \| stageId/)
  })
})

describe('changing a record', () => {
  it('leaves what changed, before and after, and nothing of what did not', async () => {
    const one = await deal('one', { value: 5, fields: { color: 'red' } })
    const change = { title: 'two', value: 5, fields: { color: null } }
    const { result, traces } = await leaves(caller, (tx) => updateRecord(tx, one.id, { values: change }))
    expect(result).toEqual(await found(one.id))
    expect(result).toMatchObject({ title: 'two', fields: {}, version: 2 })
    expect(traces).toMatchObject([{ verb: 'record.update', changes: [{ fromStageId: null, toStageId: null }] }])
    expect(traces[0]?.changes[0]?.before).toEqual({ title: 'one', fields: { color: 'red' } })
    expect(traces[0]?.changes[0]?.after).toEqual({ title: 'two', fields: {} })
    expect((await leaves(caller, (tx) => updateRecord(tx, one.id, { values: change }))).traces).toEqual([])
  })

  it('with a refused part leaves all of it undone', async () => {
    const one = await deal('one')
    const change = { values: { title: 'two', ownerId: newId() }, to: { stageId: stage(1) } }
    expect(await refusalOf(caller, (tx) => updateRecord(tx, one.id, change))).toMatch(/^invalid \| ownerId/)
    expect(await found(one.id)).toEqual(one)
  })

  it('moves a unique value with its record, and frees the old one', async () => {
    const [number, next] = [newId(), newId()]
    const one = await deal('one', { fields: { number } })
    await inTx((tx) => updateRecord(tx, one.id, { values: { fields: { number: next } } }))
    const two = await deal('two', { fields: { number } })
    expect(await refusalOf(caller, (tx) => updateRecord(tx, two.id, { values: { fields: { number: next } } }))).toMatch(
      /^conflict \| fields.number/,
    )
    await inTx((tx) => updateRecord(tx, one.id, { values: { fields: { number: null } } }))
    await inTx((tx) => updateRecord(tx, two.id, { values: { fields: { number: next } } }))
  })
})

describe('archiving and trash', () => {
  it('archives out of the order and back to its end, with an event each', async () => {
    const [one, two] = [await deal('one'), await deal('two')]
    const archivedAt = new Date('2026-01-01')
    const archived = await leaves(caller, (tx) => updateRecord(tx, one.id, { archivedAt }))
    expect(archived.result).toEqual(await found(one.id))
    expect(archived.result).toMatchObject({ rank: null, archivedAt, stageId: stage(0) })
    expect(archived.traces).toMatchObject([{ verb: 'record.archive', changes: [{ subjectId: one.id }] }])
    const back = await leaves(caller, (tx) => updateRecord(tx, one.id, { archivedAt: null }))
    expect(back.traces).toMatchObject([{ verb: 'record.unarchive' }])
    const { rows } = await listCards(readerFor(caller), { stageId: stage(0) }, 10, 0)
    expect(rows.map(({ id, position }) => [id, position])).toEqual([
      [two.id, 0],
      [one.id, 1],
    ])
  })

  it('lists archived cards behind the others, at the position after the last', async () => {
    const made = [await deal('a'), await deal('b'), await deal('c')]
    await inTx((tx) => updateRecord(tx, made[0]?.id ?? '', { archivedAt: tx.now }))
    const { rows, total } = await listCards(readerFor(caller), { stageId: stage(0), archived: true }, 10, 0)
    expect(total).toBe(3)
    expect(rows.map(({ title, position }) => `${title} ${position}`)).toEqual(['b 0', 'c 1', 'a 2'])
    const active = await listCards(readerFor(caller), { pipelineId: board.id }, 10, 0)
    expect(active.rows.map(({ title }) => title)).toEqual(['b', 'c'])
  })

  it('trashes once; then it is missing everywhere, and its external id is free again', async () => {
    const externalId = newId()
    const one = await deal('one', { externalId })
    const { traces } = await leaves(caller, (tx) => trashRecord(tx, one.id))
    expect(traces).toMatchObject([{ verb: 'record.trash', changes: [{ subjectId: one.id, fromStageId: stage(0) }] }])
    const missing = /^not_found \| record/
    expect(await refusalOf(caller, (tx) => trashRecord(tx, one.id))).toMatch(missing)
    expect(await refusalOf(caller, (tx) => updateRecord(tx, one.id, { values: { title: 'x' } }))).toMatch(missing)
    expect(await refusalOf(caller, (tx) => moveRecord(tx, one.id, { stageId: stage(1) }))).toMatch(missing)
    await expect(historyOf(readerFor(caller), one.id, 10, null)).rejects.toThrow('record not found')
    expect((await listRecords(readerFor(caller), { pipelineId: board.id }, 10, null)).rows).toEqual([])
    await deal('two', { externalId })
  })

  it('of a board takes its cards along, though nothing of theirs is written', async () => {
    const one = await deal()
    await inTx((tx) => trashPipeline(tx, board.id))
    await expect(found(one.id)).rejects.toThrow('record not found')
    expect(await refusalOf(caller, (tx) => updateRecord(tx, one.id, { values: { title: 'x' } }))).toMatch(/^not_found/)
    expect((await listCards(readerFor(caller), { contactId: contact.id, pipelineId: board.id }, 10, 0)).total).toBe(0)
  })
})

describe('lists', () => {
  it('restrict by every filter, newest first, without gaps or repetitions', async () => {
    const own = { ownerId: workspace.adminId, contactId: contact.id, externalId: newId() }
    const made = [await deal('a'), await deal('b', own), await deal('c')]
    await inTx((tx) => moveRecord(tx, made[2]?.id ?? '', { stageId: stage(3) }))
    const titles = async (filter: Parameters<typeof listRecords>[1]) =>
      (await listRecords(readerFor(caller), { pipelineId: board.id, ...filter }, 10, null)).rows.map(
        ({ title }) => title,
      )
    expect(await titles({})).toEqual(['c', 'b', 'a'])
    expect(await titles({ object: 'opportunities', onBoard: true })).toEqual(['c', 'b', 'a'])
    expect(await titles({ object: 'candidates' })).toEqual([])
    expect(await titles({ stageId: stage(0) })).toEqual(['b', 'a'])
    expect(await titles({ ownerId: workspace.adminId })).toEqual(['b'])
    expect(await titles({ externalId: own.externalId })).toEqual(['b'])
    expect(await titles({ status: 'open' })).toEqual(['b', 'a'])
    expect(await titles({ status: 'lost' })).toEqual(['c'])
    expect(await titles({ status: 'won' })).toEqual([])
    expect(await titles({ status: 'stalled' })).toEqual([])
    expect(await titles({ updatedSince: new Date(Date.now() + 60_000) })).toEqual([])
    expect(await titles({ stageId: newId() })).toEqual([])
    await expect(titles({ stageId: 'x' })).rejects.toThrow('must be an id')
    const cards = await listCards(readerFor(caller), { contactId: contact.id, pipelineId: board.id }, 10, 0)
    expect(cards.rows.map(({ title, position }) => [title, position])).toEqual([['b', 1]])
  })

  it('tell stalled deals by the days of their stage, else of their board, else 14', async () => {
    const ago = (days: number) => new Date(Date.now() - days * 86_400_000)
    const old = (title: string, days: number, at = 0) =>
      inTx((tx) => createRecord(tx, { values: { title }, to: { stageId: stage(at) }, createdAt: ago(days) }))
    await inTx((tx) => updateStage(tx, board.id, stage(1), { rottingDays: 3 }))
    await old('13 days', 13)
    await old('15 days', 15)
    await old('4 days in a quick stage', 4, 1)
    await old('2 days in a quick stage', 2, 1)
    await old('won long ago', 99, 2)
    const titles = async (status: 'stalled' | 'open') =>
      (await listRecords(readerFor(caller), { pipelineId: board.id, status }, 10, null)).rows.map(({ title }) => title)
    expect(await titles('stalled')).toEqual(['4 days in a quick stage', '15 days'])
    expect(await titles('open')).toEqual(['2 days in a quick stage', '13 days'])
  })

  it('tell the history newest first, with the names of stages and of who did it', async () => {
    const one = await deal()
    await inTx((tx) => moveRecord(tx, one.id, { stageId: stage(1) }))
    await inTx((tx) => updateRecord(tx, one.id, { values: { title: 'Renamed' } }))
    const page = await historyOf(readerFor(caller), one.id, 2, null)
    expect(page.rows).toMatchObject([
      { verb: 'record.update', actorName: 'Ada Admin', before: { title: 'Deal' }, after: { title: 'Renamed' } },
      { verb: 'record.move', fromStageName: 'New', toStageName: 'Offered' },
    ])
    const rest = await historyOf(readerFor(caller), one.id, 2, page.next)
    expect([rest.rows.map(({ verb }) => verb), rest.next]).toEqual([['record.create'], null])
  })
})
