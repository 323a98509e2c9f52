import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Acting, actingWith } from '@/e2e/acting'
import type { RunningApi } from '@/e2e/api-client'
import { refusalIn, startContractApi } from '@/e2e/contract-api'
import { openWorkspace, type TestWorkspace } from '@/e2e/workspace'
import { newId } from '@/lib/domain/id'

let api: RunningApi
let workspace: TestWorkspace
let clarky: Acting
let rex: Acting

interface Card {
  id: string
  title: string
  order_index: number
  updated_at: string
  archived_at: string | null
}
interface Stage {
  id: string
}

beforeAll(async () => {
  api = await startContractApi()
  workspace = await openWorkspace()
  clarky = actingWith(api, await workspace.key('clarky'))
  rex = actingWith(api, await workspace.key('rex'))
})
afterAll(() => api.stop())

const instant = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/
const times = { created_at: expect.stringMatching(instant), updated_at: expect.stringMatching(instant) }

const create = (body: object) => clarky.post('/pipeline-cards', body)
const update = (card: { id: string }, body: object) => clarky.patch(`/pipeline-cards/${card.id}`, body)
const read = async (card: { id: string }): Promise<Card> => (await clarky.get(`/pipeline-cards/${card.id}`)).body.data
const made = async (stage: Stage, title: string, more: object = {}): Promise<Card> => {
  const answer = await create({ pipeline_stage_id: stage.id, title, ...more })
  expect(answer.status).toBe(201)
  return answer.body.data
}

/** The titles of a stage's active cards in order; their order_index must be dense from 0. */
const titles = async (stage: Stage): Promise<string[]> => {
  const { data } = (await clarky.get(`/pipeline-cards?pipeline_stage_id=${stage.id}&page_size=100`)).body
  expect(data.map((card: Card) => card.order_index)).toEqual(data.map((_: Card, at: number) => at))
  for (const card of data) expect(await read(card)).toEqual(card)
  return data.map((card: Card) => card.title)
}

/** A board whose first stage holds a, b and c. */
const abc = async () => {
  const { id, stages } = await rex.board()
  const [a, b, c] = [await made(stages[0], 'a'), await made(stages[0], 'b'), await made(stages[0], 'c')]
  return { board: { id }, stages: stages as [Stage, Stage, Stage, Stage], a, b, c }
}

describe('Create a pipeline card', () => {
  it('answers the documented example', async () => {
    const board = await rex.board()
    const contact = await rex.record('contacts')
    for (const title of ['one', 'two', 'three']) await made(board.stages[0], title)
    const given = {
      pipeline_stage_id: board.stages[0].id,
      title: 'Acme Corp – renewal',
      contact_id: contact.id,
      tags: ['renewal'],
    }
    const card = await create(given)
    expect(card.status).toBe(201)
    expect(card.body).toEqual({
      data: {
        id: expect.any(String),
        ...given,
        description: null,
        order_index: 3,
        archived_at: null,
        ...times,
      },
    })
    expect((await clarky.get(`/pipeline-cards/${card.body.data.id}`)).body).toEqual(card.body)
  })

  it('needs a stage and a title, and nothing else', async () => {
    const board = await rex.board()
    expect(await made(board.stages[0], 'x')).toMatchObject({ contact_id: null, description: null, tags: [] })
    const fine = { pipeline_stage_id: board.stages[0].id, title: 'x' }
    const wrong: [object, string][] = [
      [{ pipeline_stage_id: undefined }, 'pipeline_stage_id'],
      [{ title: undefined }, 'title'],
      [{ title: null }, 'title'],
      [{ title: '' }, 'title'],
      [{ title: 'x'.repeat(501) }, 'title'],
      [{ description: 'x'.repeat(20_001) }, 'description'],
      [{ description: 7 }, 'description'],
      [{ tags: 'renewal' }, 'tags'],
      [{ tags: [null] }, 'tags.0'],
      [{ order_index: -1 }, 'order_index'],
      [{ order_index: 1.5 }, 'order_index'],
      [{ order_index: '1' }, 'order_index'],
      [{ pipeline_stage_id: newId() }, 'pipeline_stage_id'],
      [{ pipeline_stage_id: 'ps_01HSTA' }, 'pipeline_stage_id'],
      [{ contact_id: newId() }, 'contact_id'],
      [{ contact_id: 'c_01HXYZ' }, 'contact_id'],
      [{ archived_at: '2026-01-01T00:00:00Z' }, 'archived_at'],
      [{ id: newId() }, 'id'],
      [{ created_at: '2026-01-01T00:00:00Z' }, 'created_at'],
      [{ bot_id: newId() }, 'bot_id'],
    ]
    for (const [change, field] of wrong) {
      const refused = refusalIn(await create({ ...fine, ...change }), 'clarky')
      expect(refused, field).toMatchObject({ status: 422, code: 'validation_error', field })
      expect(refused.message).toContain(`'${field}'`)
    }
    expect(await titles(board.stages[0])).toEqual(['x'])
    const most = { title: 't'.repeat(500), description: 'd'.repeat(20_000) }
    expect((await create({ ...fine, ...most })).body.data).toMatchObject(most)
  })

  it('drops the card at a number, at the end past it, or beside another card', async () => {
    const { stages, a } = await abc()
    expect((await made(stages[0], 'first', { order_index: 0 })).order_index).toBe(0)
    expect((await made(stages[0], 'third', { order_index: 2 })).order_index).toBe(2)
    expect((await made(stages[0], 'last', { order_index: 1_000_000 })).order_index).toBe(5)
    expect(await titles(stages[0])).toEqual(['first', 'a', 'third', 'b', 'c', 'last'])
    expect((await made(stages[0], 'after a', { after_id: a.id })).order_index).toBe(2)
    expect((await made(stages[0], 'before a', { before_id: a.id })).order_index).toBe(1)
    expect(await titles(stages[0])).toEqual(['first', 'before a', 'a', 'after a', 'third', 'b', 'c', 'last'])
  })

  it('says 400 bad_request to a body that is no JSON', async () => {
    const refused = refusalIn(
      await api.ask('POST', '/pipeline-cards', { key: await workspace.key('clarky'), raw: '{"title":' }),
      'clarky',
    )
    expect(refused).toMatchObject({ status: 400, code: 'bad_request' })
  })

  it('holds the gate: 422 with missing_fields in details', async () => {
    const board = await rex.board()
    const required_fields = ['amount', 'contact_id']
    await rex.patch(`/pipelines/${board.id}/stages/${board.stages[0].id}`, { required_fields })
    const answer = await create({ pipeline_stage_id: board.stages[0].id, title: 'x' })
    expect(answer.status).toBe(422)
    expect(answer.body.error).toMatchObject({
      code: 'validation_error',
      details: { missing_fields: ['amount', 'contact_id'] },
    })
    expect(await titles(board.stages[0])).toEqual([])
  })
})

describe('Get a pipeline card', () => {
  it('shows what the other contracts wrote', async () => {
    const board = await rex.board()
    const contact = await rex.record('contacts')
    const deal = await rex.deal(board, board.stages[1], {
      name: 'Acme Corp – renewal',
      description: 'Renewal due in Q2',
      tags: ['renewal'],
      contact_id: contact.id,
      created_at: '2026-04-10T11:00:00+02:00',
    })
    expect((await clarky.get(`/pipeline-cards/${deal.id}`)).body).toEqual({
      data: {
        id: deal.id,
        pipeline_stage_id: board.stages[1].id,
        contact_id: contact.id,
        title: 'Acme Corp – renewal',
        description: 'Renewal due in Q2',
        tags: ['renewal'],
        order_index: 0,
        archived_at: null,
        created_at: '2026-04-10T09:00:00.000Z',
        updated_at: expect.stringMatching(instant),
      },
    })
  })

  it('does not find what is missing, malformed, in the trash, or on no board', async () => {
    const board = await rex.board()
    const gone = await made(board.stages[0], 'gone')
    await clarky.delete(`/pipeline-cards/${gone.id}`)
    const contact = await rex.record('contacts')
    const trashed = await rex.board()
    const hidden = await made(trashed.stages[0], 'hidden')
    await rex.delete(`/pipelines/${trashed.id}`)
    const words = { error: { code: 'not_found', message: 'Pipeline card not found', details: {} } }
    for (const id of [newId(), 'pc_01HCRD', gone.id, contact.id, hidden.id]) {
      const answers = [
        await clarky.get(`/pipeline-cards/${id}`),
        await clarky.patch(`/pipeline-cards/${id}`, { title: 'x' }),
        await clarky.patch(`/pipeline-cards/${id}`, { pipeline_stage_id: newId() }),
        await clarky.patch(`/pipeline-cards/${id}`, { order_index: 0 }),
        await clarky.patch(`/pipeline-cards/${id}`, { archived_at: null }),
        await clarky.delete(`/pipeline-cards/${id}`),
      ]
      for (const answer of answers) {
        expect(answer.status).toBe(404)
        expect(answer.body).toEqual(words)
      }
    }
  })
})

describe('List pipeline cards', () => {
  it('answers in the documented form', async () => {
    const board = await rex.board()
    const card = await made(board.stages[0], 'Acme Corp – renewal')
    expect((await clarky.get(`/pipeline-cards?pipeline_stage_id=${board.stages[0].id}`)).body).toEqual({
      data: [card],
      pagination: { page: 1, page_size: 25, total: 1, total_pages: 1 },
    })
  })

  it('is in board order: pipeline, stage, position', async () => {
    const own = await openWorkspace()
    const as = actingWith(api, await own.key('clarky'))
    const boards = actingWith(api, await own.key('rex'))
    const [one, two] = [await boards.board(), await boards.board()]
    const expected: string[] = []
    const put = async (stage: Stage, title: string, order_index?: number) =>
      as.post('/pipeline-cards', { pipeline_stage_id: stage.id, title, order_index })
    await put(two.stages[0], '5')
    await put(one.stages[1], '4')
    await put(one.stages[1], '3', 0)
    await put(one.stages[0], '2')
    await put(one.stages[0], '1', 0)
    for (let page = 1; page <= 3; page++) {
      const { data } = (await as.get(`/pipeline-cards?page_size=2&page=${page}`)).body
      expected.push(...data.map((card: Card) => card.title))
    }
    expect(expected).toEqual(['1', '2', '3', '4', '5'])
    // Pages of every size, cut wherever a stage ends, begins or holds nothing.
    for (let size = 1; size <= 6; size++) {
      for (let page = 1; page <= 6; page++) {
        const { data, pagination } = (await as.get(`/pipeline-cards?page_size=${size}&page=${page}`)).body
        const from = (page - 1) * size
        expect(data.map((card: Card) => card.title)).toEqual(['1', '2', '3', '4', '5'].slice(from, from + size))
        expect(pagination).toEqual({ page, page_size: size, total: 5, total_pages: Math.ceil(5 / size) })
      }
    }
    const filtered = (await as.get(`/pipeline-cards?pipeline_id=${one.id}`)).body
    expect(filtered.data.map((card: Card) => card.title)).toEqual(['1', '2', '3', '4'])
    expect(filtered.pagination.total).toBe(4)
  })

  it('filters by contact, and tells the true order_index of a card in its stage', async () => {
    const { stages, b } = await abc()
    const contact = await rex.record('contacts')
    await update(b, { contact_id: contact.id })
    const { data, pagination } = (await clarky.get(`/pipeline-cards?contact_id=${contact.id}`)).body
    expect(data).toMatchObject([{ id: b.id, order_index: 1, pipeline_stage_id: stages[0].id }])
    expect(pagination.total).toBe(1)
  })

  it('holds archived cards only when asked', async () => {
    const { stages, a, b } = await abc()
    await update(b, { archived_at: '2026-02-01T00:00:00Z' })
    const list = `/pipeline-cards?pipeline_stage_id=${stages[0].id}`
    for (const query of ['', '&include_archived=false']) {
      expect((await clarky.get(list + query)).body).toMatchObject({
        data: [{ title: 'a' }, { title: 'c' }],
        pagination: { total: 2 },
      })
    }
    const all = (await clarky.get(`${list}&include_archived=true`)).body
    expect(all.pagination.total).toBe(3)
    expect(all.data.map((card: Card) => [card.title, card.order_index])).toEqual([
      ['a', 0],
      ['c', 1],
      ['b', 2],
    ])
    expect(all.data[0].id).toBe(a.id)
  })

  it('is empty for unknown ids, refuses malformed ones (422) and parameters it does not have (400)', async () => {
    for (const name of ['pipeline_id', 'pipeline_stage_id', 'bot_id', 'contact_id']) {
      expect((await clarky.get(`/pipeline-cards?${name}=${newId()}`)).body).toEqual({
        data: [],
        pagination: { page: 1, page_size: 25, total: 0, total_pages: 0 },
      })
      const refused = refusalIn(await clarky.get(`/pipeline-cards?${name}=x`), 'clarky')
      expect(refused).toMatchObject({ status: 422, code: 'validation_error', field: name })
    }
    for (const value of ['1', 'yes', 'TRUE', '']) {
      const refused = refusalIn(await clarky.get(`/pipeline-cards?include_archived=${value}`), 'clarky')
      expect(refused).toMatchObject({ status: 422, field: 'include_archived' })
    }
    const refused = refusalIn(await clarky.get('/pipeline-cards?stage_id=1'), 'clarky')
    expect(refused).toMatchObject({ status: 400, code: 'bad_request', field: 'stage_id' })
  })
})

describe('Update a pipeline card', () => {
  it('moves to a new stage as the documented example does', async () => {
    const { stages, b } = await abc()
    const there = await made(stages[2], 'there')
    const moved = await update(b, { pipeline_stage_id: stages[2].id, order_index: 0 })
    expect(moved.status).toBe(200)
    expect(moved.body.data).toEqual({ ...b, pipeline_stage_id: stages[2].id, order_index: 0, ...times })
    expect(moved.body.data.updated_at > b.updated_at).toBe(true)
    expect(await titles(stages[0])).toEqual(['a', 'c'])
    expect(await titles(stages[2])).toEqual(['b', 'there'])
    expect((await read(there)).order_index).toBe(1)
  })

  it('changes any combination of fields and nothing else', async () => {
    const { a } = await abc()
    const contact = await rex.record('contacts')
    const change = { title: 'A', description: 'D', tags: ['x', 'y'], contact_id: contact.id }
    expect((await update(a, change)).body.data).toEqual({ ...a, ...change, ...times })
    expect((await update(a, { contact_id: null })).body.data).toMatchObject({ ...change, contact_id: null })
    const before = await read(a)
    expect((await update(a, {})).body.data).toEqual(before)
    expect((await update(a, { title: 'A' })).body.data).toEqual(before)
  })

  it('puts the card at position k, dense and 0-based; past the end is the end', async () => {
    const { stages, a, b, c } = await abc()
    const at = async (card: Card, order_index: number) => (await update(card, { order_index })).body.data.order_index
    expect(await at(c, 0)).toBe(0)
    expect(await titles(stages[0])).toEqual(['c', 'a', 'b'])
    expect(await at(c, 1)).toBe(1)
    expect(await titles(stages[0])).toEqual(['a', 'c', 'b'])
    expect(await at(a, 2)).toBe(2)
    expect(await titles(stages[0])).toEqual(['c', 'b', 'a'])
    expect(await at(c, 3)).toBe(2)
    expect(await at(b, 99)).toBe(2)
    expect(await at(b, 9_007_199_254_740_991)).toBe(2)
    expect(await titles(stages[0])).toEqual(['a', 'c', 'b'])
    const before = await read(c)
    expect(await at(c, 1)).toBe(1)
    expect(await read(c)).toEqual(before)
  })

  it('goes to the end of another stage without a number, and stays where it is in its own', async () => {
    const { stages, a } = await abc()
    await made(stages[1], 'x')
    expect((await update(a, { pipeline_stage_id: stages[0].id })).body.data).toEqual(a)
    expect((await update(a, { pipeline_stage_id: stages[1].id })).body.data.order_index).toBe(1)
    expect(await titles(stages[1])).toEqual(['x', 'a'])
  })

  it('stands beside the neighbour named', async () => {
    const { stages, a, b, c } = await abc()
    const x = await made(stages[1], 'x')
    await update(c, { before_id: b.id })
    expect(await titles(stages[0])).toEqual(['a', 'c', 'b'])
    await update(a, { after_id: b.id })
    expect(await titles(stages[0])).toEqual(['c', 'b', 'a'])
    await update(b, { pipeline_stage_id: stages[1].id, before_id: x.id })
    expect(await titles(stages[1])).toEqual(['b', 'x'])
    for (const [place, field] of [
      [{ after_id: x.id }, 'after_id'],
      [{ before_id: newId() }, 'before_id'],
      [{ before_id: a.id }, 'before_id'],
      [{ after_id: c.id, before_id: c.id }, 'after_id'],
      [{ pipeline_stage_id: stages[1].id, after_id: c.id }, 'after_id'],
    ] as const) {
      expect(refusalIn(await update(a, place), 'clarky')).toMatchObject({ status: 422, field })
    }
    expect(await titles(stages[0])).toEqual(['c', 'a'])
  })

  it('may enter a stage of another pipeline of its object, never one of another object', async () => {
    const { a, stages } = await abc()
    const other = await rex.board()
    const candidates = await rex.board({ object: 'candidates' })
    expect((await update(a, { pipeline_stage_id: other.stages[1].id })).status).toBe(200)
    expect((await rex.get(`/deals/${a.id}`)).body.data.pipeline_id).toBe(other.id)
    for (const pipeline_stage_id of [candidates.stages[0].id, newId(), 'ps_01HSTA', '']) {
      const refused = refusalIn(await update(a, { pipeline_stage_id }), 'clarky')
      expect(refused).toMatchObject({ status: 422, code: 'validation_error', field: 'pipeline_stage_id' })
    }
    expect(await titles(stages[0])).toEqual(['b', 'c'])
  })

  it('refuses what does not fit, naming the field, and writes none of it', async () => {
    const { a } = await abc()
    const wrong: [object, string][] = [
      [{ order_index: -1 }, 'order_index'],
      [{ order_index: null }, 'order_index'],
      [{ title: '' }, 'title'],
      [{ title: null }, 'title'],
      [{ title: 'y', contact_id: newId() }, 'contact_id'],
      [{ title: 'y', archived_at: 'now' }, 'archived_at'],
      [{ title: 'y', archived_at: '2026-04-29' }, 'archived_at'],
      [{ title: 'y', archived_at: true }, 'archived_at'],
      [{ title: 'y', status: 'won' }, 'status'],
      [{ title: 'y', updated_at: '2026-01-01T00:00:00Z' }, 'updated_at'],
    ]
    for (const [body, field] of wrong) {
      expect(refusalIn(await update(a, body), 'clarky')).toMatchObject({ status: 422, code: 'validation_error', field })
    }
    expect(await read(a)).toEqual(a)
  })

  it('holds the gate on a move, and one change can fill it', async () => {
    const { board, stages, a } = await abc()
    const required_fields = ['description', 'tags']
    await rex.patch(`/pipelines/${board.id}/stages/${stages[1].id}`, { required_fields })
    const refused = await update(a, { pipeline_stage_id: stages[1].id, description: '', tags: [], title: 'y' })
    expect(refused.status).toBe(422)
    expect(refused.body.error.details.missing_fields).toEqual(required_fields)
    expect(await read(a)).toEqual(a)
    const filled = await update(a, { pipeline_stage_id: stages[1].id, description: 'd', tags: ['t'] })
    expect(filled.status).toBe(200)
  })
})

describe('Archive a pipeline card', () => {
  it('takes any offset, keeps the stage, and has the position after the last', async () => {
    const { stages, a } = await abc()
    const archived = await update(a, { archived_at: '2026-04-29T21:15:00.25+02:00' })
    expect(archived.body.data).toEqual({
      ...a,
      archived_at: '2026-04-29T19:15:00.250Z',
      order_index: 2,
      ...times,
    })
    expect(await read(a)).toEqual(archived.body.data)
    expect(await titles(stages[0])).toEqual(['b', 'c'])
    const deal = (await rex.get(`/deals/${a.id}`)).body.data
    expect(deal).toMatchObject({ stage_id: stages[0].id, rank: null })
  })

  it('returns to the end of its stage when un-archived', async () => {
    const { stages, a } = await abc()
    await update(a, { archived_at: '2026-04-29T19:15:00Z' })
    const back = await update(a, { archived_at: null })
    expect(back.body.data).toMatchObject({ archived_at: null, order_index: 2 })
    expect(await titles(stages[0])).toEqual(['b', 'c', 'a'])
    const before = await read(a)
    expect((await update(a, { archived_at: null })).body.data).toEqual(before)
  })

  it('may be un-archived into another stage or place at once', async () => {
    const { stages, a, b } = await abc()
    await update(a, { archived_at: '2026-04-29T19:15:00Z' })
    await update(b, { archived_at: '2026-04-29T19:15:00Z' })
    expect((await update(a, { archived_at: null, order_index: 0 })).body.data.order_index).toBe(0)
    expect(await titles(stages[0])).toEqual(['a', 'c'])
    await update(b, { archived_at: null, pipeline_stage_id: stages[1].id })
    expect(await titles(stages[1])).toEqual(['b'])
  })

  it('changes and moves while archived without taking a place', async () => {
    const { stages, a } = await abc()
    await made(stages[1], 'x')
    await update(a, { archived_at: '2026-04-29T19:15:00Z' })
    const moved = await update(a, { pipeline_stage_id: stages[1].id, title: 'A', order_index: 0 })
    expect(moved.body.data).toMatchObject({
      title: 'A',
      pipeline_stage_id: stages[1].id,
      order_index: 1,
      archived_at: '2026-04-29T19:15:00.000Z',
    })
    expect(await titles(stages[1])).toEqual(['x'])
    await update(a, { archived_at: null })
    expect(await titles(stages[1])).toEqual(['x', 'A'])
  })
})

describe('Delete a pipeline card', () => {
  it('answers 204 without a body; the card is gone, those behind it move up', async () => {
    const { stages, a } = await abc()
    const deleted = await clarky.delete(`/pipeline-cards/${a.id}`)
    expect([deleted.status, deleted.text]).toEqual([204, ''])
    expect((await clarky.get(`/pipeline-cards/${a.id}`)).status).toBe(404)
    expect((await clarky.delete(`/pipeline-cards/${a.id}`)).status).toBe(404)
    expect(await titles(stages[0])).toEqual(['b', 'c'])
    expect((await rex.get(`/deals/${a.id}`)).status).toBe(404)
  })
})

describe('who may write cards', () => {
  it('needs a key with the write scope and an editor behind it', async () => {
    const { a, stages } = await abc()
    for (const more of [{ scopes: ['read'] }, { role: 'viewer' as const }]) {
      const as = actingWith(api, await workspace.key('clarky', more))
      const answers = [
        await as.post('/pipeline-cards', { pipeline_stage_id: stages[0].id, title: 'x' }),
        await as.patch(`/pipeline-cards/${a.id}`, { title: 'x' }),
        await as.delete(`/pipeline-cards/${a.id}`),
      ]
      for (const answer of answers)
        expect(refusalIn(answer, 'clarky')).toMatchObject({ status: 403, code: 'forbidden' })
      expect((await as.get(`/pipeline-cards/${a.id}`)).body.data).toEqual(a)
    }
    const writer = actingWith(api, await workspace.key('clarky', { scopes: ['write'], role: 'editor' }))
    expect((await writer.get(`/pipeline-cards/${a.id}`)).status).toBe(200)
    expect((await writer.patch(`/pipeline-cards/${a.id}`, { title: 'x' })).status).toBe(200)
  })
})
