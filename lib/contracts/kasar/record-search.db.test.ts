import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Acting, actingWith } from '@/e2e/acting'
import type { RunningApi } from '@/e2e/api-client'
import { refusalIn, startContractApi } from '@/e2e/contract-api'
import { installation, openWorkspace, type TestWorkspace } from '@/e2e/workspace'
import { openTransaction } from '@/lib/db/transaction'
import { createRecords } from '@/lib/domain/record/create-many'

let api: RunningApi
let workspace: TestWorkspace
let kasar: Acting

beforeAll(async () => {
  api = await startContractApi()
  workspace = await openWorkspace()
  kasar = actingWith(api, await workspace.key('kasar'))
})
afterAll(() => api.stop())

const ask = (search: string, more: Record<string, string> = {}, object = 'contacts', acting = kasar) =>
  acting.get(`/records/${object}?${new URLSearchParams({ search, ...more })}`)
const named = async (...asked: Parameters<typeof ask>): Promise<string[]> => {
  const { status, body, text } = await ask(...asked)
  expect(status, text).toBe(200)
  expect(body.total).toBe(body.data.length)
  return body.data.map(({ name }: { name: string }) => name)
}
const all = (...conditions: unknown[]) => JSON.stringify({ type: 'AND', conditions })
const by = (field: string, direction = 'asc') => JSON.stringify([{ field, direction }])

describe('search', () => {
  beforeAll(async () => {
    for (const field of [
      { name: 'note', type: 'text' },
      { name: 'site', type: 'url' },
      { name: 'level', type: 'select', options: ['Gold', 'Silver'] },
      { name: 'skills', type: 'multi_select', options: ['Rust', 'Public speaking'] },
      { name: 'born', type: 'date' },
      { name: 'seen_at', type: 'datetime' },
      { name: 'score', type: 'number' },
    ]) {
      expect((await kasar.post('/objects/contacts/fields', field)).status).toBe(201)
    }
    await kasar.record('contacts', {
      name: 'Søren Ångström-Łukasz',
      description: 'Met in São Paulo; “wants” a demo.\nStraße 12',
      tags: ['VIP', 'New York'],
      value: 300,
      fields: {
        email: 'soren.a@north-wind.example',
        phone: '+49 (30) 123 45-67',
        note: 'Back\\slash "quoted"\ttab\u0001bell',
        site: 'https://acme.example/pricing?plan=pro',
        level: 'Gold',
        skills: ['Rust', 'Public speaking'],
        born: '1987-06-05',
        seen_at: '2025-04-03T10:00:00Z',
        score: 4711,
      },
    })
    await kasar.record('contacts', { name: "Zoë O'Neil", value: 100, fields: { phone: '5559876543' } })
    await kasar.record('contacts', { name: 'Одиссей ΟΔΥΣΣΕΥΣ', value: 200 })
    await kasar.record('companies', { name: 'Søren & Sons' })
  })

  const soren = 'Søren Ångström-Łukasz'
  const zoe = "Zoë O'Neil"
  const odysseus = 'Одиссей ΟΔΥΣΣΕΥΣ'

  it.each<[string, string, string[]]>([
    ['the beginning of a word', 'ang', [soren]],
    ['no middle of one', 'ngstr', []],
    ['a whole word', 'Ångström', [soren]],
    ['without regard to case', 'SØREN', [soren]],
    ['without regard to accents', 'soren angstrom lukasz', [soren]],
    ['with accents that are not there', 'Zöé', [zoe]],
    ['accents that are marks of their own', 'A\u030angstro\u0308m', [soren]],
    ['letters that are written in two ways', 'strasse', [soren]],
    ['other alphabets', 'οδυσσεύς одисс', [odysseus]],
    ['words in any order', 'łuk sø', [soren]],
    ['every word', 'soren zoe', []],
    ['the same word twice', 'zoe zo', [zoe]],
    ['words of the name, description and tags', 'sor demo vip', [soren]],
    ['on another line', 'paulo straße 12', [soren]],
    ['words of a tag', 'york', [soren]],
    ['an e-mail address', 'soren.a@north-wind.example', [soren]],
    ['its domain', 'north-wind', [soren]],
    ['an address', 'https://acme.example/pricing', [soren]],
    ['a choice', 'gold', [soren]],
    ['one of several choices', 'speak', [soren]],
    ['behind a backslash', 'slash', [soren]],
    ['between quotation marks', 'quoted', [soren]],
    ['behind a tab', 'tab', [soren]],
    ['behind a character that nobody sees', 'bell', [soren]],
    ['no letter of an escape', 'ttab', []],
    ['typographic quotation marks or none', 'wants', [soren]],
    ['a name with an apostrophe', 'o’neil', [zoe]],
    ['a telephone number without blanks', '4930123', [soren]],
    ['a telephone number as it is written', '+49 (30) 123 45-67', [soren]],
    ['a telephone number without blanks from its beginning on', '30123', []],
    ['a telephone number that has none', '555987', [zoe]],
    ['no day', '1987', []],
    ['no instant', '2025', []],
    ['no number', '4711', []],
    ['nothing by punctuation alone', '- & (…) 🚀', []],
    ['nothing by nothing', '', []],
    ['nothing by blanks', ' \t\n', []],
  ])('finds %s: %j', async (_, search, expected) => {
    expect(await named(search)).toEqual(expected)
  })

  it.each([
    ["zoe'", [zoe]],
    ["'zoe", [zoe]],
    ["zoe:A 'o''", []],
    ['zoe:*', [zoe]],
    ['zoe & !soren', []],
    ['zoe | o', [zoe]],
    ['!zoe', [zoe]],
    ['(zoe', [zoe]],
    ['zoe <-> neil', [zoe]],
    ['neil <2> zoe', []],
    ['zoe \\', [zoe]],
    ['zoe%', [zoe]],
    ['_zoe', [zoe]],
    ['"zoe"', [zoe]],
    ['$1 zoe', []],
  ])('reads what means something to the database as words: %j', async (search, expected) => {
    expect(await named(search)).toEqual(expected)
  })

  it('stands beside filters, sort and the other parameters', async () => {
    const rich = all({ field: 'value', operator: 'gte', value: 200 })
    await kasar.record('contacts', { name: 'Zora', value: 250, owner_id: workspace.adminId, external_id: 'z-1' })
    await kasar.record('contacts', { name: 'zola', value: 50 })
    expect(await named('zo')).toEqual(['zola', 'Zora', zoe])
    expect(await named('zo', { sort: by('name') })).toEqual([zoe, 'zola', 'Zora'].sort(byLowerCase))
    expect(await named('zo', { sort: by('value', 'desc') })).toEqual(['Zora', zoe, 'zola'])
    expect(await named('zo', { filters: rich })).toEqual(['Zora'])
    expect(await named('zo', { owner_id: workspace.adminId })).toEqual(['Zora'])
    expect(await named('zo', { external_id: 'z-1' })).toEqual(['Zora'])
    expect(await named('sor', { external_id: 'z-1' })).toEqual([])
  })

  it('follows changes with updated_since', async () => {
    const { nextSince } = (await ask('zeb', { updated_since: '2020-01-01' })).body
    await kasar.record('contacts', { name: 'Zebra' })
    const body = (await ask('zeb', { updated_since: nextSince })).body
    expect(body).toMatchObject({ total: 1, data: [{ name: 'Zebra' }], nextSince: expect.any(String) })
    expect(await named('zebroid', { updated_since: nextSince })).toEqual([])
  })

  it('looks at one object alone', async () => {
    expect(await named('sor', {}, 'companies')).toEqual(['Søren & Sons'])
    expect((await ask('sor', {}, 'nothing')).status).toBe(404)
  })

  it('looks at one workspace alone', async () => {
    const other = await openWorkspace()
    const stranger = actingWith(api, await other.key('kasar'))
    expect(await named('soren', {}, 'contacts', stranger)).toEqual([])
    await stranger.record('contacts', { name: 'Soren of theirs' })
    expect(await named('soren', {}, 'contacts', stranger)).toEqual(['Soren of theirs'])
    expect(await named('soren')).toEqual([soren])
  })

  it('finds what a record says by now', async () => {
    const { id } = await kasar.record('contacts', { name: 'Quentin', tags: ['quince'], fields: { note: 'quartz' } })
    const path = `/records/contacts/${id}`
    for (const [change, gone, come] of [
      [{ name: 'Xaver' }, 'quentin', 'xav'],
      [{ tags: ['xylophone'] }, 'quince', 'xyl'],
      [{ fields: { note: 'xenon' } }, 'quartz', 'xen'],
      [{ description: 'xerox' }, 'quentin', 'xer'],
      [{ description: null }, 'xer', 'xaver'],
      [{ fields: { note: null } }, 'xen', 'xaver'],
    ] as const) {
      expect((await kasar.put(path, change)).status).toBe(200)
      expect(await named(gone)).toEqual([])
      expect(await named(come)).toEqual(['Xaver'])
    }
  })

  it('finds nothing in the trash, and what is restored', async () => {
    const { id } = await kasar.record('contacts', { name: 'Winnie' })
    await kasar.delete(`/records/contacts/${id}`)
    expect(await named('winnie')).toEqual([])
    await kasar.post(`/records/contacts/${id}/restore`, {})
    expect(await named('winnie')).toEqual(['Winnie'])
  })

  it('finds neither what is archived nor what stands on a board in the trash', async () => {
    const [rex, clarky] = [actingWith(api, await workspace.key('rex')), actingWith(api, await workspace.key('clarky'))]
    const board = await rex.board()
    const deal = await rex.deal(board, board.stages[0], { name: 'Umbrella' })
    const found = () => named('umb', {}, 'opportunities')
    expect(await found()).toEqual(['Umbrella'])
    await rex.post(`/deals/${deal.id}/stage`, { stage_id: board.stages[1].id })
    expect(await found()).toEqual(['Umbrella'])
    await clarky.patch(`/pipeline-cards/${deal.id}`, { archived_at: '2026-01-01T00:00:00Z' })
    expect(await found()).toEqual([])
    await clarky.patch(`/pipeline-cards/${deal.id}`, { archived_at: null })
    expect(await found()).toEqual(['Umbrella'])
    await rex.delete(`/pipelines/${board.id}`)
    expect(await found()).toEqual([])
    await rex.post(`/pipelines/${board.id}/restore`, {})
    expect(await found()).toEqual(['Umbrella'])
  })

  it('no longer finds the value of a field that was removed', async () => {
    await kasar.post('/objects/contacts/fields', { name: 'pet', type: 'text' })
    await kasar.record('contacts', { name: 'Vera', fields: { pet: 'vole' } })
    expect(await named('vole')).toEqual(['Vera'])
    expect((await kasar.delete('/objects/contacts/fields/pet')).status).toBe(204)
    expect(await named('vole')).toEqual([])
    expect(await named('vera')).toEqual(['Vera'])
  })

  it('takes 200 characters, an emoji being one, and refuses more by name', async () => {
    expect(await named(`zoe ${'🚀'.repeat(196)}`)).toEqual([zoe])
    for (const search of ['x'.repeat(201), 'a\0b']) {
      const refused = refusalIn(await ask(search), 'kasar')
      expect(refused).toMatchObject({ status: 400, code: 'VALIDATION_ERROR' })
      expect(refused.message).toContain("'search'")
    }
  })
})

const byLowerCase = (a: string, b: string) => (a.toLowerCase() < b.toLowerCase() ? -1 : 1)

describe('pages of a search', () => {
  // What is best for few is not for many.
  it.each([
    [3, [by('id', 'desc'), by('value', 'desc'), by('name')]],
    [1_050, [by('value', 'desc')]],
  ])('walk all of %i that are found, with a cursor for that search alone', async (count, sorts) => {
    const own = await openWorkspace()
    const acting = actingWith(api, await own.key('kasar'))
    const values = (at: number) => ({ title: `Company ${at}`, tags: at < count ? ['keen'] : [], value: at % 7 })
    await openTransaction({ workspaceId: own.id, actor: installation, requestId: null }, (tx) =>
      createRecords(
        tx,
        'companies',
        Array.from({ length: count + 50 }, (_, at) => ({ values: values(at) })),
      ),
    )
    const limit = count > 100 ? 100 : 2
    for (const sort of sorts) {
      const page = (cursor: string, search = 'kee') =>
        ask(search, { sort, limit: `${limit}`, ...(cursor && { cursor }) }, 'companies', acting)
      const seen: string[] = []
      let cursor = ''
      do {
        const { body, text } = await page(cursor)
        expect(body.total, text).toBe(count)
        seen.push(...body.data.map(({ name }: { name: string }) => name))
        cursor = body.nextCursor
        if (cursor && seen.length === limit) expect((await page(cursor, 'keen')).status).toBe(400)
      } while (cursor)
      expect(new Set(seen).size).toBe(count)
      expect(seen).toHaveLength(count)
    }
  })
})
