import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Answer, Ask } from '@/e2e/api-client'
import { auditCards } from '@/e2e/audit'
import {
  type BoardModel,
  chanceOf,
  discard,
  dissolve,
  emptyModel,
  emptyStage,
  lift,
  type ModelCard,
  type ModelStage,
  positionOf,
  put,
  recover,
  type StageKind,
  stageOf,
  totalsOf,
} from '@/e2e/board-model'
import { startContractApi } from '@/e2e/contract-api'
import { type Chance, chance, seedOfRun } from '@/e2e/random'
import { openWorkspace } from '@/e2e/workspace'
import { newId } from '@/lib/domain/id'
import type { Dialect } from './contract'

/*
 * Eight clients do 10,000 random things in three contracts at once. Each has a board of its own, of which a plain model
 * knows every card's place after every reply; and all of them work on two common boards, where a card is one client's
 * but anybody takes stages and whole boards away: there the model knows at the end where every card must be.
 */

const seed = seedOfRun()
const clients = 8
const operations = 10_000

let api: Awaited<ReturnType<typeof startContractApi>>
let workspaceId: string
let keys: Record<'kasar' | 'rex' | 'clarky', string>
const statuses = new Map<string, number>()

beforeAll(async () => {
  api = await startContractApi()
  const workspace = await openWorkspace()
  workspaceId = workspace.id
  keys = { kasar: await workspace.key('kasar'), rex: await workspace.key('rex'), clarky: await workspace.key('clarky') }
})
afterAll(() => api.stop())

const told = (answer: Answer, what: string) => `SEED=${seed}, ${what}: ${answer.status} ${answer.text}`

/** Asks in a contract. One in ten POSTs and PATCHes is sent twice at once under one Idempotency-Key. */
async function ask(luck: Chance, dialect: keyof typeof keys, method: string, target: string, body?: object) {
  const sent: Ask = { key: keys[dialect], body }
  const twice = (method === 'POST' || method === 'PATCH') && luck.under(10) === 0
  if (twice) sent.headers = { 'idempotency-key': newId() }
  const [answer, again] = await Promise.all([
    api.ask(method, target, sent),
    ...(twice ? [api.ask(method, target, sent)] : []),
  ])
  if (again) expect([again.status, again.text], told(answer as Answer, target)).toEqual([answer?.status, answer?.text])
  const seen = `${dialect} ${method} ${answer?.status}`
  statuses.set(seen, (statuses.get(seen) ?? 0) + 1)
  return answer as Answer
}

const fourStages = [
  { name: 'A', type: 'open' },
  { name: 'B', type: 'open' },
  { name: 'Won', type: 'won' },
  { name: 'Lost', type: 'lost' },
]

async function newBoard(name: string): Promise<BoardModel> {
  const made = await api.ask('POST', '/pipelines', { key: keys.rex, body: { name, stages: fourStages } })
  expect(made.status, made.text).toBe(201)
  return emptyModel(made.body.data)
}

const money = (luck: Chance) => ({ value: luck.under(100_000), currency: luck.pick(['EUR', 'USD', 'JPY']) })

/** A place in a stage for a card, as each contract says it, and which it is. */
function somePlace(luck: Chance, stage: ModelStage, moving: string | null): { named: object; index: number } {
  const others = stage.order.filter((id) => id !== moving)
  const index = luck.under(others.length + 1)
  const ways = [
    { named: { order_index: index }, index },
    { named: { order_index: others.length + luck.under(9) }, index: others.length },
    ...(others[index] ? [{ named: { before_id: others[index] }, index }] : []),
    ...(index > 0 ? [{ named: { after_id: others[index - 1] }, index }] : []),
  ]
  return luck.pick(ways)
}

/** What a client does on the board that it alone works on: every reply must say what the model says. */
function ownWork(luck: Chance, model: BoardModel): Record<string, () => Promise<void>> {
  const active = () => model.stages.flatMap(({ order }) => order)
  const archived = () => model.stages.flatMap((stage) => [...stage.archived])
  const card = (id: string) => model.cards.get(id) as ModelCard
  const send = (dialect: keyof typeof keys, method: string, target: string, body?: object) =>
    ask(luck, dialect, method, target, body)
  const isDone = (answer: Answer, status: number, what: string) =>
    expect(answer.status, told(answer, what)).toBe(status)

  /** Holds a reply of whichever contract to the model. */
  const isShown = (dialect: Dialect, answer: Answer, id: string, what: string) => {
    const stage = stageOf(model, id)
    const { title, value, currency } = card(id)
    const shown = {
      clarky: { id, pipeline_stage_id: stage.id, title, order_index: positionOf(model, id) },
      rex: { id, pipeline_id: model.id, stage_id: stage.id, name: title, value, currency, status: stage.type },
      kasar: { id, pipeline_id: model.id, pipeline_step_id: stage.id },
    }
    expect(answer.body.data, told(answer, what)).toMatchObject(shown[dialect as 'rex'])
    if (dialect === 'clarky') expect(answer.body.data.archived_at !== null, told(answer, what)).toBe(card(id).archived)
  }

  const create = async () => {
    const stage = luck.pick(model.stages)
    const title = `card ${luck.under(1000)}`
    const dialect = luck.pick(['clarky', 'rex', 'kasar'] as const)
    const cash = dialect === 'clarky' ? { value: null, currency: null } : money(luck)
    const { named, index } =
      dialect === 'clarky' ? somePlace(luck, stage, null) : { named: {}, index: stage.order.length }
    const answer = await {
      clarky: () => send('clarky', 'POST', '/pipeline-cards', { pipeline_stage_id: stage.id, title, ...named }),
      rex: () => send('rex', 'POST', '/deals', { name: title, pipeline_id: model.id, stage_id: stage.id, ...cash }),
      kasar: () =>
        send('kasar', 'POST', '/records/opportunities', { name: title, pipeline_step_id: stage.id, ...cash }),
    }[dialect]()
    isDone(answer, 201, 'create')
    const { id } = answer.body.data
    model.cards.set(id, { id, title, ...cash, archived: false })
    put(model, stage, id, index)
    isShown(dialect, answer, id, 'create')
  }
  const move = async () => {
    const id = luck.pick([...active(), ...archived()])
    const from = stageOf(model, id)
    const to = luck.pick(model.stages)
    const { archived: away } = card(id)
    const arrive = (index: number) => {
      if (away) {
        lift(model, id)
        to.archived.add(id)
      } else put(model, to, id, index)
    }
    const { named, index } = somePlace(luck, to, id)
    const end = to.order.filter((each) => each !== id).length
    const [dialect, answer] = await luck.pick([
      async () => {
        const reply = await send('kasar', 'PUT', `/pipelines/opportunities/${id}/move`, { pipeline_step_id: to.id })
        // A move to the record's own stage changes nothing; any other appends.
        if (to !== from) arrive(end)
        return ['kasar', reply] as const
      },
      async () => {
        const reply = await send('rex', 'PATCH', `/deals/${id}`, { stage_id: to.id })
        if (to !== from) arrive(end)
        return ['rex', reply] as const
      },
      async () => {
        const reply = await send('rex', 'POST', `/deals/${id}/stage`, { stage_id: to.id, ...named })
        arrive(index)
        return ['rex', reply] as const
      },
      async () => {
        const reply = await send('rex', 'POST', `/deals/${id}/stage`, { stage_id: to.id })
        arrive(end)
        return ['rex', reply] as const
      },
      async () => {
        const reply = await send('clarky', 'PATCH', `/pipeline-cards/${id}`, { pipeline_stage_id: to.id, ...named })
        arrive(index)
        return ['clarky', reply] as const
      },
    ])()
    isDone(answer, 200, 'move')
    isShown(dialect, answer, id, 'move')
  }
  const reorder = async () => {
    const id = luck.pick(active())
    const stage = stageOf(model, id)
    const { named, index } = somePlace(luck, stage, id)
    const answer = await send('clarky', 'PATCH', `/pipeline-cards/${id}`, named)
    isDone(answer, 200, 'reorder')
    put(model, stage, id, index)
    isShown('clarky', answer, id, 'reorder')
  }
  const change = async () => {
    const id = luck.pick([...active(), ...archived()])
    const title = `renamed ${luck.under(1000)}`
    const dialect = luck.pick(['clarky', 'rex', 'kasar'] as const)
    const cash = dialect === 'clarky' ? {} : money(luck)
    const answer = await {
      clarky: () => send('clarky', 'PATCH', `/pipeline-cards/${id}`, { title }),
      rex: () => send('rex', 'PATCH', `/deals/${id}`, { name: title, ...cash }),
      kasar: () => send('kasar', 'PUT', `/records/opportunities/${id}`, { name: title, ...cash }),
    }[dialect]()
    isDone(answer, 200, 'change')
    Object.assign(card(id), { title, ...cash })
    isShown(dialect, answer, id, 'change')
  }
  const archive = async () => {
    const id = luck.pick(active())
    const answer = await send('clarky', 'PATCH', `/pipeline-cards/${id}`, { archived_at: '2026-05-01T00:00:00Z' })
    isDone(answer, 200, 'archive')
    const stage = stageOf(model, id)
    lift(model, id)
    stage.archived.add(id)
    card(id).archived = true
    isShown('clarky', answer, id, 'archive')
  }
  const unarchive = async () => {
    if (archived().length === 0) return
    const id = luck.pick(archived())
    const stage = stageOf(model, id)
    const { named, index } = luck.pick([{ named: {}, index: stage.order.length }, somePlace(luck, stage, id)])
    const answer = await send('clarky', 'PATCH', `/pipeline-cards/${id}`, { archived_at: null, ...named })
    isDone(answer, 200, 'unarchive')
    put(model, stage, id, index)
    card(id).archived = false
    isShown('clarky', answer, id, 'unarchive')
  }
  const trash = async () => {
    const id = luck.pick([...active(), ...archived()])
    const answer = await luck.pick([
      () => send('clarky', 'DELETE', `/pipeline-cards/${id}`),
      () => send('rex', 'DELETE', `/deals/${id}`),
    ])()
    isDone(answer, 204, 'trash')
    discard(model, id)
    isDone(await send('rex', 'GET', `/deals/${id}`), 404, 'trashed')
  }
  const restore = async () => {
    const stage = model.stages.find(({ trashed }) => trashed.size > 0)
    const id = stage?.trashed.keys().next().value
    if (!stage || id === undefined) return
    const answer = await send('kasar', 'POST', `/records/opportunities/${id}/restore`)
    isDone(answer, 200, 'restore')
    recover(model, stage, id)
    isShown('kasar', answer, id, 'restore')
  }
  /** An item of a bulk, done in the model as it is made; its card's id, or null for one that is made by it. */
  const item = (): { asked: object; id: string | null; title: string } => {
    const ids = [...active(), ...archived()]
    const [id, to, title] = [luck.pick(ids), luck.pick(model.stages), `bulk ${luck.under(1000)}`]
    const { named, index } = somePlace(luck, to, id)
    return luck.pick([
      () => {
        put(model, to, title, to.order.length)
        model.cards.set(title, { id: title, title, value: null, currency: null, archived: false })
        return { asked: { op: 'create', pipeline_stage_id: to.id, title }, id: null, title }
      },
      () => {
        card(id).title = title
        return { asked: { op: 'update', id, title }, id, title }
      },
      () => {
        if (card(id).archived) {
          lift(model, id)
          to.archived.add(id)
        } else put(model, to, id, index)
        return { asked: { op: 'move', id, pipeline_stage_id: to.id, ...named }, id, title }
      },
      () => {
        const stage = stageOf(model, id)
        lift(model, id)
        stage.archived.add(id)
        card(id).archived = true
        return { asked: { op: 'archive', id }, id, title }
      },
      () => {
        discard(model, id)
        return { asked: { op: 'delete', id }, id, title }
      },
    ])()
  }
  const bulk = async () => {
    const items: { asked: object; id: string | null; title: string; shown: object }[] = []
    for (let at = luck.under(4) + 2; at > 0 && active().length > 2; at--) {
      // A card that this very request makes has no id yet, by which another item could name it.
      const made = items.filter(({ id }) => id === null).map(({ title }) => title)
      const before = structuredClone(model)
      const next = item()
      if (made.some((title) => JSON.stringify(next.asked).includes(`"${title}"`))) {
        Object.assign(model, before)
        continue
      }
      const known = next.id ?? next.title
      const kept = model.cards.has(known)
      const shown = kept
        ? {
            pipeline_stage_id: stageOf(model, known).id,
            title: card(known).title,
            order_index: positionOf(model, known),
          }
        : {}
      items.push({ ...next, shown })
    }
    const answer = await send('clarky', 'POST', '/pipeline-cards/bulk', { items: items.map(({ asked }) => asked) })
    isDone(answer, 200, 'bulk')
    for (const [at, { id, title, shown }] of items.entries()) {
      const { status, data } = answer.body.data[at]
      const expected = id === null ? 201 : Object.keys(shown).length > 0 ? 200 : 204
      expect([status, data ?? {}], told(answer, `bulk item ${at}`)).toMatchObject([expected, shown])
      if (id === null) named(title, data.id)
    }
  }
  /** A card that a bulk made gets the id that the reply tells. */
  const named = (title: string, id: string) => {
    for (const stage of model.stages) stage.order = stage.order.map((each) => (each === title ? id : each))
    model.cards.set(id, { ...card(title), id })
    model.cards.delete(title)
  }
  const addStage = async () => {
    if (model.stages.length > 6) return
    const position = luck.under(model.stages.length + 2)
    const type = luck.pick<StageKind>(['open', 'open', 'won', 'lost'])
    const answer = await send('rex', 'POST', `/pipelines/${model.id}/stages`, { name: 'New', type, position })
    isDone(answer, 201, 'add a stage')
    const at = Math.min(position, model.stages.length)
    model.stages.splice(at, 0, emptyStage(answer.body.data.stages[at].id, type))
    areStages(answer)
  }
  const removeStage = async () => {
    if (model.stages.length < 3) return
    const stage = luck.pick(model.stages)
    const target = luck.pick(model.stages.filter((each) => each !== stage))
    const first = model.stages.find((each) => each !== stage) as ModelStage
    const named = luck.under(3) > 0
    const query = named ? `?move_to=${target.id}` : ''
    const answer = await send('rex', 'DELETE', `/pipelines/${model.id}/stages/${stage.id}${query}`)
    if (!named && stage.order.length > 0) {
      isDone(answer, 409, 'remove a stage that holds deals')
      expect(answer.body.error.message).toContain(String(stage.order.length))
      return
    }
    isDone(answer, 204, 'remove a stage')
    dissolve(model, stage, named ? target : first)
  }
  const turnStages = async () => {
    model.stages = model.stages
      .map((stage) => [luck.under(1000), stage] as const)
      .toSorted(([a], [b]) => a - b)
      .map(([, stage]) => stage)
    const stage_ids = model.stages.map(({ id }) => id)
    const answer = await send('rex', 'PUT', `/pipelines/${model.id}/stages`, { stage_ids })
    isDone(answer, 200, 'turn stages')
    areStages(answer)
  }
  const trashAndRestore = async () => {
    isDone(await send('rex', 'DELETE', `/pipelines/${model.id}`), 204, 'delete the board')
    const id = [...model.cards.keys()][0]
    if (id) isDone(await send('clarky', 'GET', `/pipeline-cards/${id}`), 404, 'a card of a deleted board')
    const answer = await send('rex', 'POST', `/pipelines/${model.id}/restore`)
    isDone(answer, 200, 'restore the board')
    areStages(answer)
  }
  const areStages = (answer: Answer) =>
    expect(
      answer.body.data.stages.map((stage: { id: string; position: number; type: string; probability: number }) => [
        stage.id,
        stage.position,
        stage.type,
        stage.probability,
      ]),
      told(answer, 'stages'),
    ).toEqual(model.stages.map((stage, at) => [stage.id, at, stage.type, chanceOf(model, stage)]))

  const often = (work: () => Promise<void>, times: number) => Array<() => Promise<void>>(times).fill(work)
  const ways = [
    ...often(create, 5),
    ...often(move, 8),
    ...often(reorder, 4),
    ...often(change, 3),
    ...often(archive, 2),
    ...often(unarchive, 2),
    ...often(trash, 2),
    restore,
    ...often(bulk, 2),
    addStage,
    removeStage,
    turnStages,
    trashAndRestore,
  ]
  return { next: () => (active().length < 3 ? create() : luck.pick(ways)()) }
}

/** What the clients share: whose card is whose, where it was last put, and where the cards of a lost stage went. */
interface Common {
  boards: BoardModel[]
  /** The stage that took the cards of one that was removed. */
  heir: Map<string, string>
  /** Who takes a board away brings it back before another one takes one away. */
  turn: Promise<unknown>
}

type CommonCard = ModelCard & { stageId: string }

/** Where a card stands that was last put on this stage. */
function standing({ heir }: Common, stageId: string): string {
  const next = heir.get(stageId)
  return next === undefined ? stageId : standing({ heir } as Common, next)
}

/**
 * What a client does with its cards on the common boards, while others take stages and boards away. It may be refused
 * for that; whatever it is told has happened has happened.
 */
function commonWork(luck: Chance, common: Common, mine: Map<string, CommonCard>): () => Promise<void> {
  const stages = () => common.boards.flatMap(({ id, stages }) => stages.map((stage) => ({ ...stage, boardId: id })))
  const some = () => luck.pick([...mine.values()])
  const discarded: CommonCard[] = []
  const send = (dialect: keyof typeof keys, method: string, target: string, body?: object) =>
    ask(luck, dialect, method, target, body)
  const may = (answer: Answer, status: number): boolean => {
    if (answer.status === status) return true
    expect([400, 404, 409, 422], told(answer, 'on a common board')).toContain(answer.status)
    return false
  }
  const neighbour = () =>
    luck.pick([{}, { order_index: luck.under(20) }, { after_id: some().id }, { before_id: some().id }])

  const create = async () => {
    const { id: stageId, boardId } = luck.pick(stages())
    const title = `common ${luck.under(1000)}`
    const cash = money(luck)
    const answer = await send('rex', 'POST', '/deals', {
      name: title,
      pipeline_id: boardId,
      stage_id: stageId,
      ...cash,
    })
    if (!may(answer, 201)) return
    const { id } = answer.body.data
    mine.set(id, { id, title, ...cash, archived: false, stageId })
  }
  const move = async () => {
    const card = some()
    const { id: stageId } = luck.pick(stages())
    const answer = await luck.pick([
      () => send('kasar', 'PUT', `/pipelines/opportunities/${card.id}/move`, { pipeline_step_id: stageId }),
      () => send('rex', 'PATCH', `/deals/${card.id}`, { stage_id: stageId }),
      () => send('rex', 'POST', `/deals/${card.id}/stage`, { stage_id: stageId, ...neighbour() }),
      () => send('clarky', 'PATCH', `/pipeline-cards/${card.id}`, { pipeline_stage_id: stageId, ...neighbour() }),
    ])()
    if (may(answer, 200)) card.stageId = stageId
  }
  const reorder = async () => {
    may(await send('clarky', 'PATCH', `/pipeline-cards/${some().id}`, { order_index: luck.under(30) }), 200)
  }
  const change = async () => {
    const card = some()
    const cash = money(luck)
    if (may(await send('rex', 'PATCH', `/deals/${card.id}`, cash), 200)) Object.assign(card, cash)
  }
  const shelve = async () => {
    const card = some()
    const archived_at = card.archived ? null : '2026-05-01T00:00:00Z'
    if (may(await send('clarky', 'PATCH', `/pipeline-cards/${card.id}`, { archived_at }), 200)) {
      card.archived = !card.archived
    }
  }
  const trash = async () => {
    const card = some()
    if (!may(await send('clarky', 'DELETE', `/pipeline-cards/${card.id}`), 204)) return
    mine.delete(card.id)
    discarded.push(card)
  }
  const restore = async () => {
    const card = discarded.pop()
    if (!card) return
    if (may(await send('kasar', 'POST', `/records/opportunities/${card.id}/restore`), 200)) mine.set(card.id, card)
    else discarded.push(card)
  }
  const bulk = async () => {
    const moves = Array.from({ length: luck.under(5) + 1 }, () => ({ card: some(), stageId: luck.pick(stages()).id }))
    const items = moves.map(({ card, stageId }) => ({ op: 'move', id: card.id, pipeline_stage_id: stageId }))
    const answer = await send('clarky', 'POST', '/pipeline-cards/bulk', { items })
    if (!may(answer, 200)) return
    for (const [at, { card, stageId }] of moves.entries()) {
      const { status } = answer.body.data[at]
      expect([200, 404, 422], told(answer, `bulk item ${at}`)).toContain(status)
      if (status === 200) card.stageId = stageId
    }
  }
  const addStage = async () => {
    const board = luck.pick(common.boards)
    if (board.stages.length > 6) return
    const answer = await send('rex', 'POST', `/pipelines/${board.id}/stages`, {
      name: 'New',
      type: 'open',
      position: 0,
    })
    if (may(answer, 201)) board.stages.push(emptyStage(answer.body.data.stages[0].id, 'open'))
  }
  const removeStage = async () => {
    const board = luck.pick(common.boards)
    if (board.stages.length < 4) return
    const stage = luck.pick(board.stages)
    const target = luck.pick(board.stages.filter((each) => each !== stage))
    const answer = await send('rex', 'DELETE', `/pipelines/${board.id}/stages/${stage.id}?move_to=${target.id}`)
    if (!may(answer, 204)) return
    common.heir.set(stage.id, target.id)
    board.stages = board.stages.filter((each) => each !== stage)
  }
  const trashAndRestore = () => {
    const board = luck.pick(common.boards)
    const turn = common.turn.then(async () => {
      expect((await send('rex', 'DELETE', `/pipelines/${board.id}`)).status).toBe(204)
      expect((await send('rex', 'POST', `/pipelines/${board.id}/restore`)).status).toBe(200)
    })
    common.turn = turn
    return turn
  }
  const often = (work: () => Promise<void>, times: number) => Array<() => Promise<void>>(times).fill(work)
  const ways = [
    ...often(create, 8),
    ...often(move, 16),
    ...often(reorder, 6),
    ...often(change, 4),
    ...often(shelve, 4),
    ...often(trash, 2),
    restore,
    ...often(bulk, 2),
    ...often(addStage, 2),
    ...often(removeStage, 2),
    trashAndRestore,
  ]
  return () => (mine.size < 3 ? create() : luck.pick(ways)())
}

/** The cards of a stage in order, by Clarky's list; their order_index must be dense from 0. */
async function clarkyOrder(stageId: string): Promise<string[]> {
  const ids: string[] = []
  for (let page = 1, pages = 1; page <= pages; page++) {
    const target = `/pipeline-cards?pipeline_stage_id=${stageId}&page_size=100&page=${page}`
    const { body } = await api.ask('GET', target, { key: keys.clarky })
    for (const card of body.data) expect(card.order_index).toBe(ids.push(card.id) - 1)
    pages = body.pagination.total_pages
    if (page === pages) expect(body.pagination.total).toBe(ids.length)
  }
  return ids
}

interface Column {
  stage: { id: string; probability: number; position: number }
  count: number
  totals: object[]
  cards: { id: string }[]
  next_cursor: string | null
}

/** A board's columns by REX, each with all its cards. */
async function rexColumns(boardId: string): Promise<Column[]> {
  const read = async (query: string): Promise<Column[]> =>
    (await api.ask('GET', `/pipelines/${boardId}/board?limit=200${query}`, { key: keys.rex })).body.data.columns
  const columns = await read('')
  for (const column of columns) {
    for (let cursor = column.next_cursor; cursor; ) {
      const [more] = await read(`&stage_id=${column.stage.id}&cursor=${cursor}`)
      column.cards.push(...(more?.cards ?? []))
      cursor = more?.next_cursor ?? null
    }
  }
  return columns
}

/** The board as it is, by REX and by Clarky, is the board of the model. */
async function isAsModelled(model: BoardModel): Promise<void> {
  const columns = await rexColumns(model.id)
  const shown = columns.map((column) => ({
    id: column.stage.id,
    order: column.cards.map(({ id }) => id),
    count: column.count,
    totals: column.totals,
  }))
  const expected = model.stages.map((stage) => ({
    id: stage.id,
    order: stage.order,
    count: stage.order.length,
    totals: totalsOf(model, stage),
  }))
  expect(shown, `SEED=${seed}`).toEqual(expected)
  for (const stage of model.stages) expect(await clarkyOrder(stage.id), `SEED=${seed}`).toEqual(stage.order)
}

/** A deal's history tells its way: from creation to where it stands, each stay where the last one ended. */
async function isRemembered(id: string): Promise<void> {
  const deal = (await api.ask('GET', `/deals/${id}`, { key: keys.rex })).body.data
  const entries: { event: string; from_stage: { id: string } | null; to_stage: { id: string } | null }[] = []
  for (let cursor: string | null = ''; cursor !== null; ) {
    const more: string = cursor && `&cursor=${cursor}`
    const { body } = await api.ask('GET', `/deals/${id}/history?limit=200${more}`, { key: keys.rex })
    entries.unshift(...body.data.toReversed())
    cursor = body.next_cursor
  }
  expect([entries.length, entries[0]?.event], `SEED=${seed}, ${id}`).toEqual([deal.version, 'record.create'])
  let stands: string | undefined
  for (const { event, from_stage, to_stage } of entries) {
    if (!to_stage) continue
    // Out of the trash a deal comes to where it stood, or where the cards of its stage went meanwhile.
    expect((event === 'record.restore' ? to_stage : from_stage)?.id, `SEED=${seed}, ${id}`).toBe(stands)
    stands = to_stage.id
  }
  expect(stands, `SEED=${seed}, ${id}`).toBe(deal.stage_id)
}

it(`${operations} random operations by ${clients} clients leave what plain models say (SEED=${seed})`, async () => {
  const common: Common = {
    boards: [await newBoard('Common'), await newBoard('Common too')],
    heir: new Map(),
    turn: Promise.resolve(),
  }
  const cards = Array.from({ length: clients }, () => new Map<string, CommonCard>())
  const models = await Promise.all(cards.map((_, at) => newBoard(`Board ${at}`)))
  const client = async (at: number) => {
    const model = models[at] as BoardModel
    const own = ownWork(chance(seed + at), model)
    const shared = commonWork(chance(seed + 1000 + at), common, cards[at] as Map<string, CommonCard>)
    for (let done = 1; done <= operations / clients / 2; done++) {
      await own.next?.()
      await shared()
      if (done % 100 === 0) await isAsModelled(model)
    }
    await isAsModelled(model)
  }
  await Promise.all(models.map((_, at) => client(at)))

  const all = cards.flatMap((mine) => [...mine.values()])
  const found: string[] = []
  for (const board of common.boards) {
    const columns = await rexColumns(board.id)
    expect(columns.map(({ stage }) => stage.id).toSorted()).toEqual(board.stages.map(({ id }) => id).toSorted())
    for (const { stage, cards: shown, count, totals } of columns) {
      const here = all.filter((card) => standing(common, card.stageId) === stage.id && !card.archived)
      const order = shown.map(({ id }) => id)
      expect(order.toSorted(), `SEED=${seed}`).toEqual(here.map(({ id }) => id).toSorted())
      expect(await clarkyOrder(stage.id), `SEED=${seed}`).toEqual(order)
      expect(count).toBe(here.length)
      const column = { ...emptyStage(stage.id, 'open'), order }
      const sums = totalsOf({ id: '', stages: [column], cards: new Map(here.map((card) => [card.id, card])) }, column)
      expect(totals, `SEED=${seed}`).toEqual(
        sums.map(({ currency, value }) => ({ currency, value, weighted: Math.round(value * stage.probability) })),
      )
      found.push(...order)
    }
  }
  const shelved = all.filter(({ archived }) => archived)
  for (const card of shelved) {
    const { body } = await api.ask('GET', `/pipeline-cards/${card.id}`, { key: keys.clarky })
    expect(body.data.pipeline_stage_id, `SEED=${seed}`).toBe(standing(common, card.stageId))
    expect(body.data.archived_at).not.toBeNull()
  }
  expect(found.length + shelved.length).toBe(all.length)
  for (const { id } of all) await isRemembered(id)
  for (const { cards } of models) for (const id of cards.keys()) await isRemembered(id)
  expect(await auditCards(workspaceId)).toEqual([])
  const answers = [...statuses].toSorted().map(([status, count]) => `${count} × ${status}`)
  console.log(
    `model: ${all.length} common cards, ${models.map(({ cards }) => cards.size).join(' ')} own; ${answers.join(', ')}`,
  )
})
