import fs from 'node:fs'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { sql } from '@/lib/db/client'
import { findRun } from '@/lib/domain/run/find'
import { type Acting, actingWith } from './acting'
import { type RunningApi, startApi } from './api-client'
import { crmSalesMissing, crmSalesRows, stageNames } from './crm-sales'
import { type FlowWorkspace, openFlowWorkspace } from './flow-runs'

if (crmSalesMissing) console.warn(`The real sales data are not run through data pipelines: ${crmSalesMissing}`)

const folder = path.resolve(import.meta.dirname, '../../shared/data/crm-sales')

// The counts are those of the files themselves, by awk.
describe.skipIf(crmSalesMissing)('a real sales data set, through data pipelines', () => {
  let api: RunningApi
  let flows: FlowWorkspace
  let key: string
  let admin: Acting
  let boardId: string
  let flowIds: { accounts: string; products: string; sales: string }

  const made = async (target: string, body: object) => {
    const answer = await admin.postTo('kaireon', target, body)
    expect(answer.status, answer.text).toBe(201)
    return answer.body
  }
  /** A connector with one of the files. */
  const connectorOf = async (name: string): Promise<string> => {
    const { id } = await made('/connectors', { name, type: 'csv' })
    const raw = fs.readFileSync(path.join(folder, `${name}.csv`), 'utf8')
    const headers = { 'content-type': 'text/csv' }
    expect((await api.ask('POST', `/connectors/${id}/file?name=${name}.csv`, { key, raw, headers })).status).toBe(201)
    return id
  }
  const schemaOf = async (name: string): Promise<string> =>
    (await admin.get('/schemas?limit=100')).body.data.find((each: { name: string }) => each.name === name).id
  const fields = async (object: string, given: Record<string, string>) => {
    for (const [name, type] of Object.entries(given)) await made(`/objects/${object}/fields`, { name, type })
  }
  /** Asks for a run through the API, and does what it needs. */
  const run = async (flowId: string) => {
    const { id } = await made(`/pipelines/${flowId}/run`, {})
    await flows.end(await flows.within((tx) => findRun(tx, flowId, id)))
    return (await admin.get(`/pipelines/${flowId}/runs/${id}`)).body
  }

  const node = (id: string, nodeType: string, config: object = {}) => ({ id, nodeType, label: id, config })
  const transform = (id: string, type: string, config: object) => node(id, 'transform', { type, ...config })
  const computed = (field: string, expression: string) => transform(field, 'expression', { field, expression })
  const edges = (...pairs: string[]) =>
    pairs.map((pair) => {
      const [source, target, label = ''] = pair.split(' ')
      return { source, target, label }
    })

  beforeAll(async () => {
    api = await startApi()
    flows = await openFlowWorkspace()
    key = await flows.workspace.key('kaireon')
    admin = actingWith(api, key)
    const stages = stageNames.map((name) => ({ name, type: { Won: 'won', Lost: 'lost' }[name as string] ?? 'open' }))
    boardId = (await admin.board({ name: 'Sales', stages })).id
    await made('/objects', { name: 'products' })
    await fields('products', { series: 'text', sales_price: 'number' })
    await fields('companies', { sector: 'text', revenue: 'number', employees: 'number' })
    await fields('opportunities', { product: 'text', list_price: 'number', engage_date: 'date', sales_agent: 'text' })
    const [accounts, products, sales] = await Promise.all(['accounts', 'products', 'sales_pipeline'].map(connectorOf))
    const flow = async (name: string, connectorId: string | undefined, object: string, drawing: object) =>
      (await made('/pipelines', { name, connectorId, schemaId: await schemaOf(object), ...drawing })).id
    flowIds = {
      accounts: await flow('Accounts', accounts, 'companies', {
        nodes: [
          node('in', 'source'),
          computed('external_id', 'account'),
          transform('names', 'rename', { from: 'account', to: 'name' }),
          node('out', 'target', { keys: ['external_id'] }),
        ],
        edges: edges('in external_id', 'external_id names', 'names out'),
      }),
      products: await flow('Products', products, 'products', {
        nodes: [
          node('in', 'source'),
          computed('external_id', 'product'),
          transform('names', 'rename', { from: 'product', to: 'name' }),
          node('out', 'target', { keys: ['external_id'] }),
        ],
        edges: edges('in external_id', 'external_id names', 'names out'),
      }),
      sales: await flow('Sales', sales, 'opportunities', {
        nodes: [
          node('sales', 'source'),
          node('products', 'source', { connectorId: products }),
          transform('clean', 'map_values', { field: 'product', values: { GTXPro: 'GTX Pro' } }),
          node('priced', 'join', { keys: ['product'] }),
          computed('name', 'account == "" ? product : account + ", " + product'),
          computed('entered', 'close_date == "" ? engage_date : close_date'),
          node('out', 'target', {
            keys: ['external_id'],
            fields: {
              ...{ opportunity_id: 'external_id', name: 'name', account: 'company', deal_stage: 'stage' },
              ...{ close_value: 'amount', product: 'product', sales_price: 'list_price', sales_agent: 'sales_agent' },
              ...{ engage_date: 'engage_date', entered: 'stage_entered_at', close_date: 'closed_at' },
            },
          }),
        ],
        edges: edges(
          'sales clean',
          'clean priced',
          'products priced right',
          'priced name',
          'name entered',
          'entered out',
        ),
      }),
    }
  }, 300_000)
  afterAll(() => api?.stop())

  const changesOfRecords = async () =>
    (
      await sql<{ count: number }>(
        `SELECT count(*)::int AS count FROM "Change" WHERE "workspaceId" = $1 AND subject = 'record'`,
        [flows.workspace.id],
      )
    )[0]?.count
  const none = { rejected: 0, skipped: 0 }

  it('arrives whole: companies, products, and every deal on its stage', async () => {
    expect(await run(flowIds.accounts)).toMatchObject({
      ...{ status: 'completed', error: null, rows: { in: 85, out: 85, ...none } },
      records: { created: 85, updated: 0, unchanged: 0 },
      ignoredFields: ['office_location', 'subsidiary_of', 'year_established'],
    })
    expect(await run(flowIds.products)).toMatchObject({
      ...{ status: 'completed', rows: { in: 7, out: 7, ...none } },
      records: { created: 7, updated: 0, unchanged: 0 },
    })
    expect(await run(flowIds.sales)).toMatchObject({
      ...{ status: 'completed', error: null, rows: { in: 8807, out: 8800, staged: 7, added: 0, ...none } },
      records: { created: 8800, updated: 0, unchanged: 0 },
    })
    const { columns } = (await admin.get(`/pipelines/${boardId}/board?limit=1`)).body.data
    expect(columns.map(({ stage, count }: { stage: { name: string }; count: number }) => [stage.name, count])).toEqual([
      ['Prospecting', 500],
      ['Engaging', 1589],
      ['Won', 4238],
      ['Lost', 2473],
    ])
    // $10,005,534.
    expect(columns[2].totals).toEqual([expect.objectContaining({ value: 1_000_553_400 })])
  }, 300_000)

  it('keeps of every row what it says', async () => {
    const deals = await sql<Record<string, unknown>>(
      `SELECT r."externalId" AS opportunity_id, r.title, c.title AS account, s.name AS deal_stage, r.value::float AS value,
         r.fields, to_char(r."closedAt" AT TIME ZONE 'UTC', 'YYYY-MM-DD') AS close_date,
         to_char(r."stageEnteredAt" AT TIME ZONE 'UTC', 'YYYY-MM-DD') AS entered
       FROM "CrmRecord" r JOIN "Stage" s ON s.id = r."stageId" LEFT JOIN "CrmRecord" c ON c.id = r."companyId"
       WHERE r."workspaceId" = $1 AND r."pipelineId" = $2`,
      [flows.workspace.id, boardId],
    )
    expect(deals).toHaveLength(8800)
    expect(deals.filter(({ account }) => account === null)).toHaveLength(1425)
    const ofProduct = (name: string) => deals.filter(({ fields }) => (fields as { product: string }).product === name)
    expect([ofProduct('GTX Pro').length, ofProduct('GTXPro').length]).toEqual([1480, 0])
    const known = new Map(deals.map((deal) => [deal.opportunity_id, deal]))
    const prices = new Map(crmSalesRows('products').map(({ product, sales_price }) => [product, Number(sales_price)]))
    for (const row of crmSalesRows('sales_pipeline')) {
      const product = row.product === 'GTXPro' ? 'GTX Pro' : row.product
      const { engage_date, close_date } = row
      const deal = known.get(row.opportunity_id)
      expect(deal, row.opportunity_id).toMatchObject({
        title: row.account ? `${row.account}, ${product}` : product,
        account: row.account || null,
        deal_stage: row.deal_stage,
        value: row.close_value ? Number(row.close_value) * 100 : null,
        close_date: close_date || null,
        fields: { product, list_price: prices.get(product), ...(engage_date && { engage_date }) },
      })
      if (engage_date) expect(deal?.entered).toBe(close_date || engage_date)
    }
  })

  it('run again makes nothing twice, changes nothing, and leaves no trace of a record', async () => {
    const before = await changesOfRecords()
    expect(before).toBe(85 + 7 + 8800)
    expect((await run(flowIds.accounts)).records).toEqual({ created: 0, updated: 0, unchanged: 85 })
    expect((await run(flowIds.products)).records).toEqual({ created: 0, updated: 0, unchanged: 7 })
    expect((await run(flowIds.sales)).records).toEqual({ created: 0, updated: 0, unchanged: 8800 })
    expect(await changesOfRecords()).toBe(before)
    const [found] = await sql<{ count: number }>(
      'SELECT count(*)::int AS count FROM "CrmRecord" WHERE "workspaceId" = $1',
      [flows.workspace.id],
    )
    expect(found?.count).toBe(85 + 7 + 8800)
  }, 300_000)
})
