import { beforeEach, describe, expect, it } from 'vitest'
import { interleave } from '@/e2e/interleave'
import { leaves, refusalOf } from '@/e2e/traces'
import { installation, openWorkspace } from '@/e2e/workspace'
import { type Caller, openTransaction, readerFor, type Tx } from '@/lib/db/transaction'
import { newId } from '../id'
import { createRecord } from '../record/create'
import { findRecord } from '../record/find'
import { moveRecord } from '../record/move'
import { trashRecord } from '../record/trash'
import { updateRecord } from '../record/update'
import { addStage } from '../stage/add'
import { removeStage } from '../stage/remove'
import { reorderStages } from '../stage/reorder'
import { updateStage } from '../stage/update'
import { boardOf } from './board'
import { createPipeline } from './create'
import { findPipeline, listPipelines } from './find'
import type { PipelineRow } from './pipeline'
import { restorePipeline, trashPipeline } from './trash'
import { updatePipeline } from './update'

let caller: Caller
let first: PipelineRow

const inTx = <T>(work: (tx: Tx) => Promise<T>) => openTransaction(caller, work)
const found = (id: string) => findPipeline(readerFor(caller), id)
const types = ['open', 'open', 'won', 'lost'] as const
const stages = types.map((type, at) => ({ name: `${type} ${at}`, type }))
const board = (name: string, more = {}) => inTx((tx) => createPipeline(tx, { name, stages, ...more }))
const defaults = async (object = 'opportunities') =>
  (await listPipelines(readerFor(caller)))
    .filter((each) => each.object === object && each.isDefault)
    .map(({ name }) => name)
const names = ({ stages: of }: PipelineRow) => of.map(({ name, position }) => `${position} ${name}`)
const chances = ({ stages: of }: PipelineRow) => of.map(({ probability }) => Number(probability.toFixed(3)))
const missing = /^not_found \| pipeline/

beforeEach(async () => {
  caller = { workspaceId: (await openWorkspace()).id, actor: installation, requestId: null }
  first = await board('First')
})

describe('a board', () => {
  it('is made with its stages, their chances inferred, in one event', async () => {
    const { result, traces } = await leaves(caller, (tx) => createPipeline(tx, { name: 'Second', stages }))
    expect(result).toEqual(await found(result.id))
    expect(names(result)).toEqual(['0 open 0', '1 open 1', '2 won 2', '3 lost 3'])
    expect(chances(result)).toEqual([0.333, 0.667, 1, 0])
    expect(traces).toMatchObject([
      { verb: 'pipeline.create', changes: [{ subject: 'pipeline', subjectId: result.id }] },
    ])
  })

  it('is refused to an object without boards, or unknown', async () => {
    for (const object of ['contacts', 'ghosts']) {
      expect(await refusalOf(caller, (tx) => createPipeline(tx, { name: 'x', object }))).toMatch(/^invalid \| object/)
    }
  })

  it('is its object’s default when it is the first; another takes that from it, in one event', async () => {
    expect(await defaults()).toEqual(['First'])
    const { result, traces } = await leaves(caller, (tx) => createPipeline(tx, { name: 'Second', isDefault: true }))
    expect(await defaults()).toEqual(['Second'])
    expect(traces[0]?.changes.map(({ subjectId }) => subjectId)).toEqual([result.id, first.id])
    const back = await leaves(caller, (tx) => updatePipeline(tx, first.id, { isDefault: true, name: 'Renamed' }))
    expect(await defaults()).toEqual(['Renamed'])
    expect(back.traces).toMatchObject([
      { verb: 'pipeline.update', changes: [{ after: { name: 'Renamed' } }, { after: { isDefault: false } }] },
    ])
    await inTx((tx) => updatePipeline(tx, first.id, { isDefault: false }))
    expect(await defaults()).toEqual([])
    await board('People', { object: 'candidates' })
    expect([await defaults(), await defaults('candidates')]).toEqual([[], ['People']])
  })

  it('has one default an object also when two want to be it at once', async () => {
    const second = await board('Second')
    const { first: one, second: two } = await interleave(
      caller,
      (tx) => updatePipeline(tx, second.id, { isDefault: true }),
      (tx) => createPipeline(tx, { name: 'Third', isDefault: true }),
    )
    expect([one.status, two.status]).toEqual(['fulfilled', 'fulfilled'])
    expect(await defaults()).toEqual(['Third'])
  })

  it('left as it was leaves nothing', async () => {
    const same = await leaves(caller, (tx) =>
      updatePipeline(tx, first.id, { name: 'First', isDefault: true, metadata: {} }),
    )
    expect([same.traces, same.result.version]).toEqual([[], first.version])
  })

  it('goes to the trash with its deals and comes back with them, but not as default', async () => {
    const second = await board('Second')
    const deal = await inTx((tx) =>
      createRecord(tx, { values: { title: 'x' }, to: { stageId: first.stages[0]?.id ?? '' } }),
    )
    const trashed = await leaves(caller, (tx) => trashPipeline(tx, first.id))
    expect(trashed.traces).toMatchObject([
      {
        verb: 'pipeline.trash',
        changes: [{ subjectId: first.id }, { subjectId: second.id, after: { isDefault: true } }],
      },
    ])
    expect(await defaults()).toEqual(['Second'])
    for (const verb of [
      (tx: Tx) => trashPipeline(tx, first.id),
      (tx: Tx) => updatePipeline(tx, first.id, { name: 'x' }),
      (tx: Tx) => addStage(tx, first.id, { name: 'x', type: 'open' }),
      (tx: Tx) =>
        reorderStages(
          tx,
          first.id,
          first.stages.map(({ id }) => id),
        ),
      (tx: Tx) => removeStage(tx, first.id, first.stages[0]?.id ?? ''),
    ]) {
      expect(await refusalOf(caller, verb)).toMatch(missing)
    }
    await expect(boardOf(readerFor(caller), first.id, { limit: 1 })).rejects.toThrow('pipeline not found')
    await expect(findRecord(readerFor(caller), deal.id)).rejects.toThrow('record not found')
    const restored = await leaves(caller, (tx) => restorePipeline(tx, first.id))
    expect(restored.traces).toMatchObject([{ verb: 'pipeline.restore', changes: [{ subjectId: first.id }] }])
    expect(restored.result.isDefault).toBe(false)
    expect(await findRecord(readerFor(caller), deal.id)).toEqual(deal)
    expect(await refusalOf(caller, (tx) => restorePipeline(tx, first.id))).toMatch(missing)
  })

  it('of another workspace, or by a malformed id, is missing', async () => {
    const stranger = { ...caller, workspaceId: (await openWorkspace()).id }
    for (const id of [first.id, newId(), 'nonsense']) {
      expect(await refusalOf(stranger, (tx) => trashPipeline(tx, id))).toMatch(missing)
      expect(await refusalOf(stranger, (tx) => updatePipeline(tx, id, { name: 'x' }))).toMatch(missing)
      expect(await refusalOf(stranger, (tx) => addStage(tx, id, { name: 'x', type: 'open' }))).toMatch(missing)
      expect(await refusalOf(stranger, (tx) => restorePipeline(tx, id))).toMatch(missing)
    }
  })
})

describe('a stage', () => {
  const stage = (at: number) => first.stages[at]?.id ?? ''
  const card = (at: number, title = 'card') =>
    inTx((tx) => createRecord(tx, { values: { title }, to: { stageId: stage(at) } }))

  it('is added where it is told, past the end is the end, and all chances follow', async () => {
    const { result, traces } = await leaves(caller, (tx) =>
      addStage(tx, first.id, { name: 'early', type: 'open', position: 0 }),
    )
    expect(names(result)).toEqual(['0 early', '1 open 0', '2 open 1', '3 won 2', '4 lost 3'])
    expect(chances(result)).toEqual([0.25, 0.5, 0.75, 1, 0])
    expect(result).toEqual(await found(first.id))
    expect(traces).toMatchObject([
      { verb: 'stage.add', changes: [{ subject: 'stage', before: null }, {}, {}, {}, {}, {}] },
    ])
    const last = await inTx((tx) =>
      addStage(tx, first.id, { name: 'late', type: 'open', position: 99, probability: 0.9 }),
    )
    expect(names(last).at(-1)).toBe('5 late')
    expect(chances(last)).toEqual([0.2, 0.4, 0.6, 1, 0, 0.9])
  })

  it('keeps a chance set by hand until it is given back', async () => {
    const set = await inTx((tx) => updateStage(tx, first.id, stage(0), { probability: 0.1 }))
    expect(chances(set)).toEqual([0.1, 0.667, 1, 0])
    expect(chances(await inTx((tx) => addStage(tx, first.id, { name: 'n', type: 'open' })))).toEqual([
      0.1, 0.5, 1, 0, 0.75,
    ])
    expect(chances(await inTx((tx) => updateStage(tx, first.id, stage(0), { probability: null })))[0]).toBe(0.25)
  })

  it('is changed in one event; left as it was it leaves none', async () => {
    const change = {
      name: 'Renamed',
      color: '#112233',
      type: 'won' as const,
      rottingDays: 3,
      wipLimit: 2,
      requiredFields: ['amount'],
    }
    const { result, traces } = await leaves(caller, (tx) => updateStage(tx, first.id, stage(0), change))
    expect(result.stages[0]).toMatchObject({ ...change, probability: 1 })
    expect(traces).toMatchObject([{ verb: 'stage.update', changes: [{ subjectId: stage(0) }, {}, {}, {}] }])
    expect((await leaves(caller, (tx) => updateStage(tx, first.id, stage(0), change))).traces).toEqual([])
    expect(await refusalOf(caller, (tx) => updateStage(tx, first.id, stage(0), { requiredFields: ['shade'] }))).toMatch(
      /^invalid \| requiredFields/,
    )
    const other = await board('Other')
    expect(await refusalOf(caller, (tx) => updateStage(tx, other.id, stage(0), { name: 'x' }))).toMatch(
      /^not_found \| stage/,
    )
  })

  it('takes a new order, of all stages, each once', async () => {
    const ids = first.stages.map(({ id }) => id)
    const { result, traces } = await leaves(caller, (tx) => reorderStages(tx, first.id, [...ids].reverse()))
    expect(result.stages.map(({ id }) => id)).toEqual([...ids].reverse())
    expect(chances(result)).toEqual([0, 1, 0.333, 0.667])
    expect(traces).toMatchObject([{ verb: 'stage.reorder' }])
    expect((await leaves(caller, (tx) => reorderStages(tx, first.id, [...ids].reverse()))).traces).toEqual([])
    const [a = '', b = '', c = '', d = ''] = ids
    for (const wrong of [[a, b, c], [a, b, c, c], [a, b, c, newId()], [a, b, c, d, d], []]) {
      expect(await refusalOf(caller, (tx) => reorderStages(tx, first.id, wrong))).toMatch(/^invalid \| stageIds/)
    }
  })

  it('that holds deals is kept, and says how many; archived and trashed ones do not count', async () => {
    await card(0)
    const moved = await card(1)
    await inTx((tx) => moveRecord(tx, moved.id, { stageId: stage(0) }))
    const [archived, trashed] = [await card(0), await card(0)]
    await inTx((tx) => updateRecord(tx, archived.id, { archivedAt: tx.now }))
    await inTx((tx) => trashRecord(tx, trashed.id))
    expect(await refusalOf(caller, (tx) => removeStage(tx, first.id, stage(0)))).toMatch(
      /^conflict \| moveTo \| .*holds 2 deals/,
    )
    for (const wrong of [stage(0), newId(), 'x']) {
      expect(await refusalOf(caller, (tx) => removeStage(tx, first.id, stage(0), wrong))).toMatch(/^invalid \| moveTo/)
    }
  })

  it('without deals goes, and its archived cards follow to the first that stays', async () => {
    const archived = await card(1)
    await inTx((tx) => updateRecord(tx, archived.id, { archivedAt: tx.now }))
    await inTx((tx) => removeStage(tx, first.id, stage(1)))
    expect(await findRecord(readerFor(caller), archived.id)).toMatchObject({ stageId: stage(0), rank: null })
  })

  it('removed sends its cards to the end of another, in their order, with a change each', async () => {
    const [a, b, c] = [await card(0, 'a'), await card(0, 'b'), await card(2, 'c')]
    const { traces } = await leaves(caller, (tx) => removeStage(tx, first.id, stage(0), stage(2)))
    const { columns } = await boardOf(readerFor(caller), first.id, { limit: 10 })
    expect(columns.map(({ cards }) => cards.map(({ title }) => title))).toEqual([[], ['c', 'a', 'b'], []])
    expect((await findRecord(readerFor(caller), a.id)).closedAt).not.toBeNull()
    expect(traces).toHaveLength(1)
    expect(traces[0]?.verb).toBe('stage.remove')
    const moved = traces[0]?.changes.filter(({ subject }) => subject === 'record') ?? []
    expect(moved.map(({ subjectId, fromStageId, toStageId }) => [subjectId, fromStageId, toStageId])).toEqual(
      [a, b].map(({ id }) => [id, stage(0), stage(2)]),
    )
    expect((await findRecord(readerFor(caller), c.id)).version).toBe(1)
    expect(names(await found(first.id))).toEqual(['0 open 1', '1 won 2', '2 lost 3'])
  })

  it('is not removed when it is the last', async () => {
    for (const at of [3, 2, 1]) await inTx((tx) => removeStage(tx, first.id, stage(at)))
    expect(await refusalOf(caller, (tx) => removeStage(tx, first.id, stage(0)))).toMatch(
      /^conflict \| - \| The last stage/,
    )
    expect(await refusalOf(caller, (tx) => removeStage(tx, first.id, stage(1)))).toMatch(/^not_found \| stage/)
  })
})
