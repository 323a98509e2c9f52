import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Acting, actingWith, fourStages } from '@/e2e/acting'
import type { RunningApi } from '@/e2e/api-client'
import { refusalIn, startContractApi } from '@/e2e/contract-api'
import { openWorkspace, type TestWorkspace } from '@/e2e/workspace'
import { newId } from '@/lib/domain/id'

let api: RunningApi
let workspace: TestWorkspace
let rex: Acting

interface Stage {
  id: string
  name: string
  position: number
  probability: number
}
interface Board {
  id: string
  is_default: boolean
  stages: Stage[]
}

beforeAll(async () => {
  api = await startContractApi()
  workspace = await openWorkspace()
  rex = actingWith(api, await workspace.key('rex'))
})
afterAll(() => api.stop())

/** A caller in a workspace where nothing is yet. */
const alone = async () => actingWith(api, await (await openWorkspace()).key('rex'))

const read = async (id: string, as = rex): Promise<Board> => (await as.get(`/pipelines/${id}`)).body.data
const names = (board: Board) => board.stages.map((stage) => stage.name)
const chances = (board: Board) => board.stages.map((stage) => stage.probability)
const dense = (board: Board) =>
  expect(board.stages.map((stage) => stage.position)).toEqual(board.stages.map((_, at) => at))
const open = (...given: string[]) => given.map((name) => ({ name, type: 'open' }))
const instant = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/

describe('Create a pipeline', () => {
  it('answers the documented example', async () => {
    const given = {
      name: 'Sales Pipeline',
      is_default: true,
      stages: [
        { name: 'Qualified', type: 'open', color: '#3b82f6' },
        { name: 'Proposal Sent', type: 'open', color: '#f59e0b' },
        { name: 'Closed Won', type: 'won', color: '#10b981' },
        { name: 'Closed Lost', type: 'lost', color: '#ef4444' },
      ],
    }
    const made = await rex.post('/pipelines', given)
    expect(made.status).toBe(201)
    const ours = { required_fields: [], rotting_days: null, wip_limit: null }
    expect(made.body).toEqual({
      data: {
        id: expect.any(String),
        name: 'Sales Pipeline',
        is_default: true,
        stages: [
          { id: expect.any(String), ...given.stages[0], position: 0, probability: 1 / 3, ...ours },
          { id: expect.any(String), ...given.stages[1], position: 1, probability: 2 / 3, ...ours },
          { id: expect.any(String), ...given.stages[2], position: 2, probability: 1, ...ours },
          { id: expect.any(String), ...given.stages[3], position: 3, probability: 0, ...ours },
        ],
        created_at: expect.stringMatching(instant),
        updated_at: expect.stringMatching(instant),
        object: 'opportunities',
        metadata: {},
        rotting_days: null,
      },
    })
    expect((await rex.get(`/pipelines/${made.body.data.id}`)).body).toEqual(made.body)
  })

  it('needs nothing but a name', async () => {
    const { data } = (await rex.post('/pipelines', { name: 'Bare' })).body
    expect(data).toMatchObject({ name: 'Bare', stages: [], metadata: {} })
  })

  it('keeps metadata as it is given', async () => {
    const metadata = { crm: { id: 7, labels: ['a', null, true] }, '': 0.5 }
    const { data } = (await rex.post('/pipelines', { name: 'x', metadata })).body
    expect((await rex.get(`/pipelines/${data.id}`)).body.data.metadata).toEqual(metadata)
    const changed = await rex.patch(`/pipelines/${data.id}`, { metadata: { other: 1 } })
    expect(changed.body.data.metadata).toEqual({ other: 1 })
  })

  it('puts the first stages where their positions say, the others in the order of the list', async () => {
    const made = async (...stages: [string, number?][]) =>
      names(await rex.board({ stages: stages.map(([name, position]) => ({ name, type: 'open', position })) }))
    expect(await made(['c', 2], ['b', 1], ['a', 0])).toEqual(['a', 'b', 'c'])
    expect(await made(['b', 1], ['c', 2], ['a', 0])).toEqual(['a', 'b', 'c'])
    expect(await made(['b'], ['c'], ['a', 0])).toEqual(['a', 'b', 'c'])
    expect(await made(['a'], ['c'], ['b', 1])).toEqual(['a', 'b', 'c'])
    expect(await made(['c', 99], ['a'], ['b'])).toEqual(['a', 'b', 'c'])
    dense(await rex.board({ stages: [{ name: 'x', type: 'open', position: 7 }] }))
  })

  it('holds pipelines of candidates and refuses an object without a pipeline field', async () => {
    expect(await rex.board({ object: 'candidates' })).toMatchObject({ object: 'candidates' })
    for (const object of ['contacts', 'nothing', '']) {
      const refused = refusalIn(await rex.post('/pipelines', { name: 'x', object }), 'rex')
      expect(refused).toMatchObject({ status: 400, code: 'validation_error' })
      expect(refused.message).toContain("'object'")
    }
  })

  it('names what is wrong', async () => {
    const wrong: [object, string][] = [
      [{}, 'name'],
      [{ name: '' }, 'name'],
      [{ name: '   ' }, 'name'],
      [{ name: 'x'.repeat(501) }, 'name'],
      [{ name: 'x', is_default: 'yes' }, 'is_default'],
      [{ name: 'x', stages: {} }, 'stages'],
      [{ name: 'x', stages: [{ type: 'open' }] }, 'stages.0.name'],
      [{ name: 'x', stages: [{ name: 'a', type: 'open' }, { name: 'b' }] }, 'stages.1.type'],
      [{ name: 'x', stages: [{ name: 'a', type: 'closed' }] }, 'stages.0.type'],
      [{ name: 'x', stages: [{ name: 'a', type: 'open', color: 'red' }] }, 'stages.0.color'],
      [{ name: 'x', stages: [{ name: 'a', type: 'open', probability: 1.1 }] }, 'stages.0.probability'],
      [{ name: 'x', stages: [{ name: 'a', type: 'open', probability: -0.1 }] }, 'stages.0.probability'],
      [{ name: 'x', stages: [{ name: 'a', type: 'open', position: -1 }] }, 'stages.0.position'],
      [{ name: 'x', stages: [{ name: 'a', type: 'open', position: 0.5 }] }, 'stages.0.position'],
      [{ name: 'x', stages: [{ name: 'a', type: 'open', order: 0 }] }, 'stages.0.order'],
      [{ name: 'x', metadata: [] }, 'metadata'],
    ]
    for (const [body, field] of wrong) {
      const refused = refusalIn(await rex.post('/pipelines', body), 'rex')
      expect(refused).toMatchObject({ status: 400, code: 'validation_error' })
      expect(refused.message).toContain(`'${field}'`)
    }
    const type = refusalIn(await rex.post('/pipelines/x/stages', { name: 'a', type: 'closed' }), 'rex')
    expect(type.message).toBe("Field 'type' must be one of: open, won, lost")
    const longest = await rex.post('/pipelines', { name: 'x'.repeat(500) })
    expect(longest.body.data.name).toHaveLength(500)
  })
})

describe('the default pipeline of an object', () => {
  const defaults = async (as: Acting): Promise<boolean[]> =>
    (await as.get('/pipelines')).body.data.map((each: Board) => each.is_default)

  it('is the first, unless it says false', async () => {
    const as = await alone()
    expect(await as.board()).toMatchObject({ is_default: true })
    expect(await as.board()).toMatchObject({ is_default: false })
    expect(await as.board({ object: 'candidates', is_default: false })).toMatchObject({ is_default: false })
    expect(await as.board({ object: 'candidates' })).toMatchObject({ is_default: false })
  })

  it('is one at the most: making one unmakes the other, of the same object only', async () => {
    const as = await alone()
    const [first, candidates] = [await as.board(), await as.board({ object: 'candidates' })]
    const second = await as.board({ is_default: true })
    expect(await read(first.id, as)).toMatchObject({ is_default: false })
    expect(await read(candidates.id, as)).toMatchObject({ is_default: true })
    await as.patch(`/pipelines/${first.id}`, { is_default: true })
    expect(await read(second.id, as)).toMatchObject({ is_default: false })
    expect(await read(first.id, as)).toMatchObject({ is_default: true })
  })

  it('is one at the most also when twelve want to be it at once', async () => {
    const as = await alone()
    const boards = await Promise.all(Array.from({ length: 6 }, () => as.board({ is_default: true, stages: [] })))
    await Promise.all([
      ...boards.map((board) => as.patch(`/pipelines/${board.id}`, { is_default: true })),
      ...boards.map(() => as.board({ is_default: true, stages: [] })),
    ])
    expect((await defaults(as)).filter(Boolean)).toHaveLength(1)
  })

  it('may be given up', async () => {
    const as = await alone()
    const [first] = [await as.board(), await as.board()]
    const changed = await as.patch(`/pipelines/${first.id}`, { is_default: false })
    expect(changed.body.data.is_default).toBe(false)
    expect(await defaults(as)).toEqual([false, false])
  })

  it('passes to the oldest other when it is deleted', async () => {
    const as = await alone()
    const [first, second, third] = [await as.board(), await as.board(), await as.board({ is_default: true })]
    await as.delete(`/pipelines/${third.id}`)
    expect(await read(first.id, as)).toMatchObject({ is_default: true })
    await as.delete(`/pipelines/${first.id}`)
    expect(await read(second.id, as)).toMatchObject({ is_default: true })
    expect((await as.post(`/pipelines/${third.id}/restore`)).body.data.is_default).toBe(false)
    expect(await read(second.id, as)).toMatchObject({ is_default: true })
  })

  it('is nobody when another pipeline is deleted or restored and there was none', async () => {
    const as = await alone()
    const [first] = [await as.board({ is_default: false }), await as.board()]
    await as.delete(`/pipelines/${first.id}`)
    expect(await defaults(as)).toEqual([false])
    expect((await as.post(`/pipelines/${first.id}/restore`)).body.data.is_default).toBe(false)
  })

  it('is the default again after its restore when no other has become it', async () => {
    const as = await alone()
    const only = await as.board()
    await as.delete(`/pipelines/${only.id}`)
    expect((await as.post(`/pipelines/${only.id}/restore`)).body.data.is_default).toBe(true)
  })
})

describe('List pipelines', () => {
  it('walks everything exactly once, at the edges of the limit too', async () => {
    const key = await (await openWorkspace()).key('rex')
    const as = actingWith(api, key)
    expect((await as.get('/pipelines')).body).toEqual({ data: [], has_more: false, next_cursor: null })
    const made = await Promise.all(Array.from({ length: 201 }, (_, at) => as.board({ name: `P${at}`, stages: [] })))
    const ids = made.map((each: Board) => each.id).sort()
    const walk = async (query: string) => {
      const walked: string[] = []
      let more = ''
      for (let pages = 0; pages < 210; pages++) {
        const { data, has_more, next_cursor } = (await as.get(`/pipelines?${query}${more}`)).body
        walked.push(...data.map((each: Board) => each.id))
        expect(has_more).toBe(next_cursor !== null)
        if (!has_more) break
        more = `&cursor=${encodeURIComponent(next_cursor)}`
      }
      return walked
    }
    expect((await walk('limit=67')).sort()).toEqual(ids)
    expect((await walk('')).sort()).toEqual(ids)
    expect((await walk('limit=200')).sort()).toEqual(ids)
    expect((await as.get('/pipelines')).body.data).toHaveLength(50)
    expect((await as.get('/pipelines?limit=1')).body.data).toHaveLength(1)
    expect((await as.get('/pipelines?limit=200')).body.data).toHaveLength(200)
    // Kasar's list of the same has no pages.
    const unpaged = await api.ask('GET', '/pipelines', { key, headers: { 'x-api-contract': 'kasar' } })
    expect(unpaged.body.pipelines.map((each: Board) => each.id).sort()).toEqual(ids)
  })

  it('refuses other limits, foreign cursors and unknown parameters by name', async () => {
    await rex.board()
    await rex.board()
    const { next_cursor } = (await rex.get('/pipelines?limit=1')).body
    const wrong: [string, string][] = [
      ['limit=0', 'limit'],
      ['limit=201', 'limit'],
      ['limit=-5', 'limit'],
      ['limit=ten', 'limit'],
      ['limit=1.0', 'limit'],
      ['limit=', 'limit'],
      ['limit=5&limit=6', 'limit'],
      [`cursor=${next_cursor}0`, 'cursor'],
      [`cursor=${next_cursor.slice(1)}`, 'cursor'],
      ['cursor=', 'cursor'],
      [`cursor=${newId()}`, 'cursor'],
      ['page=2', 'page'],
      ['Limit=2', 'Limit'],
      ['limit=5&__proto__=1', '__proto__'],
    ]
    for (const [query, field] of wrong) {
      const refused = refusalIn(await rex.get(`/pipelines?${query}`), 'rex')
      expect(refused, query).toMatchObject({ status: 400, code: 'validation_error' })
      expect(refused.message).toContain(`'${field}'`)
    }
  })
})

describe('Update a pipeline', () => {
  it('changes what is sent and nothing else, and gives the full pipeline', async () => {
    const board = await rex.board({ metadata: { a: 1 } })
    const changed = await rex.patch(`/pipelines/${board.id}`, { name: 'Enterprise Sales' })
    expect(changed.status).toBe(200)
    expect(changed.body.data).toEqual({
      ...board,
      name: 'Enterprise Sales',
      updated_at: expect.stringMatching(instant),
    })
    expect(changed.body.data.updated_at > board.updated_at).toBe(true)
    expect((await rex.patch(`/pipelines/${board.id}`, { rotting_days: 3 })).body.data.rotting_days).toBe(3)
    expect((await rex.patch(`/pipelines/${board.id}`, { rotting_days: null })).body.data.rotting_days).toBe(null)
  })

  it('changes nothing by an empty body or by what is there already', async () => {
    const board = await rex.board()
    for (const body of [{}, { name: board.name }]) {
      expect((await rex.patch(`/pipelines/${board.id}`, body)).body.data).toEqual(board)
    }
  })

  it('leaves stages to their own endpoints', async () => {
    const board = await rex.board()
    for (const field of ['stages', 'object', 'id', 'created_at']) {
      const refused = refusalIn(await rex.patch(`/pipelines/${board.id}`, { name: 'y', [field]: [] }), 'rex')
      expect(refused.message).toContain(`'${field}'`)
    }
    expect(await read(board.id)).toEqual(board)
  })
})

describe('a pipeline that is not there', () => {
  it('is not found by any operation, in the same words', async () => {
    const gone = await rex.board()
    await rex.delete(`/pipelines/${gone.id}`)
    const removed = await rex.board()
    const words = { error: { code: 'not_found', message: 'Pipeline not found' } }
    for (const id of [newId(), 'pipe_01HQ', gone.id]) {
      const answers = await Promise.all([
        rex.get(`/pipelines/${id}`),
        rex.patch(`/pipelines/${id}`, { name: 'x' }),
        rex.delete(`/pipelines/${id}`),
        rex.get(`/pipelines/${id}/deals`),
        rex.get(`/pipelines/${id}/board`),
        rex.post(`/pipelines/${id}/stages`, { name: 'x', type: 'open' }),
        rex.put(`/pipelines/${id}/stages`, { stage_ids: [newId()] }),
        rex.patch(`/pipelines/${id}/stages/${gone.stages[0].id}`, { name: 'x' }),
        rex.delete(`/pipelines/${id}/stages/${gone.stages[0].id}`),
      ])
      for (const answer of answers) {
        expect(answer.status).toBe(404)
        expect(answer.body).toEqual(words)
      }
    }
    for (const id of [newId(), 'x', removed.id]) {
      expect((await rex.post(`/pipelines/${id}/restore`)).body).toEqual(words)
    }
  })
})

describe('Delete a pipeline', () => {
  it('takes its deals along, and brings all of it back', async () => {
    const board = await rex.board()
    const deal = await rex.deal(board, board.stages[1], { value: 100 })
    const before = (await rex.get(`/deals/${deal.id}`)).body
    const deleted = await rex.delete(`/pipelines/${board.id}`)
    expect([deleted.status, deleted.text]).toEqual([204, ''])
    expect((await rex.get(`/deals/${deal.id}`)).status).toBe(404)
    expect((await rex.patch(`/deals/${deal.id}`, { name: 'x' })).status).toBe(404)
    expect((await rex.get(`/deals?pipeline_id=${board.id}`)).body.data).toEqual([])
    expect((await rex.get(`/deals?stage_id=${board.stages[1].id}`)).body.data).toEqual([])
    expect((await rex.get(`/pipeline-cards?pipeline_id=${board.id}`)).body.data).toEqual([])

    const restored = await rex.post(`/pipelines/${board.id}/restore`)
    expect(restored.status).toBe(200)
    expect(names(restored.body.data)).toEqual(names(board))
    expect((await rex.get(`/deals/${deal.id}`)).body).toEqual(before)
    expect((await rex.get(`/pipelines/${board.id}/deals`)).body.data).toHaveLength(1)
    expect(refusalIn(await rex.post(`/pipelines/${board.id}/restore`), 'rex').status).toBe(404)
  })
})

describe('Add a stage', () => {
  it('answers the documented example with the full pipeline', async () => {
    const board = await rex.board()
    const given = { name: 'Negotiation', type: 'open', color: '#8b5cf6', probability: 0.7 }
    const added = await rex.post(`/pipelines/${board.id}/stages`, given)
    expect(added.status).toBe(201)
    expect(names(added.body.data)).toEqual(['A', 'B', 'Won', 'Lost', 'Negotiation'])
    expect(added.body.data.stages[4]).toMatchObject({ ...given, position: 4 })
    dense(added.body.data)
    // Three stages are open now: what nobody set by hand is inferred anew.
    expect(chances(added.body.data)).toEqual([0.25, 0.5, 1, 0, 0.7])
  })

  it('inserts at a position and shifts those behind; past the end is the end', async () => {
    const board = await rex.board({ stages: open('a', 'b') })
    const add = async (name: string, position?: number) =>
      (await rex.post(`/pipelines/${board.id}/stages`, { name, type: 'open', position })).body.data
    expect(names(await add('c', 1))).toEqual(['a', 'c', 'b'])
    expect(names(await add('d', 0))).toEqual(['d', 'a', 'c', 'b'])
    expect(names(await add('e', 4))).toEqual(['d', 'a', 'c', 'b', 'e'])
    const last = await add('f', 1_000_000_000_000)
    expect(names(last)).toEqual(['d', 'a', 'c', 'b', 'e', 'f'])
    dense(last)
    expect(chances(last)).toEqual([1, 2, 3, 4, 5, 6].map((k) => k / 7))
  })

  it('keeps twelve stages that are added at once, at one position', async () => {
    const board = await rex.board({ stages: open('a', 'z') })
    const add = (_: unknown, at: number) =>
      rex.post(`/pipelines/${board.id}/stages`, { name: `s${at}`, type: 'open', position: 1 })
    const answers = await Promise.all(Array.from({ length: 12 }, add))
    expect(answers.map((answer) => answer.status)).toEqual(Array(12).fill(201))
    const after = await read(board.id)
    dense(after)
    expect(after.stages).toHaveLength(14)
    expect([names(after)[0], names(after)[13]]).toEqual(['a', 'z'])
  })

  it('takes a probability of 0 and of 1 by hand', async () => {
    const board = await rex.board({ stages: open('a') })
    await rex.post(`/pipelines/${board.id}/stages`, { name: 'b', type: 'open', probability: 0 })
    await rex.post(`/pipelines/${board.id}/stages`, { name: 'c', type: 'won', probability: 0.9 })
    const last = await rex.post(`/pipelines/${board.id}/stages`, { name: 'd', type: 'lost', probability: 1 })
    expect(chances(last.body.data)).toEqual([1 / 3, 0, 0.9, 1])
  })
})

describe('Reorder stages', () => {
  it('gives the stages in the new order, with their probabilities inferred anew', async () => {
    const board = await rex.board({
      stages: [...open('a', 'b'), { name: 'set', type: 'open', probability: 0.9 }, { name: 'won', type: 'won' }],
    })
    const [a, b, set, won] = board.stages.map((stage: Stage) => stage.id)
    const reordered = await rex.put(`/pipelines/${board.id}/stages`, { stage_ids: [b, won, set, a] })
    expect(reordered.status).toBe(200)
    expect(names(reordered.body.data)).toEqual(['b', 'won', 'set', 'a'])
    dense(reordered.body.data)
    expect(chances(reordered.body.data)).toEqual([0.25, 1, 0.9, 0.75])
  })

  it('wants every stage of the pipeline exactly once', async () => {
    const board = await rex.board()
    const other = await rex.board()
    const ids = board.stages.map((stage: Stage) => stage.id)
    const wrong: unknown[] = [
      ids.slice(1),
      [...ids, ids[0]],
      [ids[0], ids[0], ids[1], ids[2]],
      [...ids, other.stages[0].id],
      [...ids.slice(1), newId()],
      [...ids.slice(1), 'stg_01HQ'],
      [],
      undefined,
      'x',
      [1, 2, 3, 4],
    ]
    for (const stage_ids of wrong) {
      const refused = refusalIn(await rex.put(`/pipelines/${board.id}/stages`, { stage_ids }), 'rex')
      expect(refused).toMatchObject({ status: 400, code: 'validation_error' })
      expect(refused.message).toContain("'stage_ids")
    }
    expect(await read(board.id)).toEqual(board)
  })
})

describe('Remove a stage', () => {
  const remove = (board: Board, at: number, query = '') =>
    rex.delete(`/pipelines/${board.id}/stages/${board.stages[at]?.id}${query}`)

  it('answers 204, closes the gap and infers the probabilities anew', async () => {
    const board = await rex.board({ stages: [...open('a', 'b', 'c'), { name: 'w', type: 'won' }] })
    const removed = await remove(board, 1)
    expect([removed.status, removed.text]).toEqual([204, ''])
    const after = await read(board.id)
    expect(names(after)).toEqual(['a', 'c', 'w'])
    dense(after)
    expect(chances(after)).toEqual([1 / 3, 2 / 3, 1])
    expect(refusalIn(await remove(board, 1), 'rex').message).toBe('Stage not found')
  })

  it('does not find the stage of another pipeline, or a malformed id', async () => {
    const board = await rex.board()
    const other = await rex.board()
    for (const id of [other.stages[0].id, newId(), 'stg_02HQ']) {
      const path = `/pipelines/${board.id}/stages/${id}`
      for (const answer of [await rex.delete(path), await rex.patch(path, { name: 'x' })]) {
        expect(refusalIn(answer, 'rex')).toMatchObject({ status: 404, code: 'not_found', message: 'Stage not found' })
      }
    }
  })

  it('refuses (409) with the count while it holds deals, unless they are told where to go', async () => {
    const board = await rex.board()
    const [from, to] = board.stages
    const there = await rex.deal(board, to)
    const moved = [await rex.deal(board, from), await rex.deal(board, from), await rex.deal(board, from)]
    const refused = refusalIn(await remove(board, 0), 'rex')
    expect(refused).toMatchObject({ status: 409, code: 'conflict' })
    expect(refused.message).toMatch(/\b3\b/)
    expect(await read(board.id)).toEqual(board)

    expect((await remove(board, 0, `?move_to=${to.id}`)).status).toBe(204)
    const column = (await rex.get(`/pipelines/${board.id}/board?stage_id=${to.id}`)).body.data.columns[0]
    expect(column.cards.map((card: { id: string }) => card.id)).toEqual([there, ...moved].map((deal) => deal.id))
    const history = (await rex.get(`/deals/${moved[0].id}/history`)).body.data
    expect(history[0]).toMatchObject({ from_stage: { id: from.id, name: 'A' }, to_stage: { id: to.id, name: 'B' } })
  })

  it('refuses a move_to that is no other stage of the pipeline', async () => {
    const board = await rex.board()
    const other = await rex.board()
    await rex.deal(board, board.stages[0])
    for (const id of [board.stages[0].id, other.stages[0].id, newId(), 'x', '']) {
      const refused = refusalIn(await remove(board, 0, `?move_to=${id}`), 'rex')
      expect(refused).toMatchObject({ status: 400, code: 'validation_error' })
      expect(refused.message).toContain("'move_to'")
    }
    expect(await read(board.id)).toEqual(board)
  })

  it('does not count archived cards: they go to move_to, else to the first stage that stays', async () => {
    const board = await rex.board()
    const archived = [await rex.deal(board, board.stages[0]), await rex.deal(board, board.stages[2])]
    for (const { id } of archived) await rex.patch(`/pipeline-cards/${id}`, { archived_at: '2026-01-01T00:00:00Z' })
    expect((await remove(board, 0)).status).toBe(204)
    expect((await remove(board, 2, `?move_to=${board.stages[3].id}`)).status).toBe(204)
    const [first, second] = await Promise.all(archived.map(({ id }) => rex.get(`/pipeline-cards/${id}`)))
    expect(first?.body.data).toMatchObject({ pipeline_stage_id: board.stages[1].id, order_index: 0 })
    expect(second?.body.data).toMatchObject({ pipeline_stage_id: board.stages[3].id, order_index: 0 })
    expect(first?.body.data.archived_at).toBe('2026-01-01T00:00:00.000Z')
  })

  it('holds the gate of move_to: nothing moves and nothing is removed', async () => {
    const board = await rex.board()
    const gated = board.stages[1]
    await rex.patch(`/pipelines/${board.id}/stages/${gated.id}`, { required_fields: ['amount'] })
    const [poor] = [await rex.deal(board, board.stages[0]), await rex.deal(board, board.stages[0], { value: 5 })]
    const refused = refusalIn(await remove(board, 0, `?move_to=${gated.id}`), 'rex')
    expect(refused).toMatchObject({ status: 400, code: 'validation_error', missingFields: ['amount'] })
    expect((await rex.get(`/deals?stage_id=${board.stages[0].id}`)).body.data).toHaveLength(2)
    await rex.patch(`/deals/${poor.id}`, { value: 0 })
    expect((await remove(board, 0, `?move_to=${gated.id}`)).status).toBe(204)
  })

  it('never removes the last stage', async () => {
    const board = await rex.board({ stages: open('only') })
    expect(refusalIn(await remove(board, 0), 'rex')).toMatchObject({ status: 409, code: 'conflict' })
  })

  it('closes deals that come into a won stage and opens those that leave one', async () => {
    const board = await rex.board()
    const deal = await rex.deal(board, board.stages[0])
    await remove(board, 0, `?move_to=${board.stages[2].id}`)
    const won = (await rex.get(`/deals/${deal.id}`)).body.data
    expect(won).toMatchObject({ status: 'won', closed_at: expect.stringMatching(instant) })
    await remove(board, 2, `?move_to=${board.stages[1].id}`)
    expect((await rex.get(`/deals/${deal.id}`)).body.data).toMatchObject({ status: 'open', closed_at: null })
  })
})

describe('Update a stage', () => {
  it('changes each of its fields', async () => {
    const board = await rex.board()
    const change = {
      name: 'Negotiation',
      color: '#8B5CF6',
      type: 'open',
      probability: 0.4,
      required_fields: ['amount', 'owner_id', 'expected_close'],
      rotting_days: 5,
      wip_limit: 3,
    }
    const path = `/pipelines/${board.id}/stages/${board.stages[1].id}`
    const changed = await rex.patch(path, change)
    expect(changed.status).toBe(200)
    expect(changed.body.data.stages[1]).toEqual({ id: board.stages[1].id, position: 1, ...change })
    expect(changed.body.data.stages[0]).toEqual(board.stages[0])
    const cleared = { probability: null, required_fields: [], rotting_days: null, wip_limit: null }
    expect((await rex.patch(path, cleared)).body.data.stages[1]).toMatchObject({ ...cleared, probability: 2 / 3 })
  })

  it('infers all probabilities anew when a type changes', async () => {
    const board = await rex.board({ stages: open('a', 'b', 'c') })
    const changed = await rex.patch(`/pipelines/${board.id}/stages/${board.stages[1].id}`, { type: 'won' })
    expect(chances(changed.body.data)).toEqual([1 / 3, 1, 2 / 3])
  })

  it('refuses required fields that the object does not have', async () => {
    const board = await rex.board()
    const path = `/pipelines/${board.id}/stages/${board.stages[1].id}`
    for (const name of ['shoe_size', 'position', 'stage', '', 'constructor', '__proto__']) {
      const refused = refusalIn(await rex.patch(path, { required_fields: ['amount', name] }), 'rex')
      expect(refused.message).toContain("'required_fields")
    }
    const candidates = await rex.board({ object: 'candidates' })
    const theirs = `/pipelines/${candidates.id}/stages/${candidates.stages[1].id}`
    expect((await rex.patch(theirs, { required_fields: ['position', 'amount'] })).status).toBe(200)
  })

  it('refuses what does not fit, by name', async () => {
    const board = await rex.board()
    const path = `/pipelines/${board.id}/stages/${board.stages[1].id}`
    const wrong: [string, unknown][] = [
      ['name', ''],
      ['color', '#12345'],
      ['color', 'blue'],
      ['type', 'stalled'],
      ['probability', 2],
      ['probability', '0.5'],
      ['rotting_days', 0],
      ['rotting_days', 1.5],
      ['wip_limit', -1],
      ['required_fields', 'amount'],
      ['position', 0],
      ['pipeline_id', board.id],
    ]
    for (const [field, value] of wrong) {
      expect(refusalIn(await rex.patch(path, { [field]: value }), 'rex').message).toContain(`'${field}'`)
    }
    expect(await read(board.id)).toEqual(board)
  })

  it('warns of no wip_limit: more cards may come', async () => {
    const board = await rex.board()
    await rex.patch(`/pipelines/${board.id}/stages/${board.stages[0].id}`, { wip_limit: 1 })
    await rex.deal(board, board.stages[0])
    await rex.deal(board, board.stages[0])
  })
})

describe('who may change pipelines and stages', () => {
  it('not a viewer, not a read key, and no ck_live_ key: that document calls them read-only', async () => {
    const board = await rex.board({ stages: fourStages })
    const stage = board.stages[0].id
    const keys = [
      await workspace.key('rex', { role: 'viewer' }),
      await workspace.key('rex', { scopes: ['read'] }),
      await workspace.key('clarky'),
    ]
    for (const key of keys) {
      const as = actingWith(api, key)
      const answers = await Promise.all([
        api.ask('POST', '/pipelines', { key, body: { name: 'x' }, headers: { 'x-api-contract': 'rex' } }),
        as.patch(`/pipelines/${board.id}`, { name: 'x' }),
        as.delete(`/pipelines/${board.id}`),
        as.post(`/pipelines/${board.id}/restore`),
        as.post(`/pipelines/${board.id}/stages`, { name: 'x', type: 'open' }),
        as.put(`/pipelines/${board.id}/stages`, { stage_ids: [] }),
        as.patch(`/pipelines/${board.id}/stages/${stage}`, { name: 'x' }),
        as.delete(`/pipelines/${board.id}/stages/${stage}`),
      ])
      for (const answer of answers) expect(refusalIn(answer, 'rex')).toMatchObject({ status: 403, code: 'forbidden' })
      expect((await as.get(`/pipelines/${board.id}`)).status).toBe(200)
    }
    expect(await read(board.id)).toEqual(board)
  })
})
