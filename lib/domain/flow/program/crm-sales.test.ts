import { describe, expect, it } from 'vitest'
import { crmSalesMissing, crmSalesRows } from '@/e2e/crm-sales'
import { arrived, type Drawn, type Fields, flowOf, node, run } from './flow.fixture'

if (crmSalesMissing) console.warn(`No flow is run over real sales data: ${crmSalesMissing}`)

const cast = (id: string, field: string, to: string) => node(id, 'transform', { type: 'cast', field, to })

/** Sales with the list prices of their products, whose names are cleaned first, or not. */
const flow = (isCleaned: boolean): Drawn =>
  flowOf(
    [
      node('sales', 'source'),
      node('products', 'source'),
      node('clean', 'transform', {
        type: 'map_values',
        field: 'product',
        values: isCleaned ? { GTXPro: 'GTX Pro' } : {},
      }),
      node('priced', 'join', { keys: ['product'] }),
      cast('value', 'close_value', 'number'),
      cast('price', 'sales_price', 'number'),
      cast('engaged', 'engage_date', 'date'),
      cast('closed', 'close_date', 'date'),
      node('rebate', 'transform', {
        type: 'expression',
        field: 'rebate',
        expression: 'close_value == null ? null : sales_price - close_value',
      }),
      node('out', 'target', {
        mode: 'upsert',
        keys: ['external_id'],
        fields: {
          ...{
            opportunity_id: 'external_id',
            account: 'company',
            product: 'product',
            deal_stage: 'stage',
            close_value: 'value',
          },
          ...{ sales_price: 'list_price', engage_date: 'engaged', close_date: 'closed_at', rebate: 'rebate' },
        },
      }),
    ],
    [
      'sales clean',
      'clean priced',
      'products priced right',
      'priced value',
      'value price',
      'price engaged',
      'engaged closed',
      'closed rebate',
      'rebate out',
    ],
  )

// The counts are those of the files themselves, by awk.
describe.skipIf(crmSalesMissing)('a flow over real sales', () => {
  const sources: Record<string, Fields[]> = crmSalesMissing
    ? {}
    : { sales: crmSalesRows('sales_pipeline'), products: crmSalesRows('products') }

  it.each([997, 10_000])('joins every sale to the list price of its product, in batches of %d', async (size) => {
    const outcome = await run(flow(true), sources, { size })
    const rows = arrived(outcome)
    const count = (field: string, value: unknown) => rows.filter((row) => row[field] === value).length
    const sum = (field: string, of = rows) => of.reduce((total, row) => total + Number(row[field]), 0)
    expect(outcome).toMatchObject({ read: 8807, rejects: [], skipped: 0, staged: 7, added: 0, repeated: 0 })
    expect(rows).toHaveLength(8800)
    expect(new Set(rows.map((row) => row.external_id)).size).toBe(8800)
    expect([count('product', 'GTX Pro'), count('product', 'GTXPro'), count('list_price', 4821)]).toEqual([
      1480, 0, 1480,
    ])
    expect(['Prospecting', 'Engaging', 'Won', 'Lost'].map((stage) => count('stage', stage))).toEqual([
      500, 1589, 4238, 2473,
    ])
    expect(
      sum(
        'value',
        rows.filter((row) => row.stage === 'Won'),
      ),
    ).toBe(10_005_534)
    // 1,866 of 550, 1,480 of 4,821, 1,651 of 55, 1,412 of 3,393, 968 of 5,482, 1,383 of 1,096, 40 of 26,768.
    expect(sum('list_price')).toBe(1_026_300 + 7_135_080 + 90_805 + 4_790_916 + 5_306_576 + 1_515_768 + 1_070_720)
    expect([count('company', ''), count('engaged', null), count('closed_at', null), count('rebate', null)]).toEqual([
      1425, 500, 2089, 2089,
    ])
    expect(rows[0]).toEqual({
      ...{ external_id: '1C1I7A6R', company: 'Cancity', product: 'GTX Plus Basic', stage: 'Won', value: 1054 },
      ...{ list_price: 1096, engaged: '2016-10-20', closed_at: '2017-03-01', rebate: 42 },
    })
  })

  it('leaves out, and counts, what it cannot join', async () => {
    const outcome = await run(flow(false), sources)
    expect(arrived(outcome)).toHaveLength(8800 - 1480)
    expect(outcome).toMatchObject({ skipped: 1480, rejects: [] })
  })
})
