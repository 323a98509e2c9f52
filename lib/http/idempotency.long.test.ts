import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Answer } from '@/e2e/api-client'
import { startContractApi } from '@/e2e/contract-api'
import { openWorld, type World } from '@/e2e/sample'
import { sql } from '@/lib/db/client'
import { newId } from '@/lib/domain/id'

let api: Awaited<ReturnType<typeof startContractApi>>
let world: World

beforeAll(async () => {
  api = await startContractApi()
  world = await openWorld(api)
})
afterAll(() => api.stop())

const keys = 1000
const times = 10
/** How many keys are under way at once. */
const atOnce = 20

const events = async (): Promise<number> => {
  const counted = 'SELECT count(*)::int AS count FROM "Event" WHERE "workspaceId" = $1'
  const [row] = await sql<{ count: number }>(counted, [world.workspace.id])
  return row?.count ?? 0
}

/** Requests of several kinds and contracts that have an effect each. */
async function requestsOf(): Promise<((at: number) => [method: string, target: string, body: object])[]> {
  const { acting, board } = world
  const stage = board.stages[0]?.id ?? ''
  const target = await acting.deal(board, { id: stage })
  return [
    (at) => ['POST', '/deals', { name: `deal ${at}`, pipeline_id: board.id, stage_id: stage }],
    (at) => ['POST', '/pipeline-cards', { pipeline_stage_id: stage, title: `card ${at}`, order_index: 0 }],
    (at) => ['POST', '/records/contacts', { name: `contact ${at}` }],
    (at) => ['POST', '/pipelines', { name: `board ${at}` }],
    (at) => ['PATCH', `/deals/${target.id}`, { name: `renamed ${at}` }],
  ]
}

it(`${keys} keys × ${times} requests at once: ${keys} effects, and all ${times} replies of a key are one`, async () => {
  const requests = await requestsOf()
  const before = await events()
  const made = new Set<string>()
  const send = async (at: number): Promise<void> => {
    const [method, target, body] = requests[at % requests.length]?.(at) ?? ['', '', {}]
    const ask = { key: world.key, body, headers: { 'idempotency-key': newId() } }
    const replies = await Promise.all(Array.from({ length: times }, () => api.ask(method, target, ask)))
    const [first] = replies as [Answer]
    expect(first.status, first.text).toBe(method === 'POST' ? 201 : 200)
    for (const reply of replies) expect([reply.status, reply.text]).toEqual([first.status, first.text])
    const replayed = replies.filter((reply) => reply.headers.get('idempotent-replayed') === 'true')
    expect(replayed).toHaveLength(times - 1)
    if (method === 'POST') made.add(first.body.data.id)
  }
  let next = 0
  const client = async () => {
    while (next < keys) await send(next++)
  }
  await Promise.all(Array.from({ length: atOnce }, client))
  expect((await events()) - before).toBe(keys)
  expect(made.size).toBe((keys / requests.length) * (requests.length - 1))
  const stored = 'SELECT count(*)::int AS count FROM "IdempotentReply" WHERE "workspaceId" = $1'
  expect(await sql(stored, [world.workspace.id])).toEqual([{ count: keys }])
})
