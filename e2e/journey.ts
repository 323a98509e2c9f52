import { type BrowserContextOptions, test as base, expect, type Page, type Request } from '@playwright/test'
import { closeDatabase } from '@/lib/db/client'
import { type Answer, request } from './api-client'
import { BoardScreen } from './board-screen'
import { openWorkspace, password, type TestWorkspace } from './workspace'

/** The API as an integration sees it, with a REX key of the journey's workspace. */
export interface Integration {
  ask(method: string, path: string, body?: unknown): Promise<Answer>
  /** Makes a board with these stages, each holding cards of these titles in order. */
  makeBoard(stages: Record<string, (string | CardToMake)[]>, name?: string): Promise<MadeBoard>
  /** The titles of every column, in order. */
  orderOf(board: MadeBoard): Promise<Record<string, string[]>>
}

export type CardToMake = { name: string } & Record<string, unknown>

export interface MadeBoard {
  id: string
  name: string
  stages: Record<string, string>
  /** Ids by title. */
  cards: Record<string, string>
}

type Somebody = { email: string }

interface Fixtures {
  /** A workspace of the journey's own. */
  workspace: TestWorkspace
  api: Integration
  /** Signs somebody in, by default the admin, in a browser of their own; gives its page, which is still empty. */
  enter(who?: Somebody, options?: BrowserContextOptions): Promise<Page>
  /** The same, looking at a board. */
  openBoard(board: MadeBoard, who?: Somebody, options?: BrowserContextOptions): Promise<BoardScreen>
  /** What a page complains of; a journey that ends with complaints has failed. */
  watch(page: Page): void
}

/** A journey: a test in real browsers, which fails as well when a page logs an error or a warning. */
export const test = base.extend<Fixtures, { database: undefined }>({
  database: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads what a fixture needs from its pattern.
    async ({}, use) => {
      await use(undefined)
      await closeDatabase()
    },
    { scope: 'worker', auto: true },
  ],
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads what a fixture needs from its pattern.
  watch: async ({}, use) => {
    const complaints: string[] = []
    await use((page) => {
      page.on('pageerror', (error) => complaints.push(`${page.url()}: ${error.message}`))
      page.on('console', (message) => {
        // That a request failed is the browser's remark on the network, which journeys break on purpose.
        if (!/^(error|warning)$/.test(message.type()) || message.text().startsWith('Failed to load resource')) return
        complaints.push(`${page.url()}: ${message.text()}`)
      })
    })
    expect(complaints, 'complaints in the console').toEqual([])
  },
  page: async ({ page, watch }, use) => {
    watch(page)
    await use(page)
  },
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads what a fixture needs from its pattern.
  workspace: async ({}, use) => use(await openWorkspace()),
  api: async ({ workspace, baseURL }, use) => {
    const key = await workspace.key('rex')
    await use(integration(`${baseURL}/api/v1`, key))
  },
  enter: async ({ browser, baseURL, workspace, watch }, use) => {
    const contexts: { close(): Promise<void> }[] = []
    await use(async (who = { email: workspace.adminEmail }, options = {}) => {
      const context = await browser.newContext({ baseURL, ...options })
      contexts.push(context)
      const csrf: { csrfToken: string } = await (await context.request.get('/api/auth/csrf')).json()
      const form = { ...csrf, email: who.email, password, json: 'true' }
      const reply = await context.request.post('/api/auth/callback/credentials', { form })
      expect(reply.status(), `sign-in of ${who.email}`).toBe(200)
      const page = await context.newPage()
      watch(page)
      return page
    })
    for (const context of contexts) await context.close()
  },
  openBoard: async ({ enter, workspace }, use) => {
    await use(async (board, who, options) => {
      const page = await enter(who, options)
      const screen = new BoardScreen(page)
      await screen.open(`/${workspace.slug}/boards/${board.id}`)
      return screen
    })
  },
})

export { expect }

function integration(url: string, key: string): Integration {
  const ask: Integration['ask'] = (method, path, body) => request(url + path, method, { key, body })
  const make = async (path: string, body: object) => {
    const reply = await ask('POST', path, body)
    expect(reply.status, reply.text).toBe(201)
    return reply.body.data
  }
  return {
    ask,
    async makeBoard(given, name = 'Sales') {
      const stages = Object.keys(given).map((stage) => ({ name: stage, type: typeOf(stage) }))
      const board = await make('/pipelines', { name, stages })
      const made: MadeBoard = { id: board.id, name, stages: {}, cards: {} }
      for (const stage of board.stages) made.stages[stage.name] = stage.id
      for (const [stage, cards] of Object.entries(given)) {
        for (const card of cards) {
          const body = typeof card === 'string' ? { name: card } : card
          const deal = await make('/deals', { pipeline_id: board.id, stage_id: made.stages[stage], ...body })
          made.cards[body.name] = deal.id
        }
      }
      return made
    },
    async orderOf(board) {
      const { data } = (await ask('GET', `/pipelines/${board.id}/board?limit=200`)).body
      return Object.fromEntries(
        data.columns.map(({ stage, cards }: { stage: { name: string }; cards: { name: string }[] }) => [
          stage.name,
          cards.map((card) => card.name),
        ]),
      )
    },
  }
}

const typeOf = (stage: string): string => (/won/i.test(stage) ? 'won' : /lost/i.test(stage) ? 'lost' : 'open')

/** What a page asks of the API from now on, as `POST /deals/…`; streams are not counted. */
export function requestsOf(page: Page): string[] {
  const asked: string[] = []
  page.on('request', (sent: Request) => {
    const { pathname } = new URL(sent.url())
    if (pathname.startsWith('/api/v1/') && pathname !== '/api/v1/live') {
      asked.push(`${sent.method()} ${pathname.slice('/api/v1'.length)}`)
    }
  })
  return asked
}
