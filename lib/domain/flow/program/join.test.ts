import { describe, expect, it } from 'vitest'
import type { Config } from '../../connector/settings'
import { rowFrom } from '../row'
import { arrived, type Fields, flowOf, node, run } from './flow.fixture'
import { memoryIo } from './memory-io'

const joining = (config: Config, edges = ['deals j', 'products j', 'j out']) =>
  flowOf([node('deals', 'source'), node('products', 'source'), node('j', 'join', config), node('out', 'target')], edges)

const deals: Fields[] = [
  { id: 1, product: 'A', price: 5 },
  { id: 2, product: 'B' },
  { id: 3, product: 'A' },
  { id: 4, product: '' },
  { id: 5, product: 7 },
]
const products: Fields[] = [
  { product: 'A', price: 100, series: 'x' },
  { product: 'A', price: 200 },
  { product: '7', price: 300 },
  { product: 'C', price: 400 },
  { product: null, price: 500 },
]
const matched = [
  { id: 1, product: 'A', price: 5, series: 'x' },
  { id: 1, product: 'A', price: 5 },
  { id: 3, product: 'A', price: 100, series: 'x' },
  { id: 3, product: 'A', price: 200 },
  { id: 5, product: 7, price: 300 },
]

describe('a join', () => {
  it.each([1, 2, 100])(
    'puts to each row of the left those of the right that have its keys, in batches of %d',
    async (size) => {
      const outcome = await run(joining({ keys: ['product'] }), { deals, products }, { size })
      expect(arrived(outcome)).toEqual(matched)
      // The right row without a key, and the left ones without a match.
      expect(outcome).toMatchObject({ read: 10, skipped: 3, staged: 4, added: 2, rejects: [], repeated: 0 })
      expect(outcome.passed.get('out')?.map(({ number }) => number)).toEqual([1, 1, 3, 3, 5])
      expect(outcome.passed.get('out')?.[2]?.original).toEqual(deals[2])
    },
  )

  it('of type left keeps every row of the left', async () => {
    const outcome = await run(joining({ keys: ['product'], type: 'left' }), { deals, products })
    expect(arrived(outcome)).toEqual([...matched.slice(0, 2), deals[1], ...matched.slice(2, 4), deals[3], matched[4]])
    expect(outcome).toMatchObject({ read: 10, skipped: 1, staged: 4, added: 2 })
  })

  it.each<[string, string[]]>([
    ['first by order is left', ['deals j', 'products j', 'j out']],
    ['labels say which is which', ['products j right', 'deals j left', 'j out']],
    ['one label is enough: right', ['products j Right ', 'deals j', 'j out']],
    ['one label is enough: left', ['products j', 'deals j LEFT', 'j out']],
  ])('%s', async (_, edges) => {
    expect(arrived(await run(joining({ keys: ['product'] }, edges), { deals, products }))).toEqual(matched)
  })

  it('unites several rights', async () => {
    const flow = joining({ keys: ['product'] }, ['deals j', 'products j', 'more j', 'j out'])
    const more = [{ product: 'B', price: 1 }]
    const outcome = await run({ ...flow, nodes: [...flow.nodes, node('more', 'source')] }, { deals, products, more })
    expect(arrived(outcome)).toEqual([...matched.slice(0, 2), { id: 2, product: 'B', price: 1 }, ...matched.slice(2)])
  })

  it('with several keys wants all of them', async () => {
    const flow = joining({ keys: ['a', 'b'] })
    const left = [
      { a: 1, b: 2, l: 1 },
      { a: 1, b: 3, l: 2 },
      { a: 1, l: 3 },
    ]
    const right = [
      { a: '1', b: 2, r: 1 },
      { a: 1, r: 2 },
    ]
    expect(arrived(await run(flow, { deals: left as Fields[], products: right as Fields[] }))).toEqual([
      { a: 1, b: 2, l: 1, r: 1 },
    ])
  })

  it.each<[string, Config, string[]]>([
    ['without keys', {}, ['deals j', 'products j', 'j out']],
    ['of one side', { keys: ['product'] }, ['deals j', 'j out']],
    ['of rights alone', { keys: ['product'] }, ['deals j right', 'products j right', 'j out']],
  ])('%s lets all rows pass', async (_, config, edges) => {
    const flow = joining(config, edges)
    const nodes = flow.nodes.filter(({ id }) => edges.some((edge) => edge.split(' ').includes(id)))
    const both = edges.length === 3
    const outcome = await run({ ...flow, nodes }, { deals, products })
    expect(arrived(outcome)).toEqual(both ? [...deals, ...products] : deals)
    expect(outcome.staged).toBe(0)
  })

  it('rejects a row whose key cannot be told', async () => {
    let deep: Fields['x'] = 'x'
    for (let depth = 0; depth < 100_000; depth++) deep = [deep]
    const outcome = await run(joining({ keys: ['product'] }), {
      deals: [{ product: deep }, deals[0] as Fields],
      products,
    })
    expect(outcome.rejects).toEqual([
      { number: 1, nodeId: 'j', reason: 'a list is too big', original: expect.anything() },
    ])
    expect(arrived(outcome)).toEqual(matched.slice(0, 2))
  })

  it('that makes too many rows rejects the batch, and no more', async () => {
    const same = (length: number) => Array.from({ length }, (_, at) => ({ product: 'A', at }))
    // Of 502 rows at once come 502,000, of the two that follow 2,000.
    const flow = joining({ keys: ['product'] })
    const outcome = await run(flow, { deals: same(504), products: same(1000) }, { size: 502 })
    expect(outcome.rejects).toHaveLength(502)
    expect(outcome.rejects[0]).toEqual({
      ...{ number: 1, nodeId: 'j', reason: 'The rows become too many where they are joined or copied' },
      original: { product: 'A', at: 0 },
    })
    expect(arrived(outcome)).toHaveLength(2000)
    expect(outcome.read + outcome.added).toBe(2000 + 502 + outcome.skipped + outcome.staged)
  })
})

describe('enrich', () => {
  const companies = [
    { id: 'c1', name: 'Acme', city: 'Oslo', size: null },
    { id: 'c2', name: 'Acme', city: 'Rome' },
    { id: 'c3', name: '7', city: 'Bern' },
  ].map((record) => rowFrom(record as Fields))
  const io = () =>
    memoryIo(
      new Map([
        ['companies', companies],
        ['contacts', [rowFrom({ name: 'Ann', id: 'p1' })]],
      ]),
    )
  const enriched = async (config: Config, rows: Fields[]) => {
    const flow = flowOf([node('in', 'source'), node('e', 'enrich', config), node('out', 'target')], ['in e', 'e out'])
    const outcome = await run(flow, { in: rows }, { io: io() })
    return { rows: arrived(outcome), rejects: outcome.rejects.map(({ number, reason }) => `${number} ${reason}`) }
  }
  const base = { schemaId: 'companies', keys: ['name'], fields: ['id', 'city'] }

  it('sets the fields of the oldest record with its keys, null without one', async () => {
    const { rows } = await enriched(base, [
      { name: 'Acme', city: 'x' },
      { name: 'Nobody' },
      { name: '' },
      { name: 7 },
      {},
    ])
    expect(rows).toEqual([
      { name: 'Acme', city: 'Oslo', id: 'c1' },
      { name: 'Nobody', id: null, city: null },
      { name: '', id: null, city: null },
      { name: 7, id: 'c3', city: 'Bern' },
      { id: null, city: null },
    ])
  })

  it('calls them by another name, or with a prefix', async () => {
    expect((await enriched({ ...base, as: { id: 'company' }, prefix: 'company_' }, [{ name: 'Acme' }])).rows).toEqual([
      { name: 'Acme', company: 'c1', company_city: 'Oslo' },
    ])
    expect(
      (await enriched({ schemaId: 'companies', keys: ['name'], as: { id: 'company' } }, [{ name: 'Acme' }])).rows,
    ).toEqual([{ name: 'Acme', company: 'c1' }])
  })

  it("finds by fields of other names, and in the flow's own object", async () => {
    expect(
      (await enriched({ ...base, keys: undefined, match: { account: 'name' } }, [{ account: 'Acme' }])).rows,
    ).toEqual([{ account: 'Acme', id: 'c1', city: 'Oslo' }])
    expect((await enriched({ keys: ['name'], fields: ['id'] }, [{ name: 'Ann' }])).rows).toEqual([
      { name: 'Ann', id: 'p1' },
    ])
  })

  it('rejects what has no record, if it is told to', async () => {
    const { rows, rejects } = await enriched({ ...base, fields: [], missing: 'reject' }, [
      { name: 'Acme' },
      { name: 'Nobody' },
      {},
    ])
    expect(rows).toEqual([{ name: 'Acme' }])
    expect(rejects).toEqual(["2 There is no record with name 'Nobody'", '3 There is no record with name nothing'])
  })

  it('asks for each value once', async () => {
    const asked: unknown[] = []
    const watching = io()
    const flow = flowOf([node('in', 'source'), node('e', 'enrich', base), node('out', 'target')], ['in e', 'e out'])
    const lookUp: typeof watching.lookUp = async (...given) => {
      asked.push(given)
      return watching.lookUp(...given)
    }
    await run(flow, { in: [{ name: 'Acme' }, { name: 'Acme' }, { name: 'B' }, {}] }, { io: { ...watching, lookUp } })
    expect(asked).toEqual([['companies', ['name'], [['Acme'], ['B']]]])
  })

  it('unfinished lets rows pass', async () => {
    for (const config of [{}, { keys: ['name'] }, { fields: ['id'] }]) {
      expect((await enriched({ schemaId: 'companies', ...config }, [{ name: 'Acme' }])).rows).toEqual([
        { name: 'Acme' },
      ])
    }
  })
})
