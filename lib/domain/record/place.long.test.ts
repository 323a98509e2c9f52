import { expect, it } from 'vitest'
import { auditCards } from '@/e2e/audit'
import { insertIntoGap } from '@/e2e/one-gap'
import { installation, openWorkspace } from '@/e2e/workspace'
import { openTransaction } from '@/lib/db/transaction'
import { createPipeline } from '../pipeline/create'

it('10,000 inserts into one gap keep every order key under 64 bytes', async () => {
  const caller = { workspaceId: (await openWorkspace()).id, actor: installation, requestId: null }
  const board = await openTransaction(caller, (tx) =>
    createPipeline(tx, { name: 'Gap', stages: [{ name: 'Only', type: 'open' }] }),
  )
  const seen = await insertIntoGap(caller, board.stages[0]?.id ?? '', 10_000)
  console.log(`one gap: longest key ${seen.longest} bytes, renumbered ${seen.renumberings} times`)
  expect(seen.longest).toBeLessThan(64)
  expect(seen.misplaced).toEqual([])
  expect(await auditCards(caller.workspaceId)).toEqual([])
})
