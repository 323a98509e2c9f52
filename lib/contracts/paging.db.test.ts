import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { refusalIn, startContractApi } from '@/e2e/contract-api'
import { nameOf, paramNames } from '@/e2e/contract-registry'
import { isNumbered, isWalked, type List, openList, pageSizes, readPage } from '@/e2e/lists'
import { openWorld, sampleOf, send, type World } from '@/e2e/sample'
import { openWorkspace } from '@/e2e/workspace'
import type { Contract } from './contract'

let api: Awaited<ReturnType<typeof startContractApi>>
let world: World
let other: World
let walked: List[]
let numbered: List[]

beforeAll(async () => {
  api = await startContractApi()
  world = await openWorld(api)
  other = await openWorld(api)
  const open = (which: (contract: Contract) => boolean) =>
    Promise.all(api.contracts.filter(which).map((contract) => openList(api, contract, world)))
  walked = await open(isWalked)
  numbered = await open(isNumbered)
  expect(walked.length).toBeGreaterThan(6)
  expect(numbered.length).toBeGreaterThan(2)
})
afterAll(() => api.stop())

const invalid = ({ dialect }: Contract) => (dialect === 'clarky' ? 422 : 400)

async function refuses({ contract, page }: List, query: Record<string, string>, name: string): Promise<void> {
  const refused = refusalIn(await page(query), contract.dialect)
  const where = `${nameOf(contract)} ${JSON.stringify(query)}`
  expect(refused.status, where).toBe(invalid(contract))
  expect(refused.message, where).toContain(`'${name}'`)
}

/** The pages of a walk, so many rows each; every page says rightly whether there is more. */
async function walk(list: List, limit: number, most = 200): Promise<string[][]> {
  const pages: string[][] = []
  for (let cursor: string | null = ''; cursor !== null; ) {
    const answer = await list.page({ limit: String(limit), ...(cursor && { cursor }) })
    expect(answer.status, answer.text).toBe(200)
    const { rows, next, more } = readPage(answer)
    if (more !== undefined) expect(more, nameOf(list.contract)).toBe(next !== null)
    pages.push(rows.map(({ id }) => id))
    expect(pages.length, nameOf(list.contract)).toBeLessThan(most)
    cursor = next
  }
  return pages
}

describe('every list that is walked by cursor', () => {
  it('gives every row exactly once in pages of any size, the last of them exactly full or not', async () => {
    for (const list of walked) {
      while ((await walk(list, 100)).flat().length < 4) await list.grow()
      const all = (await walk(list, 100)).flat()
      const total = all.length
      const where = nameOf(list.contract)
      expect(new Set(all).size, where).toBe(total)
      for (const limit of [1, 2, total - 1, total, total + 1]) {
        const pages = await walk(list, limit)
        expect(pages.flat(), `${where}, ${limit} of ${total}`).toEqual(all)
        // A full last page is the last: nobody is sent for an empty one.
        expect(pages.length, `${where}, ${limit} of ${total}`).toBe(Math.ceil(total / limit))
      }
    }
  })

  it('holds as many rows as its document says unless told, and refuses any limit outside its bounds by name', async () => {
    for (const list of walked) {
      const { usual, most } = pageSizes[list.contract.dialect]
      const where = nameOf(list.contract)
      const lacking = usual + 1 - (await walk(list, 100)).flat().length
      for (let at = 0; at < lacking; at += 10) {
        await Promise.all(Array.from({ length: Math.min(10, lacking - at) }, () => list.grow()))
      }
      const first = readPage(await list.page({}))
      expect([first.rows.length, first.next !== null], where).toEqual([usual, true])
      expect(readPage(await list.page({ limit: String(most) })).rows.length, where).toBeGreaterThan(usual)
      for (const limit of ['0', '-1', String(most + 1), '1.5', 'abc', '', ' 1', '1e1', '0x5', '99999999999999999999']) {
        await refuses(list, { limit }, 'limit')
      }
    }
  })

  it('refuses a cursor that has been changed in any of its characters, cut or lengthened', async () => {
    for (const list of walked) {
      const cursor = readPage(await list.page({ limit: '1' })).next ?? ''
      expect(cursor).not.toBe('')
      const changed = [...cursor].map((character, at) => {
        const others = character === 'A' ? 'BCab' : 'AaZ0'
        const else_ = others[at % others.length] === character ? '_' : others[at % others.length]
        return `${cursor.slice(0, at)}${else_}${cursor.slice(at + 1)}`
      })
      const cut = [cursor.slice(1), cursor.slice(0, -1), cursor.slice(0, cursor.length / 2), '', 'x', '.', ' ']
      for (const tampered of [...changed, ...cut, `${cursor}A`, `A${cursor}`, cursor.toUpperCase(), cursor + cursor]) {
        if (tampered !== cursor) await refuses(list, { limit: '1', cursor: tampered }, 'cursor')
      }
      expect((await list.page({ limit: '1', cursor })).status).toBe(200)
    }
  })

  it('refuses the cursor of the same list of another thing', async () => {
    const { acting, board, dealId } = world
    const another = await acting.board()
    const deal = await acting.deal(another, another.stages[0])
    await acting.deal(another, another.stages[1])
    await acting.patch(`/deals/${dealId}`, { name: 'Twice' })
    await acting.record('contacts')
    for (const [here, there] of [
      [`/pipelines/${another.id}/deals`, `/pipelines/${board.id}/deals`],
      [`/deals/${dealId}/history`, `/deals/${deal.id}/history`],
      ['/records/contacts', '/records/companies'],
    ]) {
      const cursor = readPage(await acting.get(`${here}?limit=1`)).next
      expect((await acting.get(`${here}?limit=1&cursor=${cursor}`)).status).toBe(200)
      expect((await acting.get(`${there}?limit=1&cursor=${cursor}`)).status).toBe(400)
    }
  })

  it('refuses the cursor of any other list, and of another workspace', async () => {
    const cursors = await Promise.all(walked.map(async (list) => readPage(await list.page({ limit: '1' })).next ?? ''))
    for (const [at, list] of walked.entries()) {
      for (const [from, cursor] of cursors.entries()) {
        if (from !== at) await refuses(list, { cursor }, 'cursor')
      }
      const theirs = await openList(api, list.contract, other)
      while ((await walk(theirs, 100)).flat().length < 2) await theirs.grow()
      const foreign = readPage(await theirs.page({ limit: '1' }, { key: other.key })).next ?? ''
      expect(foreign, nameOf(list.contract)).not.toBe('')
      await refuses(list, { cursor: foreign }, 'cursor')
      // Without ids in the address both stand at the same one: the workspace alone makes the difference.
      if (paramNames(list.contract).length === 0) {
        expect((await list.page({ cursor: foreign }, { key: other.key })).status).toBe(200)
      }
    }
  })
})

describe('every list with numbered pages', () => {
  it('gives every row exactly once in pages of any size, and is empty past the end', async () => {
    for (const list of numbered) {
      const read = async (page: number, size: number) => {
        const answer = await list.page({ page: String(page), page_size: String(size) })
        expect(answer.status, answer.text).toBe(200)
        return answer.body
      }
      while ((await read(1, 100)).pagination.total < 4) await list.grow()
      const { data: all, pagination } = await read(1, 100)
      const total = all.length
      expect(pagination).toEqual({ page: 1, page_size: 100, total, total_pages: 1 })
      for (const size of [1, 2, total - 1, total, total + 1]) {
        const pages = Math.ceil(total / size)
        const rows: object[] = []
        for (let page = 1; page <= pages; page++) {
          const body = await read(page, size)
          expect(body.pagination).toEqual({ page, page_size: size, total, total_pages: pages })
          rows.push(...body.data)
        }
        expect(rows, `${nameOf(list.contract)}, ${size} of ${total}`).toEqual(all)
        const past = await read(pages + 1, size)
        expect(past).toEqual({
          data: [],
          pagination: { page: pages + 1, page_size: size, total, total_pages: pages },
        })
      }
    }
  })

  it('holds 25 rows unless told, at the most 100, and refuses what is outside its bounds by name', async () => {
    for (const list of numbered) {
      while ((await list.page({})).body.pagination.total < 26) await list.grow()
      expect((await list.page({})).body.data).toHaveLength(25)
      expect((await list.page({})).body.pagination).toMatchObject({ page: 1, page_size: 25 })
      for (const name of ['page', 'page_size']) {
        const wrong = ['0', '-1', '1.5', 'abc', '', ' 1', '1e1', '0x5', '99999999999999999999']
        for (const value of name === 'page_size' ? [...wrong, '101'] : wrong)
          await refuses(list, { [name]: value }, name)
      }
    }
  })
})

describe('every other list with a limit', () => {
  it('takes 1 and its most, and refuses what is outside by name', async () => {
    const others = api.contracts.filter((each) => 'limit' in each.query.shape && !isWalked(each))
    for (const contract of others) {
      const { params } = await sampleOf(contract, world)
      const page: List['page'] = (query) => send(api, contract, { params, query }, { key: world.key })
      const list = { contract, page, grow: async () => undefined }
      const { most } = pageSizes[contract.dialect]
      for (const limit of [1, most]) expect((await page({ limit: String(limit) })).status).toBe(200)
      for (const limit of ['0', '-1', String(most + 1), '1.5', 'abc', '']) await refuses(list, { limit }, 'limit')
    }
  })
})

describe('a list without rows', () => {
  it('is an empty page and the end', async () => {
    const workspace = await openWorkspace()
    const key = await workspace.key('rex')
    let empty = 0
    for (const contract of api.contracts.filter((each) => isWalked(each) || isNumbered(each))) {
      if (paramNames(contract).some((name) => name !== 'object')) continue
      const { params } = await sampleOf(contract, world)
      const answer = await send(api, contract, { params }, { key })
      expect(answer.status, `${nameOf(contract)} ${answer.text}`).toBe(200)
      if (answer.body.data.length > 0) continue
      empty++
      if (isNumbered(contract)) {
        expect(answer.body.pagination).toEqual({ page: 1, page_size: 25, total: 0, total_pages: 0 })
      } else expect(readPage(answer)).toMatchObject({ rows: [], next: null })
    }
    expect(empty).toBeGreaterThan(4)
  })
})
