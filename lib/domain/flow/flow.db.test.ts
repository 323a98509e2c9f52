import { beforeAll, describe, expect, it } from 'vitest'
import { drawAny } from '@/e2e/any-drawing'
import { installation, openWorkspace } from '@/e2e/workspace'
import { sql } from '@/lib/db/client'
import { openTransaction, readerFor, type Tx } from '@/lib/db/transaction'
import { createConnector } from '../connector/create'
import { findObject } from '../object/find'
import { createFlow } from './create'
import { removeFlow } from './remove'
import { updateFlow } from './update'

let place: { workspaceId: string; connectorId: string; objectId: string }
const within = <T>(work: (tx: Tx) => Promise<T>) =>
  openTransaction({ workspaceId: place.workspaceId, actor: installation, requestId: null }, work)

beforeAll(async () => {
  const { id: workspaceId } = await openWorkspace()
  const caller = { workspaceId, actor: installation, requestId: null }
  const { id: objectId } = await findObject(readerFor(caller), 'contacts')
  const connector = await openTransaction(caller, (tx) => createConnector(tx, { name: 'Files', type: 'csv' }))
  place = { workspaceId, connectorId: connector.id, objectId }
})

const made = () =>
  within((tx) =>
    createFlow(tx, {
      name: 'Import',
      connectorId: place.connectorId,
      objectId: place.objectId,
      nodes: [
        { id: 'a', nodeType: 'source', config: { password: 'hunter2' } },
        { id: 'b', nodeType: 'target' },
      ],
      edges: [{ source: 'a', target: 'b' }],
    }),
  )

const changesOf = (id: string) =>
  sql<{ verb: string; before: object | null; after: object | null }>(
    `SELECT e.verb, c.before, c.after FROM "Change" c
     JOIN "Event" e ON e."workspaceId" = c."workspaceId" AND e.id = c."eventId"
     WHERE c."workspaceId" = $1 AND c."subjectId" = $2 ORDER BY c.id`,
    [place.workspaceId, id],
  )

describe('a flow', () => {
  it('is refused or kept, whatever is drawn', async () => {
    const { kept, refused } = await drawAny(place, { numRuns: 300, seed: 20261122 })
    expect(Math.min(kept, refused)).toBeGreaterThan(60)
  }, 120_000)

  it('leaves one event a verb, none where nothing changes, and no config in any', async () => {
    const { id } = await made()
    await within((tx) => updateFlow(tx, id, { name: 'Import', schedule: null, executionConfig: {} }))
    await within((tx) => updateFlow(tx, id, { status: 'paused' }))
    await within((tx) => updateFlow(tx, id, { nodes: [] }))
    await within((tx) => updateFlow(tx, id, { nodes: [], edges: [] }))
    await within((tx) => removeFlow(tx, id))
    const changes = await changesOf(id)
    expect(changes.map(({ verb }) => verb)).toEqual(['flow.create', 'flow.update', 'flow.update', 'flow.delete'])
    expect(changes[1]).toMatchObject({ before: { status: 'active' }, after: { status: 'paused' } })
    expect(changes[2]).toMatchObject({ after: { nodes: [], edges: [] } })
    expect(JSON.stringify(changes)).not.toContain('hunter2')
  })

  it('goes with its nodes and edges', async () => {
    const { id } = await made()
    await within((tx) => removeFlow(tx, id))
    for (const table of ['FlowNode', 'FlowEdge']) {
      expect(await sql(`SELECT 1 FROM "${table}" WHERE "flowId" = $1`, [id])).toEqual([])
    }
  })

  it('is held by the database to its own nodes, to one edge of a kind, and to another node', async () => {
    const [one, other] = [await made(), await made()]
    const edge = (flowId: string, source: string | undefined, target: string | undefined, label = '') =>
      sql(
        `INSERT INTO "FlowEdge" ("workspaceId", id, "flowId", "order", "sourceId", "targetId", label)
         VALUES ($1, gen_random_uuid(), $2, 9, $3, $4, $5)`,
        [place.workspaceId, flowId, source, target, label],
      )
    const [a, b] = one.nodes.map(({ id }) => id)
    await expect(edge(one.id, a, other.nodes[1]?.id)).rejects.toThrow('foreign key')
    await expect(edge(one.id, a, b)).rejects.toThrow('duplicate key')
    await expect(edge(one.id, a, a)).rejects.toThrow('FlowEdge_between_two')
    await expect(sql('DELETE FROM "Connector" WHERE id = $1', [place.connectorId])).rejects.toThrow('foreign key')
    await edge(one.id, a, b, 'another')
  })
})
