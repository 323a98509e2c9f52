import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { auditCards } from '@/e2e/audit'
import { crowdStage, insertIntoGap, ranksOf } from '@/e2e/one-gap'
import { installation, openWorkspace } from '@/e2e/workspace'
import { sql } from '@/lib/db/client'
import { type Caller, openTransaction, type Tx } from '@/lib/db/transaction'
import { createPipeline } from '../pipeline/create'
import { createRecord } from './create'
import { moveRecord } from './move'
import { longestRank } from './rank'
import { updateRecord } from './update'

let caller: Caller
let stageId: string
const inTx = <T>(work: (tx: Tx) => Promise<T>) => openTransaction(caller, work)
const card = (title: string) => inTx((tx) => createRecord(tx, { values: { title }, to: { stageId } }))

beforeAll(async () => {
  caller = { workspaceId: (await openWorkspace()).id, actor: installation, requestId: null }
})

beforeEach(async () => {
  const stages = [{ name: 'Only', type: 'open' as const }]
  stageId = (await inTx((tx) => createPipeline(tx, { name: 'Gap', stages }))).stages[0]?.id ?? ''
})

describe('order keys', () => {
  it('stay short over 1,000 inserts into one gap, and in order over every renumbering', async () => {
    const seen = await insertIntoGap(caller, stageId, 1_000)
    expect(seen.renumberings).toBeGreaterThan(2)
    expect(seen.longest).toBeLessThan(64)
    expect(seen.misplaced).toEqual([])
    expect(await auditCards(caller.workspaceId)).toEqual([])
  }, 60_000)

  it('are renumbered by the insert that finds no short one, which lands where it was told', async () => {
    const [a, b, c] = [await card('a'), await card('b'), await card('c')]
    await crowdStage(caller, [a.id, b.id, c.id])
    const d = await card('d')
    await inTx((tx) => moveRecord(tx, d.id, { at: { after: a.id } }))
    const ranks = await ranksOf(caller, stageId)
    expect(ranks.map(({ title }) => title)).toEqual(['a', 'd', 'b', 'c'])
    for (const { rank } of ranks) expect(rank.length).toBeLessThanOrEqual(longestRank)
    expect(Math.max(...ranks.map(({ rank }) => rank.length))).toBeLessThan(6)
  })

  it('sort by bytes in the database as they do here', async () => {
    for (const title of ['a', 'b', 'c', 'd']) await card(title)
    for (let each = 0; each < 70; each++) {
      const { id } = await card(`front ${each}`)
      await inTx((tx) => moveRecord(tx, id, { at: { index: 0 } }))
    }
    const ranks = (await ranksOf(caller, stageId)).map(({ rank }) => rank)
    expect(ranks).toEqual([...ranks].sort((x, y) => (x < y ? -1 : 1)))
    expect(ranks.some((rank) => rank < 'a') && ranks.some((rank) => rank > 'a')).toBe(true)
  })
})

describe('the database itself', () => {
  const write = (id: string, set: string) =>
    sql(`UPDATE "CrmRecord" SET ${set} WHERE "workspaceId" = $1 AND id = $2`, [caller.workspaceId, id])

  it('refuses an order key on a card that is archived or trashed, and an active card without one', async () => {
    const { id } = await card('placed')
    await expect(write(id, `"archivedAt" = now()`)).rejects.toThrow('CrmRecord_placed')
    await expect(write(id, `"trashedAt" = now()`)).rejects.toThrow('CrmRecord_placed')
    await expect(write(id, 'rank = NULL')).rejects.toThrow('CrmRecord_placed')
    await inTx((tx) => updateRecord(tx, id, { archivedAt: tx.now }))
    await expect(write(id, `rank = 'a5'`)).rejects.toThrow('CrmRecord_placed')
  })

  it('refuses two cards at one place, a stage without its board, and a stage of another board', async () => {
    const [a, b] = [await card('a'), await card('b')]
    await expect(write(b.id, `rank = '${a.rank}'`)).rejects.toThrow('CrmRecord_place')
    await expect(write(b.id, '"pipelineId" = NULL')).rejects.toThrow('CrmRecord_stage_has_pipeline')
    const other = await inTx((tx) =>
      createPipeline(tx, { name: 'Other', stages: [{ name: 'Far', type: 'open' as const }] }),
    )
    await expect(write(b.id, `"stageId" = '${other.stages[0]?.id}'`)).rejects.toThrow(
      'CrmRecord_workspaceId_pipelineId',
    )
  })

  it('refuses a link to a row of another workspace', async () => {
    const { id } = await card('here')
    const elsewhere = { ...caller, workspaceId: (await openWorkspace()).id }
    const company = await openTransaction(elsewhere, (tx) =>
      createRecord(tx, { object: 'companies', values: { title: 'There' } }),
    )
    await expect(write(id, `"companyId" = '${company.id}'`)).rejects.toThrow('CrmRecord_workspaceId_companyId_fkey')
  })
})
