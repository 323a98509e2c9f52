import { beforeAll, describe, expect, it } from 'vitest'
import { type FlowWorkspace, openFlowWorkspace } from '@/e2e/flow-runs'
import { sql } from '@/lib/db/client'
import { dueFlows } from '@/lib/db/sql/run'
import { openTransaction } from '@/lib/db/transaction'
import { updateFlow } from '../flow/update'
import { cancelRun } from './cancel'
import { startScheduled } from './schedule'

let flows: FlowWorkspace
let objectId: string
let file: string

beforeAll(async () => {
  flows = await openFlowWorkspace()
  objectId = await flows.object('scheduled')
  file = await flows.file('name\nAnn')
  await sql(`UPDATE "Workspace" SET "timeZone" = 'Europe/Paris' WHERE id = $1`, [flows.workspace.id])
})

const scheduled = (schedule: string, more = {}) => flows.flow(file, objectId, { schedule, ...more })

/** A worker looks for what is scheduled at an instant. */
const lookAt = (flow: string, now: string) =>
  openTransaction(flows.caller, (tx) => startScheduled({ ...tx, now: new Date(now) }, flow))

/** As if the flow had been scheduled at an instant, and nobody had looked since. */
const since = (flow: string, instant: string) =>
  sql('UPDATE "Flow" SET "updatedAt" = $2, "nextSlotAt" = NULL WHERE id = $1', [flow, instant])

const runsOf = (flow: string) =>
  sql<{ id: string; slotAt: Date; status: string; error: string | null; trigger: string }>(
    'SELECT id, "slotAt", status, error, trigger FROM "FlowRun" WHERE "flowId" = $1 ORDER BY "slotAt"',
    [flow],
  )
const slotsOf = async (flow: string) => (await runsOf(flow)).map(({ slotAt }) => slotAt.toISOString().slice(0, 16))
const next = async (flow: string) =>
  (await sql<{ at: Date | null }>('SELECT "nextSlotAt" AS at FROM "Flow" WHERE id = $1', [flow]))[0]?.at?.toISOString()

/** What waits is over. */
async function clear(flow: string): Promise<void> {
  for (const { id, status } of await runsOf(flow)) {
    if (status === 'pending') await flows.within((tx) => cancelRun(tx, flow, id))
  }
}

describe('a schedule', () => {
  it('asks for a run when its time comes, by the clocks of the workspace, and no sooner', async () => {
    const flow = await scheduled('0 2 * * *')
    await since(flow, '2026-06-01T12:00:00Z')
    await lookAt(flow, '2026-06-01T12:00:01Z')
    expect(await next(flow)).toBe('2026-06-02T00:00:00.000Z')
    await lookAt(flow, '2026-06-01T23:59:59.999Z')
    expect(await runsOf(flow)).toEqual([])
    await lookAt(flow, '2026-06-02T00:00:00Z')
    expect(await runsOf(flow)).toMatchObject([
      { slotAt: new Date('2026-06-02T00:00:00Z'), status: 'pending', trigger: 'schedule' },
    ])
    expect(await next(flow)).toBe('2026-06-03T00:00:00.000Z')
  })

  it('asks once, however many look at the same moment', async () => {
    const flow = await scheduled('0 2 * * *')
    await since(flow, '2026-06-01T12:00:00Z')
    await Promise.all(Array.from({ length: 8 }, () => lookAt(flow, '2026-06-02T00:00:01Z')))
    expect(await slotsOf(flow)).toEqual(['2026-06-02T00:00'])
  })

  it.each([
    ['set forward', '2026-03-28T12:00:00Z', '2026-03-30T12:00:00Z', ['2026-03-29T01:30', '2026-03-30T00:30']],
    ['set back', '2026-10-24T12:00:00Z', '2026-10-26T12:00:00Z', ['2026-10-25T00:30', '2026-10-26T01:30']],
  ])('has each of its times once where clocks are %s', async (_, from, to, slots) => {
    const flow = await scheduled('30 2 * * *')
    await since(flow, from)
    for (let at = Date.parse(from); at <= Date.parse(to); at += 600_000) {
      await lookAt(flow, new Date(at).toISOString())
      await clear(flow)
    }
    expect(await slotsOf(flow)).toEqual(slots)
  })

  it('makes up for the last of the times when nothing ran, and for no other', async () => {
    const flow = await scheduled('0 * * * *')
    await since(flow, '2026-06-01T12:30:00Z')
    await lookAt(flow, '2026-06-05T08:10:00Z')
    expect(await slotsOf(flow)).toEqual(['2026-06-05T08:00'])
    expect(await next(flow)).toBe('2026-06-05T09:00:00.000Z')
  })

  it('lets one run wait and not two', async () => {
    const flow = await scheduled('* * * * *')
    await since(flow, '2026-06-01T12:00:30Z')
    for (const minute of ['01', '02', '03']) await lookAt(flow, `2026-06-01T12:${minute}:00Z`)
    expect(await slotsOf(flow)).toEqual(['2026-06-01T12:01'])
    await clear(flow)
    await lookAt(flow, '2026-06-01T12:04:00Z')
    expect(await slotsOf(flow)).toEqual(['2026-06-01T12:01', '2026-06-01T12:04'])
  })

  it('is reckoned anew when it is changed, and rests while its flow is paused', async () => {
    const flow = await scheduled('0 2 * * *')
    await since(flow, '2026-06-01T12:00:00Z')
    await lookAt(flow, '2026-06-01T12:00:01Z')
    await flows.within((tx) => updateFlow(tx, flow, { name: 'Renamed' }))
    expect(await next(flow)).toBe('2026-06-02T00:00:00.000Z')
    await flows.within((tx) => updateFlow(tx, flow, { schedule: '0 3 * * *' }))
    expect(await next(flow)).toBeUndefined()
    await flows.within((tx) => updateFlow(tx, flow, { status: 'paused' }))
    await since(flow, '2026-06-01T12:00:00Z')
    await lookAt(flow, '2026-06-03T12:00:00Z')
    expect(await runsOf(flow)).toEqual([])
    expect((await dueFlows()).map(({ id }) => id)).not.toContain(flow)
  })

  it('tells that a flow cannot be run, in a run that has failed', async () => {
    const flow = await scheduled('0 2 * * *', { nodes: [{ id: 'a', nodeType: 'target' }] })
    await since(flow, '2026-06-01T12:00:00Z')
    await lookAt(flow, '2026-06-02T00:00:00Z')
    expect(await runsOf(flow)).toMatchObject([
      { status: 'failed', error: expect.stringContaining('There is no source'), trigger: 'schedule' },
    ])
    await lookAt(flow, '2026-06-03T00:00:00Z')
    expect(await slotsOf(flow)).toHaveLength(2)
  })
})
