import { beforeEach, expect, it } from 'vitest'
import { auditCards } from '@/e2e/audit'
import { interleave } from '@/e2e/interleave'
import { crowdStage } from '@/e2e/one-gap'
import { installation, openWorkspace } from '@/e2e/workspace'
import { type Caller, openTransaction, readerFor, type Tx } from '@/lib/db/transaction'
import { createPipeline } from '../pipeline/create'
import type { PipelineRow } from '../pipeline/pipeline'
import { removeStage } from '../stage/remove'
import { createRecord } from './create'
import { findRecord } from './find'
import { listCards } from './list-cards'
import { moveRecord } from './move'
import type { RecordRow } from './record'
import { trashRecord } from './trash'
import { updateRecord } from './update'

/** Two verbs at once on the same ground, in the one order that is hardest. */

let caller: Caller
let board: PipelineRow
const inTx = <T>(work: (tx: Tx) => Promise<T>) => openTransaction(caller, work)
const stage = (at: number) => board.stages[at]?.id ?? ''
const card = (title: string, at = 0) =>
  inTx((tx) => createRecord(tx, { values: { title }, to: { stageId: stage(at) } }))
const titles = async (at: number) =>
  (await listCards(readerFor(caller), { stageId: stage(at) }, 100, 0)).rows.map((row) => row.title)

type Leave = (tx: Tx, id: string) => Promise<unknown>
const win: Leave = (tx, id) => moveRecord(tx, id, { stageId: stage(1), at: 'end' })
const archive: Leave = (tx, id) => updateRecord(tx, id, { archivedAt: tx.now })
const trash: Leave = (tx, id) => trashRecord(tx, id)

beforeEach(async () => {
  caller = { workspaceId: (await openWorkspace()).id, actor: installation, requestId: null }
  const stages = [
    { name: 'Open', type: 'open' as const },
    { name: 'Won', type: 'won' as const },
    { name: 'Done', type: 'won' as const },
  ]
  board = await inTx((tx) => createPipeline(tx, { name: 'Sales', stages }))
})

it('removing a stage while one of its cards is archived or trashed', async () => {
  for (const leave of [archive, trash]) {
    const names = [
      { name: 'From', type: 'open' as const },
      { name: 'To', type: 'open' as const },
    ]
    const { id, stages } = await inTx((tx) => createPipeline(tx, { name: 'Short', stages: names }))
    const [from = '', to = ''] = stages.map((each) => each.id)
    const made: RecordRow[] = []
    for (const title of ['a', 'b', 'c']) {
      made.push(await inTx((tx) => createRecord(tx, { values: { title }, to: { stageId: from } })))
    }
    const { second, waited } = await interleave(
      caller,
      (tx) => leave(tx, made[0]?.id ?? ''),
      (tx) => removeStage(tx, id, from, to),
    )
    expect(waited).toBe(true)
    expect(second.status).toBe('fulfilled')
    const { rows } = await listCards(readerFor(caller), { stageId: to }, 10, 0)
    expect(rows.map((row) => row.title)).toEqual(['b', 'c'])
  }
  expect(await auditCards(caller.workspaceId)).toEqual([])
})

it('renumbering a stage while one of its cards leaves it', async () => {
  for (const leave of [win, archive, trash]) {
    const [a, b, c, d] = [await card('a'), await card('b'), await card('c'), await card('d')]
    await crowdStage(caller, [a.id, b.id, c.id, d.id])
    const { second, waited } = await interleave(
      caller,
      (tx) => leave(tx, c.id),
      (tx) => moveRecord(tx, d.id, { at: { after: a.id } }),
    )
    expect(waited).toBe(true)
    expect(second.status).toBe('fulfilled')
    expect(await titles(0)).toEqual(['a', 'd', 'b'])
    for (const { id } of [a, b, d]) await inTx((tx) => trashRecord(tx, id))
  }
  expect(await titles(1)).toEqual(['c'])
  expect(await auditCards(caller.workspaceId)).toEqual([])
})

it('changing a card while it is moved: the reply tells of the stage it is in by then', async () => {
  const one = await card('one')
  const { second, waited } = await interleave(
    caller,
    (tx) => moveRecord(tx, one.id, { stageId: stage(1) }),
    (tx) => updateRecord(tx, one.id, { values: { title: 'renamed' } }),
  )
  expect(waited).toBe(true)
  const after = await findRecord(readerFor(caller), one.id)
  expect(after).toMatchObject({ title: 'renamed', stageId: stage(1), stageType: 'won', probability: 1, version: 3 })
  expect(second).toEqual({ status: 'fulfilled', value: { ...after } })
})

it('moving a won card while it is won elsewhere keeps the day it closed', async () => {
  const one = await card('one', 1)
  const { waited } = await interleave(
    caller,
    (tx) => moveRecord(tx, one.id, { stageId: stage(2) }),
    (tx) => moveRecord(tx, one.id, { stageId: stage(1) }),
  )
  expect(waited).toBe(true)
  expect((await findRecord(readerFor(caller), one.id)).closedAt).toEqual(one.closedAt)
})

it('moving a card into a stage while that is removed is refused', async () => {
  const one = await card('one')
  const { second } = await interleave(
    caller,
    (tx) => removeStage(tx, board.id, stage(2)),
    (tx) => moveRecord(tx, one.id, { stageId: stage(2) }),
  )
  expect(second).toMatchObject({ status: 'rejected', reason: { kind: 'invalid', details: { field: 'stageId' } } })
  expect(await titles(0)).toEqual(['one'])
})

it('moving a card while it is trashed is refused, and it stays in the trash', async () => {
  const one = await card('one')
  const { second } = await interleave(
    caller,
    (tx) => trashRecord(tx, one.id),
    (tx) => moveRecord(tx, one.id, { stageId: stage(1) }),
  )
  expect(second).toMatchObject({ status: 'rejected', reason: { kind: 'not_found' } })
  expect(await auditCards(caller.workspaceId)).toEqual([])
})

it('reordering a card in its stage while it is moved away begins again where it is by then', async () => {
  const [one] = [await card('one'), await card('two', 1)]
  const { second } = await interleave(
    caller,
    (tx) => moveRecord(tx, one.id, { stageId: stage(1), at: 'end' }),
    (tx) => updateRecord(tx, one.id, { to: { at: { index: 0 } } }),
  )
  expect(second.status).toBe('fulfilled')
  expect(await titles(1)).toEqual(['one', 'two'])
  expect(await auditCards(caller.workspaceId)).toEqual([])
})

it('placing a card beside one that leaves meanwhile lands in the stage', async () => {
  const [a, , c] = [await card('a'), await card('b'), await card('c')]
  const { second } = await interleave(
    caller,
    (tx) => moveRecord(tx, a.id, { stageId: stage(1) }),
    (tx) => moveRecord(tx, c.id, { at: { after: a.id } }),
  )
  expect(second.status).toBe('fulfilled')
  expect(await titles(0)).toEqual(['c', 'b'])
})
