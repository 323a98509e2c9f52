import fc from 'fast-check'
import { expect } from 'vitest'
import { type Acting, actingWith } from './acting'
import type { RunningApi } from './api-client'
import { arbitraryFilter, type Fields, holds, type Row, sorted } from './filter-oracle'
import { chance } from './random'
import { openWorkspace } from './workspace'

/** Contacts with every kind of field, null here and there. */
export interface Stock {
  acting: Acting
  key: string
  fields: Fields
  /** As the API replies them, own fields beside the others. */
  rows: Row[]
}

const own: [name: string, type: string, kind: Fields[string]][] = [
  ['score', 'number', { kind: 'number' }],
  ['active', 'boolean', { kind: 'boolean' }],
  ['born', 'date', { kind: 'day' }],
  ['seen_at', 'datetime', { kind: 'instant' }],
  ['level', 'select', { kind: 'choice', options: ['hot', 'warm', 'cold'] }],
  ['skills', 'multi_select', { kind: 'list' }],
  ['note', 'text', { kind: 'text' }],
]
const common: Fields = {
  id: { kind: 'id' },
  object: { kind: 'text' },
  name: { kind: 'text' },
  description: { kind: 'text' },
  tags: { kind: 'list' },
  owner_id: { kind: 'id' },
  company_id: { kind: 'id' },
  pipeline_id: { kind: 'id' },
  value: { kind: 'number' },
  currency: { kind: 'text' },
  source: { kind: 'text' },
  external_id: { kind: 'text' },
  version: { kind: 'number' },
  created_at: { kind: 'instant' },
  email: { kind: 'text' },
}

/** Fills a workspace of its own with `count` contacts. */
export async function openStock(api: RunningApi, count: number): Promise<Stock> {
  const workspace = await openWorkspace()
  const key = await workspace.key('kasar')
  const acting = actingWith(api, key)
  for (const [name, type, { options }] of own) {
    const choices = type === 'multi_select' ? ['sql', 'SQL', 'sales', '100%'] : options
    const answer = await acting.post('/objects/contacts/fields', { name, type, options: choices })
    expect(answer.status, answer.text).toBe(201)
  }
  const companies = [(await acting.record('companies')).id, (await acting.record('companies')).id]
  const luck = chance(7)
  const maybe = <T>(from: T[]): T | null => (luck.under(4) === 0 ? null : luck.pick(from))
  const some = (from: string[]) => from.filter(() => luck.under(3) === 0)
  const words = ['Acme', 'acme', 'ACME 100%', 'a_b', 'back\\slash', "O'Neil", '漢字', 'zebra', '"quoted"', 'a', '{}']
  for (let at = 0; at < count; at++) {
    const fields = {
      score: maybe([-3.5, 0, 1, 7, 1e15, 0.1]),
      active: maybe([true, false]),
      born: maybe(['1999-12-31', '2000-02-29', '2026-03-08']),
      seen_at: maybe([
        '2026-03-08T04:59:59.999Z',
        '2026-03-08T05:00:00Z',
        '2026-03-09T03:59:59.999Z',
        '2026-11-02T04:30:00Z',
      ]),
      level: maybe(['hot', 'warm', 'cold']),
      skills: maybe([['sql'], ['SQL', 'sales'], ['100%']]),
      note: maybe([...words, '']),
      email: maybe(['a@acme.example', 'B@acme.example']),
    }
    await acting.record('contacts', {
      name: luck.pick(words),
      description: maybe(words),
      tags: some(['vip', 'VIP', '50%_off', 'new']),
      owner_id: maybe([workspace.adminId]),
      company_id: maybe(companies),
      value: maybe([-1, 0, 1, 9_007_199_254_740_991]),
      source: maybe(['fair', 'web', 'WEB']),
      external_id: luck.under(2) === 0 ? null : `ext-${at}`,
      fields: Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null)),
    })
  }
  const { data } = (await acting.get(`/records/contacts?limit=100`)).body
  const rows = data.map(({ fields, ...row }: Row & { fields: object }) => ({ ...row, ...fields }))
  expect(rows).toHaveLength(count)
  const fields = { ...common, ...Object.fromEntries(own.map(([name, , field]) => [name, field])) }
  return { acting, key, fields, rows }
}

/** Random filters and sorts, each answered as a plain reading of the same rows answers it, page by page. */
export async function compareWithOracle(api: RunningApi, stock: Stock, luck: { numRuns: number; seed?: number }) {
  const sortable = Object.entries(stock.fields).flatMap(([name, { kind }]) => (kind === 'list' ? [] : [name]))
  const sort = fc.uniqueArray(
    fc.record({ field: fc.constantFrom(...sortable), direction: fc.constantFrom('asc' as const, 'desc' as const) }),
    { maxLength: 3, minLength: 1, selector: ({ field }) => field },
  )
  const zones = fc.constantFrom('UTC', 'America/New_York', 'Asia/Kathmandu', 'Pacific/Apia')
  const asked = zones.chain((zone) =>
    fc.tuple(fc.constant(zone), arbitraryFilter(stock.fields, stock.rows, zone), sort),
  )
  const found = { none: 0, all: 0, some: 0 }
  await fc.assert(
    fc.asyncProperty(asked, fc.integer({ min: 7, max: 100 }), async ([zone, filter, by], limit) => {
      const expected = sorted(
        stock.rows.filter((row) => holds(filter, row, stock.fields, zone)),
        by,
        stock.fields,
      ).map(({ id }) => id)
      const query = new URLSearchParams({
        filters: JSON.stringify(filter),
        sort: JSON.stringify(by),
        limit: `${limit}`,
      })
      const ids: string[] = []
      do {
        const page = await api.ask('GET', `/records/contacts?${query}`, {
          key: stock.key,
          headers: { 'x-timezone': zone },
        })
        expect(page.status, page.text).toBe(200)
        expect(page.body.total).toBe(expected.length)
        ids.push(...page.body.data.map((row: Row) => row.id))
        query.set('cursor', page.body.nextCursor ?? '')
      } while (query.get('cursor'))
      expect(ids).toEqual(expected)
      found[ids.length === 0 ? 'none' : ids.length === stock.rows.length ? 'all' : 'some']++
    }),
    luck,
  )
  // Filters that find everything or nothing show little.
  expect(found.some, JSON.stringify(found)).toBeGreaterThan(luck.numRuns / 4)
}
