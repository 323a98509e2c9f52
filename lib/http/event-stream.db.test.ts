import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { type RunningApi, startApi } from '@/e2e/api-client'
import { type Watched, watch } from '@/e2e/watch'
import { installation, openWorkspace, type TestWorkspace } from '@/e2e/workspace'
import { sql } from '@/lib/db/client'
import { stopListening } from '@/lib/db/live'
import { openTransaction } from '@/lib/db/transaction'
import { hashOfKey } from '@/lib/domain/api-key/find-by-secret'
import { revokeApiKey } from '@/lib/domain/api-key/revoke'

let api: RunningApi
let workspace: TestWorkspace
let rex: string
let board: { id: string; stages: { id: string }[] }
let other: typeof board
const open: Watched[] = []

beforeAll(async () => {
  api = await startApi()
  workspace = await openWorkspace()
  rex = await workspace.key('rex')
  ;[board, other] = [await make('Watched'), await make('Other')]
})
afterEach(async () => {
  vi.useRealTimers()
  for (const each of open) each.stop()
  await Promise.all(open.splice(0).map(({ ended }) => ended))
})
afterAll(async () => {
  await api.stop()
  await stopListening()
})

async function make(name: string): Promise<typeof board> {
  const stages = [
    { name: 'New', type: 'open' },
    { name: 'Won', type: 'won' },
  ]
  return (await api.ask('POST', '/pipelines', { key: rex, body: { name, stages } })).body.data
}

async function deal(on = board): Promise<string> {
  const body = { name: 'Deal', pipeline_id: on.id, stage_id: on.stages[0]?.id }
  return (await api.ask('POST', '/deals', { key: rex, body })).body.data.id
}

const win = (id: string, on = board) =>
  api.ask('POST', `/deals/${id}/stage`, { key: rex, body: { stage_id: on.stages[1]?.id } })

async function watching(key: string, pipelineId = board.id): Promise<Watched> {
  const stream = await watch(`${api.url}/api/v1/live?pipeline_id=${pipelineId}`, { authorization: `Bearer ${key}` })
  open.push(stream)
  if (stream.status === 200) await vi.waitFor(() => expect(stream.text()).toContain(': watching'))
  return stream
}

const within = (milliseconds: number, what: () => void) => vi.waitFor(what, { timeout: milliseconds, interval: 5 })
const ids = (stream: Watched) => stream.events().flatMap(({ records }) => records.map(({ id }) => id))

describe('watching a board', () => {
  it('hears of a move by another client within a second, as a viewer too', async () => {
    const id = await deal()
    const viewer = await watching(await workspace.key('rex', { role: 'viewer', scopes: ['read'] }))
    const admin = await watching(rex)
    const { body } = await win(id)
    await within(1_000, () => {
      for (const stream of [viewer, admin]) {
        expect(stream.events()).toContainEqual({
          pipeline_id: board.id,
          records: [{ id, version: body.data.version }],
          reset: false,
        })
      }
    })
  })

  it('hears of creation, changes, archiving and trash, of stages, and of nothing on other boards', async () => {
    const far = await deal(other)
    const stream = await watching(rex)
    await win(far, other)
    const id = await deal()
    await within(5_000, () => expect(ids(stream)).toEqual([id]))
    await api.ask('PATCH', `/deals/${id}`, { key: rex, body: { name: 'Renamed' } })
    await within(5_000, () => expect(ids(stream)).toEqual([id, id]))
    await api.ask('PATCH', `/pipeline-cards/${id}`, { key: rex, body: { archived_at: '2026-01-01T00:00:00Z' } })
    await within(5_000, () => expect(ids(stream)).toEqual([id, id, id]))
    await api.ask('DELETE', `/deals/${id}`, { key: rex })
    await within(5_000, () => expect(ids(stream)).toEqual([id, id, id, id]))
    expect(stream.events().some(({ reset }) => reset)).toBe(false)
    await api.ask('POST', `/pipelines/${board.id}/stages`, { key: rex, body: { name: 'Late', type: 'open' } })
    await within(5_000, () =>
      expect(stream.events().at(-1)).toEqual({ pipeline_id: board.id, records: [], reset: true }),
    )
  })

  it('hears of a card that leaves for another board, and that board of one that comes', async () => {
    const id = await deal()
    const [here, there] = [await watching(rex), await watching(rex, other.id)]
    await win(id, other)
    await within(5_000, () => expect([new Set(ids(here)), new Set(ids(there))]).toEqual([new Set([id]), new Set([id])]))
  })

  it('hears a burst in fewer events than it had changes', async () => {
    const made = await Promise.all(Array.from({ length: 20 }, () => deal()))
    const stream = await watching(rex)
    await Promise.all(made.map((id) => win(id)))
    await within(5_000, () => expect([...new Set(ids(stream))].sort()).toEqual(made.sort()))
    expect(stream.events().length).toBeLessThan(20)
  })

  it('is refused to a stranger (401), and another workspace finds no such board (404)', async () => {
    expect((await watching('rex_live_nobody')).status).toBe(401)
    const elsewhere = await (await openWorkspace()).key('rex')
    expect((await watching(elsewhere)).status).toBe(404)
    const missing = await watching(rex, 'nothing')
    expect(missing.status).toBe(404)
  })

  it('goes on while the key holds, and ends when it is revoked', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
    const key = await workspace.key('rex')
    const stream = await watching(key)
    vi.advanceTimersByTime(20_000)
    await vi.waitFor(() => expect(stream.text()).toContain(': still here'))
    const [row] = await sql<{ id: string }>('SELECT id FROM "ApiKey" WHERE hash = $1', [hashOfKey(key)])
    await openTransaction({ workspaceId: workspace.id, actor: installation, requestId: null }, (tx) =>
      revokeApiKey(tx, row?.id ?? ''),
    )
    vi.advanceTimersByTime(20_000)
    await stream.ended
  })

  it('ends when the server stops, and leaves no listener behind', async () => {
    const live = globalThis as typeof globalThis & { throughlineLive?: { listeners: Set<unknown> } }
    const before = live.throughlineLive?.listeners.size
    const second = await startApi()
    const stream = await watch(`${second.url}/api/v1/live?pipeline_id=${board.id}`, { authorization: `Bearer ${rex}` })
    open.push(stream)
    const gone = await watching(rex)
    await vi.waitFor(() => expect(live.throughlineLive?.listeners.size).toBe((before ?? 0) + 2))
    gone.stop()
    await second.stop()
    await stream.ended
    await vi.waitFor(() => expect(live.throughlineLive?.listeners.size).toBe(before))
  })
})
