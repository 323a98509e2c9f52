import { beforeAll, describe, expect, it } from 'vitest'
import { installation, openWorkspace, type TestWorkspace } from '@/e2e/workspace'
import { openTransaction, type Tx } from '@/lib/db/transaction'
import { createConnector } from '../connector/create'
import { createFlow } from '../flow/create'
import { removeFlow } from '../flow/remove'
import { updateFlow } from '../flow/update'
import { findObject } from '../object/find'
import { cancelRun } from './cancel'
import { findRun, recentRuns } from './find'
import { startRun } from './start'

let workspace: TestWorkspace
let flowId: string
const within = <T>(work: (tx: Tx) => Promise<T>) =>
  openTransaction(
    { workspaceId: workspace.id, actor: { ...installation, userId: workspace.adminId }, requestId: null },
    work,
  )

beforeAll(async () => {
  workspace = await openWorkspace()
  flowId = await within(async (tx) => {
    const { id } = await createConnector(tx, {
      name: 'Files',
      type: 'csv',
      config: { url: 'https://example.com/a.csv' },
    })
    const flow = await createFlow(tx, {
      name: 'Import',
      connectorId: id,
      objectId: (await findObject(tx, 'contacts')).id,
    })
    return flow.id
  })
})

describe('a run', () => {
  it('is asked for, and waits to begin', async () => {
    const run = await within((tx) => startRun(tx, flowId, { trigger: 'manual' }))
    expect(run).toMatchObject({
      flowId,
      status: 'pending',
      trigger: 'manual',
      requestedById: workspace.adminId,
      startedAt: null,
      completedAt: null,
      rows: { in: 0, out: 0, rejected: 0, skipped: 0, added: 0, staged: 0 },
      records: { created: 0, updated: 0, unchanged: 0 },
      ignoredFields: [],
    })
    const second = await within((tx) => startRun(tx, flowId, { trigger: 'manual' }))
    expect((await within((tx) => recentRuns(tx, flowId, 20))).map(({ id }) => id)).toEqual([second.id, run.id])
  })

  it('is cancelled at once while it waits, and then no more', async () => {
    const { id } = await within((tx) => startRun(tx, flowId, { trigger: 'manual' }))
    const cancelled = await within((tx) => cancelRun(tx, flowId, id))
    expect(cancelled.status).toBe('cancelled')
    expect(cancelled.completedAt).not.toBeNull()
    await expect(within((tx) => cancelRun(tx, flowId, id))).rejects.toMatchObject({ kind: 'conflict' })
  })

  it('is refused for a flow that cannot be run, with the reasons', async () => {
    await within((tx) => updateFlow(tx, flowId, { nodes: [{ id: 'a', nodeType: 'target' }] }))
    await expect(within((tx) => startRun(tx, flowId, { trigger: 'manual' }))).rejects.toMatchObject({
      kind: 'invalid',
      message: expect.stringMatching(/cannot be run: .*There is no source/),
    })
    await within((tx) => updateFlow(tx, flowId, { nodes: [] }))
  })

  it('is not another flow’s, nor another workspace’s', async () => {
    const { id } = await within((tx) => startRun(tx, flowId, { trigger: 'manual' }))
    for (const [flow, run] of [
      [id, id],
      [flowId, flowId],
      ['no', id],
      [flowId, 'no'],
    ] as const)
      await expect(within((tx) => findRun(tx, flow, run))).rejects.toMatchObject({ kind: 'not_found' })
    const other = await openWorkspace()
    const caller = { workspaceId: other.id, actor: installation, requestId: null }
    await expect(openTransaction(caller, (tx) => cancelRun(tx, flowId, id))).rejects.toMatchObject({
      kind: 'not_found',
    })
  })

  it('ends with its flow, and is still told', async () => {
    const { id } = await within((tx) => startRun(tx, flowId, { trigger: 'manual' }))
    await within((tx) => removeFlow(tx, flowId))
    expect(await within((tx) => findRun(tx, flowId, id))).toMatchObject({ flowId, status: 'cancelled' })
  })
})
