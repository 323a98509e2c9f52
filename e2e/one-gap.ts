import { sql } from '@/lib/db/client'
import { type Caller, openTransaction, type Tx } from '@/lib/db/transaction'
import { createRecord } from '@/lib/domain/record/create'
import { longestRank } from '@/lib/domain/record/rank'

/** The active cards of a stage in order, with their order keys. */
export const ranksOf = (caller: Caller, stageId: string): Promise<{ title: string; rank: string }[]> =>
  sql(
    `SELECT title, rank FROM "CrmRecord" WHERE "workspaceId" = $1 AND "stageId" = $2 AND rank IS NOT NULL ORDER BY rank`,
    [caller.workspaceId, stageId],
  )

/**
 * Gives up to four cards keys so long, side by side, that the next one between the first two renumbers their stage.
 */
export async function crowdStage(caller: Caller, ids: string[]): Promise<void> {
  const zeros = '0'.repeat(longestRank - 3)
  const keys = [`a0${zeros}1`, `a0${zeros}2`, 'a1', 'a2']
  await openTransaction(caller, async (tx) => {
    for (const [at, id] of ids.entries()) {
      await tx.sql('UPDATE "CrmRecord" SET rank = $3 WHERE "workspaceId" = $1 AND id = $2', [
        tx.workspaceId,
        id,
        keys[at],
      ])
    }
  })
}

/**
 * Inserts `count` cards, one after the other, into the gap just behind the first card of an empty stage, which is the
 * worst there is for order keys. Gives the longest key there was, in bytes, how often the stage was renumbered, and what
 * stood in another order than it was put.
 */
export async function insertIntoGap(
  caller: Caller,
  stageId: string,
  count: number,
): Promise<{ longest: number; renumberings: number; misplaced: string[] }> {
  const inTx = <T>(work: (tx: Tx) => Promise<T>) => openTransaction(caller, work)
  const make = (tx: Tx, title: string, after?: string) =>
    createRecord(tx, { values: { title }, to: { stageId, ...(after && { at: { after } }) } })
  const [first] = await inTx(async (tx) => [await make(tx, 'first'), await make(tx, 'last')])
  const expected: string[] = []
  const misplaced: string[] = []
  let longest = 0
  let renumberings = 0
  let before = 0
  while (expected.length < count) {
    await inTx(async (tx) => {
      for (const end = Math.min(expected.length + 100, count); expected.length < end; ) {
        const title = `card ${expected.length}`
        const { rank } = await make(tx, title, first?.id)
        expected.unshift(title)
        const length = rank?.length ?? Number.POSITIVE_INFINITY
        if (length < before) renumberings++
        before = length
        longest = Math.max(longest, length)
      }
    })
    const titles = (await ranksOf(caller, stageId)).map(({ title }) => title)
    if (titles.join() !== ['first', ...expected, 'last'].join()) misplaced.push(`after ${expected.length}: ${titles}`)
  }
  return { longest, renumberings, misplaced }
}
