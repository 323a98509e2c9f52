import fs from 'node:fs'
import path from 'node:path'
import { parse } from 'csv-parse/sync'
import { request } from './api-client'

/** Where the published "CRM Sales Opportunities" data set lies beside this repository; it is not copied into it. */
const folder = path.resolve(import.meta.dirname, '../../shared/data/crm-sales')

/** Why there is nothing to load; null when the data are there. */
export const crmSalesMissing: string | null = fs.existsSync(path.join(folder, 'sales_pipeline.csv'))
  ? null
  : `there is no sales data set at ${folder}`

export interface Account {
  account: string
  sector: string
  year_established: string
  revenue: string
  employees: string
  office_location: string
}

export interface Opportunity {
  opportunity_id: string
  sales_agent: string
  product: string
  account: string
  deal_stage: 'Prospecting' | 'Engaging' | 'Won' | 'Lost'
  engage_date: string
  close_date: string
  close_value: string
}

export interface CrmSales {
  accounts: Account[]
  opportunities: Opportunity[]
  agents: string[]
  products: string[]
}

/** A file of the data set as published, row for row. */
export const crmSalesRows = (
  name: 'accounts' | 'products' | 'sales_pipeline' | 'sales_teams',
): Record<string, string>[] => parse(fs.readFileSync(path.join(folder, `${name}.csv`)), { columns: true, bom: true })

/** The data set. */
export const readCrmSales = (): CrmSales => ({
  accounts: crmSalesRows('accounts') as unknown as Account[],
  opportunities: crmSalesRows('sales_pipeline') as unknown as Opportunity[],
  agents: crmSalesRows('sales_teams').map((row) => row.sales_agent ?? ''),
  products: crmSalesRows('products').map((row) => row.product ?? ''),
})

export const stageNames = ['Prospecting', 'Engaging', 'Won', 'Lost'] as const

/** What the load made: ids by the names that the data set uses. */
export interface LoadedCrmSales {
  pipelineId: string
  stages: Record<Opportunity['deal_stage'], string>
  companies: Map<string, string>
  deals: Map<string, string>
}

interface Door {
  /** Of the server, without `/api/v1`. */
  url: string
  rexKey: string
  /** Needs an admin's role: it adds fields to objects. */
  kasarKey: string
}

const atOnce = 16

/**
 * Loads the data set into a workspace as an outside integration would: through the public API alone, with a REX and a
 * Kasar key, 16 requests in flight, every creation under an Idempotency-Key, so that a second load makes nothing twice.
 * @throws Error naming the request that was not answered with 201
 */
export async function loadCrmSales(door: Door, data = readCrmSales()): Promise<LoadedCrmSales> {
  await addFields(door, data)
  const stageOf = await makeBoard(door)
  const companies = await byName(data.accounts, ({ account }) => account, companyMaker(door))
  const dealOf = dealMaker(door, stageOf, companies)
  const deals = await byName(data.opportunities, (row) => row.opportunity_id, dealOf)
  return { ...stageOf, companies, deals }
}

async function addFields({ url, kasarKey }: Door, { agents, products }: CrmSales): Promise<void> {
  const add = (object: string, field: { name: string; type: string; options?: string[] }) =>
    create(url, kasarKey, `/objects/${object}/fields`, `field ${object} ${field.name}`, field)
  await add('companies', { name: 'year_established', type: 'number' })
  await add('companies', { name: 'revenue', type: 'number' })
  await add('companies', { name: 'employees', type: 'number' })
  await add('opportunities', { name: 'sales_agent', type: 'select', options: agents })
  await add('opportunities', { name: 'product', type: 'select', options: products })
  await add('opportunities', { name: 'engage_date', type: 'date' })
}

async function makeBoard({ url, rexKey }: Door): Promise<Pick<LoadedCrmSales, 'pipelineId' | 'stages'>> {
  const types = { Prospecting: 'open', Engaging: 'open', Won: 'won', Lost: 'lost' }
  const stages = stageNames.map((name) => ({ name, type: types[name] }))
  const board = await create(url, rexKey, '/pipelines', 'board', { name: 'Hardware sales', stages })
  const made: { id: string; name: string }[] = board.stages
  return {
    pipelineId: board.id,
    stages: Object.fromEntries(made.map(({ id, name }) => [name, id])) as LoadedCrmSales['stages'],
  }
}

const companyMaker =
  ({ url, kasarKey }: Door) =>
  async (row: Account): Promise<string> => {
    const company = await create(url, kasarKey, '/records/companies', `company ${row.account}`, {
      name: row.account,
      external_id: row.account,
      fields: {
        industry: row.sector,
        location: row.office_location,
        year_established: Number(row.year_established),
        revenue: Number(row.revenue),
        employees: Number(row.employees),
      },
    })
    return company.id
  }

const dealMaker =
  (
    { url, rexKey }: Door,
    { pipelineId, stages }: Pick<LoadedCrmSales, 'pipelineId' | 'stages'>,
    companies: Map<string, string>,
  ) =>
  async (row: Opportunity): Promise<string> => {
    const product = productOf(row)
    const entered = row.close_date || row.engage_date
    const deal = await create(url, rexKey, '/deals', `deal ${row.opportunity_id}`, {
      name: row.account ? `${row.account}, ${product}` : product,
      pipeline_id: pipelineId,
      stage_id: stages[row.deal_stage],
      external_id: row.opportunity_id,
      ...(row.account && { company_id: companies.get(row.account) }),
      ...(row.close_value && { value: centsOf(row), currency: 'USD' }),
      ...(row.engage_date && { created_at: instantOf(row.engage_date) }),
      ...(entered && { stage_entered_at: instantOf(entered) }),
      ...(row.close_date && { closed_at: instantOf(row.close_date) }),
      fields: { sales_agent: row.sales_agent, product, ...(row.engage_date && { engage_date: row.engage_date }) },
    })
    return deal.id
  }

/** The product as the price list spells it; 1,480 rows say GTXPro. */
export const productOf = (row: Opportunity): string => (row.product === 'GTXPro' ? 'GTX Pro' : row.product)

/** What the deal was closed for, in cents; the file has whole dollars. */
export const centsOf = (row: Opportunity): number => Math.round(Number(row.close_value) * 100)

/** A day of the file as an instant: noon, which is the same day in most offices. */
export const instantOf = (day: string): string => `${day}T12:00:00.000Z`

/** Creates one thing and gives the `data` of the reply. */
async function create(url: string, key: string, where: string, name: string, body: object) {
  const headers = { 'idempotency-key': `crm-sales ${name}` }
  const reply = await request(`${url}/api/v1${where}`, 'POST', { key, headers, body })
  if (reply.status !== 201) throw new Error(`POST ${where} for ${name} was answered ${reply.status}: ${reply.text}`)
  return reply.body.data
}

async function byName<Row>(
  rows: Row[],
  nameOf: (row: Row) => string,
  make: (row: Row) => Promise<string>,
): Promise<Map<string, string>> {
  const ids = new Map<string, string>()
  await inFlight(rows, async (row) => ids.set(nameOf(row), await make(row)))
  return ids
}

/** Works off a list with 16 workers. */
export async function inFlight<Row>(rows: Row[], work: (row: Row, at: number) => Promise<unknown>): Promise<void> {
  let next = 0
  const worker = async () => {
    for (let at = next++; at < rows.length; at = next++) await work(rows[at] as Row, at)
  }
  await Promise.all(Array.from({ length: atOnce }, worker))
}
