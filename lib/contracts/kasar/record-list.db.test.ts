import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Acting, actingWith } from '@/e2e/acting'
import type { RunningApi } from '@/e2e/api-client'
import { refusalIn, startContractApi } from '@/e2e/contract-api'
import { chance } from '@/e2e/random'
import { installation, openWorkspace, type TestWorkspace } from '@/e2e/workspace'
import { sql } from '@/lib/db/client'
import { openTransaction } from '@/lib/db/transaction'
import { newId } from '@/lib/domain/id'
import { createRecords } from '@/lib/domain/record/create-many'

let api: RunningApi
let workspace: TestWorkspace
let key: string
let kasar: Acting

beforeAll(async () => {
  api = await startContractApi()
  workspace = await openWorkspace()
  key = await workspace.key('kasar')
  kasar = actingWith(api, key)
  for (const field of [
    { name: 'score', type: 'number' },
    { name: 'born', type: 'date' },
    { name: 'seen_at', type: 'datetime' },
    { name: 'active', type: 'boolean' },
    { name: 'level', type: 'select', options: ['low', 'medium', 'high'] },
    { name: 'skills', type: 'multi_select', options: ['sql', 'Sales'] },
  ]) {
    expect((await kasar.post('/objects/contacts/fields', field)).status).toBe(201)
  }
})
afterAll(() => api.stop())

interface Asked {
  filters?: unknown
  sort?: unknown
  zone?: string
  more?: Record<string, string>
}

const text = (given: unknown) => (typeof given === 'string' ? given : JSON.stringify(given))
const ask = ({ filters, sort, zone, more }: Asked, object = 'contacts') => {
  const query = new URLSearchParams({
    ...(filters !== undefined && { filters: text(filters) }),
    ...(sort !== undefined && { sort: text(sort) }),
    ...more,
  })
  return api.ask('GET', `/records/${object}?${query}`, {
    key,
    headers: zone === undefined ? {} : { 'x-timezone': zone },
  })
}
const names = async (asked: Asked, object?: string): Promise<string[]> => {
  const answer = await ask(asked, object)
  expect(answer.status, answer.text).toBe(200)
  expect(answer.body.total).toBe(answer.body.data.length)
  return answer.body.data.map((row: { name: string }) => row.name)
}
const all = (...conditions: unknown[]) => ({ type: 'AND', conditions })
const any = (...conditions: unknown[]) => ({ type: 'OR', conditions })
const test = (field: string, operator: string, value?: unknown) => ({ field, operator, value })
const refused = async (asked: Asked) => {
  const refusal = refusalIn(await ask(asked), 'kasar')
  expect(refusal).toMatchObject({ status: 400, code: 'VALIDATION_ERROR' })
  expect(refusal.message.length).toBeLessThan(500)
  return refusal.message
}

describe('a filter', () => {
  beforeAll(async () => {
    const acme = (await kasar.record('companies', { name: 'Acme' })).id
    const people = [
      {
        name: 'Alice',
        tags: ['vip', 'New York'],
        value: 100,
        company_id: acme,
        external_id: 'crm-1',
        owner_id: workspace.adminId,
        description: '100% of A_B',
        fields: {
          score: 1,
          born: '1990-05-01',
          active: true,
          level: 'low',
          email: 'alice@acme.example',
          skills: ['sql'],
        },
      },
      {
        name: 'Bob',
        tags: ['VIP'],
        value: 200,
        fields: { score: 2.5, born: '1990-05-02', active: false, level: 'high', skills: ['sql', 'Sales'] },
      },
      {
        name: 'carol',
        description: '100 of AxB',
        fields: { score: -3, level: 'medium', seen_at: '2026-03-08T12:00:00Z' },
      },
      { name: 'Dan' },
    ]
    for (const person of people) await kasar.record('contacts', person)
  })

  const named = (filter: unknown) =>
    names({ filters: filter, sort: [{ field: 'name', direction: 'asc' }], more: { updated_since: '2000-01-01' } })

  it.each<[string, string, unknown, string[]]>([
    ['name', 'equals', 'Alice', ['Alice']],
    ['name', 'equals', 'alice', []],
    ['description', 'not_equals', '100% of A_B', ['Bob', 'carol', 'Dan']],
    ['name', 'contains', 'A', ['Alice', 'carol', 'Dan']],
    ['description', 'contains', '100%', ['Alice']],
    ['description', 'contains', 'a_b', ['Alice']],
    ['description', 'contains', '\\', []],
    ['description', 'not_contains', 'OF', ['Bob', 'Dan']],
    ['name', 'in', ['Bob', 'Dan', 'Eve'], ['Bob', 'Dan']],
    ['name', 'in', [], []],
    ['external_id', 'not_in', ['crm-1'], ['Bob', 'carol', 'Dan']],
    ['external_id', 'not_in', [], ['Alice', 'Bob', 'carol', 'Dan']],
    ['value', 'gt', 100, ['Bob']],
    ['value', 'greater_than', 100, ['Bob']],
    ['value', 'gte', 100, ['Alice', 'Bob']],
    ['value', 'lt', 200, ['Alice']],
    ['value', 'less_than', 200, ['Alice']],
    ['value', 'lte', 200, ['Alice', 'Bob']],
    ['value', 'between', [100, 199.5], ['Alice']],
    ['value', 'between', [200, 100], []],
    ['value', 'not_equals', 100, ['Bob', 'carol', 'Dan']],
    ['value', 'is_null', undefined, ['carol', 'Dan']],
    ['value', 'is_null', null, ['carol', 'Dan']],
    ['value', 'is_not_null', undefined, ['Alice', 'Bob']],
    ['tags', 'equals', 'vip', ['Alice']],
    ['tags', 'not_equals', 'vip', ['Bob', 'carol', 'Dan']],
    ['tags', 'contains', 'Vip', ['Alice', 'Bob']],
    ['tags', 'contains', 'york', ['Alice']],
    ['tags', 'not_contains', 'vip', ['carol', 'Dan']],
    ['tags', 'in', ['VIP', 'New York'], ['Alice', 'Bob']],
    ['tags', 'is_null', undefined, ['carol', 'Dan']],
    ['company_id', 'is_not_null', undefined, ['Alice']],
    ['object', 'equals', 'contacts', ['Alice', 'Bob', 'carol', 'Dan']],
    ['score', 'gt', -3, ['Alice', 'Bob']],
    ['score', 'in', [-3, 2.5], ['Bob', 'carol']],
    ['score', 'is_null', undefined, ['Dan']],
    ['born', 'date_before', '1990-05-02', ['Alice']],
    ['born', 'date_after', '1990-05-01', ['Bob']],
    ['born', 'between', ['1990-05-01', '1990-05-02'], ['Alice', 'Bob']],
    ['active', 'equals', true, ['Alice']],
    ['active', 'not_equals', true, ['Bob', 'carol', 'Dan']],
    ['level', 'in', ['low', 'medium'], ['Alice', 'carol']],
    ['level', 'contains', 'I', ['Bob', 'carol']],
    ['skills', 'equals', 'Sales', ['Bob']],
    ['skills', 'contains', 'sales', ['Bob']],
    ['skills', 'is_null', undefined, ['carol', 'Dan']],
    ['email', 'contains', 'ACME', ['Alice']],
    ['seen_at', 'equals', '2026-03-08T13:00:00+01:00', ['carol']],
    ['seen_at', 'not_equals', '2026-03-08T12:00:00.001Z', ['Alice', 'Bob', 'carol', 'Dan']],
    ['created_at', 'date_after', '2000-01-01T00:00:00Z', ['Alice', 'Bob', 'carol', 'Dan']],
    ['created_at', 'lt', '2000-01-01', []],
    ['created_at', 'gte', '0001-01-01', ['Alice', 'Bob', 'carol', 'Dan']],
    ['created_at', 'lte', '9999-12-31', ['Alice', 'Bob', 'carol', 'Dan']],
    ['id', 'not_in', [newId()], ['Alice', 'Bob', 'carol', 'Dan']],
    ['owner_id', 'equals', newId(), []],
  ])('%s %s %j', async (field, operator, value, expected) => {
    expect(await named(all(test(field, operator, value)))).toEqual(expected)
  })

  it('may join conditions by AND and OR, groups in groups', async () => {
    const rich = test('value', 'gte', 100)
    expect(await named(all(rich, test('active', 'equals', false)))).toEqual(['Bob'])
    expect(await named(any(rich, test('name', 'equals', 'Dan')))).toEqual(['Alice', 'Bob', 'Dan'])
    const either = any(test('level', 'equals', 'high'), all(test('level', 'equals', 'low'), test('score', 'lt', 5)))
    expect(await named(all(rich, either))).toEqual(['Alice', 'Bob'])
    expect(await named(all())).toHaveLength(4)
    expect(await named(any())).toEqual([])
  })

  it('stands beside the other parameters', async () => {
    const filters = all(test('value', 'is_not_null'))
    expect(await names({ filters, more: { owner_id: workspace.adminId } })).toEqual(['Alice'])
    expect(await names({ filters, more: { external_id: 'crm-2' } })).toEqual([])
  })

  it.each<[string, string, unknown, string]>([
    ['shoe_size', 'equals', 1, 'shoe_size'],
    ['stage', 'is_null', undefined, 'stage'],
    ['metadata', 'is_null', undefined, 'metadata'],
    ['fields', 'is_null', undefined, 'fields'],
    ['ownerId', 'is_null', undefined, 'ownerId'],
    ['title', 'is_null', undefined, 'title'],
    ['constructor', 'is_null', undefined, 'constructor'],
    ['name', 'gt', 'a', 'name'],
    ['name', 'date_before', '2026-01-01', 'name'],
    ['owner_id', 'contains', 'a', 'owner_id'],
    ['value', 'contains', '1', 'value'],
    ['value', 'date_after', '2026-01-01', 'value'],
    ['active', 'gt', false, 'active'],
    ['name', 'equals', 5, 'name'],
    ['name', 'equals', null, 'name'],
    ['name', 'equals', undefined, 'name'],
    ['name', 'equals', ['Alice'], 'name'],
    ['name', 'in', 'Alice', 'name'],
    ['name', 'in', ['Alice', 7], 'name'],
    ['name', 'in', Array(501).fill('x'), 'name'],
    ['name', 'equals', 'a\0b', 'name'],
    ['name', 'contains', '\ud800', 'name'],
    ['value', 'equals', '100', 'value'],
    ['value', 'between', [1], 'value'],
    ['value', 'between', [1, 2, 3], 'value'],
    ['value', 'between', 5, 'value'],
    ['owner_id', 'equals', 'x', 'owner_id'],
    ['owner_id', 'in', ['x'], 'owner_id'],
    ['active', 'equals', 'true', 'active'],
    ['level', 'equals', 'huge', 'level'],
    ['born', 'equals', '1990-02-30', 'born'],
    ['born', 'equals', '1990-01-01T00:00:00Z', 'born'],
    ['created_at', 'date_before', 'yesterday', 'created_at'],
    ['created_at', 'date_before', '2026-02-30', 'created_at'],
    ['created_at', 'gt', 1_767_225_600, 'created_at'],
    ['name', 'is_null', true, 'is_null'],
  ])('on %s %s %j is refused', async (field, operator, value, name) => {
    const message = await refused({ filters: all(test(field, operator, value)) })
    expect(message).toContain("'filters'")
    expect(message).toContain(`'${name}'`)
  })

  it('that is no FilterGroup is refused', async () => {
    for (const filters of ['', '{', 'null', '[]', test('name', 'is_null'), all(test('name', 'like', 'x'))]) {
      expect(await refused({ filters })).toContain("'filters'")
    }
  })
})

describe('a bare date', () => {
  // Noon of no zone: each deal was made a millisecond beside a midnight somewhere.
  const deals = [
    ['ny spring before', '2026-03-08T04:59:59.999Z'],
    ['ny spring first', '2026-03-08T05:00:00.000Z'],
    ['ny spring last', '2026-03-09T03:59:59.999Z'],
    ['ny spring after', '2026-03-09T04:00:00.000Z'],
    ['ny autumn first', '2026-11-01T04:00:00.000Z'],
    ['ny autumn last', '2026-11-02T04:59:59.999Z'],
    ['ny autumn after', '2026-11-02T05:00:00.000Z'],
    ['apia before', '2011-12-30T09:59:59.999Z'],
    ['apia after', '2011-12-30T10:00:00.000Z'],
    ['kathmandu first', '2026-06-14T18:15:00.000Z'],
    ['kathmandu last', '2026-06-15T18:14:59.999Z'],
  ]
  const on = (operator: string, value: unknown, zone: string) =>
    names(
      {
        filters: all(test('created_at', operator, value)),
        sort: [{ field: 'created_at', direction: 'asc' }],
        zone,
        more: { limit: '100' },
      },
      'opportunities',
    )

  beforeAll(async () => {
    const rex = actingWith(api, await workspace.key('rex'))
    const board = await rex.board()
    for (const [name, created_at] of deals) await rex.deal(board, board.stages[0], { name, created_at })
  })

  it('is a day of the zone in X-Timezone, 23 or 25 hours long where clocks change', async () => {
    const zone = 'America/New_York'
    expect(await on('equals', '2026-03-08', zone)).toEqual(['ny spring first', 'ny spring last'])
    expect(await on('equals', '2026-11-01', zone)).toEqual(['ny autumn first', 'ny autumn last'])
    expect(await on('date_after', '2026-11-01', zone)).toEqual(['ny autumn after'])
    expect(await on('between', ['2026-03-08', '2026-03-08'], zone)).toEqual(['ny spring first', 'ny spring last'])
    expect(await on('in', ['2026-03-08', '2026-11-02'], zone)).toEqual([
      'ny spring first',
      'ny spring last',
      'ny autumn after',
    ])
    const about = async (operator: string) =>
      (await on(operator, '2026-03-08', zone)).filter((name) => /spring/.test(name))
    expect(await about('date_before')).toEqual(['ny spring before'])
    expect(await about('lt')).toEqual(['ny spring before'])
    expect(await about('lte')).toEqual(['ny spring before', 'ny spring first', 'ny spring last'])
    expect(await about('gt')).toEqual(['ny spring after'])
    expect(await about('gte')).toEqual(['ny spring first', 'ny spring last', 'ny spring after'])
    expect(await about('not_equals')).toEqual(['ny spring before', 'ny spring after'])
  })

  it('is whole where offsets are not, and empty where a zone skipped it', async () => {
    expect(await on('equals', '2026-06-15', 'Asia/Kathmandu')).toEqual(['kathmandu first', 'kathmandu last'])
    expect(await on('equals', '2026-06-15', 'UTC')).toEqual(['kathmandu last'])
    expect(await on('equals', '2011-12-29', 'Pacific/Apia')).toEqual(['apia before'])
    expect(await on('equals', '2011-12-30', 'Pacific/Apia')).toEqual([])
    expect(await on('equals', '2011-12-31', 'Pacific/Apia')).toEqual(['apia after'])
    expect(await on('date_before', '2011-12-30', 'Pacific/Apia')).toEqual(['apia before'])
  })

  it("is a day of the user's zone without the header, else of the workspace's, else of UTC", async () => {
    const spring = async () => {
      const filters = all(test('created_at', 'equals', '2026-03-08'))
      return (await names({ filters }, 'opportunities')).length
    }
    expect(await spring()).toBe(2)
    await sql(`UPDATE "Workspace" SET "timeZone" = 'America/New_York' WHERE id = $1`, [workspace.id])
    expect(await spring()).toBe(2)
    const first = all(test('created_at', 'equals', '2026-03-09'))
    expect(await names({ filters: first }, 'opportunities')).toEqual(['ny spring after'])
    await sql(`UPDATE "User" SET "timeZone" = 'UTC' WHERE id = $1`, [workspace.adminId])
    expect(await names({ filters: first }, 'opportunities')).toEqual(['ny spring after', 'ny spring last'])
    expect(await names({ filters: first, zone: 'america/new_york' }, 'opportunities')).toEqual(['ny spring after'])
    await sql(`UPDATE "Workspace" SET "timeZone" = 'UTC' WHERE id = $1`, [workspace.id])
  })

  it('in a zone that there is not is refused', async () => {
    for (const zone of ['Mars/Olympus', '+02:00', '', 'UTC, UTC']) {
      expect(await refused({ zone })).toContain('X-Timezone')
    }
    const stranger = await api.ask('GET', '/records/contacts', { headers: { 'x-timezone': 'Mars/Olympus' } })
    expect(stranger.status).toBe(401)
  })
})

describe('a sort', () => {
  let own: Acting

  beforeAll(async () => {
    const other = await openWorkspace()
    own = actingWith(api, await other.key('kasar'))
    const level = { name: 'level', type: 'select', options: ['low', 'medium', 'high'] }
    await own.post('/objects/companies/fields', level)
    for (const [name, value, chosen] of [
      ['b', 2, 'high'],
      ['A', null, 'low'],
      ['a', 1, null],
      ['C', 2, 'medium'],
      ['\u{10000}', null, null],
      ['\uffee', 3, 'low'],
    ] as const) {
      await own.record('companies', { name, value, fields: { level: chosen } })
    }
  })

  const order = async (query: Record<string, string>) => {
    const answer = await own.get(`/records/companies?${new URLSearchParams(query)}`)
    expect(answer.status, answer.text).toBe(200)
    return answer.body.data.map((row: { name: string }) => row.name)
  }
  const by = (...fields: [string, string][]) =>
    JSON.stringify(fields.map(([field, direction]) => ({ field, direction })))
  const newest = ['\uffee', '\u{10000}', 'C', 'a', 'A', 'b']

  it('puts nulls last in both directions, and breaks ties by id', async () => {
    expect(await order({ sort: by(['value', 'asc']) })).toEqual(['a', 'b', 'C', '\uffee', 'A', '\u{10000}'])
    expect(await order({ sort: by(['value', 'desc']) })).toEqual(['\uffee', 'b', 'C', 'a', 'A', '\u{10000}'])
  })

  it('goes on by the next field where one is equal', async () => {
    expect(await order({ sort: by(['value', 'desc'], ['name', 'desc']) })).toEqual([
      ...['\uffee', 'C', 'b', 'a', '\u{10000}', 'A'],
    ])
  })

  it('orders text without regard to case, by code points', async () => {
    expect(await order({ sort: by(['name', 'asc']) })).toEqual(['A', 'a', 'b', 'C', '\uffee', '\u{10000}'])
  })

  it('orders a choice by its meaning', async () => {
    expect(await order({ sort: by(['level', 'asc']) })).toEqual(['A', '\uffee', 'C', 'b', 'a', '\u{10000}'])
    expect(await order({ sort: by(['level', 'desc']) })).toEqual(['b', 'C', 'A', '\uffee', 'a', '\u{10000}'])
  })

  it('that is not JSON is as if absent: then sort_by and sort_dir hold', async () => {
    for (const sort of ['', '{', 'name', '[{"field":"name",}]']) {
      expect(await order({ sort })).toEqual(newest)
      expect(await order({ sort, sort_by: 'name', sort_dir: 'desc' })).toEqual([
        ...['\u{10000}', '\uffee', 'C', 'b', 'A', 'a'],
      ])
    }
  })

  it('that is valid makes sort_by and sort_dir count for nothing, whatever they say', async () => {
    const sort = by(['name', 'asc'])
    expect(await order({ sort, sort_by: 'nonsense', sort_dir: 'sideways' })).toEqual(await order({ sort }))
    expect(await order({ sort: '[]', sort_by: 'nonsense' })).toEqual(newest)
  })

  it('by one field is ascending unless sort_dir says so', async () => {
    expect(await order({ sort_by: 'name' })).toEqual(['A', 'a', 'b', 'C', '\uffee', '\u{10000}'])
    expect(await order({ sort_dir: 'asc' })).toEqual([...newest].reverse())
    expect(await order({ sort_dir: 'desc' })).toEqual(newest)
    expect(await order({ sort_by: 'updated_at' })).toEqual([...newest].reverse())
  })

  it.each([
    ['an object', '{"field":"name","direction":"asc"}'],
    ['a word', '"name"'],
    ['null', 'null'],
    ['a list of words', '["name"]'],
    ['no direction', '[{"field":"name"}]'],
    ['another direction', '[{"field":"name","direction":"ASC"}]'],
    ['no field', '[{"direction":"asc"}]'],
    ['more than is asked', '[{"field":"name","direction":"asc","nulls":"first"}]'],
    ['too many fields', by(...Array.from({ length: 6 }, () => ['name', 'asc'] as [string, string]))],
  ])('of another shape is refused: %s', async (_, sort) => {
    expect(await refused({ sort })).toContain("'sort'")
  })

  it('by a field that there is not, or that has no order, is refused by name', async () => {
    for (const field of ['shoe_size', 'tags', 'metadata', 'stage', 'skills', '__proto__', '']) {
      const message = await refused({ sort: [{ field, direction: 'asc' }] })
      expect(message).toContain("'sort'")
      expect(message).toContain(`'${field}'`)
      expect(await refused({ more: { sort_by: field } })).toContain(`'${field}'`)
    }
    expect(await refused({ more: { sort_dir: 'sideways' } })).toContain("'sort_dir'")
  })
})

describe('a cursor', () => {
  it('is good for the question it answered alone', async () => {
    const own = actingWith(api, await (await openWorkspace()).key('kasar'))
    for (let at = 0; at < 3; at++) await own.record('companies', { name: `Company ${at}`, value: at || null })
    const sort = 'sort_by=value&sort_dir=desc'
    const page = (query: string, object = 'companies') => own.get(`/records/${object}?limit=1&${query}`)
    const cursor = (await page(sort)).body.nextCursor
    expect((await page(`${sort}&cursor=${cursor}`)).body.data[0].name).toBe('Company 1')
    const forged = (change: object) => {
      const [given, mark] = cursor.split('.')
      const content = JSON.parse(Buffer.from(given, 'base64url').toString())
      return `${Buffer.from(JSON.stringify({ ...content, ...change })).toString('base64url')}.${mark}`
    }
    const others = [
      ...['', 'sort_by=value', 'sort_by=name&sort_dir=desc', `${sort}&owner_id=${newId()}`],
      `${sort}&filters=${JSON.stringify(all())}`,
    ].map((query) => page(`${query}&cursor=${cursor}`))
    const wrong = [
      ...[`${cursor}x`, cursor.slice(0, -1), `${cursor}=`, '', 'x', 'bnVsbA', forged({ id: newId() })],
      ...[forged({ keys: [7] }), forged({ keys: [] }), forged({ keys: ['x'] }), forged({ more: 1 }), 'x'.repeat(9000)],
    ].map((each) => page(`${sort}&cursor=${each}`))
    for (const answer of await Promise.all([...others, ...wrong, page(`${sort}&cursor=${cursor}`, 'contacts')])) {
      const { status, message } = refusalIn(answer, 'kasar')
      expect(status).toBe(400)
      expect(message).toContain("'cursor'")
    }
  })

  it('carries texts of any length', async () => {
    const own = actingWith(api, await (await openWorkspace()).key('kasar'))
    const long = (end: string) => `${'"漢🙂'.repeat(150)}${end}`
    for (const end of ['b', 'a', 'c'])
      await own.record('companies', { name: long(end), description: long(end).repeat(9) })
    const sort = encodeURIComponent(
      JSON.stringify(['name', 'description'].map((field) => ({ field, direction: 'asc' }))),
    )
    const walked: string[] = []
    let cursor = ''
    do {
      const { status, body } = await own.get(`/records/companies?limit=1&sort=${sort}${cursor}`)
      expect(status).toBe(200)
      walked.push(body.data[0].name.at(-1))
      cursor = body.nextCursor && `&cursor=${body.nextCursor}`
    } while (cursor)
    // Texts are sorted by their first 200 characters, and these are equal so far.
    expect(walked).toEqual(['b', 'a', 'c'])
  })

  it('walks 2,000 rows while others are made, changed and deleted: every untouched one exactly once', async () => {
    const own = await openWorkspace()
    const acting = actingWith(api, await own.key('kasar'))
    const caller = { workspaceId: own.id, actor: installation, requestId: null }
    const luck = chance(11)
    const company = (at: number) => ({
      values: { title: `Company ${luck.under(40)}`, value: luck.under(3) === 0 ? null : at % 17 },
    })
    const make = (count: number) =>
      openTransaction(caller, (tx) =>
        createRecords(
          tx,
          'companies',
          Array.from({ length: count }, (_, at) => company(at)),
        ),
      )
    const ids = await make(2_000)
    const left = new Set(ids)
    const sort = encodeURIComponent(
      JSON.stringify([
        { field: 'value', direction: 'desc' },
        { field: 'name', direction: 'asc' },
      ]),
    )
    const seen = new Map<string, number>()
    let cursor = ''
    do {
      const { status, body } = await acting.get(`/records/companies?limit=97&sort=${sort}${cursor}`)
      expect(status).toBe(200)
      for (const { id } of body.data) seen.set(id, (seen.get(id) ?? 0) + 1)
      cursor = body.nextCursor && `&cursor=${body.nextCursor}`
      await make(20)
      for (let touched = 0; touched < 4; touched++) {
        const id = luck.pick(ids)
        left.delete(id)
        await (touched % 2 === 0
          ? sql('UPDATE "CrmRecord" SET "trashedAt" = now() WHERE "workspaceId" = $1 AND id = $2', [own.id, id])
          : acting.put(`/records/companies/${id}`, { value: luck.under(17), name: `Company ${luck.under(40)}` }))
      }
    } while (cursor)
    expect(left.size).toBeGreaterThan(1_800)
    for (const id of left) expect(seen.get(id), id).toBe(1)
  })
})

describe('the total', () => {
  it('counts all that the question finds, on every page, and nothing trashed or archived', async () => {
    const other = await openWorkspace()
    const [own, clarky] = [actingWith(api, await other.key('rex')), actingWith(api, await other.key('clarky'))]
    const board = await own.board()
    const deals = []
    for (let at = 0; at < 5; at++) deals.push(await own.deal(board, board.stages[0], { value: at }))
    const page = async (query = '') => (await own.get(`/records/opportunities?limit=2${query}`)).body
    const first = await page()
    expect(first).toMatchObject({ total: 5, data: [{ id: deals[4].id }, { id: deals[3].id }] })
    expect(await page(`&cursor=${first.nextCursor}`)).toMatchObject({ total: 5 })
    await own.delete(`/deals/${deals[0].id}`)
    await clarky.patch(`/pipeline-cards/${deals[1].id}`, { archived_at: '2026-01-01T00:00:00Z' })
    expect(await page()).toMatchObject({ total: 3 })
    await own.delete(`/pipelines/${board.id}`)
    expect(await page()).toEqual({ data: [], total: 0, nextCursor: null, nextSince: null })
  })
})
