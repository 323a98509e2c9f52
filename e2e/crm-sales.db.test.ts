import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type RunningApi, startApi } from './api-client'
import {
  centsOf,
  crmSalesMissing,
  inFlight,
  instantOf,
  type LoadedCrmSales,
  loadCrmSales,
  productOf,
  readCrmSales,
  stageNames,
} from './crm-sales'
import { openWorkspace } from './workspace'

if (crmSalesMissing) console.warn(`The real sales data are not tested: ${crmSalesMissing}`)

describe.skipIf(crmSalesMissing)('a real sales data set, through the public API alone', () => {
  let api: RunningApi
  let rexKey: string
  let kasarKey: string
  let loaded: LoadedCrmSales
  // biome-ignore lint/suspicious/noExplicitAny: replies are looked at by the assertions
  let deals: any[]

  const get = async (path: string) => {
    const reply = await api.ask('GET', path, { key: rexKey })
    expect(reply.status, path).toBe(200)
    return reply.body
  }

  beforeAll(async () => {
    api = await startApi()
    const workspace = await openWorkspace()
    rexKey = await workspace.key('rex')
    kasarKey = await workspace.key('kasar')
    const began = performance.now()
    loaded = await loadCrmSales({ url: api.url, rexKey, kasarKey })
    const seconds = (performance.now() - began) / 1000
    console.log(`crm-sales: ${loaded.deals.size} deals loaded in ${seconds.toFixed(1)} s`)
    deals = []
    for (let cursor: string | null = ''; cursor !== null; ) {
      const page = await get(`/pipelines/${loaded.pipelineId}/deals?limit=200${cursor && `&cursor=${cursor}`}`)
      deals.push(...page.data)
      cursor = page.next_cursor
    }
  }, 600_000)
  afterAll(() => api?.stop())

  it('shows every card in its column, with the totals of the data', async () => {
    const { data } = await get(`/pipelines/${loaded.pipelineId}/board?limit=1`)
    const columns: { stage: { name: string }; count: number; totals: object[] }[] = data.columns
    expect(columns.map(({ stage, count }) => [stage.name, count])).toEqual([
      ['Prospecting', 500],
      ['Engaging', 1589],
      ['Won', 4238],
      ['Lost', 2473],
    ])
    expect(columns[2]?.totals).toEqual([{ currency: 'USD', value: 1_000_553_400, weighted: 1_000_553_400 }])
    expect(columns[3]?.totals).toEqual([{ currency: 'USD', value: 0, weighted: 0 }])
    expect(columns[0]?.totals).toEqual([])
  })

  it('lists each deal once, as the file has it', async () => {
    const rows = readCrmSales().opportunities
    expect(deals).toHaveLength(8800)
    expect(new Set(deals.map((deal) => deal.id)).size).toBe(8800)
    expect(deals.filter((deal) => deal.company_id === null)).toHaveLength(1425)
    const found = new Map(deals.map((deal) => [deal.external_id, deal]))
    for (const row of rows) {
      const deal = found.get(row.opportunity_id)
      expect(deal).toMatchObject({
        stage_id: loaded.stages[row.deal_stage],
        company_id: loaded.companies.get(row.account) ?? null,
        value: row.close_value ? centsOf(row) : null,
        closed_at: row.close_date ? instantOf(row.close_date) : null,
        fields: { sales_agent: row.sales_agent, product: productOf(row) },
      })
      if (!row.engage_date) continue
      expect(deal.created_at).toBe(instantOf(row.engage_date))
      expect(deal.stage_entered_at).toBe(instantOf(row.close_date || row.engage_date))
      expect(deal.fields.engage_date).toBe(row.engage_date)
    }
  })

  it('counts the deals of each agent as the file does', () => {
    const count = (names: string[]) => {
      const counts: Record<string, number> = {}
      for (const name of names) counts[name] = (counts[name] ?? 0) + 1
      return counts
    }
    expect(count(deals.map((deal) => deal.fields.sales_agent))).toEqual(
      count(readCrmSales().opportunities.map((row) => row.sales_agent)),
    )
  })

  it('finds a deal by the id that the outside knows it by, and by its status', async () => {
    const { data } = await get('/deals?external_id=1C1I7A6R')
    expect(data).toMatchObject([{ name: 'Cancity, GTX Plus Basic', status: 'won', value: 105_400 }])
    const stalled = await get(`/pipelines/${loaded.pipelineId}/deals?status=stalled&limit=1`)
    expect(stalled.data[0].stage_id).toBe(loaded.stages.Engaging)
    const open = await get(`/pipelines/${loaded.pipelineId}/deals?status=open&limit=1`)
    expect(open.data[0].stage_id).toBe(loaded.stages.Prospecting)
  })

  it('makes nothing twice when the load is repeated', async () => {
    const data = readCrmSales()
    const opportunities = data.opportunities.slice(0, 100)
    const repeated = await loadCrmSales({ url: api.url, rexKey, kasarKey }, { ...data, opportunities })
    expect(repeated).toMatchObject({ pipelineId: loaded.pipelineId, companies: loaded.companies })
    for (const [name, id] of repeated.deals) expect(loaded.deals.get(name)).toBe(id)
    const { data: board } = await get(`/pipelines/${loaded.pipelineId}/board?limit=1`)
    const columns: { count: number }[] = board.columns
    expect(columns.reduce((sum, { count }) => sum + count, 0)).toBe(8800)
  })

  it('serves 16 clients at once', async () => {
    const rate = async (name: string, count: number, ask: (at: number) => Promise<{ status: number }>) => {
      const began = performance.now()
      await inFlight(Array.from({ length: count }), async (_, at) => expect((await ask(at)).status).toBe(200))
      return `${Math.round(count / ((performance.now() - began) / 1000))} ${name}/s`
    }
    const ids = [...loaded.deals.values()]
    const read = (at: number) => api.ask('GET', `/deals/${ids[(at * 7) % ids.length]}`, { key: rexKey })
    const boards = () => api.ask('GET', `/pipelines/${loaded.pipelineId}/board?limit=50`, { key: rexKey })
    const engaging = deals.filter((deal) => deal.stage_id === loaded.stages.Engaging)
    const move = (at: number) => {
      const stage_id = loaded.stages[stageNames[at % 4] ?? 'Won']
      return api.ask('POST', `/deals/${engaging[at].id}/stage`, {
        key: rexKey,
        body: { stage_id, order_index: at % 50 },
      })
    }
    const rates = [await rate('reads', 1000, read), await rate('moves', 1000, move), await rate('boards', 100, boards)]
    console.log(`crm-sales: at 16 clients ${rates.join(', ')}`)
  })
})
