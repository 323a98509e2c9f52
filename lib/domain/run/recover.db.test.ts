import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { chain, csvOf, type FlowWorkspace, openFlowWorkspace } from '@/e2e/flow-runs'
import { type Origin, openOrigin } from '@/e2e/origin'
import { sql } from '@/lib/db/client'
import { dueParts, dueRuns } from '@/lib/db/sql/run'
import { openTransaction, readerFor } from '@/lib/db/transaction'
import { takePart } from '@/lib/jobs/parts'
import { callerOf, tend } from '@/lib/jobs/runs'
import { createConnector } from '../connector/create'
import { updateFlow } from '../flow/update'
import { cancelRun } from './cancel'
import { claimPart } from './claim'
import { partsOf } from './find'
import { programOf } from './program'
import { readPart } from './read-part'
import type { RunRow } from './run'
import { completePart } from './settle'
import { startRun } from './start'
import { writeBatch } from './write-batch'

let flows: FlowWorkspace
let nth = 0
const never = new AbortController().signal

beforeAll(async () => {
  flows = await openFlowWorkspace()
})

const upsert: [['target', object]] = [['target', { mode: 'upsert', keys: ['external_id'] }]]
const rows = (from: number, to: number): (string | number)[][] =>
  Array.from({ length: to - from + 1 }, (_, at) => [from + at, `Thing ${from + at}`])
const fileOf = (count: number) => csvOf(['external_id', 'name'], rows(1, count))

/** A flow of so many rows in batches of ten, and the name of the object that they are for. */
async function flowOf(count: number, more: object = {}): Promise<{ flow: string; name: string; file: string }> {
  const name = `recovered${++nth}`
  const file = await flows.file(fileOf(count))
  const flow = await flows.flow(file, await flows.object(name), {
    ...chain(...(upsert as never as Parameters<typeof chain>)),
    executionConfig: { batchSize: 10 },
    ...more,
  })
  return { flow, name, file }
}

const begin = async (flow: string): Promise<RunRow> => {
  const run = await flows.start(flow)
  await tend({ workspaceId: flows.workspace.id, id: run.id })
  return run
}

/** Claims the first part of a run as a worker does, and reads it with its own hands. */
async function reading(run: RunRow) {
  const [part] = await dueParts(run.id)
  const claim = await openTransaction(flows.caller, (tx) => claimPart(tx, part?.id ?? ''))
  if (!claim) throw new Error('there is no part to be claimed')
  const scope = readerFor(callerOf(flows.workspace.id, claim.run))
  const program = await programOf(scope, claim.run.drawing, claim.run.startedAt)
  return { claim, scope, program, batches: readPart(scope, claim, program, never) }
}

async function writeNext({ claim, scope, program, batches }: Awaited<ReturnType<typeof reading>>): Promise<boolean> {
  const { value } = await batches.next()
  return writeBatch(scope, claim, program, value as never)
}

describe('a worker that dies', () => {
  it('loses nothing that it wrote, and what it did not write is written once', async () => {
    const { flow, name } = await flowOf(35)
    const run = await begin(flow)
    const dead = await reading(run)
    expect(await writeNext(dead)).toBe(true)
    expect(await writeNext(dead)).toBe(true)
    expect(await flows.find(run)).toMatchObject({ status: 'running', rows: { in: 20, out: 20 } })
    expect(await dueParts(run.id)).toEqual([])
    await flows.hurry(run)
    const done = await flows.end(run)
    expect(done).toMatchObject({
      status: 'completed',
      rows: { in: 35, out: 35 },
      records: { created: 35, unchanged: 0 },
    })
    expect((await flows.records(name)).map(({ title }) => title)).toEqual(rows(1, 35).map(([, title]) => title))
  })

  it('and wakes up late writes nothing more, nor ends anything', async () => {
    const { flow } = await flowOf(35)
    const run = await begin(flow)
    const late = await reading(run)
    expect(await writeNext(late)).toBe(true)
    await flows.hurry(run)
    const next = await reading(run)
    expect(next.claim.token).toBe(late.claim.token + 1)
    expect(await writeNext(late)).toBe(false)
    await openTransaction(flows.caller, (tx) => completePart(tx, late.claim, late.program))
    expect(await flows.find(run)).toMatchObject({ status: 'running', rows: { in: 10 } })
    expect(await writeNext(next)).toBe(true)
    expect(await flows.find(run)).toMatchObject({ rows: { in: 20, out: 20 } })
    await flows.hurry(run)
    expect(await flows.end(run)).toMatchObject({ status: 'completed', rows: { in: 35 } })
    expect(await writeNext(next)).toBe(false)
  })

  it('again and again at the same place, makes the run fail', async () => {
    const { flow } = await flowOf(5)
    const run = await begin(flow)
    for (let attempt = 0; attempt < 6; attempt++) {
      await reading(run)
      await flows.hurry(run)
    }
    const done = await flows.end(run)
    expect(done).toMatchObject({
      status: 'failed',
      error: 'Throughline tried 6 times and did not get on: its log says why',
    })
  })

  it('hands its part back when it is told to end, and another goes on', async () => {
    const { flow } = await flowOf(35)
    const run = await begin(flow)
    const [part] = await dueParts(run.id)
    const ending = new AbortController()
    ending.abort()
    expect(part && (await takePart(part, ending.signal))).toEqual([part])
    expect(await flows.end(run)).toMatchObject({ status: 'completed', rows: { in: 35 } })
  })
})

describe('runs of one flow', () => {
  it('are one at a time, in the order in which they were asked for; of two flows both are', async () => {
    const { flow } = await flowOf(5)
    const other = await flowOf(5)
    const [first, second] = [await flows.start(flow), await flows.start(flow)]
    const third = await flows.start(other.flow)
    const due = async () =>
      (await dueRuns()).map(({ id }) => id).filter((id) => [first, second].some((run) => run.id === id))
    expect(await due()).toEqual([first.id])
    await tend({ workspaceId: flows.workspace.id, id: second.id })
    expect((await flows.find(second)).status).toBe('pending')
    await Promise.all([first, third].map(({ id }) => tend({ workspaceId: flows.workspace.id, id })))
    expect([(await flows.find(first)).status, (await flows.find(third)).status]).toEqual(['running', 'running'])
    await tend({ workspaceId: flows.workspace.id, id: second.id })
    expect((await flows.find(second)).status).toBe('pending')
    await flows.end(first)
    expect(await due()).toContain(second.id)
    expect(await flows.end(second)).toMatchObject({ status: 'completed', records: { unchanged: 5 } })
    await flows.end(third)
  })

  it('eight that begin at once are one', async () => {
    const { flow } = await flowOf(5)
    const all = []
    for (let at = 0; at < 8; at++) all.push(await flows.start(flow))
    await Promise.all(all.map(({ id }) => tend({ workspaceId: flows.workspace.id, id })))
    const states = await Promise.all(all.map(async (run) => (await flows.find(run)).status))
    expect(states).toEqual(['running', ...Array(7).fill('pending')])
  })
})

describe('a run that is cancelled', () => {
  it('stops within a batch, keeps what was written, and lets the next one in', async () => {
    const { flow, name } = await flowOf(35)
    const run = await begin(flow)
    const next = await flows.start(flow)
    const worker = await reading(run)
    await writeNext(worker)
    await flows.within((tx) => cancelRun(tx, flow, run.id))
    expect(await writeNext(worker)).toBe(false)
    expect(await flows.work(run)).toMatchObject({ status: 'cancelled', error: null, rows: { in: 10, out: 10 } })
    expect(await flows.records(name)).toHaveLength(10)
    expect((await partsOf(readerFor(flows.caller), run.id)).map(({ status }) => status)).toEqual(['stopped'])
    expect(await flows.end(next)).toMatchObject({ status: 'completed', rows: { in: 35 } })
  })
})

describe('a source', () => {
  let origin: Origin
  let answer: Parameters<typeof openOrigin>[0]
  beforeEach(async () => {
    origin = await openOrigin((asked, outgoing) => answer?.(asked, outgoing))
    vi.stubEnv('OUTBOUND_ALLOW', origin.address)
  })
  afterEach(async () => {
    vi.unstubAllEnvs()
    await origin.stop()
  })

  const pages = async (config: object = {}) => {
    const name = `served${++nth}`
    const { id } = await flows.within((tx) =>
      createConnector(tx, {
        name: 'API',
        type: 'rest_api',
        config: { url: `${origin.url}/things`, pagination: { type: 'page', param: 'page' }, ...config },
      }),
    )
    const flow = await flows.flow(id, await flows.object(name), {
      ...chain(...(upsert as never as Parameters<typeof chain>)),
      executionConfig: { batchSize: 2 },
    })
    return { flow, name }
  }
  const page = (from: number) =>
    JSON.stringify(rows(from, from + 1).map(([external_id, name]) => ({ external_id, name })))
  const numberOf = (target: string) => Number(new URL(target, 'http://x').searchParams.get('page') ?? 1)
  const told = async (run: RunRow) => (await partsOf(readerFor(flows.caller), run.id))[0]

  it('that fails for a while is asked again, later and from where it was read to', async () => {
    let down = true
    answer = ({ target }, outgoing) => {
      const number = numberOf(target)
      if (number === 3 && down) return outgoing.writeHead(503, { 'retry-after': '120' }).end()
      outgoing.end(number > 4 ? '[]' : page(number * 2 - 1))
    }
    const { flow, name } = await pages()
    const run = await flows.start(flow)
    expect(await flows.work(run)).toMatchObject({ status: 'running', rows: { in: 4, out: 4 } })
    const part = await told(run)
    expect(part?.error).toContain('503')
    const wait = (part?.dueAt?.getTime() ?? 0) - Date.now()
    expect(wait).toBeGreaterThan(100_000)
    expect(wait).toBeLessThan(130_000)
    expect(await dueParts(run.id)).toEqual([])
    down = false
    origin.asked.length = 0
    await flows.hurry(run)
    expect(await flows.work(run)).toMatchObject({
      status: 'completed',
      rows: { in: 8, out: 8 },
      records: { created: 8 },
    })
    // From the page on behind whose last row it was written to.
    expect(origin.asked.map(({ target }) => numberOf(target))).toEqual([2, 3, 4, 5])
    expect(await flows.records(name)).toHaveLength(8)
  })

  it('that goes on failing makes the run fail, with the reason', async () => {
    answer = (_, outgoing) => outgoing.writeHead(503).end()
    const { flow } = await pages()
    const run = await flows.start(flow)
    const done = await flows.end(run)
    expect(done).toMatchObject({ status: 'failed', error: expect.stringContaining('503'), rows: { in: 0 } })
    expect(origin.asked).toHaveLength(6)
  })

  it('that says no is not asked again', async () => {
    answer = (_, outgoing) => outgoing.writeHead(404).end()
    const { flow } = await pages()
    expect(await flows.work(await flows.start(flow))).toMatchObject({
      status: 'failed',
      error: expect.stringContaining('404'),
    })
    expect(origin.asked).toHaveLength(1)
  })

  it('is asked for what is new since the last completed run, and a failed one counts for nothing', async () => {
    let fails = false
    let highest = 4
    answer = ({ target }, outgoing) => {
      const since = Number(new URL(target, 'http://x').searchParams.get('since') ?? 0)
      const found = rows(since + 1, highest).map(([external_id, name]) => ({ external_id, name, id: external_id }))
      if (fails) outgoing.writeHead(400).end()
      else outgoing.end(JSON.stringify(found))
    }
    const { flow } = await pages({ pagination: null, cursorField: 'id', cursorParam: 'since' })
    expect(await flows.end(await flows.start(flow))).toMatchObject({ rows: { in: 4 } })
    highest = 6
    fails = true
    expect(await flows.end(await flows.start(flow))).toMatchObject({ status: 'failed', rows: { in: 0 } })
    fails = false
    expect(await flows.end(await flows.start(flow))).toMatchObject({ rows: { in: 2 }, records: { created: 2 } })
    expect(await flows.end(await flows.start(flow))).toMatchObject({ rows: { in: 0 }, records: { created: 0 } })
    highest = 7
    expect(await flows.end(await flows.start(flow))).toMatchObject({ rows: { in: 1 } })
  })
})

describe('a replay', () => {
  it('takes the rejects of a run again, with the flow as it is now, and nothing else', async () => {
    const name = `replayed${++nth}`
    const file = await flows.file('external_id,name,size\n1,Ann,3\n2,Bob,many\n3,Cid,4\n4,Dan,few,x\n5,Eve,none\n')
    const object = await flows.object(name, [{ name: 'size', type: 'text' }])
    const cast: Parameters<typeof chain>[0] = ['transform', { type: 'cast', field: 'size', to: 'number' }]
    const target: Parameters<typeof chain>[0] = ['target', { mode: 'upsert', keys: ['external_id'] }]
    const flow = await flows.flow(file, object, chain(cast, target))
    const run = await flows.end(await flows.start(flow))
    expect(run.rows).toMatchObject({ in: 5, out: 2, rejected: 3 })
    await flows.within((tx) => updateFlow(tx, flow, chain(target)))
    const replay = await flows.within((tx) => startRun(tx, flow, { trigger: 'replay', replayOfId: run.id }))
    expect(await flows.end(replay)).toMatchObject({ status: 'completed', rows: { in: 3, out: 2, rejected: 1 } })
    expect((await flows.rejects(replay)).map(({ number, original }) => [number, original])).toEqual([
      [4, '4,Dan,few,x'],
    ])
    expect((await flows.records(name)).map(({ title, fields }) => [title, fields.size])).toEqual([
      ['Ann', '3'],
      ['Cid', '4'],
      ['Bob', 'many'],
      ['Eve', 'none'],
    ])
  })
})

describe('a file that is replaced', () => {
  it('stays until the run that was asked for before has read it', async () => {
    const { flow, file } = await flowOf(5)
    const run = await flows.start(flow)
    await flows.upload(file, fileOf(8))
    const uploads = () => sql('SELECT id FROM "Upload" WHERE "connectorId" = $1', [file])
    expect(await uploads()).toHaveLength(2)
    expect(await flows.end(run)).toMatchObject({ status: 'completed', rows: { in: 5 } })
    expect(await flows.end(await flows.start(flow))).toMatchObject({ rows: { in: 8 }, records: { created: 3 } })
    await flows.upload(file, fileOf(2))
    expect(await uploads()).toHaveLength(2)
  })
})

describe('a target', () => {
  it('that is gone when its run begins makes it fail, with the reason', async () => {
    const { flow } = await flowOf(5, chain(['target', { mode: 'upsert', keys: ['city'] }]))
    expect(await flows.end(await flows.start(flow))).toMatchObject({
      status: 'failed',
      error: expect.stringContaining("'city' is not"),
      rows: { in: 0, out: 0 },
    })
  })
})
