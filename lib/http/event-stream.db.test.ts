import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { type RunningApi, startApi } from '@/e2e/api-client'
import { type Watched, watch } from '@/e2e/watch'
import { installation, openWorkspace, type TestWorkspace } from '@/e2e/workspace'
import { sql } from '@/lib/db/client'
import { stopListening } from '@/lib/db/live'
import { openTransaction } from '@/lib/db/transaction'
import { hashOfKey } from '@/lib/domain/api-key/find-by-secret'
import { revokeApiKey } from '@/lib/domain/api-key/revoke'
import { newId } from '@/lib/domain/id'

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

async function watching(key: string, pipelineId: string | null = board.id): Promise<Watched> {
  const query = pipelineId === null ? '' : `?pipeline_id=${pipelineId}`
  const stream = await watch(`${api.url}/api/v1/live${query}`, { authorization: `Bearer ${key}` })
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

  it('hears of the cards that a task is about, or was, whatever happens to it', async () => {
    const stream = await watching(rex)
    const [far, id, twin] = [await deal(other), await deal(), await deal()]
    await within(5_000, () => expect(ids(stream)).toEqual(expect.arrayContaining([id, twin])))
    let heard = stream.events().length
    const about = (...records: string[]) => ({
      linked_entities: records.map((record) => ({ id: record, type: 'opportunities' })),
    })
    const ask = async (method: string, path: string, body?: object) => {
      const answer = await api.ask(method, path, { key: rex, body })
      expect(answer.status, answer.text).toBeLessThan(300)
      return answer.body
    }
    const hears = async (...records: string[]) => {
      const news = () => stream.events().slice(heard)
      await within(5_000, () =>
        expect(new Set(news().flatMap((event) => event.records.map((card) => card.id)))).toEqual(new Set(records)),
      )
      for (const { records: cards, reset } of news()) {
        expect([reset, ...cards.map(({ version }) => version)]).toEqual([false, ...cards.map(() => null)])
      }
      heard = stream.events().length
    }
    const { task_id: task } = await ask('POST', '/tasks', { title: 'Call', ...about(id, far) })
    await hears(id)
    await ask('PUT', `/tasks/${task}`, { title: 'Call them' })
    await hears(id)
    await ask('PUT', `/tasks/${task}/complete`)
    await hears(id)
    await ask('PUT', `/tasks/${task}/complete`, { completed: false })
    await hears(id)
    await ask('PUT', `/tasks/${task}`, about(twin))
    await hears(id, twin)
    await ask('DELETE', `/tasks/${task}`)
    await hears(twin)
    // What is about no card, and what changes nothing, is not told: the next thing heard is another card.
    const { task_id: loose } = await ask('POST', '/tasks', { title: 'Tidy up' })
    await ask('PUT', `/tasks/${loose}`, { title: 'Tidy up' })
    await ask('DELETE', `/tasks/${loose}`)
    await ask('POST', '/tasks', { title: 'Write', ...about(id) })
    await hears(id)
  })

  it('hears a burst in fewer events than it had changes', async () => {
    const made = await Promise.all(Array.from({ length: 20 }, () => deal()))
    const stream = await watching(rex)
    await Promise.all(made.map((id) => win(id)))
    await within(5_000, () => expect([...new Set(ids(stream))].sort()).toEqual(made.sort()))
    expect(stream.events().length).toBeLessThan(20)
  })

  it('hears of tasks and of its own notifications too, in events of their own', async () => {
    const stream = await watching(rex)
    const colleague = await colleagueWith('editor')
    const taskId = await task(colleague.key, { assigned_to_id: workspace.adminId })
    await within(5_000, () =>
      expect([stream.tasks(), stream.notices()]).toEqual([[{ ids: [taskId], reset: false }], 1]),
    )
    expect(stream.events()).toEqual([])
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

async function colleagueWith(role: 'viewer' | 'editor', of = workspace): Promise<{ key: string; id: string }> {
  const { id, email } = await of.member(role)
  return { id, key: await of.key('kasar', { email, scopes: role === 'viewer' ? ['read'] : ['read', 'write'] }) }
}

const task = async (key: string, more: object = {}): Promise<string> =>
  (await api.ask('POST', '/tasks', { key, body: { title: 'Call Alice', ...more } })).body.task_id

describe('watching a workspace', () => {
  const taskIds = (stream: Watched) => stream.tasks().flatMap(({ ids }) => ids)

  it('hears of a task made, changed, completed, opened again and deleted, as a viewer too, and of no board', async () => {
    const viewer = await watching((await colleagueWith('viewer')).key, null)
    const id = await task(rex)
    await within(1_000, () => expect(taskIds(viewer)).toEqual([id]))
    for (const [nth, [method, path, body]] of (
      [
        ['PUT', '', { title: 'Call Bob' }],
        ['PUT', '/complete', { completed: true }],
        ['PUT', '/complete', { completed: false }],
        ['DELETE', '', undefined],
      ] as const
    ).entries()) {
      await api.ask(method, `/tasks/${id}${path}`, { key: rex, body })
      await within(5_000, () => expect(taskIds(viewer)).toHaveLength(nth + 2))
    }
    expect(new Set(taskIds(viewer))).toEqual(new Set([id]))
    await win(await deal())
    const last = await task(rex)
    await within(5_000, () => expect(taskIds(viewer)).toContain(last))
    expect([viewer.events(), viewer.notices()]).toEqual([[], 0])
  })

  it('hears nothing of what changes nothing', async () => {
    const stream = await watching(rex, null)
    const id = await task(rex, { priority: 'low' })
    await within(5_000, () => expect(taskIds(stream)).toEqual([id]))
    await api.ask('PUT', `/tasks/${id}`, { key: rex, body: { priority: 'low' } })
    await api.ask('PUT', `/tasks/${id}/complete`, { key: rex, body: { completed: false } })
    await api.ask('PUT', '/notifications/read', { key: (await colleagueWith('editor')).key })
    const last = await task(rex)
    await within(5_000, () => expect(taskIds(stream)).toContain(last))
    expect(taskIds(stream)).toEqual([id, last])
    expect(stream.notices()).toBe(0)
  })

  it('hears many tasks of one burst as one reset', async () => {
    const stream = await watching(rex, null)
    const hints = Array.from({ length: 150 }, () => ({ workspaceId: workspace.id, taskId: newId() }))
    await openTransaction({ workspaceId: workspace.id, actor: installation, requestId: null }, async (tx) =>
      hints.forEach(tx.hint),
    )
    await within(5_000, () => expect(stream.tasks().at(-1)).toEqual({ ids: [], reset: true }))
  })

  it('hears of its own user’s notifications alone: told, read, read all, and taken back with their task', async () => {
    const [ann, bob] = [await colleagueWith('editor'), await colleagueWith('editor')]
    const [hers, his] = [await watching(ann.key, null), await watching(bob.key, null)]
    const first = await task(rex, { assigned_to_id: ann.id })
    await within(1_000, () => expect(hers.notices()).toBe(1))
    const [{ id }] = (await api.ask('GET', '/notifications', { key: ann.key })).body.data
    await api.ask('PUT', `/notifications/${id}/read`, { key: ann.key })
    await within(5_000, () => expect(hers.notices()).toBe(2))
    // A second time it is no news.
    await api.ask('PUT', `/notifications/${id}/read`, { key: ann.key })
    await api.ask('DELETE', `/tasks/${first}`, { key: rex })
    await within(5_000, () => expect(hers.notices()).toBe(3))
    const second = await task(rex, { assigned_to_id: ann.id })
    await within(5_000, () => expect(hers.notices()).toBe(4))
    await api.ask('PUT', '/notifications/read', { key: ann.key })
    await within(5_000, () => expect(hers.notices()).toBe(5))
    await within(5_000, () => expect(taskIds(his)).toContain(second))
    expect(his.notices()).toBe(0)
  })

  it('hears nothing of another workspace', async () => {
    const elsewhere = await openWorkspace()
    const stranger = await colleagueWith('editor', elsewhere)
    const stream = await watching(stranger.key, null)
    const { id: annId } = await colleagueWith('editor')
    await task(rex, { assigned_to_id: annId })
    const own = await task(stranger.key)
    await within(5_000, () => expect(taskIds(stream)).toContain(own))
    expect([taskIds(stream), stream.notices(), stream.events()]).toEqual([[own], 0, []])
  })

  it('is told to look at everything anew when hints may have been lost', async () => {
    const live = globalThis as typeof globalThis & { throughlineLive?: { listeners: Set<(hint: null) => void> } }
    const [watched, without] = [await watching(rex), await watching(rex, null)]
    for (const listener of live.throughlineLive?.listeners ?? []) listener(null)
    const all = { ids: [], reset: true }
    await within(5_000, () => expect([watched.notices(), without.notices()]).toEqual([1, 1]))
    expect([watched.tasks(), without.tasks()]).toEqual([[all], [all]])
    expect(watched.events()).toEqual([{ pipeline_id: board.id, records: [], reset: true }])
    expect(without.events()).toEqual([])
  })
})
