import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Acting, actingWith } from '@/e2e/acting'
import type { RunningApi } from '@/e2e/api-client'
import { refusalIn, startContractApi } from '@/e2e/contract-api'
import { openWorkspace, type TestWorkspace } from '@/e2e/workspace'
import { newId } from '@/lib/domain/id'

let api: RunningApi
let workspace: TestWorkspace
let rex: Acting

interface Column {
  stage: { id: string }
  count: number
  totals: object[]
  cards: { id: string; next_task: object | null }[]
  next_cursor: string | null
}

beforeAll(async () => {
  api = await startContractApi()
  workspace = await openWorkspace()
  rex = actingWith(api, await workspace.key('rex'))
})
afterAll(() => api.stop())

const columns = async (board: { id: string }, query = ''): Promise<Column[]> =>
  (await rex.get(`/pipelines/${board.id}/board${query}`)).body.data.columns

describe('Get a board', () => {
  it('shows columns in order, with counts, totals per currency, and what a card shows', async () => {
    const board = await rex.board({ metadata: { a: 1 } })
    const company = await rex.record('companies', { name: 'Acme' })
    const [a, b, won] = board.stages
    const first = await rex.deal(board, a, {
      name: 'First',
      value: 1000,
      currency: 'USD',
      company_id: company.id,
      owner_id: workspace.adminId,
      tags: ['x'],
      expected_close: '2026-12-24',
    })
    await rex.deal(board, a, { value: 501, currency: 'USD' })
    await rex.deal(board, a, { value: 8, currency: 'EUR' })
    await rex.deal(board, a)
    await rex.deal(board, won, { value: -3, currency: 'EUR' })
    const { data } = (await rex.get(`/pipelines/${board.id}/board`)).body
    expect(data.pipeline).toEqual({ id: board.id, name: board.name, object: 'opportunities', rotting_days: null })
    expect(data.columns.map((column: Column) => column.stage)).toEqual(board.stages)
    expect(data.columns.map((column: Column) => column.count)).toEqual([4, 0, 1, 0])
    // Weighted by the stage's probability, to the nearest minor unit: a third of 1,501 and of 8.
    expect(data.columns.map((column: Column) => column.totals)).toEqual([
      [
        { currency: 'EUR', value: 8, weighted: 3 },
        { currency: 'USD', value: 1501, weighted: 500 },
      ],
      [],
      [{ currency: 'EUR', value: -3, weighted: -3 }],
      [],
    ])
    expect(data.columns[0].cards[0]).toEqual({
      id: first.id,
      name: 'First',
      value: 1000,
      currency: 'USD',
      company: { id: company.id, name: 'Acme' },
      owner: { id: workspace.adminId, name: 'Ada Admin' },
      tags: ['x'],
      expected_close: '2026-12-24',
      status: 'open',
      stage_entered_at: first.stage_entered_at,
      days_in_stage: 0,
      last_activity_at: first.last_activity_at,
      version: 1,
      rank: first.rank,
      next_task: null,
    })
    expect(data.columns[1].stage.id).toBe(b.id)
  })

  it('leaves archived and trashed cards out of cards, counts and totals', async () => {
    const board = await rex.board()
    const [kept, archived, trashed] = [
      await rex.deal(board, board.stages[0], { value: 1 }),
      await rex.deal(board, board.stages[0], { value: 10 }),
      await rex.deal(board, board.stages[0], { value: 100 }),
    ]
    await rex.patch(`/pipeline-cards/${archived.id}`, { archived_at: '2026-01-01T00:00:00Z' })
    await rex.delete(`/deals/${trashed.id}`)
    const [column] = await columns(board)
    expect(column).toMatchObject({ count: 1, totals: [{ value: 1 }], cards: [{ id: kept.id }] })
    expect(column?.cards).toHaveLength(1)
  })

  it('shows a stalled card as stalled', async () => {
    const board = await rex.board()
    await rex.deal(board, board.stages[0], { created_at: new Date(Date.now() - 15 * 86_400_000).toISOString() })
    expect((await columns(board))[0]?.cards).toMatchObject([{ status: 'stalled', days_in_stage: 15 }])
  })

  it('gives more of a column page by page, exactly once, with whole counts', async () => {
    const board = await rex.board()
    const ids = []
    for (let at = 0; at < 11; at++) ids.push((await rex.deal(board, board.stages[0])).id)
    await rex.deal(board, board.stages[1])
    const [first, second] = await columns(board, '?limit=3')
    expect(first).toMatchObject({ count: 11, cards: ids.slice(0, 3).map((id) => ({ id })) })
    expect(second).toMatchObject({ count: 1, next_cursor: null })
    const walked = [...(first?.cards ?? [])]
    let cursor = first?.next_cursor
    while (cursor) {
      const page = await columns(board, `?limit=3&stage_id=${board.stages[0].id}&cursor=${cursor}`)
      expect(page).toHaveLength(1)
      expect(page[0]?.count).toBe(11)
      walked.push(...(page[0]?.cards ?? []))
      cursor = page[0]?.next_cursor
    }
    expect(walked.map((card) => card.id)).toEqual(ids)
    expect((await columns(board, '?limit=11'))[0]?.next_cursor).toBeNull()
    expect((await columns(board, '?limit=10'))[0]?.next_cursor).not.toBeNull()
    expect((await columns(board, '?limit=200'))[0]?.cards).toHaveLength(11)
  })

  it('reads single deals wherever they are', async () => {
    const [board, other] = [await rex.board(), await rex.board()]
    const [one, two, left] = [
      await rex.deal(board, board.stages[0]),
      await rex.deal(board, board.stages[1]),
      await rex.deal(other, other.stages[0]),
    ]
    const found = await columns(board, `?deal_id=${one.id}&deal_id=${two.id}&deal_id=${left.id}&deal_id=${newId()}`)
    expect(found.map((column) => column.cards.map((card) => card.id))).toEqual([[one.id], [two.id], [], []])
  })

  describe('tells of each card what is to be done next', () => {
    const days = (count: number) => new Date(Date.now() + count * 86_400_000).toISOString()
    const task = async (title: string, about: { id: string; object: string }[], more: object = {}) => {
      const linked = about.map(({ id, object }) => ({ id, type: object }))
      const { status, body } = await rex.post('/tasks', { title, linked_entities: linked, ...more })
      expect(status).toBe(201)
      return body.task_id as string
    }
    const nextOf = async (board: { id: string }, deal: { id: string }, query = '') =>
      (await columns(board, query)).flatMap(({ cards }) => cards).find((card) => card.id === deal.id)?.next_task

    it('the first by its day, overdue or not, and those without one last', async () => {
      const board = await rex.board()
      const deal = await rex.deal(board, board.stages[0])
      expect(await nextOf(board, deal)).toBeNull()
      const someday = await task('Someday', [deal])
      expect(await nextOf(board, deal)).toEqual({
        id: someday,
        title: 'Someday',
        due_date: null,
        action_type: null,
        assigned_to_id: null,
      })
      const due = days(2)
      const upcoming = await task('Soon', [deal], {
        due_date: due,
        action_type: 'meeting',
        assigned_to_id: workspace.adminId,
      })
      expect(await nextOf(board, deal)).toEqual({
        id: upcoming,
        title: 'Soon',
        due_date: due,
        action_type: 'meeting',
        assigned_to_id: workspace.adminId,
      })
      await task('Late', [deal], { due_date: days(-3) })
      await task('Not so late', [deal], { due_date: days(-2) })
      expect(await nextOf(board, deal)).toMatchObject({ title: 'Late' })
    })

    it('the first by its id among those of one instant, and of none', async () => {
      const board = await rex.board()
      const deal = await rex.deal(board, board.stages[0])
      const undated = [await task('A', [deal]), await task('B', [deal])].sort()
      expect(await nextOf(board, deal)).toMatchObject({ id: undated[0] })
      const at = days(1)
      const dated = [await task('C', [deal], { due_date: at }), await task('D', [deal], { due_date: at })].sort()
      expect(await nextOf(board, deal)).toMatchObject({ id: dated[0] })
    })

    it('never what is done, deleted, or about others', async () => {
      const board = await rex.board()
      const [deal, other] = [await rex.deal(board, board.stages[0]), await rex.deal(board, board.stages[1])]
      const company = await rex.record('companies')
      const first = await task('First', [deal, company], { due_date: days(1) })
      const second = await task('Second', [deal], { due_date: days(2) })
      await task('For the other', [other, company], { due_date: days(-1) })
      await task('For nobody', [], { due_date: days(-1) })
      expect(await nextOf(board, deal)).toMatchObject({ id: first })
      await rex.put(`/tasks/${first}/complete`)
      expect(await nextOf(board, deal)).toMatchObject({ id: second })
      await rex.put(`/tasks/${first}/complete`, { completed: false })
      expect(await nextOf(board, deal)).toMatchObject({ id: first })
      await rex.put(`/tasks/${first}`, { linked_entities: [] })
      expect(await nextOf(board, deal)).toMatchObject({ id: second })
      await rex.delete(`/tasks/${second}`)
      expect(await nextOf(board, deal)).toBeNull()
      expect(await nextOf(board, other)).toMatchObject({ title: 'For the other' })
    })

    it('of a task about a deal in the trash, as soon as the deal is back', async () => {
      const board = await rex.board()
      const [deal, twin] = [await rex.deal(board, board.stages[0]), await rex.deal(board, board.stages[0])]
      const id = await task('Call them', [deal, twin])
      await rex.delete(`/deals/${deal.id}`)
      expect(await nextOf(board, deal)).toBeUndefined()
      expect(await nextOf(board, twin)).toMatchObject({ id })
      await rex.post(`/records/opportunities/${deal.id}/restore`, {})
      expect(await nextOf(board, deal)).toMatchObject({ id })
    })

    it('of this workspace alone', async () => {
      const elsewhere = await openWorkspace()
      const stranger = actingWith(api, await elsewhere.key('rex'))
      const [board, theirs] = [await rex.board(), await stranger.board()]
      const [deal, their] = [await rex.deal(board, board.stages[0]), await stranger.deal(theirs, theirs.stages[0])]
      const linked_entities = [{ id: their.id, type: 'opportunities' }]
      await stranger.post('/tasks', { title: 'Theirs', linked_entities, due_date: days(-9) })
      const mine = await task('Mine', [deal])
      expect(await nextOf(board, deal)).toMatchObject({ id: mine })
    })

    it('on every page of a column, and for single cards', async () => {
      const board = await rex.board()
      const [first, second] = [await rex.deal(board, board.stages[0]), await rex.deal(board, board.stages[0])]
      const id = await task('Call both', [first, second])
      expect(await nextOf(board, second, `?deal_id=${second.id}`)).toMatchObject({ id })
      const next = `?limit=1&stage_id=${board.stages[0].id}&cursor=${first.rank}`
      expect(await nextOf(board, second, next)).toMatchObject({ id })
    })
  })

  it('refuses what does not fit, by name, and is empty for a stage elsewhere', async () => {
    const [board, other] = [await rex.board(), await rex.board()]
    expect(await columns(board, `?stage_id=${other.stages[0].id}`)).toEqual([])
    expect(await columns(board, `?stage_id=${newId()}`)).toEqual([])
    const wrong: [string, string][] = [
      ['limit=0', 'limit'],
      ['limit=201', 'limit'],
      ['limit=-1', 'limit'],
      ['limit=x', 'limit'],
      ['stage_id=x', 'stage_id'],
      ['cursor=a0', 'cursor'],
      [`stage_id=${board.stages[0].id}&cursor=a-0`, 'cursor'],
      [`stage_id=${board.stages[0].id}&cursor=`, 'cursor'],
      ['deal_id=x', 'deal_id'],
      ['page=2', 'page'],
      [Array.from({ length: 51 }, () => `deal_id=${newId()}`).join('&'), 'deal_id'],
    ]
    for (const [query, field] of wrong) {
      const refused = refusalIn(await rex.get(`/pipelines/${board.id}/board?${query}`), 'rex')
      expect(refused, query.slice(0, 80)).toMatchObject({ status: 400, code: 'validation_error' })
      expect(refused.message).toContain(`'${field}'`)
    }
  })
})
