import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Acting, actingWith } from '@/e2e/acting'
import type { RunningApi } from '@/e2e/api-client'
import { refusalIn, startContractApi } from '@/e2e/contract-api'
import { openWorkspace, type TestWorkspace } from '@/e2e/workspace'
import { database } from '@/lib/db/client'
import { newId } from '@/lib/domain/id'

let api: RunningApi
let workspace: TestWorkspace
let clarky: Acting
let rex: Acting

beforeAll(async () => {
  api = await startContractApi()
  workspace = await openWorkspace()
  clarky = actingWith(api, await workspace.key('clarky'))
  rex = actingWith(api, await workspace.key('rex'))
})
afterAll(() => api.stop())

const instant = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/
const times = { created_at: expect.stringMatching(instant), updated_at: expect.stringMatching(instant) }

describe('List pipelines', () => {
  it('answers in the documented form', async () => {
    const own = await openWorkspace()
    const as = actingWith(api, await own.key('clarky'))
    const { id } = await actingWith(api, await own.key('rex')).board({ name: 'Sales Pipeline' })
    const bot = (await as.get('/bots')).body.data[0]
    const list = await as.get(`/pipelines?bot_id=${bot.id}`)
    expect(list.status).toBe(200)
    expect(list.body).toEqual({
      data: [
        {
          id,
          workspace_id: own.id,
          bot_id: bot.id,
          name: 'Sales Pipeline',
          is_default: true,
          is_private: false,
          ...times,
        },
      ],
      pagination: { page: 1, page_size: 25, total: 1, total_pages: 1 },
    })
    const empty = { data: [], pagination: { page: 1, page_size: 25, total: 0, total_pages: 0 } }
    expect((await as.get(`/pipelines?bot_id=${newId()}`)).body).toEqual(empty)
  })

  it('restricts to the pipelines of one agent', async () => {
    const own = await openWorkspace()
    const as = actingWith(api, await own.key('clarky'))
    const boards = actingWith(api, await own.key('rex'))
    const [first, second] = [await boards.board(), await boards.board()]
    const agentId = newId()
    const { prisma } = database()
    await prisma.agent.create({ data: { workspaceId: own.id, id: agentId, name: 'Second' } })
    await prisma.pipeline.update({
      where: { workspaceId_id: { workspaceId: own.id, id: second.id } },
      data: { agentId },
    })
    const deal = await boards.deal(second, second.stages[0])
    await boards.deal(first, first.stages[0])
    expect((await as.get(`/pipelines?bot_id=${agentId}`)).body).toMatchObject({
      data: [{ id: second.id, bot_id: agentId }],
      pagination: { total: 1 },
    })
    expect((await as.get(`/pipelines/${second.id}/stages`)).body.data[0].bot_id).toBe(agentId)
    expect((await as.get(`/pipeline-cards?bot_id=${agentId}`)).body).toMatchObject({
      data: [{ id: deal.id }],
      pagination: { total: 1 },
    })
    expect((await as.get('/bots')).body).toMatchObject({
      data: [{ name: expect.any(String) }, { id: agentId, name: 'Second' }],
      pagination: { total: 2, total_pages: 1 },
    })
  })

  it('is read-only to a ck_live_ key', async () => {
    for (const body of [{ name: 'x' }, { wrong: 1 }]) {
      const refused = refusalIn(await clarky.post('/pipelines', body), 'clarky')
      expect(refused).toMatchObject({ status: 403, code: 'forbidden' })
    }
  })
})

describe('pages', () => {
  it('number from 1, hold 25 unless told, and are empty past the end', async () => {
    const own = await openWorkspace()
    const as = actingWith(api, await own.key('clarky'))
    const boards = actingWith(api, await own.key('rex'))
    await Promise.all(Array.from({ length: 26 }, () => boards.board({ stages: [] })))
    const board = await boards.board()
    for (let at = 0; at < 26; at++) await boards.deal(board, board.stages[0])
    for (const [list, total] of [
      ['/pipelines', 27],
      ['/pipeline-cards', 26],
    ] as const) {
      const page = async (query: string) => (await as.get(list + query)).body
      const first = await page('')
      expect(first.data).toHaveLength(25)
      expect(first.pagination).toEqual({ page: 1, page_size: 25, total, total_pages: 2 })
      const second = await page('?page=2')
      expect(second.data).toHaveLength(total - 25)
      expect(second.pagination).toEqual({ page: 2, page_size: 25, total, total_pages: 2 })
      const all = await page('?page_size=100')
      expect([...first.data, ...second.data]).toEqual(all.data)
      expect(all.pagination).toEqual({ page: 1, page_size: 100, total, total_pages: 1 })
      const single = await page(`?page_size=1&page=${total}`)
      expect(single.data).toEqual([all.data.at(-1)])
      expect(single.pagination.total_pages).toBe(total)
      for (const past of [3, 1_000_000, 999_999_999_999_999]) {
        const empty = await page(`?page=${past}`)
        expect(empty).toEqual({ data: [], pagination: { page: past, page_size: 25, total, total_pages: 2 } })
      }
    }
  })

  it('of bots end like any other', async () => {
    const empty = { data: [], pagination: { page: 999_999_999_999_999, page_size: 25, total: 1, total_pages: 1 } }
    expect((await clarky.get('/bots?page=999999999999999')).body).toEqual(empty)
  })

  it.each(['/pipelines', '/pipeline-cards', '/bots'])('of %s are refused (422) outside their bounds', async (list) => {
    for (const [query, field] of [
      ['page=0', 'page'],
      ['page=-1', 'page'],
      ['page=x', 'page'],
      ['page=1.5', 'page'],
      ['page=', 'page'],
      ['page_size=0', 'page_size'],
      ['page_size=101', 'page_size'],
      ['page_size=ten', 'page_size'],
      ['page=1&page=2', 'page'],
    ]) {
      const refused = refusalIn(await clarky.get(`${list}?${query}`), 'clarky')
      expect(refused, query).toMatchObject({ status: 422, code: 'validation_error', field })
      expect(refused.message).toContain(`'${field}'`)
    }
    for (const name of ['limit', 'cursor', 'Page', 'page_size[]']) {
      const refused = refusalIn(await clarky.get(`${list}?${name}=1`), 'clarky')
      expect(refused).toMatchObject({ status: 400, code: 'bad_request', field: name })
    }
  })
})

describe('List pipeline stages', () => {
  it('gives every stage sorted by order_index, without pagination, as the document shows', async () => {
    const board = await rex.board({
      stages: [
        { name: 'Lead', type: 'open', color: '#94a3b8' },
        { name: 'Qualified', type: 'open', color: '#3b82f6' },
        { name: 'Closed Won', type: 'won', color: '#22c55e' },
      ],
    })
    const bot_id = (await clarky.get('/bots')).body.data[0].id
    const stage = (at: number, name: string, color: string) => ({
      id: board.stages[at].id,
      bot_id,
      pipeline_id: board.id,
      name,
      color,
      order_index: at,
      ...times,
    })
    const list = await clarky.get(`/pipelines/${board.id}/stages`)
    expect(list.status).toBe(200)
    expect(list.body).toEqual({
      data: [stage(0, 'Lead', '#94a3b8'), stage(1, 'Qualified', '#3b82f6'), stage(2, 'Closed Won', '#22c55e')],
    })
    const reversed = board.stages.map((each: { id: string }) => each.id).reverse()
    await rex.put(`/pipelines/${board.id}/stages`, { stage_ids: reversed })
    const { data } = (await clarky.get(`/pipelines/${board.id}/stages`)).body
    expect(data.map((each: { id: string }) => each.id)).toEqual(reversed)
    expect(data.map((each: { order_index: number }) => each.order_index)).toEqual([0, 1, 2])
  })

  it('has a hex color for a stage that nobody gave one', async () => {
    const board = await rex.board()
    const { data } = (await clarky.get(`/pipelines/${board.id}/stages`)).body
    for (const { color } of data) expect(color).toMatch(/^#[0-9a-f]{6}$/)
  })

  it('does not find a pipeline that is missing, malformed or in the trash, and has no parameters', async () => {
    const gone = await rex.board()
    await rex.delete(`/pipelines/${gone.id}`)
    for (const id of [newId(), 'p_01HPLA', gone.id]) {
      const refused = refusalIn(await clarky.get(`/pipelines/${id}/stages`), 'clarky')
      expect(refused).toMatchObject({ status: 404, code: 'not_found', message: 'Pipeline not found' })
    }
    const refused = refusalIn(await clarky.get(`/pipelines/${gone.id}/stages?page=1`), 'clarky')
    expect(refused).toMatchObject({ status: 400, code: 'bad_request', field: 'page' })
  })
})
