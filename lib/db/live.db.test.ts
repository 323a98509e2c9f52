import pg from 'pg'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { installation, openWorkspace } from '@/e2e/workspace'
import { newId } from '@/lib/domain/id'
import { sql } from './client'
import { type BoardHint, type Hint, listen, stopListening } from './live'
import { type Caller, openTransaction } from './transaction'

let caller: Caller

beforeEach(async () => {
  caller = { workspaceId: (await openWorkspace()).id, actor: installation, requestId: null }
})
afterEach(() => stopListening())

const hint = (): BoardHint => ({
  workspaceId: caller.workspaceId,
  pipelineId: newId(),
  record: { id: newId(), version: 2 },
})
const commit = (hints: Hint[]) => openTransaction(caller, async (tx) => hints.forEach(tx.hint))

/** Gathers what this workspace is told; other suites talk on the same channel. */
async function hear(): Promise<{ hints: Hint[]; resets: number }> {
  const heard = { hints: [] as Hint[], resets: 0 }
  await listen((each) => {
    if (each === null) heard.resets++
    else if (each.workspaceId === caller.workspaceId) heard.hints.push(each)
  })
  return heard
}

it('tells listeners of what was committed, and of nothing that was not', async () => {
  const heard = await hear()
  const [lost, undone, kept] = [hint(), hint(), hint()]
  const broken = openTransaction(caller, async (tx) => {
    tx.hint(lost)
    throw new Error('no')
  })
  await expect(broken).rejects.toThrow('no')
  await openTransaction(caller, async (tx) => {
    const failed = tx.savepoint(async () => {
      tx.hint(undone)
      await tx.sql('SELECT 1 / 0', [])
    })
    await expect(failed).rejects.toThrow('division by zero')
    tx.hint(kept)
  })
  await vi.waitFor(() => expect(heard.hints).not.toHaveLength(0))
  expect(heard.hints).toEqual([kept])
})

it('says many commits in few notifications, and many hints in several', async () => {
  const listener = new pg.Client({ connectionString: process.env.DATABASE_URL })
  const notified: BoardHint[][] = []
  listener.on('notification', ({ payload }) => {
    const hints: BoardHint[] = JSON.parse(payload ?? '[]')
    const own = hints.filter((each) => each.workspaceId === caller.workspaceId)
    if (own.length > 0) notified.push(own)
  })
  await listener.connect()
  await listener.query('LISTEN throughline_live')
  const sent = Array.from({ length: 30 }, hint)
  await Promise.all(sent.map((each) => commit([each])))
  await vi.waitFor(() => expect(notified.flat()).toHaveLength(30), { timeout: 5_000 })
  expect(notified.length).toBeLessThan(15)
  const byRecord = (one: BoardHint, other: BoardHint) => ((one.record?.id ?? '') < (other.record?.id ?? '') ? -1 : 1)
  expect(notified.flat().sort(byRecord)).toEqual(sent.sort(byRecord))

  notified.length = 0
  const many = Array.from({ length: 100 }, hint)
  await commit(many)
  await vi.waitFor(() => expect(notified.flat()).toEqual(many), { timeout: 5_000 })
  await listener.end()
})

it('says hints of every kind, as many at once as there may be', async () => {
  const heard = await hear()
  const { workspaceId } = caller
  const record = () => ({ workspaceId, pipelineId: newId(), record: { id: newId(), version: 2 ** 31 - 1 } })
  const many: Hint[] = Array.from({ length: 100 }, (_, at) =>
    at % 3 === 0 ? record() : { workspaceId, ...(at % 3 === 1 ? { taskId: newId() } : { userId: newId() }) },
  )
  await commit([...many, ...Array.from({ length: 100 }, record)])
  await vi.waitFor(() => expect(heard.hints).toHaveLength(200), { timeout: 5_000 })
  expect(heard.hints.slice(0, 100)).toEqual(many)
})

it('says when hints may have been lost, and goes on after the connection was cut', async () => {
  const url = process.env.DATABASE_URL ?? ''
  const name = `live ${newId()}`
  process.env.DATABASE_URL = `${url}?application_name=${encodeURIComponent(name)}`
  const heard = await hear().finally(() => {
    process.env.DATABASE_URL = url
  })
  const cut = await sql('SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE application_name = $1', [
    name,
  ])
  expect(cut).toHaveLength(1)
  await vi.waitFor(() => expect(heard.resets).toBe(1), { timeout: 10_000 })
  const after = hint()
  await commit([after])
  await vi.waitFor(() => expect(heard.hints).toEqual([after]), { timeout: 5_000 })
})
