import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Acting, actingWith } from '@/e2e/acting'
import type { RunningApi } from '@/e2e/api-client'
import { auditCards } from '@/e2e/audit'
import { refusalIn, startContractApi } from '@/e2e/contract-api'
import { openWorkspace, type TestWorkspace } from '@/e2e/workspace'
import { newId } from '@/lib/domain/id'
import { commonFields } from '@/lib/domain/record/gate'

let api: RunningApi
let workspace: TestWorkspace
let rex: Acting

interface Deal {
  id: string
  status: string
}

beforeAll(async () => {
  api = await startContractApi()
  workspace = await openWorkspace()
  rex = actingWith(api, await workspace.key('rex'))
})
afterAll(() => api.stop())

const day = 86_400_000
const ago = (days: number) => new Date(Date.now() - days * day).toISOString()
const idsIn = async (target: string): Promise<string[]> =>
  (await rex.get(target)).body.data.map((deal: Deal) => deal.id)
const instant = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/

describe('Create a deal', () => {
  it('gives every field of a deal, null where nothing is known', async () => {
    const board = await rex.board()
    const made = await rex.post('/deals', { name: 'Acme renewal', pipeline_id: board.id, stage_id: board.stages[1].id })
    expect(made.status).toBe(201)
    expect(made.body.data).toMatchObject({
      id: expect.any(String),
      name: 'Acme renewal',
      object: 'opportunities',
      pipeline_id: board.id,
      stage_id: board.stages[1].id,
      status: 'open',
      value: null,
      currency: null,
      probability: 2 / 3,
      contact_id: null,
      company_id: null,
      owner_id: null,
      expected_close: null,
      source: null,
      external_id: null,
      lost_reason: null,
      metadata: {},
      fields: {},
      days_in_stage: 0,
      deal_age_days: 0,
      version: 1,
      created_at: expect.stringMatching(instant),
      updated_at: expect.stringMatching(instant),
    })
    expect((await rex.get(`/deals/${made.body.data.id}`)).body).toEqual(made.body)
  })

  it('keeps everything that may be written', async () => {
    const board = await rex.board({ object: 'candidates' })
    const company = await rex.record('companies')
    const contact = await rex.record('contacts')
    const given = {
      name: 'x'.repeat(500),
      description: 'd'.repeat(20_000),
      tags: ['renewal', 'Ünïcode 🙂'],
      value: 9_007_199_254_740_991,
      currency: 'JPY',
      contact_id: contact.id,
      company_id: company.id,
      owner_id: workspace.adminId,
      expected_close: '2026-02-28',
      source: 'fair',
      external_id: newId(),
      lost_reason: 'price',
      metadata: { deep: { er: [1, null, 'x'] } },
      fields: { position: 'Clerk' },
    }
    const deal = await rex.deal(board, board.stages[0], given)
    expect(deal).toMatchObject(given)
    expect((await rex.get(`/deals/${deal.id}`)).body.data).toEqual(deal)
  })

  it('counts money in minor units, never as a float, with the currency of the workspace unless one is given', async () => {
    const board = await rex.board()
    expect(await rex.deal(board, board.stages[0], { value: 0 })).toMatchObject({ value: 0, currency: 'USD' })
    expect(await rex.deal(board, board.stages[0], { value: -5 })).toMatchObject({ value: -5, currency: 'USD' })
    const wrong: [string, unknown][] = [
      ['value', 10.5],
      ['value', '100'],
      ['value', 1e300],
      ['value', 9_007_199_254_740_992],
      ['currency', 'usd'],
      ['currency', 'ZZZ'],
      ['currency', 'DOLLAR'],
      ['currency', ''],
    ]
    for (const [field, value] of wrong) {
      const body = { name: 'x', pipeline_id: board.id, stage_id: board.stages[0].id, [field]: value }
      expect(refusalIn(await rex.post('/deals', body), 'rex').message).toContain(`'${field}'`)
    }
  })

  it('keeps the dates of an import, given in any offset', async () => {
    const board = await rex.board()
    const deal = await rex.deal(board, board.stages[2], {
      created_at: '2016-10-20T02:00:00+02:00',
      stage_entered_at: '2017-03-01T00:00:00.5-05:30',
      closed_at: '2017-03-01T23:59:59Z',
    })
    expect(deal).toMatchObject({
      created_at: '2016-10-20T00:00:00.000Z',
      stage_entered_at: '2017-03-01T05:30:00.500Z',
      closed_at: '2017-03-01T23:59:59.000Z',
      status: 'won',
      days_in_stage: Math.floor((Date.now() - Date.parse('2017-03-01T05:30:00.5Z')) / day),
      deal_age_days: Math.floor((Date.now() - Date.parse('2016-10-20T00:00:00Z')) / day),
    })
  })

  it.each([
    ['2026-04-29T19:10:00Z', '2026-04-29T19:10:00.000Z'],
    ['2026-04-29T19:10:00.123456Z', '2026-04-29T19:10:00.123Z'],
    ['2026-04-29T19:10Z', '2026-04-29T19:10:00.000Z'],
    ['2026-04-29T19:10:00+02:00', '2026-04-29T17:10:00.000Z'],
    ['2026-04-29T19:10:00+0200', '2026-04-29T17:10:00.000Z'],
    ['2026-04-29T19:10:00+02', '2026-04-29T17:10:00.000Z'],
    ['2026-04-29T19:10:00-00:00', '2026-04-29T19:10:00.000Z'],
    ['2026-04-29T19:10:00-09:30', '2026-04-30T04:40:00.000Z'],
    ['2026-01-01T00:00:00+14:00', '2025-12-31T10:00:00.000Z'],
    ['2024-02-29t19:10:00z', '2024-02-29T19:10:00.000Z'],
  ])('takes %s for %s', async (created_at, instant) => {
    const board = await rex.board()
    expect(await rex.deal(board, board.stages[0], { created_at })).toMatchObject({ created_at: instant })
  })

  it.each([
    '2026-01-01',
    '2026-01-01T00:00:00',
    'yesterday',
    '2026-02-30T00:00:00Z',
    '2026-01-01T25:00:00Z',
    '2026-01-01T00:60:00Z',
    '2026-01-01T00:00:00+24:00',
    '2026-01-01T00:00:00Z00',
    '2026-01-01 00:00:00Z',
    '2026-01-01T00:00:00 +02:00',
    '+002026-01-01T00:00:00Z',
    'Thu, 01 Jan 2026 00:00:00 GMT',
    '9999-12-31T23:59:59-14:00',
    '0000-01-01T00:00:00Z',
    1_767_225_600,
  ])('refuses %j as an instant', async (created_at) => {
    const board = await rex.board()
    const body = { name: 'x', pipeline_id: board.id, stage_id: board.stages[0].id, created_at }
    expect(refusalIn(await rex.post('/deals', body), 'rex').message).toContain("'created_at'")
  })

  it('needs name, pipeline and stage, and refuses what they do not fit, naming the field', async () => {
    const board = await rex.board()
    const other = await rex.board()
    const trashed = await rex.board()
    await rex.delete(`/pipelines/${trashed.id}`)
    const fine = { name: 'x', pipeline_id: board.id, stage_id: board.stages[0].id }
    const wrong: [object, string][] = [
      [{ name: undefined }, 'name'],
      [{ pipeline_id: undefined }, 'pipeline_id'],
      [{ stage_id: undefined }, 'stage_id'],
      [{ name: '' }, 'name'],
      [{ name: null }, 'name'],
      [{ name: 'x'.repeat(501) }, 'name'],
      [{ description: 'x'.repeat(20_001) }, 'description'],
      [{ pipeline_id: newId() }, 'pipeline_id'],
      [{ pipeline_id: 'pipe_01HQ' }, 'pipeline_id'],
      [{ pipeline_id: trashed.id }, 'pipeline_id'],
      [{ pipeline_id: other.id }, 'stage_id'],
      [{ stage_id: newId() }, 'stage_id'],
      [{ stage_id: 'stg_01HQ' }, 'stage_id'],
      [{ stage_id: other.stages[0].id }, 'stage_id'],
      [{ stage_id: trashed.stages[0].id, pipeline_id: trashed.id }, 'stage_id'],
      [{ contact_id: newId() }, 'contact_id'],
      [{ company_id: 'x' }, 'company_id'],
      [{ owner_id: newId() }, 'owner_id'],
      [{ expected_close: '2026-02-29' }, 'expected_close'],
      [{ expected_close: '2026-02-28T00:00:00Z' }, 'expected_close'],
      [{ tags: 'renewal' }, 'tags'],
      [{ tags: [7] }, 'tags.0'],
      [{ external_id: '' }, 'external_id'],
      [{ fields: { position: 'x' } }, 'fields.position'],
      [{ status: 'won' }, 'status'],
      [{ probability: 1 }, 'probability'],
      [{ object: 'opportunities' }, 'object'],
      [{ id: newId() }, 'id'],
      [{ updated_at: ago(1) }, 'updated_at'],
    ]
    for (const [change, field] of wrong) {
      const refused = refusalIn(await rex.post('/deals', { ...fine, ...change }), 'rex')
      expect(refused, JSON.stringify(change).slice(0, 100)).toMatchObject({ status: 400, code: 'validation_error' })
      expect(refused.message, JSON.stringify(change).slice(0, 100)).toContain(`'${field}'`)
    }
    expect(await idsIn(`/pipelines/${board.id}/deals`)).toEqual([])
  })

  it('holds the gate of the stage', async () => {
    const board = await rex.board()
    const required_fields = ['amount', 'contact_id']
    await rex.patch(`/pipelines/${board.id}/stages/${board.stages[0].id}`, { required_fields })
    const make = (more: object) =>
      rex.post('/deals', { name: 'x', pipeline_id: board.id, stage_id: board.stages[0].id, ...more })
    const refused = refusalIn(await make({}), 'rex')
    expect(refused).toMatchObject({ status: 400, code: 'validation_error', missingFields: required_fields })
    expect(refusalIn(await make({ value: 1 }), 'rex').missingFields).toEqual(['contact_id'])
    const contact = await rex.record('contacts')
    expect((await make({ value: 0, contact_id: contact.id })).status).toBe(201)
    expect(await idsIn(`/pipelines/${board.id}/deals`)).toHaveLength(1)
  })

  it('has an external id once an object', async () => {
    const board = await rex.board()
    const candidates = await rex.board({ object: 'candidates' })
    const external_id = newId()
    const deal = await rex.deal(board, board.stages[0], { external_id })
    const body = { name: 'x', pipeline_id: board.id, stage_id: board.stages[0].id, external_id }
    expect(refusalIn(await rex.post('/deals', body), 'rex')).toMatchObject({ status: 409, code: 'conflict' })
    await rex.deal(candidates, candidates.stages[0], { external_id })
    expect(await idsIn(`/deals?external_id=${external_id}&object=opportunities`)).toEqual([deal.id])
    await rex.delete(`/deals/${deal.id}`)
    expect((await rex.post('/deals', body)).status).toBe(201)
  })
})

describe('the status of a deal', () => {
  it("follows its stage's type and is not written", async () => {
    const board = await rex.board()
    const deal = await rex.deal(board, board.stages[0])
    const move = async (at: number) =>
      (await rex.patch(`/deals/${deal.id}`, { stage_id: board.stages[at].id })).body.data
    expect(await move(2)).toMatchObject({ status: 'won', probability: 1, closed_at: expect.stringMatching(instant) })
    expect(await move(3)).toMatchObject({ status: 'lost', probability: 0, closed_at: expect.stringMatching(instant) })
    expect(await move(0)).toMatchObject({ status: 'open', closed_at: null })
    expect(refusalIn(await rex.patch(`/deals/${deal.id}`, { status: 'won' }), 'rex').message).toContain("'status'")
  })

  it("is stalled when open and idle for its stage's days, else its pipeline's, else 14", async () => {
    const board = await rex.board()
    const [a, b, won] = board.stages
    const status = async (stage: { id: string }, days: number) =>
      (await rex.deal(board, stage, { created_at: ago(days) })).status
    expect(await status(a, 13.99)).toBe('open')
    expect(await status(a, 14.01)).toBe('stalled')
    expect(await status(won, 100)).toBe('won')
    await rex.patch(`/pipelines/${board.id}`, { rotting_days: 5 })
    await rex.patch(`/pipelines/${board.id}/stages/${b.id}`, { rotting_days: 30 })
    expect(await status(a, 4.99)).toBe('open')
    expect(await status(a, 5.01)).toBe('stalled')
    expect(await status(b, 29.99)).toBe('open')
    expect(await status(b, 30.01)).toBe('stalled')
  })

  it('is open again after a change and after a move', async () => {
    const board = await rex.board()
    const [changed, moved] = [
      await rex.deal(board, board.stages[0], { created_at: ago(20) }),
      await rex.deal(board, board.stages[0], { created_at: ago(20) }),
    ]
    expect([changed.status, moved.status]).toEqual(['stalled', 'stalled'])
    expect((await rex.patch(`/deals/${changed.id}`, { name: 'Renamed' })).body.data.status).toBe('open')
    const spot = { stage_id: board.stages[1].id }
    expect((await rex.post(`/deals/${moved.id}/stage`, spot)).body.data.status).toBe('open')
  })

  it('filters: open leaves the stalled out', async () => {
    const board = await rex.board()
    const made = {
      open: await rex.deal(board, board.stages[0]),
      stalled: await rex.deal(board, board.stages[0], { created_at: ago(20) }),
      won: await rex.deal(board, board.stages[2], { created_at: ago(20) }),
      lost: await rex.deal(board, board.stages[3]),
    }
    for (const [status, deal] of Object.entries(made)) {
      for (const list of [`/pipelines/${board.id}/deals?`, `/deals?pipeline_id=${board.id}&`]) {
        const { data } = (await rex.get(`${list}status=${status}`)).body
        expect(data).toMatchObject([{ id: deal.id, status }])
      }
    }
    const refused = refusalIn(await rex.get(`/pipelines/${board.id}/deals?status=closed`), 'rex')
    expect(refused.message).toBe("Parameter 'status' must be one of: open, won, lost, stalled")
  })
})

describe('List deals', () => {
  it('in a pipeline: walks all exactly once while others come and go, newest first', async () => {
    const board = await rex.board()
    const deals: string[] = []
    for (let at = 0; at < 25; at++) deals.push((await rex.deal(board, board.stages[at % 4])).id)
    const walked: string[] = []
    let more = ''
    for (let pages = 0; pages < 20; pages++) {
      const page = (await rex.get(`/pipelines/${board.id}/deals?limit=4${more}`)).body
      walked.push(...page.data.map((deal: Deal) => deal.id))
      await rex.deal(board, board.stages[0])
      expect(page.has_more).toBe(page.next_cursor !== null)
      if (!page.has_more) break
      more = `&cursor=${page.next_cursor}`
    }
    expect(walked).toEqual(deals.reverse())
  })

  it('goes on behind a deal that has been deleted meanwhile', async () => {
    const board = await rex.board()
    const [oldest, middle, newest] = [
      await rex.deal(board, board.stages[0]),
      await rex.deal(board, board.stages[0]),
      await rex.deal(board, board.stages[0]),
    ]
    const first = (await rex.get(`/pipelines/${board.id}/deals?limit=2`)).body
    expect(first.data.map((deal: Deal) => deal.id)).toEqual([newest.id, middle.id])
    await rex.delete(`/deals/${middle.id}`)
    expect(await idsIn(`/pipelines/${board.id}/deals?limit=2&cursor=${first.next_cursor}`)).toEqual([oldest.id])
  })

  it('holds 50 unless told, and 1 to 200', async () => {
    const board = await rex.board()
    const making = Array.from({ length: 201 }, (_, at) => rex.deal(board, board.stages[at % 2]))
    await Promise.all(making)
    const page = async (query: string) => (await rex.get(`/pipelines/${board.id}/deals${query}`)).body
    expect((await page('')).data).toHaveLength(50)
    expect((await page('?limit=1')).data).toHaveLength(1)
    const most = await page('?limit=200')
    expect(most.data).toHaveLength(200)
    const rest = await page(`?limit=200&cursor=${most.next_cursor}`)
    expect(rest).toMatchObject({ data: [{}], has_more: false, next_cursor: null })
    expect((await page('?limit=200&status=open')).data).toHaveLength(200)
    for (const target of [`/pipelines/${board.id}/deals`, '/deals', `/deals/${rest.data[0].id}/history`]) {
      for (const limit of ['0', '201', '-1', 'x', '']) {
        const refused = refusalIn(await rex.get(`${target}?limit=${limit}`), 'rex')
        expect(refused).toMatchObject({ status: 400, code: 'validation_error' })
        expect(refused.message).toContain("'limit'")
      }
      for (const cursor of ['', 'x', `${most.next_cursor}A`, newId()]) {
        expect(refusalIn(await rex.get(`${target}?cursor=${cursor}`), 'rex').message).toContain("'cursor'")
      }
    }
  })

  it('filters by each of its parameters, alone and together', async () => {
    const [board, candidates] = [await rex.board(), await rex.board({ object: 'candidates' })]
    const member = await workspace.member('editor')
    const external_id = newId()
    const mine = await rex.deal(board, board.stages[0], { owner_id: member.id, external_id })
    const other = await rex.deal(board, board.stages[1], { owner_id: member.id })
    const candidate = await rex.deal(candidates, candidates.stages[0], { owner_id: member.id })
    const own = `owner_id=${member.id}`
    expect(await idsIn(`/deals?${own}`)).toEqual([candidate.id, other.id, mine.id])
    expect(await idsIn(`/deals?${own}&object=opportunities`)).toEqual([other.id, mine.id])
    expect(await idsIn(`/deals?${own}&object=nothing`)).toEqual([])
    expect(await idsIn(`/deals?pipeline_id=${board.id}&stage_id=${board.stages[1].id}`)).toEqual([other.id])
    expect(await idsIn(`/deals?external_id=${external_id}`)).toEqual([mine.id])
    expect(await idsIn(`/deals?${own}&updated_since=${candidate.updated_at}`)).toEqual([candidate.id])
    expect(await idsIn(`/deals?${own}&updated_since=2000-01-01`)).toHaveLength(3)
    expect(await idsIn(`/pipelines/${board.id}/deals?stage_id=${board.stages[0].id}`)).toEqual([mine.id])
    expect(await idsIn(`/pipelines/${board.id}/deals?stage_id=${candidates.stages[0].id}`)).toEqual([])
  })

  it('is empty for an unknown id in a filter, and refuses a malformed one', async () => {
    const board = await rex.board()
    for (const [list, names] of [
      ['/deals', ['pipeline_id', 'stage_id', 'owner_id']],
      [`/pipelines/${board.id}/deals`, ['stage_id']],
    ] as const) {
      for (const name of names) {
        const next = list === '/deals' ? { next_since: null } : {}
        const empty = { data: [], has_more: false, next_cursor: null, ...next }
        expect((await rex.get(`${list}?${name}=${newId()}`)).body).toEqual(empty)
        const refused = refusalIn(await rex.get(`${list}?${name}=x`), 'rex')
        expect(refused).toMatchObject({ status: 400, code: 'validation_error' })
        expect(refused.message).toContain(`'${name}'`)
      }
    }
  })

  it('leaves out contacts and companies, archived cards and the trash', async () => {
    const own = actingWith(api, await (await openWorkspace()).key('rex'))
    const board = await own.board()
    const [kept, archived, trashed] = [
      await own.deal(board, board.stages[0]),
      await own.deal(board, board.stages[0]),
      await own.deal(board, board.stages[0]),
    ]
    await own.record('contacts')
    await own.record('opportunities')
    await own.patch(`/pipeline-cards/${archived.id}`, { archived_at: ago(0) })
    await own.delete(`/deals/${trashed.id}`)
    for (const list of ['/deals', `/pipelines/${board.id}/deals`]) {
      expect((await own.get(list)).body.data.map((deal: Deal) => deal.id)).toEqual([kept.id])
    }
  })
})

describe('a deal that is not there', () => {
  it('is not found by any operation, nor is a record that stands on no board', async () => {
    const board = await rex.board()
    const gone = await rex.deal(board, board.stages[0])
    await rex.delete(`/deals/${gone.id}`)
    const contact = await rex.record('contacts')
    const spot = { stage_id: board.stages[0].id }
    for (const id of [newId(), 'deal_01HQ', gone.id, contact.id, '%F0%9F%99%82']) {
      const answers = await Promise.all([
        rex.get(`/deals/${id}`),
        rex.patch(`/deals/${id}`, { name: 'x' }),
        rex.patch(`/deals/${id}`, spot),
        rex.patch(`/deals/${id}`, { contact_id: newId() }),
        rex.delete(`/deals/${id}`),
        rex.get(`/deals/${id}/history`),
        rex.post(`/deals/${id}/stage`, spot),
        rex.post(`/deals/${id}/stage`, { stage_id: newId() }),
      ])
      for (const answer of answers) {
        expect(answer.status).toBe(404)
        expect(answer.body).toEqual({ error: { code: 'not_found', message: 'Deal not found' } })
      }
    }
  })
})

describe('Update and delete a deal', () => {
  it('changes what is sent and nothing else; null clears', async () => {
    const board = await rex.board()
    const contact = await rex.record('contacts')
    const given = { value: 500, contact_id: contact.id, description: 'd', tags: ['a'], external_id: newId() }
    const deal = await rex.deal(board, board.stages[0], { ...given, expected_close: '2026-12-31' })
    const changed = await rex.patch(`/deals/${deal.id}`, { name: 'Renamed', contact_id: null, expected_close: null })
    expect(changed.status).toBe(200)
    expect(changed.body.data).toEqual({
      ...deal,
      name: 'Renamed',
      contact_id: null,
      expected_close: null,
      version: 2,
      updated_at: expect.stringMatching(instant),
      last_activity_at: expect.stringMatching(instant),
    })
    const cleared = await rex.patch(`/deals/${deal.id}`, {
      value: null,
      description: null,
      external_id: null,
      tags: [],
    })
    expect(cleared.body.data).toMatchObject({ value: null, description: null, external_id: null, tags: [], version: 3 })
    expect((await rex.patch(`/deals/${deal.id}`, {})).body.data).toEqual(cleared.body.data)
  })

  it('enters a stage at its end, in another pipeline of the object too, never one of another object', async () => {
    const [board, other] = [await rex.board(), await rex.board()]
    const candidates = await rex.board({ object: 'candidates' })
    const deal = await rex.deal(board, board.stages[0])
    const there = await rex.deal(other, other.stages[0])
    const moved = await rex.patch(`/deals/${deal.id}`, { stage_id: other.stages[0].id })
    expect(moved.body.data).toMatchObject({ pipeline_id: other.id, stage_id: other.stages[0].id })
    const { cards } = (await rex.get(`/pipelines/${other.id}/board`)).body.data.columns[0]
    expect(cards.map((card: Deal) => card.id)).toEqual([there.id, deal.id])
    for (const stage_id of [candidates.stages[0].id, newId(), 'x']) {
      expect(refusalIn(await rex.patch(`/deals/${deal.id}`, { stage_id }), 'rex').message).toContain("'stage_id'")
    }
  })

  it('does not write dates of the past, nor what follows from others', async () => {
    const board = await rex.board()
    const deal = await rex.deal(board, board.stages[0])
    for (const field of ['created_at', 'stage_entered_at', 'closed_at', 'pipeline_id', 'version', 'days_in_stage']) {
      expect(refusalIn(await rex.patch(`/deals/${deal.id}`, { [field]: 'x' }), 'rex').message).toContain(`'${field}'`)
    }
    expect((await rex.get(`/deals/${deal.id}`)).body.data).toEqual(deal)
  })

  it('deletes to the trash: 204, then it is missing', async () => {
    const board = await rex.board()
    const [deal, kept] = [await rex.deal(board, board.stages[0]), await rex.deal(board, board.stages[0])]
    const deleted = await rex.delete(`/deals/${deal.id}`)
    expect([deleted.status, deleted.text]).toEqual([204, ''])
    expect((await rex.delete(`/deals/${deal.id}`)).status).toBe(404)
    expect((await rex.get(`/pipeline-cards/${kept.id}`)).body.data.order_index).toBe(0)
  })
})

describe('Move a deal', () => {
  const move = (deal: Deal, body: object) => rex.post(`/deals/${deal.id}/stage`, body)

  it('lands beside a card, at a number, or at the end', async () => {
    const board = await rex.board()
    const [a, b] = board.stages
    const [one, two] = [await rex.deal(board, b), await rex.deal(board, b)]
    const deal = await rex.deal(board, a)
    const order = async () =>
      (await rex.get(`/pipelines/${board.id}/board?stage_id=${b.id}`)).body.data.columns[0].cards.map(
        (card: Deal) => card.id,
      )
    expect((await move(deal, { stage_id: b.id, after_id: one.id })).body.data.stage_id).toBe(b.id)
    expect(await order()).toEqual([one.id, deal.id, two.id])
    await move(deal, { stage_id: b.id, before_id: one.id })
    expect(await order()).toEqual([deal.id, one.id, two.id])
    await move(deal, { stage_id: b.id, order_index: 1 })
    expect(await order()).toEqual([one.id, deal.id, two.id])
    await move(deal, { stage_id: b.id })
    expect(await order()).toEqual([one.id, two.id, deal.id])
    await move(deal, { stage_id: b.id, order_index: 0 })
    await move(deal, { stage_id: b.id, order_index: 2_147_483_648 })
    expect(await order()).toEqual([one.id, two.id, deal.id])
  })

  it('refuses neighbours that do not stand in the stage, two places at once, and negative numbers', async () => {
    const board = await rex.board()
    const [a, b] = board.stages
    const [deal, there, elsewhere] = [await rex.deal(board, a), await rex.deal(board, b), await rex.deal(board, a)]
    const wrong: [object, string][] = [
      [{ after_id: elsewhere.id }, 'after_id'],
      [{ before_id: elsewhere.id }, 'before_id'],
      [{ after_id: deal.id }, 'after_id'],
      [{ before_id: newId() }, 'before_id'],
      [{ after_id: 'x' }, 'after_id'],
      [{ after_id: there.id, before_id: there.id }, 'after_id'],
      [{ order_index: 0, before_id: there.id }, 'before_id'],
      [{ order_index: -1 }, 'order_index'],
      [{ order_index: 0.5 }, 'order_index'],
      [{ at: 'end' }, 'at'],
    ]
    for (const [place, field] of wrong) {
      const refused = refusalIn(await move(deal, { stage_id: b.id, ...place }), 'rex')
      expect(refused, JSON.stringify(place)).toMatchObject({ status: 400, code: 'validation_error' })
      expect(refused.message).toContain(field)
    }
    expect(refusalIn(await move(deal, {}), 'rex').message).toBe("Field 'stage_id' is required")
    expect((await rex.get(`/deals/${deal.id}`)).body.data).toEqual(deal)
  })

  it("fills the gate's fields and moves in one: nothing of it happens when it still lacks one", async () => {
    const board = await rex.board({ object: 'candidates' })
    const lost = board.stages[3]
    const required_fields = ['amount', 'lost_reason', 'position']
    await rex.patch(`/pipelines/${board.id}/stages/${lost.id}`, { required_fields })
    const deal = await rex.deal(board, board.stages[0])
    const short = await move(deal, { stage_id: lost.id, fields: { amount: 7 }, lost_reason: 'price' })
    expect(refusalIn(short, 'rex').missingFields).toEqual(['position'])
    expect((await rex.get(`/deals/${deal.id}`)).body.data).toEqual(deal)
    const filling = { amount: 7, position: 'Clerk', expected_close: '2026-12-24', owner_id: workspace.adminId }
    const moved = await move(deal, { stage_id: lost.id, fields: filling, lost_reason: 'price' })
    expect(moved.body.data).toMatchObject({
      stage_id: lost.id,
      status: 'lost',
      value: 7,
      currency: 'USD',
      lost_reason: 'price',
      expected_close: '2026-12-24',
      owner_id: workspace.adminId,
      fields: { position: 'Clerk' },
    })
  })

  it('fills in every common field that a gate may name', async () => {
    const board = await rex.board()
    const [contact, company] = [await rex.record('contacts'), await rex.record('companies')]
    const filling: Record<string, unknown> = {
      name: 'Filled',
      title: 'Filled',
      description: 'd',
      tags: ['t'],
      amount: 1,
      value: 1,
      currency: 'EUR',
      owner_id: workspace.adminId,
      contact_id: contact.id,
      company_id: company.id,
      source: 'fair',
      lost_reason: 'price',
      expected_close: '2026-12-24',
      external_id: newId(),
    }
    expect(Object.keys(filling).sort()).toEqual(Object.keys(commonFields).sort())
    for (const [name, value] of Object.entries(filling)) {
      const deal = await rex.deal(board, board.stages[0])
      await rex.patch(`/pipelines/${board.id}/stages/${board.stages[1].id}`, { required_fields: [name] })
      const moved = await move(deal, { stage_id: board.stages[1].id, fields: { [name]: value } })
      const shown = { amount: 'value', title: 'name' }[name] ?? name
      expect(moved.body.data, name).toMatchObject({ stage_id: board.stages[1].id, [shown]: value })
      await rex.patch(`/deals/${deal.id}`, { external_id: null })
    }
  })

  it('holds what it fills in to the bounds that creating a deal has, naming the field', async () => {
    const board = await rex.board()
    const deal = await rex.deal(board, board.stages[0], { value: 5 })
    const wrong: [string, unknown][] = [
      ['amount', 1.5],
      ['amount', '7'],
      ['value', true],
      ['name', ''],
      ['title', 'x'.repeat(501)],
      ['name', '  '],
      ['description', 'x'.repeat(20_001)],
      ['currency', ''],
      ['currency', null],
      ['currency', 'usd'],
      ['currency', 'ZZZ'],
      ['tags', 'x'],
      ['tags', ['']],
      ['tags', ['x'.repeat(101)]],
      ['expected_close', '2026-02-29'],
      ['owner_id', newId()],
      ['contact_id', 7],
      ['company_id', 'x'],
      ['source', 'x'.repeat(201)],
      ['external_id', ''],
      ['lost_reason', 'x'.repeat(501)],
      ['shoe_size', 43],
      ['status', 'won'],
      ['stage', newId()],
    ]
    for (const [name, value] of wrong) {
      const refused = refusalIn(await move(deal, { stage_id: board.stages[1].id, fields: { [name]: value } }), 'rex')
      expect(refused, name).toMatchObject({ status: 400, code: 'validation_error' })
      expect(refused.message, name).toMatch(new RegExp(`'(fields\\.)?${name}(\\.0)?'`))
    }
    expect((await rex.get(`/deals/${deal.id}`)).body.data).toEqual(deal)
  })
})

describe('the history of a deal', () => {
  it('tells creation, change and move, newest first, with who did it', async () => {
    const board = await rex.board()
    const deal = await rex.deal(board, board.stages[0])
    await rex.patch(`/deals/${deal.id}`, { name: 'Renamed', value: 5 })
    await rex.post(`/deals/${deal.id}/stage`, { stage_id: board.stages[1].id })
    const history = (await rex.get(`/deals/${deal.id}/history`)).body
    expect(history).toMatchObject({ has_more: false, next_cursor: null })
    const actor = { id: workspace.adminId, name: 'Ada Admin' }
    const stage = (at: number) => ({ id: board.stages[at].id, name: board.stages[at].name })
    expect(history.data).toMatchObject([
      { event: 'record.move', actor, from_stage: stage(0), to_stage: stage(1) },
      { event: 'record.update', actor, from_stage: null, to_stage: null },
      { event: 'record.create', actor, from_stage: null, to_stage: stage(0) },
    ])
    expect(history.data[1].changed.toSorted()).toEqual(['currency', 'name', 'value'])
    const walked = []
    let more = ''
    do {
      const page = (await rex.get(`/deals/${deal.id}/history?limit=1${more}`)).body
      walked.push(...page.data)
      more = page.next_cursor && `&cursor=${page.next_cursor}`
    } while (more)
    expect(walked).toEqual(history.data)
  })

  it('played from the start makes every deal what it is, whatever wrote it and what was left to defaults', async () => {
    const own = await openWorkspace()
    const as = actingWith(api, await own.key('rex'))
    const board = await as.board({ object: 'candidates' })
    const [a, b, won] = board.stages
    const contact = await as.record('contacts')
    const plain = await as.deal(board, a, { value: 5, fields: { position: null } })
    expect(plain).toMatchObject({ value: 5, currency: 'USD', fields: {} })
    await as.deal(board, a, {
      description: '',
      tags: ['x', 'x'],
      metadata: { b: 1, a: null },
      fields: { position: '' },
    })
    const card = (await as.post('/pipeline-cards', { pipeline_stage_id: b.id, title: 'Card', contact_id: contact.id }))
      .body.data
    const record = (await as.post('/records/candidates', { name: 'R', pipeline_step_id: b.id, value: 0 })).body.data
    await as.patch(`/deals/${plain.id}`, {
      value: null,
      currency: 'EUR',
      expected_close: '2026-12-24',
      metadata: { c: 1 },
    })
    await as.patch(`/deals/${card.id}`, { value: 7, fields: { position: 'Clerk' }, owner_id: own.adminId })
    await as.patch(`/deals/${card.id}`, { fields: { position: null }, contact_id: null })
    await as.post(`/deals/${record.id}/stage`, {
      stage_id: won.id,
      fields: { amount: 9, position: 'x' },
      lost_reason: 'r',
    })
    await as.patch(`/pipeline-cards/${record.id}`, { archived_at: '2026-01-01T00:00:00.5+02:00' })
    await as.delete(`/pipelines/${board.id}/stages/${b.id}?move_to=${a.id}`)
    await as.delete(`/deals/${plain.id}`)
    expect(await auditCards(own.id)).toEqual([])
  })
})
