import { expect, it } from 'vitest'
import { drawAny } from '@/e2e/any-drawing'
import { installation, openWorkspace } from '@/e2e/workspace'
import { openTransaction, readerFor } from '@/lib/db/transaction'
import { createConnector } from '../connector/create'
import { findObject } from '../object/find'

it('10,000 drawings are refused or kept', async () => {
  const { id: workspaceId } = await openWorkspace()
  const caller = { workspaceId, actor: installation, requestId: null }
  const { id: objectId } = await findObject(readerFor(caller), 'contacts')
  const connector = await openTransaction(caller, (tx) => createConnector(tx, { name: 'Files', type: 'csv' }))
  const counts = await drawAny({ workspaceId, connectorId: connector.id, objectId }, { numRuns: 10_000 })
  expect(counts.kept + counts.refused).toBe(10_000)
  expect(Math.min(counts.kept, counts.refused)).toBeGreaterThan(2000)
})
