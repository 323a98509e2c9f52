import { beforeAll, describe, expect, it } from 'vitest'
import { chain, csvOf, type FlowWorkspace, openFlowWorkspace } from '@/e2e/flow-runs'

let flows: FlowWorkspace
let nth = 0

beforeAll(async () => {
  flows = await openFlowWorkspace()
})

/** An object of a test's own, with a text and a number. */
async function target(): Promise<{ name: string; id: string }> {
  const name = `things${++nth}`
  const id = await flows.object(name, [
    { name: 'city', type: 'text' },
    { name: 'size', type: 'number' },
  ])
  return { name, id }
}

const upsert = ['target', { mode: 'upsert', keys: ['external_id'] }] as ['target', { mode: string; keys: string[] }]

describe('a run', () => {
  it('takes the rows of a file into records, and counts them', async () => {
    const { id, name } = await target()
    const file = await flows.file('external_id,name,city,size\n1,Ann,Paris,3\n2,Bob,Rome,4\n')
    const flow = await flows.flow(file, id, chain(upsert))
    const run = await flows.end(await flows.start(flow))
    expect(run).toMatchObject({
      status: 'completed',
      error: null,
      rows: { in: 2, out: 2, rejected: 0, skipped: 0, added: 0, staged: 0 },
      records: { created: 2, updated: 0, unchanged: 0 },
      ignoredFields: [],
    })
    expect(run.completedAt).not.toBeNull()
    expect(await flows.records(name)).toEqual([
      { title: 'Ann', externalId: '1', fields: { city: 'Paris', size: 3 } },
      { title: 'Bob', externalId: '2', fields: { city: 'Rome', size: 4 } },
    ])
    const again = await flows.end(await flows.start(flow))
    expect(again).toMatchObject({ rows: { in: 2, out: 2 }, records: { created: 0, updated: 0, unchanged: 2 } })
  })

  it('rejects rows with the node, the reason and the row as it was read, in their order', async () => {
    const { id } = await target()
    const rows = [
      ['1', 'Ann', '3'],
      ['2', 'Bob', 'many'],
      ['3', '', '5'],
      ['4', 'Dan', '6', 'too many'],
      ['5', 'Eve', '7'],
      ['6', 'Fay', '-1'],
    ]
    const file = await flows.file(csvOf(['external_id', 'name', 'size'], rows))
    const drawn = chain(
      ['transform', { type: 'cast', field: 'size', to: 'number' }],
      ['filter', { expression: 'size > 0.0' }],
      upsert,
    )
    const flow = await flows.flow(file, id, drawn)
    const run = await flows.end(await flows.start(flow))
    expect(run).toMatchObject({ status: 'completed', rows: { in: 6, out: 2, rejected: 3, skipped: 1 } })
    const rejects = await flows.rejects(run)
    expect(rejects.map(({ number }) => number)).toEqual([2, 3, 4])
    expect(rejects).toMatchObject([
      { reason: expect.stringContaining("'many'"), original: { external_id: '2', name: 'Bob', size: 'many' } },
      { reason: "Field 'name' must not be empty", original: { external_id: '3', name: '', size: '5' } },
      { reason: 'The row has 4 cells where the header has 3', original: '4,Dan,6,too many' },
    ])
    expect(Object.keys(rejects[0]?.original as object)).toEqual(['external_id', 'name', 'size'])
  })
})
