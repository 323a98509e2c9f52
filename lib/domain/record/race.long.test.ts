import { afterAll, beforeAll, expect, it } from 'vitest'
import { type RunningApi, startApi } from '@/e2e/api-client'
import { auditCards } from '@/e2e/audit'
import { type Chance, chance, seedOfRun } from '@/e2e/random'
import { installation, openWorkspace } from '@/e2e/workspace'
import { type Caller, openTransaction, readerFor, type Tx } from '@/lib/db/transaction'
import { createPipeline } from '../pipeline/create'
import { addStage } from '../stage/add'
import { removeStage } from '../stage/remove'
import { reorderStages } from '../stage/reorder'
import { createRecord } from './create'
import { listCards } from './list-cards'
import { moveRecord } from './move'
import type { Spot } from './record'
import { trashRecord } from './trash'
import { updateRecord } from './update'

const seed = seedOfRun()
let api: RunningApi

beforeAll(async () => {
  api = await startApi()
})
afterAll(() => api.stop())

/** What a board should hold: its columns in order, each with its active cards in order, and where the archived ones are. */
interface Model {
  columns: { id: string; cards: string[]; archived: string[] }[]
}

type Column = Model['columns'][number]

it(`5,000 random operations leave the board that a simple model says (SEED=${seed})`, async () => {
  const luck = chance(seed)
  const caller: Caller = { workspaceId: (await openWorkspace()).id, actor: installation, requestId: null }
  const inTx = <T>(work: (tx: Tx) => Promise<T>) => openTransaction(caller, work)
  const stages = ['A', 'B', 'C', 'D'].map((name) => ({ name, type: 'open' as const }))
  const board = await inTx((tx) => createPipeline(tx, { name: 'Model', stages }))
  const model: Model = { columns: board.stages.map(({ id }) => ({ id, cards: [], archived: [] })) }
  const operations = Object.values(operationsOn(board.id, model, luck, inTx))
  for (let done = 1; done <= 5_000; done++) {
    await luck.pick(operations)()
    if (done % 250 === 0) expect(await ordersOf(caller, model), `after ${done} operations`).toEqual(ordersIn(model))
  }
  expect(await auditCards(caller.workspaceId)).toEqual([])
})

const ordersIn = ({ columns }: Model) =>
  columns.map(({ id, cards, archived }) => ({ id, cards, archived: archived.length }))

async function ordersOf(caller: Caller, { columns }: Model): Promise<ReturnType<typeof ordersIn>> {
  const read = async (column: Column) => {
    const { rows } = await listCards(readerFor(caller), { stageId: column.id, archived: true }, 10_000, 0)
    const active = rows.filter((row) => row.archivedAt === null)
    expect(active.map((row) => row.position)).toEqual(active.map((_, at) => at))
    return { id: column.id, cards: active.map((row) => row.id), archived: rows.length - active.length }
  }
  return Promise.all(columns.map(read))
}

function operationsOn(
  boardId: string,
  model: Model,
  luck: Chance,
  inTx: <T>(work: (tx: Tx) => Promise<T>) => Promise<T>,
): Record<string, () => Promise<void>> {
  const all = () => model.columns.flatMap((column) => column.cards.map((id) => ({ id, column })))
  const archived = () => model.columns.flatMap((column) => column.archived.map((id) => ({ id, column })))

  /** A spot among the cards of a column, one of which may be the one that moves, and the same spot as an index. */
  const spotIn = (column: Column, moving: string | null): { at: Spot['at']; index: number } => {
    const others = column.cards.filter((id) => id !== moving)
    const index = luck.under(others.length + 1)
    const neighbour = others[index]
    const before = others[index - 1]
    const ways: { at: Spot['at']; index: number }[] = [
      { at: { index }, index },
      { at: 'end', index: others.length },
    ]
    if (neighbour) ways.push({ at: { before: neighbour }, index })
    if (before) ways.push({ at: { after: before }, index })
    ways.push({ at: { index: others.length + luck.under(5) }, index: others.length })
    return luck.pick(ways)
  }
  const place = (column: Column, id: string, index: number) => column.cards.splice(index, 0, id)
  const remove = (column: Column, id: string) => {
    column.cards = column.cards.filter((each) => each !== id)
    column.archived = column.archived.filter((each) => each !== id)
  }

  const create = async () => {
    const column = luck.pick(model.columns)
    const { at, index } = spotIn(column, null)
    const { id } = await inTx((tx) => createRecord(tx, { values: { title: 'card' }, to: { stageId: column.id, at } }))
    place(column, id, index)
  }
  const move = async () => {
    if (all().length === 0) return
    const { id, column } = luck.pick(all())
    const target = luck.pick(model.columns)
    const { at, index } = spotIn(target, id)
    // At the end of its own stage a card stays where it is only if it is last already; `end` moves it there.
    await inTx((tx) => moveRecord(tx, id, { stageId: target.id, at }))
    remove(column, id)
    place(target, id, index)
  }
  const reorder = async () => {
    if (all().length === 0) return
    const { id, column } = luck.pick(all())
    const { at, index } = spotIn(column, id)
    await inTx((tx) => updateRecord(tx, id, { to: { at } }))
    remove(column, id)
    place(column, id, index)
  }
  const archive = async () => {
    if (all().length === 0) return
    const { id, column } = luck.pick(all())
    await inTx((tx) => updateRecord(tx, id, { archivedAt: tx.now }))
    remove(column, id)
    column.archived.push(id)
  }
  const restore = async () => {
    if (archived().length === 0) return
    const { id, column } = luck.pick(archived())
    await inTx((tx) => updateRecord(tx, id, { archivedAt: null }))
    remove(column, id)
    column.cards.push(id)
  }
  const moveArchived = async () => {
    if (archived().length === 0) return
    const { id, column } = luck.pick(archived())
    const target = luck.pick(model.columns)
    await inTx((tx) => moveRecord(tx, id, { stageId: target.id, at: 'end' }))
    remove(column, id)
    target.archived.push(id)
  }
  const trash = async () => {
    // Less often than creation, so that the board grows.
    if (all().length === 0 || luck.under(3) > 0) return
    const { id, column } = luck.pick([...all(), ...archived()])
    await inTx((tx) => trashRecord(tx, id))
    remove(column, id)
  }
  const stageGoes = async () => {
    if (model.columns.length < 3 || luck.under(8) > 0) return
    const column = luck.pick(model.columns)
    const target = luck.pick(model.columns.filter((each) => each !== column))
    await inTx((tx) => removeStage(tx, boardId, column.id, target.id))
    target.cards.push(...column.cards)
    target.archived.push(...column.archived)
    model.columns = model.columns.filter((each) => each !== column)
  }
  const stageComes = async () => {
    if (model.columns.length > 5 || luck.under(8) > 0) return
    const position = luck.under(model.columns.length + 1)
    const { stages } = await inTx((tx) => addStage(tx, boardId, { name: 'New', type: 'open', position }))
    model.columns.splice(position, 0, { id: stages[position]?.id ?? '', cards: [], archived: [] })
  }
  const stagesTurn = async () => {
    if (luck.under(8) > 0) return
    model.columns = [...model.columns].sort(() => luck.under(3) - 1)
    const ids = model.columns.map(({ id }) => id)
    const { stages } = await inTx((tx) => reorderStages(tx, boardId, ids))
    expect(stages.map(({ id, position }) => [id, position])).toEqual(ids.map((id, position) => [id, position]))
  }
  return {
    create,
    again: create,
    move,
    over: move,
    reorder,
    archive,
    restore,
    moveArchived,
    trash,
    stageGoes,
    stageComes,
    stagesTurn,
  }
}

it(`16 clients, 4,000 random requests: nothing lost, doubled or refused without reason (SEED=${seed})`, async () => {
  const luck = chance(seed)
  const workspace = await openWorkspace()
  const [rex, clarky, kasar] = [await workspace.key('rex'), await workspace.key('clarky'), await workspace.key('kasar')]
  const stages = ['A', 'B', 'C', 'Won'].map((name) => ({ name, type: name === 'Won' ? 'won' : 'open' }))
  const made = await api.ask('POST', '/pipelines', { key: rex, body: { name: 'Race', stages } })
  const pipeline: { id: string; stages: { id: string }[] } = made.body.data
  const home = pipeline.stages[0]?.id ?? ''
  const stageIds = () => pipeline.stages.map(({ id }) => id)
  const living = new Set<string>()
  const seen = new Map<number, number>()

  const ask = async (...[method, path, sent]: Parameters<RunningApi['ask']>) => {
    const answer = await api.ask(method, path, sent)
    seen.set(answer.status, (seen.get(answer.status) ?? 0) + 1)
    expect(answer.status, `${method} ${path} (SEED=${seed}): ${answer.text}`).toBeLessThan(500)
    return answer
  }
  const create = async () => {
    const answer = await ask('POST', '/pipeline-cards', {
      key: clarky,
      body: { pipeline_stage_id: luck.pick(stageIds()), title: 'card', order_index: luck.under(4) },
    })
    if (answer.status === 201) living.add(answer.body.data.id)
  }
  const some = () => luck.pick([...living])
  const patch = (id: string, body: object) => ask('PATCH', `/pipeline-cards/${id}`, { key: clarky, body })
  const drop = (id: string, body: object) => ask('POST', `/deals/${id}/stage`, { key: rex, body })
  const requests: (() => Promise<unknown>)[] = [
    create,
    () => drop(some(), { stage_id: luck.pick(stageIds()), order_index: luck.under(10) }),
    () => drop(some(), { stage_id: luck.pick(stageIds()), before_id: some() }),
    () => drop(some(), { stage_id: luck.pick(stageIds()), after_id: some() }),
    () => patch(some(), { order_index: luck.under(10) }),
    () => patch(some(), { archived_at: '2026-01-01T00:00:00Z' }),
    () => patch(some(), { archived_at: null }),
    () =>
      ask('PATCH', `/deals/${some()}`, {
        key: rex,
        body: { name: `named ${luck.under(9)}`, stage_id: luck.pick(stageIds()) },
      }),
    () =>
      ask('PUT', `/pipelines/opportunities/${some()}/move`, {
        key: kasar,
        body: { pipeline_step_id: luck.pick(stageIds()) },
      }),
    async () => {
      if (luck.under(3) > 0) return
      const id = some()
      if ((await ask('DELETE', `/pipeline-cards/${id}`, { key: clarky })).status === 204) living.delete(id)
    },
    async () => {
      if (luck.under(6) > 0) return
      const turned = await ask('PUT', `/pipelines/${pipeline.id}/stages`, {
        key: rex,
        body: { stage_ids: stageIds().reverse() },
      })
      if (turned.status === 200) pipeline.stages = turned.body.data.stages
    },
    async () => {
      if (luck.under(6) > 0) return
      const added = await ask('POST', `/pipelines/${pipeline.id}/stages`, {
        key: rex,
        body: { name: 'New', type: 'open' },
      })
      if (added.status === 201) pipeline.stages = added.body.data.stages
    },
    async () => {
      if (luck.under(6) > 0 || pipeline.stages.length < 4) return
      const id = luck.pick(stageIds().filter((each) => each !== home))
      await ask('DELETE', `/pipelines/${pipeline.id}/stages/${id}?move_to=${home}`, { key: rex })
      pipeline.stages = pipeline.stages.filter((stage) => stage.id !== id)
    },
  ]
  for (let each = 0; each < 40; each++) await create()
  const client = async () => {
    for (let round = 0; round < 250; round++) await luck.pick(requests)()
  }
  await Promise.all(Array.from({ length: 16 }, client))
  for (const id of living) expect((await patch(id, { archived_at: null })).status).toBe(200)

  const held: string[] = []
  for (let page = 1, pages = 1; page <= pages; page++) {
    const list = await ask('GET', `/pipeline-cards?pipeline_id=${pipeline.id}&page_size=100&page=${page}`, {
      key: clarky,
    })
    pages = list.body.pagination.total_pages
    held.push(...list.body.data.map(({ id }: { id: string }) => id))
  }
  expect(held.sort()).toEqual([...living].sort())
  expect(await auditCards(workspace.id)).toEqual([])
  console.log(
    `race: ${[...seen]
      .sort()
      .map(([status, count]) => `${count} × ${status}`)
      .join(', ')}`,
  )
})
