import fc from 'fast-check'
import { expect } from 'vitest'
import { actingWith } from './acting'
import type { RunningApi } from './api-client'
import { arbitraryRecord, arbitrarySearch, isFound, type Searched } from './search-oracle'
import { openWorkspace } from './workspace'

type Found = Searched & { id: string }

/** Contacts with texts of all kinds, half of them changed since they were made. */
export interface Shelf {
  key: string
  rows: Found[]
}

/** Fills a workspace of its own with `count` contacts, no more than a page holds. */
export async function openShelf(api: RunningApi, count: number, seed: number): Promise<Shelf> {
  const key = await (await openWorkspace()).key('kasar')
  const acting = actingWith(api, key)
  for (const [name, type, options] of [
    ['note', 'text'],
    ['level', 'select', ['Hot lead', 'Cold']],
    ['skills', 'multi_select', ['Rust', 'Größe XL', 'a:b']],
    ['score', 'number'],
    ['active', 'boolean'],
    ['born', 'date'],
    ['seen_at', 'datetime'],
  ] as const) {
    const answer = await acting.post('/objects/contacts/fields', { name, type, ...(options && { options }) })
    expect(answer.status, answer.text).toBe(201)
  }
  const samples = fc.sample(arbitraryRecord, { numRuns: count * 2, seed })
  for (let at = 0; at < count; at++) {
    const { id } = await acting.record('contacts', samples[at])
    if (at % 2 === 0) {
      const changed = await acting.put(`/records/contacts/${id}`, samples[count + at])
      expect(changed.status, changed.text).toBe(200)
    }
  }
  const { data } = (await acting.get('/records/contacts?limit=100')).body
  expect(data).toHaveLength(count)
  return { key, rows: data }
}

/** Random searches, each answered as a plain reading of the same rows answers it. */
export async function compareSearches(api: RunningApi, { key, rows }: Shelf, luck: { numRuns: number; seed?: number }) {
  const found = { none: 0, some: 0 }
  await fc.assert(
    fc.asyncProperty(arbitrarySearch(rows), async (search) => {
      const query = new URLSearchParams({ search, limit: '100' })
      const { status, body, text } = await api.ask('GET', `/records/contacts?${query}`, { key })
      expect(status, text).toBe(200)
      const expected = rows.filter((row) => isFound(search, row))
      expect(body.data.map(({ name }: Found) => name)).toEqual(expected.map(({ name }) => name))
      expect(body.total).toBe(expected.length)
      found[expected.length === 0 ? 'none' : 'some']++
    }),
    luck,
  )
  // Searches that find nothing show little.
  expect(found.some, JSON.stringify(found)).toBeGreaterThan(luck.numRuns / 4)
}
