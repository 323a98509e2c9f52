import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Answer } from '@/e2e/api-client'
import { startContractApi } from '@/e2e/contract-api'
import { nameOf } from '@/e2e/contract-registry'
import { openWorld, sampleOf, send, type World } from '@/e2e/sample'
import type { Contract } from '@/lib/contracts/contract'
import { sql } from '@/lib/db/client'
import { newId } from '@/lib/domain/id'

let api: Awaited<ReturnType<typeof startContractApi>>
let world: World
let writing: Contract[]

beforeAll(async () => {
  api = await startContractApi()
  world = await openWorld(api)
  writing = api.contracts.filter(({ method }) => method !== 'GET')
})
afterAll(() => api.stop())

const eventIdOf = ({ headers }: Answer): string | null => headers.get('x-event-id')

/** The events that a request left, in their order. */
const leftBy = async ({ headers }: Answer): Promise<string[]> =>
  (
    await sql<{ id: string }>('SELECT id FROM "Event" WHERE "workspaceId" = $1 AND "requestId" = $2 ORDER BY id', [
      world.workspace.id,
      headers.get('x-request-id'),
    ])
  ).map(({ id }) => id)

describe('X-Event-Id', () => {
  it('names the first event that the request left, on the reply of every operation that leaves one', async () => {
    const telling: string[] = []
    for (const contract of writing) {
      const answer = await send(api, contract, await sampleOf(contract, world), { key: world.key })
      const [first = null] = await leftBy(answer)
      expect(eventIdOf(answer), nameOf(contract)).toBe(first)
      if (first) telling.push(nameOf(contract))
    }
    const silent = writing.map(nameOf).filter((name) => !telling.includes(name))
    // What one has read is no change of the workspace, and what is tried stays as it is.
    expect(silent.sort()).toEqual([
      'clarky POST /pipelines',
      'kaireon POST /connectors/{id}/test',
      'kaireon POST /pipelines/preview',
      'kasar PUT /notifications/read',
      'kasar PUT /notifications/{id}/read',
    ])
  })

  it('is replayed with the reply', async () => {
    const repeatable = writing.filter(({ method, file }) => !file && (method === 'POST' || method === 'PATCH'))
    for (const contract of repeatable) {
      const sample = await sampleOf(contract, world)
      const ask = { key: world.key, headers: { 'idempotency-key': newId() } }
      const first = await send(api, contract, sample, ask)
      expect(eventIdOf(await send(api, contract, sample, ask)), nameOf(contract)).toBe(eventIdOf(first))
    }
  })

  it('is missing where nothing changed', async () => {
    const rename = () => world.acting.patch(`/deals/${world.dealId}`, { name: 'Same' })
    expect(eventIdOf(await rename())).not.toBeNull()
    expect(eventIdOf(await rename())).toBeNull()
  })

  it('of a list is that of the first item that was done', async () => {
    const make = (title: string) => ({ op: 'create', pipeline_stage_id: world.board.stages[0]?.id, title })
    const bulk = (...items: object[]) => world.acting.post('/pipeline-cards/bulk', { items })
    const mixed = await bulk({ op: 'delete', id: newId() }, { ...make('x'), contact_id: newId() }, make('y'), make('z'))
    const left = await leftBy(mixed)
    expect(left).toHaveLength(2)
    expect(eventIdOf(mixed)).toBe(left[0])
    expect(eventIdOf(await bulk({ op: 'delete', id: newId() }))).toBeNull()
  })
})
